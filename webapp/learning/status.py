"""The statuses that a topic can have for a learner: the only list of them in the code."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.language import gettext_noop
from webapp.progress.models import NO_MARK


@dataclass(frozen=True, slots=True)
class Status:
    """One status.

    `value` is what forms post and the database keeps, `label` what its button says, `words` what a
    sentence says; both are English, and are translated where they are shown. `key` is the key of the
    keyboard that sets it, `counts` tells whether a meter counts it as a step forward.
    """

    value: str
    label: str
    words: str
    key: str
    counts: bool

    @property
    def is_default(self) -> bool:
        """Whether a topic without a mark has it."""
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
