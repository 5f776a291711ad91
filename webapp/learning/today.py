"""What a learner's page says today: where to go on, what else is under way, and what is finished."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.catalog.catalog import Catalog
from webapp.learning.standing import Standing
from webapp.progress.marks import Overview


@dataclass(frozen=True, slots=True)
class Today:
    """A learner's roadmaps, each with the standing; the one that was marked last comes first.

    `current` is the roadmap to go on with, and is not among those of `under_way`.
    """

    current: Standing | None
    under_way: tuple[Standing, ...]
    finished: tuple[Standing, ...]


def today(catalog: Catalog, found: Overview) -> Today:
    """Returns where a learner with these marks stands everywhere."""
    marks = found.marks
    own = [Standing(r, marks[r.slug]) for r in catalog.listed_with_variants if marks.get(r.slug) and r.order]
    own.sort(key=lambda standing: found.marked_at[standing.roadmap.slug], reverse=True)
    open_ones = [standing for standing in own if not standing.is_walked]
    # Where only skipped topics are left, another roadmap is the better one to go on with.
    current = next((s for s in open_ones if s.next_topic), open_ones[0] if open_ones else None)
    return Today(
        current=current,
        under_way=tuple(standing for standing in open_ones if standing is not current),
        finished=tuple(standing for standing in own if standing.is_walked),
    )
