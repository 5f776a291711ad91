"""What each topic requires, and whether it is optional, by the outline or else by the map."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from webapp.catalog.circles import closing_edges
from webapp.catalog.findings import Findings
from webapp.catalog.loading.map_file import MapFile
from webapp.catalog.loading.node_lines import NodeLines
from webapp.catalog.model import Topic
from webapp.catalog.outline_file.read import SaidOfTopic
from webapp.catalog.slug import slug_of

MOST_GUESSES = 20  # a guess compares a name with all others


def with_requirements(
    topics: Mapping[str, Topic], drawn: MapFile, said: Mapping[str, SaidOfTopic], found: Findings
) -> dict[str, Topic]:
    """Returns the topics with what their authors say of them.

    `said` is what an outline says that matches the map; without one the nodes of the map say it. What
    cannot be used is reported, and what would close a circle is left out.
    """
    if said:
        return {i: _as_said(topic, said[i]) if i in said else topic for i, topic in topics.items()}
    nodes = drawn.graph.nodes if drawn.graph else ()
    wanted = {node.id: node.requires for node in nodes if node.requires and node.id in topics}
    if not wanted:
        return dict(topics)
    names = _Names(topics, drawn, found)
    requires = {topic_id: tuple(names.ids(topic_id, ids)) for topic_id, ids in wanted.items()}
    for here, other in list(closing_edges(requires)):
        what = f"{topics[here].label} and {topics[other].label} require each other"
        found.warning(names.place(here, other), what, "Take one of the two away.")
        requires[here] = tuple(i for i in requires[here] if i != other)
    return {i: replace(topic, requires=requires.get(i, ())) for i, topic in topics.items()}


def _as_said(topic: Topic, said: SaidOfTopic) -> Topic:
    return replace(topic, requires=said.requires, is_optional=said.is_optional)


class _Names:
    """The topics of a map by what `requires` may call them: ids, those of twins, or labels."""

    def __init__(self, topics: Mapping[str, Topic], drawn: MapFile, found: Findings) -> None:
        self._topics = topics
        self._drawn = drawn
        self._found = found
        self._guesses = 0
        self._by_label: dict[str, list[str]] = {}
        for topic in topics.values():
            if topic.drawn:
                self._by_label.setdefault(topic.slug, []).append(topic.id)
        self._lines = NodeLines(drawn.data)

    def ids(self, topic_id: str, names: tuple[str, ...]) -> Iterator[str]:
        """Yields the ids of the topics that are named, and reports the other names."""
        ids = {name: self._id_of(name) for name in names}
        for name, required in ids.items():
            if required and required != topic_id:
                yield required
                continue
            what = "a topic cannot require itself" if required else f"no topic is called {name[:100]}"
            self._found.warning(self.place(topic_id, name), what, self._remedy(name, bool(required)))

    def place(self, topic_id: str, name: str) -> str:
        """Returns where a node names what it requires, with the line of the file."""
        return self._lines.place(topic_id, "requires", name)

    def _id_of(self, name: str) -> str:
        shown = self._drawn.aliases.get(name, name)
        called = self._by_label.get(slug_of(name), [])
        if shown in self._topics:
            return shown
        return called[0] if len(called) == 1 else ""

    def _remedy(self, name: str, is_itself: bool) -> str:
        self._guesses += 1
        known = [label for label in self._by_label if label] if self._guesses <= MOST_GUESSES else []
        near = difflib.get_close_matches(slug_of(name[:100]), known, 1)
        if is_itself or not near:
            return "Take it away." if is_itself else "Name a topic by its id, or take it away."
        other = self._topics[self._by_label[near[0]][0]]
        return f"Did you mean {other.id} ({other.label})?"
