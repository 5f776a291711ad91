"""Draws a roadmap's map from its outline, and lets the files beside it follow."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.authoring.files import write
from webapp.catalog.files import Tree
from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.outline_file.attributes import Mistake, with_ids
from webapp.catalog.outline_file.items import Item, Outline
from webapp.catalog.outline_file.parse import OutlineError, parse_outline
from webapp.catalog.outline_file.read import outline_path
from webapp.catalog.slug import slug_of
from webapp.drawing.layout import lay_out

DIMENSIONS = re.compile(r"^(dimensions:\n\s+width: *)\d+(\n\s+height: *)\d+", re.M)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What drawing did: the map's file, topics that got an id, text files that were renamed, and topics
    without a text.
    """

    map: Path
    is_new: bool
    given: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    missing: tuple[Item, ...]


def draw(folder: Path) -> Drawn:
    """Draws the map of a roadmap's folder; raises OutlineError, and writes nothing, where the outline has
    mistakes.
    """
    source, tree = outline_path(folder), Tree(folder.parent.parent)
    held = (folder, source, folder / f"{folder.name}.json", folder / f"{folder.name}.md", folder / "content")
    if not all(tree.holds(path) for path in held):
        raise OutlineError(
            [Mistake(1, 1, "a link leads out of the content tree", "Put the file or folder itself there.")]
        )
    before = read_source(source)
    # Its mistakes are named by the places that the author sees: before any id is written.
    parse_outline(before, needs_ids=False)
    text = with_ids(before)
    outline = parse_outline(text)
    graph = lay_out(outline)
    target = folder / f"{folder.name}.json"
    old = _labels(target)
    known = {item.id for item in outline.walk() if f"#{item.id}" in before}
    write(source, text)
    is_new = write(target, json.dumps(graph, ensure_ascii=False, indent=1) + "\n")
    _size(folder / f"{folder.name}.md", graph)
    topics = [item for item in outline.walk() if item.type == "topic"]
    renamed, missing = _follow(tree.files_below(folder / "content", ".md"), topics, old)
    given = tuple(item.label for item in outline.walk() if item.type != "note" and item.id not in known)
    return Drawn(target, is_new, given, tuple(renamed), tuple(missing))


def text_path(folder: Path, item: Item) -> Path:
    """Where the text of a topic lies."""
    return folder / "content" / f"{slug_of(item.label)}@{item.id}.md"


def read_outline(folder: Path) -> Outline:
    """The outline of a roadmap's folder; raises OutlineError."""
    return parse_outline(read_source(outline_path(folder)))


def read_source(path: Path) -> str:
    """The text of an outline's file; raises OutlineError where it is none."""
    text = _text(path)
    if text is None:
        raise OutlineError([Mistake(1, 1, "it is not UTF-8", "Save it as UTF-8.")])
    return text


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None


def _labels(path: Path) -> dict[str, str]:
    """The labels of the map as it was drawn last, by id."""
    text = _text(path) if path.is_file() else None
    graph = parse_graph(text, (), Findings(path.name)) if text is not None else None
    return {node.id: node.label for node in graph.nodes} if graph else {}


def _size(header: Path, graph: dict[str, Any]) -> None:
    """Lets the size in the front matter follow the drawing's."""
    drawn = parse_graph(json.dumps(graph), (), Findings("map"))
    text = _text(header) if header.is_file() else None
    if drawn is None or text is None:
        return
    size = (round(drawn.bounds.width), round(drawn.bounds.height))
    write(header, DIMENSIONS.sub(lambda m: f"{m[1]}{size[0]}{m[2]}{size[1]}", text, count=1))


def _follow(
    texts: Sequence[Path], topics: list[Item], old: dict[str, str]
) -> tuple[list[tuple[str, str]], list[Item]]:
    """Lets text files follow the labels of their topics; which were renamed, and which topics have none."""
    files: dict[str, list[Path]] = {}
    for path in texts:
        files.setdefault(path.stem.rpartition("@")[2], []).append(path)
    renamed, missing = [], []
    for topic in topics:
        found = files.get(topic.id, [])
        wanted = f"{slug_of(topic.label)}@{topic.id}.md"
        if not found:
            missing.append(topic)
        elif len(found) == 1 and found[0].name != wanted:
            target = found[0].with_name(wanted)
            _retitle(found[0], old.get(topic.id, ""), topic.label)
            found[0].rename(target)
            renamed.append((found[0].name, wanted))
        elif len(found) == 1 and old.get(topic.id, topic.label) != topic.label:
            _retitle(found[0], old[topic.id], topic.label)
    return renamed, missing


def _retitle(path: Path, old: str, new: str) -> None:
    """Changes the heading of a text where it was the topic's label."""
    first, sep, rest = (_text(path) or "").partition("\n")
    if old and first.removeprefix("#").strip() == old:
        write(path, f"# {new}{sep}{rest}")
