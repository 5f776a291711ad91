"""What a generator put into a tree, for tests that compare it with what comes out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """A line of the outline: a topic by its id, or the heading of a group."""

    topic: str = ""
    heading: str = ""
    below: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class ToldRoadmap:
    """One folder: which topics it shows, which texts, and what is odd about it."""

    slug: str
    title: str = ""
    header: str = "whole"
    """`whole`, `stub` or `none`."""
    has_graph: bool = True
    topics: dict[str, str] = field(default_factory=dict)
    """Ids that can be reached, and their labels as a person reads them."""
    twins: dict[str, str] = field(default_factory=dict)
    """The id of a twin that lies above, and the id of the one below it."""
    outline: list[Line] = field(default_factory=list)
    """Main topics and their branches, without what stands about."""
    variant: str = ""
    """The slug of another map in the folder."""
    variant_topics: set[str] = field(default_factory=set)
    orphans: set[str] = field(default_factory=set)
    without_text: set[str] = field(default_factory=set)
    two_files: dict[str, str] = field(default_factory=dict)
    """The id of a topic with two texts, and the heading of the one to show."""
    dangling: int = 0
    links_home: set[str] = field(default_factory=set)
    """Slugs that buttons link to by the address of the site of origin."""
    files: int = 0
    nodes: int = 0
    edges: int = 0
    types: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Told:
    """A whole tree."""

    roadmaps: dict[str, ToldRoadmap] = field(default_factory=dict)

    def total(self, name: str) -> int:
        """The sum of a number, or of the sizes of a collection, over all folders."""
        values = (getattr(r, name) for r in self.roadmaps.values())
        return sum(v if isinstance(v, int) else len(v) for v in values)

    @property
    def types(self) -> Counter[str]:
        """How many nodes of each type there are."""
        return sum((r.types for r in self.roadmaps.values()), Counter[str]())
