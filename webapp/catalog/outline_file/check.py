"""Finds the mistakes of an outline that no single line shows, such as an id that is used twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webapp.catalog.outline_file.items import Item, Outline
from webapp.catalog.outline_file.line import Mistake
from webapp.catalog.outline_file.requirements import check_requirements
from webapp.catalog.slug import composed

# Which attributes each kind of line takes, by the name that messages have for it.
ALLOWED = {
    "topic": frozenset({"kind", "side", "color", "requires", "same"}),
    "main topic": frozenset({"side", "color", "requires", "same", "choose"}),
    "group": frozenset({"side", "color", "choose", "columns"}),
    "note": frozenset({"side"}),
    "link": frozenset({"side", "color"}),
}


def check_outline(outline: Outline, needs_ids: bool) -> Iterator[Mistake]:
    """Yields the mistakes, and turns what `requires` names into ids.

    Lines may lack an id unless it `needs_ids`.
    """
    yield from _ids(outline, needs_ids)
    mains = {id(m) for m in outline.mains}
    for item in outline.walk():
        if item.type == "group" and not item.children:
            what = f"the group {item.label} is empty"
            yield Mistake(item.line.number, item.line.column, what, "Write a topic below it.")
        yield from _misplaced(item, "main topic" if id(item) in mains else item.type)
        yield from _late_members(item)
        yield from _no_choice(item)
    yield from _same_labels(outline.mains, "the title")
    for main in outline.mains:
        yield from _same_labels([i for i in main.walk() if i is not main and i.type == "topic"], main.label)
    yield from check_requirements(outline)


def _ids(outline: Outline, needs_ids: bool) -> Iterator[Mistake]:
    first: dict[str, Item] = {}
    for item in outline.walk():
        if item.type == "note":
            if item.id:
                column = item.line.column_of(f"#{item.id}")
                remedy = "Take it away, or write - before the words for a topic."
                yield Mistake(item.line.number, column, "a note takes no id", remedy)
        elif not item.id and needs_ids:
            what = f"{item.label} has no id"
            remedy = "`flask content layout` gives it one."
            yield Mistake(item.line.number, item.line.column, what, remedy)
        elif item.id in first:
            other = first[item.id]
            what = f"the id {item.id} is used in line {other.line.number} already, for {other.label}"
            remedy = "Take it away from the line that is the copy."
            yield Mistake(item.line.number, item.line.column_of(f"#{item.id}"), what, remedy)
        elif item.id:
            first[item.id] = item


def _misplaced(item: Item, kind: str) -> Iterator[Mistake]:
    for name, word in item.attributes.given.items():
        if name in ALLOWED[kind]:
            continue
        line, column = item.line, item.line.column_of(word)
        what = f"a {kind} takes no {word}"
        *others, last = [f"a {other}" for other, allowed in ALLOWED.items() if name in allowed]
        places = f"{', '.join(others)} or {last}" if others else last
        remedy = f"Take it away; it belongs to {places}."
        if kind == "group" and not item.line.is_heading:
            below = item.children[0].line
            what = f"{item.label} is a group, because line {below.number} is indented below it, and {what}"
            remedy = f"Indent line {below.number} like line {line.number}, or take {word} away."
            if "\t" in below.text[: below.column - 1]:
                # A tab is seldom meant: what is wrong is the line that it indents.
                line, column = below, 1
        yield Mistake(line.number, column, what, remedy)


def _late_members(group: Item) -> Iterator[Mistake]:
    """Yields a doubt where a second list begins in the section of a group, whose members it holds."""
    if group.type != "group" or not group.line.is_heading:
        return
    members = [c for c in group.children if c.type != "note" and not c.line.is_heading]
    late = [c for c in members[1:] if c.is_after_gap]
    has_gaps_everywhere = len(late) == len(members) - 1 > 1
    if late and not has_gaps_everywhere:
        line = late[0].line
        what = f"{late[0].label} is a member of the group {group.label}, though a list ended above it"
        remedy = (
            f"If it is none, move it above line {group.line.number}, or write the group as an item with"
            " indented items; if it is one, add it to the list above."
        )
        yield Mistake(line.number, line.column, what, remedy, is_doubt=True)


def _no_choice(item: Item) -> Iterator[Mistake]:
    """Yields a doubt where a choice of several topics below a line leaves none of them out."""
    choose = item.attributes.choose
    below = sum(other.type == "topic" for other in item.walk() if other is not item)
    if choose < max(2, below):
        return
    word = item.attributes.given["choose"]
    topics = "topic stands" if below == 1 else "topics stand"
    what = f"{word} leaves nothing to choose, because {below} {topics} below {item.label}"
    remedy = "Write a smaller number, or take it away: then all of them count."
    yield Mistake(item.line.number, item.line.column_of(word), what, remedy, is_doubt=True)


def _same_labels(items: Iterable[Item], above: str) -> Iterator[Mistake]:
    """Yields a doubt for each label that stands twice below a main topic, or below the title."""
    first: dict[str, Item] = {}
    for item in items:
        key = composed(item.label)
        if not key:
            continue
        if key in first:
            other = first[key]
            where = f"line {other.line.number}" + (f" (#{other.id})" if other.id else "")
            here = f"{item.label} (#{item.id})" if item.id else item.label
            what = f"{here} stands below {above} twice, first in {where}"
            remedy = "Give one of the two another name, or take it away."
            yield Mistake(item.line.number, item.line.column, what, remedy, is_doubt=True)
        first.setdefault(key, item)
