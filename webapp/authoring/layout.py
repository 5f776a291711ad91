"""`content layout`: draws a roadmap's map from its outline, and updates the files beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from webapp.authoring.files import write_file
from webapp.authoring.ledger import TopicsChange, add_to_ledger
from webapp.authoring.lost_ids import lost_by_lines, restore_ids
from webapp.authoring.texts import text_name
from webapp.catalog.files import Tree
from webapp.catalog.findings import Findings
from webapp.catalog.ledger import FILE, LedgerEntry
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.outline_file.former_topics import FormerTopic, LostId, former_topics, no_longer_topics
from webapp.catalog.outline_file.ids import with_ids, with_known_ids
from webapp.catalog.outline_file.items import Item, Outline
from webapp.catalog.outline_file.line import Mistake
from webapp.catalog.outline_file.parse import OutlineError, parse_outline
from webapp.catalog.outline_file.parse import read_outline as read_outline_file
from webapp.catalog.outline_file.read import LARGEST_OUTLINE, outline_path
from webapp.drawing.layout import lay_out

DIMENSIONS = re.compile(r"^(dimensions:\n\s+width: *)\d+(\n\s+height: *)\d+", re.M)


@dataclass(frozen=True, slots=True)
class LayoutReport:
    """What drawing a map did.

    `new_labels` are those of items that were given an id, `put_back` the labels and ids of lines that had
    lost theirs, `gone` the topics that the map showed before, `renamed` the old and new names of text
    files, `without_text` the topics that have none, `doubts` what the author may not have meant, and
    `ledger` what was written into the ledger.
    """

    map_path: Path
    has_changed: bool
    new_labels: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    without_text: tuple[Item, ...]
    put_back: tuple[tuple[str, str], ...] = ()
    gone: tuple[FormerTopic, ...] = ()
    doubts: tuple[Mistake, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()


def layout_map(folder: Path, puts_back: bool = False, ledger_day: date | None = None) -> LayoutReport:
    """Draws the map of a roadmap's folder, writes new ids into its outline and renames text files.

    Raises OutlineError, and writes nothing, if the outline has mistakes, or if a line may have lost its
    id. With `puts_back`, an id that a line has certainly lost is written into it. With a `ledger_day`, what
    became of topics is written into the ledger with that date.
    """
    source = outline_path(folder)
    map_path = folder / f"{folder.name}.json"
    front_matter_path = folder / f"{folder.name}.md"
    tree = Tree(folder.parent.parent)
    _check_inside(tree, [folder, source, map_path, front_matter_path, folder / FILE, folder / "content"])
    written = read_outline_text(source)
    texts = _texts(tree, folder)
    drawn = _drawn(map_path)
    restored, put_back = restore_ids(folder.name, written, drawn.topics, texts, puts_back)
    text = with_ids(restored)
    outline = parse_outline(text)
    graph = lay_out(outline)
    items = list(outline.walk())
    known_ids = {item.id for item in items if f"#{item.id}" in restored}
    write_file(source, text)
    has_changed = write_file(map_path, json.dumps(graph, ensure_ascii=False, indent=1) + "\n")
    _update_dimensions(front_matter_path, graph)
    topics = [item for item in items if item.type == "topic"]
    renamed, without_text = _rename_texts(texts, topics, drawn.labels)
    written_down: list[LedgerEntry] = []
    if ledger_day:
        change = TopicsChange(drawn.topics, {item.id: item.label for item in topics})
        written_down = add_to_ledger(folder, change, ledger_day)
    new_labels = [item.label for item in items if item.type != "note" and item.id not in known_ids]
    return LayoutReport(
        map_path,
        has_changed,
        tuple(new_labels),
        tuple(renamed),
        tuple(without_text),
        tuple((row.label, row.candidates[0].id) for row in put_back),
        tuple(former_topics(outline, drawn.topics, ())),
        (*no_longer_topics(outline, drawn.topics), *read_outline_file(text).doubts),
        tuple(written_down),
    )


def with_lost_ids(folder: Path) -> tuple[str, list[LostId]]:
    """Returns the text of a roadmap's outline with the ids that lines have certainly lost, and which."""
    tree = Tree(folder.parent.parent)
    _check_inside(tree, [folder, outline_path(folder), folder / "content"])
    written = read_outline_text(outline_path(folder))
    topics = _drawn(folder / f"{folder.name}.json").topics
    found = lost_by_lines(written, topics, _texts(tree, folder))
    sure = [row for row in found if row.is_sure]
    return with_known_ids(written, {row.line.number: row.candidates[0].id for row in sure}), sure


def _texts(tree: Tree, folder: Path) -> list[Path]:
    # Pipes, and links that lead nowhere or in a circle, are no files.
    found = tree.files_below(folder / "content", ".md")
    return [path for path in found if path.is_file() and tree.holds(path)]


def read_outline(folder: Path) -> Outline:
    """Returns the outline of a roadmap's folder; raises OutlineError if it has mistakes."""
    return parse_outline(read_outline_text(outline_path(folder)))


def read_outline_text(path: Path) -> str:
    """Returns the text of an outline's file; raises OutlineError if it is too large or not UTF-8."""
    if path.stat().st_size > LARGEST_OUTLINE:
        what = f"it is larger than {LARGEST_OUTLINE // 1024} KB"
        raise OutlineError([Mistake(1, 1, what, "Split the roadmap.")])
    text = _read_utf8(path)
    if text is not None and "\0" in text:
        raise OutlineError([Mistake(1, 1, "it holds NUL characters", "Remove them.")])
    if text is None:
        raise OutlineError([Mistake(1, 1, "it is not UTF-8", "Save it as UTF-8.")])
    return text


def _check_inside(tree: Tree, paths: Sequence[Path]) -> None:
    """Raises OutlineError if a path leads out of the tree by a symbolic link."""
    if not all(tree.holds(path) for path in paths):
        raise OutlineError(
            [Mistake(1, 1, "a link leads out of the content tree", "Put the file or folder itself there.")]
        )


def _read_utf8(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The labels of a map as it was drawn last, by id: those of all nodes, and those of topics."""

    labels: dict[str, str]
    topics: dict[str, str]


def _drawn(path: Path) -> _Drawn:
    """Returns the labels of a map; none if it cannot be read."""
    text = _read_utf8(path) if path.is_file() else None
    graph = parse_graph(text, (), Findings(path.name)) if text is not None else None
    labels = {node.id: node.label for node in graph.nodes} if graph else {}
    topic_ids = set(graph.topic_ids) if graph else set()
    return _Drawn(labels, {i: label for i, label in labels.items() if i in topic_ids})


def _update_dimensions(path: Path, graph: dict[str, Any]) -> None:
    """Writes the size of the drawing into the front matter."""
    drawn = parse_graph(json.dumps(graph), (), Findings("map"))
    text = _read_utf8(path) if path.is_file() else None
    if drawn is None or text is None:
        return
    width, height = round(drawn.bounds.width), round(drawn.bounds.height)
    write_file(path, DIMENSIONS.sub(lambda match: f"{match[1]}{width}{match[2]}{height}", text, count=1))


def _rename_texts(
    texts: Sequence[Path], topics: list[Item], old_labels: dict[str, str]
) -> tuple[list[tuple[str, str]], list[Item]]:
    """Renames text files after the labels of their topics.

    Returns the old and new names, and the topics without a text. Where a topic has two files, both stay.
    """
    files: dict[str, list[Path]] = {}
    for path in texts:
        files.setdefault(path.stem.rpartition("@")[2], []).append(path)
    renamed, without_text = [], []
    for topic in topics:
        found = files.get(topic.id, [])
        if not found:
            without_text.append(topic)
        if len(found) != 1:
            continue
        path, name = found[0], text_name(topic)
        _retitle(path, old_labels.get(topic.id, ""), topic.label)
        if path.name != name:
            path.rename(path.with_name(name))
            renamed.append((path.name, name))
    return renamed, without_text


def _retitle(path: Path, old_label: str, new_label: str) -> None:
    """Changes the heading of a text if it was the topic's label."""
    if old_label in {"", new_label}:
        return
    first, newline, rest = (_read_utf8(path) or "").partition("\n")
    if first.removeprefix("#").strip() == old_label:
        write_file(path, f"# {new_label}{newline}{rest}")
