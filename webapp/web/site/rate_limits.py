"""Rate limits that go on when the Redis that counts for them does not answer."""

from __future__ import annotations

from flask_limiter import Limiter, RateLimitExceeded


class RateLimits(Limiter):
    """The library's limits, for requests that find at the same time that their storage is away.

    The library lets the first of them count in this process instead, and fails the others: it takes them for
    requests that have found something wrong with the counts of this process. They are asked again.
    """

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        try:
            super()._check_request_limit(callable_name, in_middleware)
        except RateLimitExceeded:
            raise
        except self.storage.base_exceptions:
            self.context.seen_limits.clear()
            super()._check_request_limit(callable_name, in_middleware)
