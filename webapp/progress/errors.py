"""What can be wrong with a change of progress."""

from __future__ import annotations


class BadStatus(ValueError):
    """A status that is none of the four."""


class KeyReused(Exception):
    """The act's key came before, with another deed: nothing was changed."""


class UnknownAct(LookupError):
    """There is no such act of this learner."""


class AlreadyUndone(Exception):
    """The act was undone before."""
