"""Finds the mistakes of an outline that no single line shows, such as an id that is used twice."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.outline_file.items import Item, Outline
from webapp.catalog.outline_file.line import Mistake
from webapp.catalog.slug import slug_of


def check_outline(outline: Outline, needs_ids: bool) -> Iterator[Mistake]:
    """Yields the mistakes, and turns what `requires` names into ids.

    Lines may lack an id unless it `needs_ids`.
    """
    items = list(outline.walk())
    lines: dict[str, int] = {}
    names: dict[str, list[Item]] = {}
    for item in items:
        if item.type == "topic":
            names.setdefault(slug_of(item.label), []).append(item)
        if item.type != "note" and not item.id and needs_ids:
            yield Mistake(
                item.line.number,
                item.line.column,
                f"{item.label} has no id",
                "`flask content layout` gives it one.",
            )
        elif item.id in lines:
            where = f"the id {item.id} is used in line {lines[item.id]} already"
            yield Mistake(
                item.line.number,
                item.line.column_of(f"#{item.id}"),
                where,
                "Take the block away and let it be given anew.",
            )
        elif item.id:
            lines[item.id] = item.line.number
    topics = {i.id: i for i in items if i.type == "topic" and i.id}
    mains = {id(m) for m in outline.mains}
    for item in items:
        if item.type == "group" and not item.children:
            yield Mistake(
                item.line.number,
                item.line.column,
                f"the group {item.label} is empty",
                "Write a topic below it.",
            )
        yield from _misplaced(item, id(item) in mains)
        item.requires, mistakes = _required(item, topics, names)
        yield from mistakes
    yield from _circles(topics)


def _misplaced(item: Item, is_main: bool) -> Iterator[Mistake]:
    allowed = {
        "topic": {"kind", "side", "color", "requires"},
        "group": {"side", "color", "choose_one", "columns"},
        "note": {"side"},
        "link": {"side", "color"},
    }[item.type]
    if is_main:
        allowed = {*allowed, "choose_one"} - {"kind"}
    what = "main topic" if is_main else item.type
    for name, word in item.attributes.given.items():
        if name not in allowed:
            column = item.line.column_of(word)
            yield Mistake(
                item.line.number,
                column,
                f"a {what} takes no {word}",
                "Take it away, or give it to a topic or group.",
            )


def _required(
    item: Item, topics: dict[str, Item], names: dict[str, list[Item]]
) -> tuple[tuple[str, ...], list[Mistake]]:
    ids: list[str] = []
    mistakes: list[Mistake] = []
    for name in item.attributes.requires:
        found = [topics[name]] if name in topics else names.get(slug_of(name), [])
        if len(found) == 1 and found[0] is not item:
            ids.append(found[0].id)
            continue
        if found == [item]:
            what = "a topic cannot require itself"
        else:
            what = f"{name} is the name of {len(found)} topics" if found else f"no topic is called {name}"
        remedy = "Name a topic by its label in small letters with - between attributes, or by its id."
        mistakes.append(Mistake(item.line.number, item.line.column_of(name, after="requires="), what, remedy))
    return tuple(i for i in dict.fromkeys(ids) if i), mistakes


def _circles(topics: dict[str, Item]) -> Iterator[Mistake]:
    done: set[str] = set()
    for start in topics:
        path: dict[str, None] = {}
        waiting = [(start, True)]
        while waiting:
            here, is_entered = waiting.pop()
            if not is_entered:
                path.pop(here, None)
                done.add(here)
            elif here in path:
                item = topics[next(reversed(path))]
                what = f"{item.label} and {topics[here].label} require each other"
                yield Mistake(
                    item.line.number, item.line.column_of("requires"), what, "Take one of the two away."
                )
                done.update(path)
                break
            elif here not in done:
                path[here] = None
                waiting += [(here, False), *((other, True) for other in topics[here].requires)]
