"""What is noted of a request when it has been answered, for the access log and for metrics.

Nothing of it says who asked: no address, no browser, and instead of the path, which may hold a token, the
pattern of its route.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from webapp.request_ids import new_request_id
from webapp.web.site.client_address import forwarded_addresses
from webapp.web.site.logs import FACTS
from webapp.web.site.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SEEN = "milepost.seen"
REQUEST_ID = "milepost.request_id"
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
# For what no route answers.
NO_ROUTE = "none"
log = logging.getLogger("milepost.access")


class Seen:
    """A request that is being answered. Its route is named by whoever finds it: Flask or the page cache."""

    __slots__ = ("_start_response", "is_cached", "route", "status")

    def __init__(self, start_response: StartResponse) -> None:
        self._start_response = start_response
        self.route = NO_ROUTE
        self.status = "500"
        self.is_cached = False

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        """WSGI's `start_response`, which notes the status."""
        self.status = status[:3]
        if exc_info:
            return self._start_response(status, headers, exc_info)
        return self._start_response(status, headers)


class SeenRequests:
    """WSGI middleware around all others, which measures each request, and logs it if `is_logged`."""

    def __init__(self, app: WSGIApplication, metrics: Metrics, hops: int, is_logged: bool) -> None:
        self._app = app
        self._note = metrics.note_request
        self._hops = hops
        self._is_logged = is_logged

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Passes the request on, and notes how it was answered."""
        began = time.perf_counter()
        seen = environ[SEEN] = Seen(start_response)
        if self._is_logged or (self._hops and "HTTP_X_REQUEST_ID" in environ):
            environ[REQUEST_ID] = self._request_id(environ)
        try:
            return self._app(environ, seen.start)
        finally:
            seconds = time.perf_counter() - began
            self._note(seen.route, seen.status, seen.is_cached, seconds)
            if self._is_logged:
                self._log(environ, seen, seconds)

    def _request_id(self, environ: WSGIEnvironment) -> str:
        # Whoever passes the proxies by may send what they like.
        is_trusted = self._hops and forwarded_addresses(environ) >= self._hops
        return new_request_id(environ.get("HTTP_X_REQUEST_ID", "") if is_trusted else "")

    def _log(self, environ: WSGIEnvironment, seen: Seen, seconds: float) -> None:
        method = environ["REQUEST_METHOD"]
        facts = {
            "event": "request",
            "method": method if method in METHODS else "other",
            "route": seen.route,
            "status": int(seen.status),
            "milliseconds": round(seconds * 1000, 1),
            "cached": seen.is_cached,
            "request": environ[REQUEST_ID],
        }
        where = "from the page cache" if seen.is_cached else "by Flask"
        log.info(
            "%s %s %s, %s ms %s (request %s)",
            facts["method"],
            seen.route,
            seen.status,
            facts["milliseconds"],
            where,
            facts["request"],
            extra={FACTS: facts},
        )


def name_route(environ: WSGIEnvironment, route: str, is_cached: bool = False) -> None:
    """Notes which route answers a request, and whether the page cache does."""
    seen = environ.get(SEEN)
    if seen is not None:
        seen.route, seen.is_cached = route, is_cached


def route_of(environ: WSGIEnvironment) -> str:
    """Returns the route that has answered a request."""
    seen = environ.get(SEEN)
    return seen.route if seen is not None else NO_ROUTE
