"""What the topics of an outline require: names become ids, and circles are found."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

from webapp.catalog.circles import closing_edges
from webapp.catalog.node_types import OPTIONAL
from webapp.catalog.outline_file.items import Item, Outline
from webapp.catalog.outline_file.line import Mistake
from webapp.catalog.slug import composed, slug_of

NAMING = "Name a topic by its label in small letters with - between words, or by its id."
MOST_GUESSES = 20  # a guess compares a name with all others


def check_requirements(outline: Outline) -> Iterator[Mistake]:
    """Yields the mistakes, and writes the ids of what is required into the items."""
    names = _Names(outline)
    for item in outline.walk():
        ids: list[str] = []
        for name in item.attributes.requires:
            found = names.topics_called(name)
            if len(found) == 1 and found[0] is not item:
                ids.append(found[0].id)
                continue
            column = item.line.column_of(name, after="requires=")
            yield Mistake(item.line.number, column, *names.trouble(name, found, item))
        item.requires = tuple(i for i in dict.fromkeys(ids) if i)
    yield from _optional_ones(outline)
    yield from _circles({i.id: i for i in outline.walk() if i.type == "topic" and i.id})


@dataclass(slots=True)
class _Names:
    """The items of an outline by what they may be called."""

    outline: Outline
    by_name: dict[str, list[Item]] = field(default_factory=dict)
    guesses: int = 0

    def __post_init__(self) -> None:
        for item in self.outline.walk():
            for name in _names_of(item):
                self.by_name.setdefault(name, []).append(item)

    def topics_called(self, name: str) -> list[Item]:
        for key in (f"#{name.removeprefix('#')}", f"={composed(name)}", slug_of(name)):
            if found := [i for i in self.by_name.get(key, ()) if i.type == "topic"]:
                return found
        return []

    def trouble(self, name: str, found: list[Item], item: Item) -> tuple[str, str]:
        """Returns what is wrong with a name, and what would be right."""
        if found == [item]:
            return "a topic cannot require itself", "Take it away."
        if found:
            places = " or ".join(f"{f'#{i.id} in ' if i.id else ''}line {i.line.number}" for i in found)
            own = f"{slug_of(name) or 'own-id'}-2"
            remedy = f"Give the one that is meant an id of its own, as {{#{own}}}, and name that."
            if all(i.id for i in found):
                remedy = "Name one by its id."
            return f"{name} is the name of {len(found)} topics: {places}", remedy
        if others := self.by_name.get(slug_of(name) or f"={composed(name)}"):
            return f"{others[0].label} is a {others[0].type}, and only topics come first", NAMING
        return f"no topic is called {name}", self._near(name, item) or NAMING

    def _near(self, name: str, item: Item) -> str:
        self.guesses += 1
        if self.guesses > MOST_GUESSES:
            return ""
        topics = {
            key.removeprefix("="): found[0]
            for key, found in self.by_name.items()
            if key and not key.startswith("#") and found[0].type == "topic" and found[0] is not item
        }
        near = difflib.get_close_matches(slug_of(name) or composed(name), topics, 1)
        return f"Did you mean {near[0]} ({topics[near[0]].label})?" if near else ""


def _names_of(item: Item) -> dict[str, None]:
    """Returns the slug of a label, the label in small letters with - behind a =, and the id behind a #."""
    names = dict.fromkeys((slug_of(item.label), f"={composed(item.label).replace(' ', '-')}"))
    if item.id:
        names[f"#{item.id}"] = None
    names.pop("", None)
    return names


def _optional_ones(outline: Outline) -> Iterator[Mistake]:
    """Yields a doubt for each topic that counts and requires an optional one, which keeps nobody from it."""
    topics = {item.id: item for item in outline.walk() if item.id}
    for item in topics.values():
        if item.attributes.kind == OPTIONAL:
            continue
        for other in (topics[i] for i in item.requires if topics[i].attributes.kind == OPTIONAL):
            what = f"{item.label} requires {other.label}, which line {other.line.number} calls optional"
            remedy = "Take optional away there, or requires here."
            column = item.line.column_of("requires")
            yield Mistake(item.line.number, column, what, remedy, is_doubt=True)


def _circles(topics: dict[str, Item]) -> Iterator[Mistake]:
    for here, other in closing_edges({topic_id: item.requires for topic_id, item in topics.items()}):
        line = topics[here].line
        what = f"{topics[here].label} and {topics[other].label} require each other"
        yield Mistake(line.number, line.column_of("requires"), what, "Take one of the two away.")
