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
    path = _path_by_sections(standing.roadmap)
    first = standing.first_open
    if first is None:
        return path.edges if standing.counts.done else ()
    reached = path.up_to[first.id]
    begun = 0
    for place, section in enumerate(standing.sections):
        if section.counts.done:
            begun |= 1 << place
    return path.between(reached, begun & reached)


class _PathBySections:
    """A main path with sets of sections, as integers that have a bit for each: the lowest for the first.

    `up_to` maps a topic to the sections up to the first one that holds it.
    """

    def __init__(self, roadmap: Roadmap) -> None:
        self.edges = main_path(roadmap)
        self.up_to: dict[str, int] = {}
        of_entry: dict[str, int] = {}
        for place, (entry, topic_ids, _) in enumerate(demands(roadmap).sections):
            of_entry[entry.id] = of_entry.get(entry.id, 0) | 1 << place
            for topic_id in topic_ids:
                self.up_to.setdefault(topic_id, (2 << place) - 1)
        self._ends = [(of_entry[edge.source], of_entry[edge.target], edge) for edge in self.edges]

    def between(self, reached: int, begun: int) -> tuple[Edge, ...]:
        """Returns the edges between two sections that are reached, of which one is begun."""
        return tuple(
            edge
            for source, target, edge in self._ends
            if source & reached and target & reached and (source | target) & begun
        )


@lru_cache(maxsize=256)
def _path_by_sections(roadmap: Roadmap) -> _PathBySections:
    return _PathBySections(roadmap)
