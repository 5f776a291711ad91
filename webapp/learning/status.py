"""The statuses that a topic can have for a learner: the only list of them in the code."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.language import gettext_noop
from webapp.progress.models import NO_MARK


@dataclass(frozen=True, slots=True)
class Status:
    """One status.

    `value` is posted by forms and stored in the database. `label` is the text of its button, `words` is its
    name within a sentence; both are in English, and are translated where they are shown. `key` is the
    keyboard key that sets it. `counts` is whether a meter counts it as progress.
    """

    value: str
    label: str
    words: str
    key: str
    counts: bool

    @property
    def is_default(self) -> bool:
        """Whether it is the status of a topic without a mark."""
        return self is PENDING


PENDING = Status(NO_MARK, gettext_noop("Not started"), gettext_noop("not started"), "r", counts=False)
LEARNING = Status("learning", gettext_noop("Learning"), gettext_noop("learning"), "l", counts=False)
DONE = Status("done", gettext_noop("Done"), gettext_noop("done"), "d", counts=True)
SKIPPED = Status("skipped", gettext_noop("Skipped"), gettext_noop("skipped"), "s", counts=False)
STATUSES = (PENDING, LEARNING, DONE, SKIPPED)

_BY_VALUE = {status.value: status for status in STATUSES}


class UnknownStatus(ValueError):
    """A value that names no status."""

    def __init__(self, value: str) -> None:
        super().__init__(f"{value[:40]!r} is none of {', '.join(_BY_VALUE)}")


def status_named(value: str) -> Status:
    """Returns the status with that value; raises UnknownStatus."""
    try:
        return _BY_VALUE[value]
    except KeyError:
        raise UnknownStatus(value) from None
