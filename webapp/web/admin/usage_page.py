"""What the page of usage shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from webapp.catalog.model import Roadmap
from webapp.learning.standing import Standing
from webapp.learning.status import DONE
from webapp.operators.usage import FLOOR, Ending, Usage
from webapp.web.site.translations import gettext, ngettext


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """Who was here within some days, in words."""

    title: str
    accounts: str
    guests: str
    new: str


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """How many people learn a roadmap and have finished it.

    `share` says how many learn it, in per cent of those who learn the most learnt one.
    """

    slug: str
    title: str
    learners: str
    finished: str
    share: int


@dataclass(frozen=True, slots=True)
class UsagePage:
    """The numbers of a site, in words."""

    accounts: str
    guests: str
    periods: tuple[PeriodRow, ...]
    roadmaps: tuple[RoadmapRow, ...]


def endings(roadmaps: Mapping[str, Roadmap]) -> dict[str, Ending]:
    """Returns what finishes each roadmap, by slug: all that its author demands is done."""
    return {slug: _ending(roadmap) for slug, roadmap in roadmaps.items()}


def _ending(roadmap: Roadmap) -> Ending:
    def is_reached(done: Collection[str]) -> bool:
        return Standing(roadmap, dict.fromkeys(done, DONE.value)).is_walked

    return Ending(Standing(roadmap, {}).counts.total, is_reached)


def usage_page(found: Usage, roadmaps: Mapping[str, Roadmap]) -> UsagePage:
    """Returns the numbers as the page says them."""
    periods = [
        PeriodRow(
            title=ngettext("Within %(num)d day", "Within %(num)d days", one.days),
            accounts=_number(one.accounts),
            guests=_number(one.guests),
            new=_number(one.new),
        )
        for one in found.periods
    ]
    most = max((one.learners or 0 for one in found.roadmaps), default=1)
    rows = [
        RoadmapRow(
            slug=one.slug,
            title=roadmaps[one.slug].brief_title,
            learners=_number(one.learners),
            finished=_number(one.finished),
            share=round(100 * (one.learners or 0) / most),
        )
        for one in found.roadmaps
    ]
    return UsagePage(_number(found.accounts), _number(found.guests), tuple(periods), tuple(rows))


def _number(count: int | None) -> str:
    return (
        gettext("fewer than %(count)d", count=FLOOR) if count is None else f"{count:,}".replace(",", "\u202f")
    )
