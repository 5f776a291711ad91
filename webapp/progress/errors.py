"""What can be wrong with a change of progress."""

from __future__ import annotations


class KeyReused(Exception):
    """The act's key came before, with another deed: nothing was changed."""


class TooManyChanges(Exception):
    """More changes than a person makes; `retry_after` says in how many seconds one may go on."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"wait {retry_after} seconds")
        self.retry_after = retry_after


class UnknownAct(LookupError):
    """There is no such act of this learner."""


class AlreadyUndone(Exception):
    """The act was undone before."""
