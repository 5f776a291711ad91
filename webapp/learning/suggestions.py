"""Which roadmap a learner could go on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Entry, Roadmap

MOST = 3
# How much a roadmap counts of which the learner has done everything, or something.
FINISHED, BEGUN = 3, 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A roadmap without marks. `after` is the learner's own roadmap that it follows, if there is one."""

    roadmap: Roadmap
    after: Roadmap | None = None
    is_after_finished: bool = False


def suggestions(
    catalog: Catalog, begun: Iterable[Roadmap], finished: Iterable[Roadmap], most: int = MOST
) -> tuple[Suggestion, ...]:
    """Returns roadmaps that follow from those that a learner has begun or finished, the best first.

    What follows a roadmap is what its map leads to, then what its front matter names as related. Where that
    gives too few, the first ones of the catalog follow.
    """
    weights = dict.fromkeys(begun, BEGUN) | dict.fromkeys(finished, FINISHED)
    free = {r.slug: r for r in catalog.listed if r not in weights and not r.front.is_upcoming and r.order}
    points: Counter[str] = Counter()
    after: dict[str, Roadmap] = {}
    for own, weight in sorted(weights.items(), key=lambda pair: -pair[1]):
        following = [slug for slug in follow_ups(own) if slug in free]
        for place, slug in enumerate(following):
            points[slug] += weight * (len(following) - place)
            after.setdefault(slug, own)
    best = sorted(free, key=lambda slug: -points[slug])
    own_of = {slug: after.get(slug) for slug in best[:most]}
    return tuple(
        Suggestion(free[slug], own, own is not None and weights[own] == FINISHED)
        for slug, own in own_of.items()
    )


def follow_ups(roadmap: Roadmap) -> tuple[str, ...]:
    """Returns the slugs of what follows a roadmap, the nearest first."""
    linked = (href.removeprefix("/") for href in _links(roadmap.outline) if href.startswith("/"))
    return tuple(dict.fromkeys((*linked, *roadmap.front.related_roadmaps)))


def _links(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.kind == "link":
            yield entry.href
        yield from _links(entry.children)
