"""The errors of the progress services."""

from __future__ import annotations


class KeyReused(Exception):
    """The key was used before for other marks, so nothing was changed."""


class TooManyChanges(Exception):
    """A learner made more acts than the limits allow; the next one is allowed after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"wait {retry_after} seconds")
        self.retry_after = retry_after


class UnknownAct(LookupError):
    """The learner has no act with this id."""


class AlreadyUndone(Exception):
    """The act was already undone."""


class TooOld(Exception):
    """The act was made too long ago to be undone."""


class NotOnesOwn(Exception):
    """The act was no deed of the learner: marks followed a change of the content. It cannot be undone."""
