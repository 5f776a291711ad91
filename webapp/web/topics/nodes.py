"""Topics and outlines with a learner's statuses, as templates see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from webapp.catalog.model import Entry, Roadmap, Topic
from webapp.learning.demands import demands
from webapp.learning.standing import Standing
from webapp.learning.status import DONE, PENDING, Status
from webapp.web.site.translations import gettext
from webapp.web.topics.position import SectionKey, SectionProgress, section_key

# The fields of a TopicNode that its status decides.
OF_STATUS = ("status", "status_words", "optional", "optional_words", "said_words", "tick", "tick_words")
# Who says that a topic is optional: its author, or the learner, who has chosen enough others.
AUTHOR, LEFT = "author", "left"
OutlineMode = Literal["whole", "hero"]
HERO_HEIGHT, HERO_WIDTH = 620, 1000  # pixels of the window in which the beginning of a map is shown


@dataclass(frozen=True, slots=True)
class TopicNode:
    """A topic on the map or in a list, with its status.

    `tick` is the status that its tick button posts, and `tick_words` describes it in the button's label.
    `here` is the milestone of the topic that comes next. `section` is set on a main topic. `place` is the
    number of its step on a route, where one is drawn. `optional` is who leaves it to the learner: AUTHOR, or
    LEFT if enough is done of the choice that it belongs to; with `may_be_optional` it is one of the two or
    may become so. `said_words` name it with the status. With `badge_says_optional` the topic's badge is the
    word for it.
    """

    topic: Topic
    status: str
    status_words: str
    tick: str
    tick_words: str
    here: str = ""
    section: SectionProgress | None = None
    place: str = ""
    optional: str = ""
    optional_words: str = ""
    said_words: str = ""
    may_be_optional: bool = False
    badge_says_optional: bool = False


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A line of the outline. `level` counts from 1; `node` is set if the entry is a topic.

    `section` is set on a group of level 1.
    """

    entry: Entry
    level: int
    node: TopicNode | None
    children: tuple[OutlineItem, ...] = ()
    section: SectionProgress | None = None

    @property
    def has_topics(self) -> bool:
        """Whether there is a topic below it, so that its topics can be marked at once."""
        return any(child.node is not None or child.has_topics for child in self.children)


def topic_node(topic: Topic, standing: Standing) -> TopicNode:
    """Returns a topic with the learner's status."""
    found = demands(standing.roadmap)
    is_left_out = topic.id in found.left_out
    optional = AUTHOR if is_left_out else LEFT if topic.id in standing.left_over else ""
    node = node_with(topic, standing.status_of(topic.id), optional)
    return replace(node, may_be_optional=is_left_out or topic.id in found.around)


def node_with(topic: Topic, status: Status, optional: str = "") -> TopicNode:
    """Returns a topic with a status.

    The tick button marks it as done, or as not started if it is done already.
    """
    is_done, words = status is DONE, gettext(status.words)
    badge_says_optional = optional == AUTHOR and bool(topic.badge)
    return TopicNode(
        topic=topic,
        status=status.value,
        status_words=words,
        tick=PENDING.value if is_done else DONE.value,
        tick_words=gettext("as not started") if is_done else gettext("as done"),
        optional=optional,
        badge_says_optional=badge_says_optional,
        optional_words=gettext("optional") if optional and not badge_says_optional else "",
        said_words=gettext("optional, %(status)s", status=words) if optional else words,
    )


def outline_items(
    roadmap: Roadmap,
    mode: OutlineMode,
    nodes: Mapping[str, TopicNode],
    sections: Mapping[SectionKey, SectionProgress],
) -> tuple[OutlineItem, ...]:
    """Returns the outline with the node of each topic, by its id, and the progress in each section.

    With the mode "hero" it has only the topics that are visible in the beginning of the map.
    """
    entries: Iterable[Entry] = roadmap.outline
    if mode == "hero":
        entries = _cut(entries, _visible(roadmap))
    # The items of level 1 are headings. Without a map every topic would be one.
    top = 1 if roadmap.graph else 2
    return tuple(_item(roadmap, entry, top, nodes, sections) for entry in entries)


def _visible(roadmap: Roadmap) -> frozenset[str]:
    if roadmap.graph is None:
        return frozenset()
    bounds = roadmap.graph.bounds
    limit = bounds.y + HERO_HEIGHT * bounds.width / HERO_WIDTH
    return frozenset(n.id for n in roadmap.graph.nodes if n.box.y < limit)


def _cut(entries: Iterable[Entry], visible: frozenset[str]) -> Iterator[Entry]:
    for entry in entries:
        children = tuple(_cut(entry.children, visible))
        if entry.id in visible:
            yield replace(entry, children=children)
        elif children:
            # The parent is not visible, because it is further down the map; its visible children are shown.
            yield from children


def _item(
    roadmap: Roadmap,
    entry: Entry,
    level: int,
    nodes: Mapping[str, TopicNode],
    sections: Mapping[SectionKey, SectionProgress],
) -> OutlineItem:
    topic = roadmap.topics.get(entry.id) if entry.kind == "topic" else None
    section = sections.get(section_key(entry))
    node = replace(nodes[topic.id], section=section) if topic else None
    children = tuple(_item(roadmap, child, level + 1, nodes, {}) for child in entry.children)
    return OutlineItem(entry, level, node, children, None if topic else section)
