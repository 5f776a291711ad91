"""What a generator put into a tree, for tests that compare it with what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class ToldRoadmap:
    """One folder: which topics it shows, which texts, and what is odd about it."""

    slug: str
    title: str = ""
    has_header: bool = True
    has_graph: bool = True
    topics: dict[str, str] = field(default_factory=dict)
    """Ids that can be reached, and their labels as a person reads them."""
    twins: dict[str, str] = field(default_factory=dict)
    """The id of a hidden twin, and the id that is shown."""
    orphans: set[str] = field(default_factory=set)
    without_text: set[str] = field(default_factory=set)
    two_files: set[str] = field(default_factory=set)
    dangling: int = 0
    links_home: set[str] = field(default_factory=set)
    """Slugs of this tree that buttons link to by the address of the site of origin."""
    files: int = 0
    nodes: int = 0


@dataclass(slots=True)
class Told:
    """A whole tree."""

    roadmaps: dict[str, ToldRoadmap] = field(default_factory=dict)

    def total(self, name: str) -> int:
        """The sum of a number, or of the sizes of a collection, over all folders."""
        values = (getattr(r, name) for r in self.roadmaps.values())
        return sum(v if isinstance(v, int) else len(v) for v in values)
