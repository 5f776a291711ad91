"""What a learner's page says today: where to go on, what else is under way, and what is finished."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap
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


def today(catalog: Catalog, found: Overview, planned: Collection[str] = ()) -> Today:
    """Returns where a learner with these marks stands everywhere.

    `planned` are the slugs of roadmaps for which there is a plan; those without a mark come after all others.
    """
    marks = found.marks
    mine = own_roadmaps(catalog, [*marks, *planned])
    own = [Standing(roadmap, marks.get(roadmap.slug, {})) for roadmap in mine]
    own.sort(key=lambda standing: _last_mark(found, standing), reverse=True)
    open_ones = [standing for standing in own if not standing.is_walked]
    # Where only skipped topics are left, another roadmap is the better one to go on with.
    current = next((s for s in open_ones if s.next_topic), open_ones[0] if open_ones else None)
    return Today(
        current=current,
        under_way=tuple(standing for standing in open_ones if standing is not current),
        finished=tuple(standing for standing in own if standing.is_walked),
    )


def own_roadmaps(catalog: Catalog, slugs: Iterable[str]) -> list[Roadmap]:
    """Returns those of these roadmaps that have topics. What no list shows comes last."""
    own = set(slugs)
    shown = catalog.listed_with_variants
    rest = sorted(own.intersection(catalog.roadmaps).difference(roadmap.slug for roadmap in shown))
    found = [*(r for r in shown if r.slug in own), *(catalog.roadmaps[slug] for slug in rest)]
    return [roadmap for roadmap in found if roadmap.order]


def _last_mark(found: Overview, standing: Standing) -> datetime:
    return found.marked_at.get(standing.roadmap.slug, datetime.min.replace(tzinfo=UTC))
