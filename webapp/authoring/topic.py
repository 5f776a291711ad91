"""`content topic`: adds a topic to an outline, and creates the file of its text."""

from __future__ import annotations

from pathlib import Path

from webapp.authoring.files import write_file
from webapp.authoring.layout import layout_map, read_outline, read_outline_text
from webapp.authoring.texts import create_text
from webapp.catalog.outline_file.items import Item, Outline
from webapp.catalog.outline_file.parse import OutlineError, parse_outline
from webapp.catalog.outline_file.read import outline_path
from webapp.catalog.slug import slug_of


class CannotAddTopic(Exception):
    """Why a topic cannot be added, and what would be right."""


def add_topic(root: Path, slug: str, label: str, under: str) -> Path:
    """Adds a topic at the end of a main topic or group, draws the map, and returns the path of its text.

    `under` is a label or an id; `label` may end in a block of words such as `{optional}`. Raises
    CannotAddTopic or OutlineError, and writes nothing then.
    """
    folder = root / "roadmaps" / slug
    source = outline_path(folder)
    if not source.is_file():
        raise CannotAddTopic(
            f"{source}: there is no such outline. "
            f"Begin one with `content new`, or take a map over with `content outline`."
        )
    text = read_outline_text(source)
    parent = _parent(parse_outline(text, needs_ids=False), under)
    after, indent = _last_line(parent)
    lines = text.split("\n")
    lines.insert(after, f"{indent}- {' '.join(label.split())}")
    changed = "\n".join(lines)
    _topic_at(parse_outline(changed, needs_ids=False), after + 1)
    write_file(source, changed)
    try:
        layout_map(folder)
    except OutlineError:
        write_file(source, text)
        raise
    return create_text(folder, _topic_at(read_outline(folder), after + 1))


def _parent(outline: Outline, under: str) -> Item:
    places = [item for item in outline.walk() if item in outline.mains or item.type == "group"]
    found = [item for item in places if item.id == under or slug_of(item.label) == slug_of(under)]
    if len(found) == 1:
        return found[0]
    count = "several main topics and groups are" if found else "no main topic or group is"
    labels = ", ".join(item.label for item in places)
    raise CannotAddTopic(f"{count} called {under!r}. There are: {labels}.")


def _last_line(parent: Item) -> tuple[int, str]:
    """Returns after which line a new topic of a parent goes, and its indentation."""
    loose = [c for c in parent.children if c.type == "topic" and not c.line.sign.startswith("#")]
    if loose:
        last = loose[-1].line
        return last.number, last.text[: len(last.text) - len(last.text.lstrip())]
    is_list_item = not parent.line.sign.startswith("#")
    return parent.line.number, " " * (parent.line.indent + 2) if is_list_item else ""


def _topic_at(outline: Outline, line: int) -> Item:
    found = next((item for item in outline.walk() if item.line.number == line), None)
    if found is None or found.type != "topic":
        raise CannotAddTopic("That is no topic. Give a label, and after it what is to stand in braces.")
    return found
