"""The main path of a map, from main topic to main topic, and how much of it a learner has walked."""

from __future__ import annotations

from functools import lru_cache

from webapp.catalog.model import Edge, Roadmap
from webapp.learning.demands import demands
from webapp.learning.standing import Standing


@lru_cache(maxsize=256)
def main_path(roadmap: Roadmap) -> tuple[Edge, ...]:
    """Returns the solid edges between two main topics."""
    if roadmap.graph is None:
        return ()
    mains = {entry.id for entry in roadmap.outline if entry.kind == "topic"}
    return tuple(e for e in roadmap.graph.edges if not e.dotted and {e.source, e.target} <= mains)


def walked(standing: Standing) -> tuple[Edge, ...]:
    """Returns the edges of the main path that lie behind a learner.

    Such an edge leaves a section of which something is done, and leads no further than to the section of
    the first topic that is open. What is marked further on changes nothing. When nothing is open, the whole
    main path has been walked.
    """
    edges = main_path(standing.roadmap)
    first = standing.first_open
    if first is None:
        return edges if standing.counts.done else ()
    begun: set[str] = set()
    reached: set[str] = set()
    found = demands(standing.roadmap).sections
    for section, (entry, topic_ids, _) in zip(standing.sections, found, strict=True):
        reached.add(entry.id)
        if section.counts.done:
            begun.add(entry.id)
        if first.id in topic_ids:
            break
    return tuple(e for e in edges if {e.source, e.target} <= reached and {e.source, e.target} & begun)
