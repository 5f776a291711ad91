"""What there is to learn, as immutable values: roadmaps, graphs, topics, resources and outlines."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.ledger import LedgerEntry
from webapp.catalog.node_types import PROGRESS_TYPES, TopicType


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in user units of the drawing; x and y are its upper left corner and may be negative."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2

    def contains(self, other: Box, slack: float = 0) -> bool:
        """Whether `other` lies inside this box, with `slack` units of tolerance on each side."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class Look:
    """How a node is drawn, as far as its file says; None is "the type's default".

    Colors are CSS colors, checked.
    """

    color_type: str | None = None
    font_size: float | None = None
    color: str | None = None
    background: str | None = None
    border: str | None = None
    radius: float | None = None
    padding: float | None = None
    text_align: str | None = None
    justify: str | None = None
    stroke: str | None = None
    stroke_width: float | None = None
    dotted: bool = False
    badge_color: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A row of a link group; its id may be empty."""

    id: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A kind that badges name, and its color.

    `position` is where a badge sits: left-center, right-center, left-top or right-top.
    """

    id: str
    label: str
    color: str
    position: str = "left-center"


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """An item of a checklist; its id is a progress id."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the drawing. `type` is one of the fourteen node types of the format."""

    id: str
    type: str
    box: Box
    label: str = ""
    look: Look = Look()
    href: str = ""
    badge: LegendEntry | None = None
    badge_label: str = ""
    legend: tuple[LegendEntry, ...] = ()
    links: tuple[Link, ...] = ()
    items: tuple[ChecklistItem, ...] = ()
    requires: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    choose: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes that exist. Sides are `w` top, `x` bottom, `y` left, `z` right."""

    id: str
    source: str
    target: str
    source_side: str
    target_side: str
    shape: Literal["bezier", "smoothstep", "step", "straight"] = "bezier"
    stroke: str | None = None
    stroke_width: float | None = None
    dotted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """A roadmap's drawing: nodes in paint order and the edges between them.

    Graphs are compared by identity, so that they can be the keys of caches.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """The ids that carry progress, in paint order."""
        return tuple(_topic_ids(self.nodes))

    @property
    def bounds(self) -> Box:
        """The view box: bounds of all nodes, rounded, plus 20 on each side."""
        left = min(n.box.x for n in self.nodes)
        top = min(n.box.y for n in self.nodes)
        right = max(n.box.right for n in self.nodes)
        bottom = max(n.box.bottom for n in self.nodes)
        return Box(round(left) - 20, round(top) - 20, round(right - left) + 40, round(bottom - top) + 40)


@dataclass(frozen=True, slots=True)
class Resource:
    """A link of a topic.

    `type` is the name of one of RESOURCE_TYPES, and `note` is what the author wrote beside the link.
    """

    type: str
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A node that carries progress, with its text.

    `requires` holds the ids of topics that come first. `is_optional` is whether the author leaves it to the
    learner. `drawn` is False for a text whose id is not in the graph.
    """

    roadmap: str
    id: str
    type: TopicType
    label: str
    slug: str
    title: str
    text: str
    resources: tuple[Resource, ...] = ()
    badge: str = ""
    requires: tuple[str, ...] = ()
    is_optional: bool = False
    drawn: bool = True
    modified: date | None = None

    @property
    def path(self) -> str:
        """The address of the topic's page on this site."""
        return f"/{self.roadmap}/{self.slug}@{self.id}"


@dataclass(frozen=True, slots=True)
class SameAs:
    """That a topic is the same skill as one of another roadmap, as an author says it.

    `roadmap` and `name` are what the outline or the map names, and `file` and `place` are where it does.
    """

    topic_id: str
    roadmap: str
    name: str
    file: str
    place: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the outline: a topic, the heading of a group, a link, or a note that the author wrote.

    `type` is the type of a link's node, one of LINK_TYPES; `badge` is shown beside a link's label.
    `choose` is how many of the topics below it are enough; 0 means all of them.
    """

    kind: Literal["topic", "group", "link", "note"]
    label: str
    id: str = ""
    href: str = ""
    children: tuple[Entry, ...] = ()
    type: str = ""
    badge: str = ""
    choose: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Roadmap:
    """A named graph of nodes with front matter. `order` holds the ids of the drawn topics in reading order.

    `title`, `brief_title` and `brief_description` have the format's fallbacks applied. `aliases` maps the
    id of a hidden twin to the id of the topic that is shown. `version` changes when any file of the
    roadmap changes. A variant names the slug of its `parent`: the roadmap of whose folder it is another
    map. `graph_source` is the graph's file, packed. `ids` and `former_slugs` are its names besides the
    slug, and `feed_name` is the one that feeds use. `ledger` says what became of topics, and
    `same` which of them are the same as others elsewhere. Compared by identity, as the graph is.
    """

    slug: str
    title: str
    description: str
    brief_title: str
    brief_description: str
    front: FrontMatter
    version: str
    modified: date | None = None
    parent: str = ""
    graph: Graph | None = None
    graph_path: Path | None = None
    graph_source: bytes = b""
    topics: Mapping[str, Topic] = field(default_factory=dict)
    outline: tuple[Entry, ...] = ()
    order: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()
    feed_name: str = ""
    ledger: tuple[LedgerEntry, ...] = ()
    same: tuple[SameAs, ...] = ()

    @property
    def path(self) -> str:
        """The address of the roadmap's page on this site."""
        return f"/{self.slug}"

    def ids_of(self, topic: Topic) -> tuple[str, ...]:
        """The id of a topic and those of the twins that lie under it: a mark on it is a mark on each."""
        return (
            topic.id,
            *(
                alias
                for alias, shown in self.aliases.items()
                if shown == topic.id and alias not in self.topics
            ),
        )

    @property
    def graph_json(self) -> bytes:
        """The file of the graph as it was read; an empty graph where there is none."""
        return zlib.decompress(self.graph_source) if self.graph_source else b'{"nodes": [], "edges": []}'

    def topic(self, topic_id: str) -> Topic | None:
        """The topic of that id or of an alias's, or None."""
        return self.topics.get(topic_id) or self.topics.get(self.aliases.get(topic_id, ""))


def reading_order(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Returns the ids of the topics of an outline, in reading order."""
    return tuple(_ids_below(entries))


def _ids_below(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.kind == "topic":
            yield entry.id
        yield from _ids_below(entry.children)


def _topic_ids(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if node.type in PROGRESS_TYPES:
            yield node.id
        yield from (item.id for item in node.items)
