"""`content check --fix`: repairs what is safe to repair; a reader of the site sees no less afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.authoring.files import write_file
from webapp.authoring.layout import layout_map, with_lost_ids
from webapp.catalog.files import LARGEST_GRAPH, LARGEST_TEXT, Tree, decode
from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href
from webapp.catalog.maps.edges import MOST_EDGES, edges_drawn
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.outline_file.parse import OutlineError
from webapp.catalog.outline_file.read import LARGEST_OUTLINE, outline_path
from webapp.catalog.texts.parser import TooCostly, parse_blocks
from webapp.catalog.texts.resource_types import resource_type
from webapp.catalog.texts.resources import resource_lines
from webapp.catalog.texts.typed_links import TypedLink, typed_link

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Fix:
    """A file, by its path from the tree's root, and what was repaired in it."""

    file: str
    what: str


def fix_tree(root: Path, is_written: bool = True) -> Iterator[Fix]:
    """Repairs the files of a tree and yields each fix; unless `is_written`, it only yields them.

    A file that cannot be read stays as it is.
    """
    tree = Tree(root)
    for path in sorted((root / "roadmaps").glob("*/*.outline.md")):
        if path == outline_path(path.parent):
            yield from _fix_outline(path, tree, is_written)
    for path in sorted((root / "roadmaps").glob("*/*.json")):
        yield from _fix_file(path, tree, LARGEST_GRAPH, is_written)
    for path in sorted((root / "roadmaps").glob("*/**/*.md")):
        if not path.name.endswith(".outline.md"):
            yield from _fix_file(path, tree, LARGEST_TEXT, is_written)


def fix_text(text: str) -> tuple[str, list[str]]:
    """Returns a topic's text with correct resource lines and no resource twice, and what was done."""
    fixer = _TextFixer()
    try:
        items = resource_lines(parse_blocks(text))
    except TooCostly:
        return text, []
    fixed = (fixer.fixed(line, number not in items) for number, line in enumerate(text.split("\n")))
    return "\n".join(line for line in fixed if line is not None), fixer.done


def fix_graph(text: str) -> tuple[str, list[str]]:
    """Returns a graph's JSON without edges that are not drawn, and what was done."""
    if parse_graph(text, (), Findings("map")) is None:
        return text, []
    data = json.loads(text)
    node_ids = {str(node.get("id")) for node in data["nodes"] if isinstance(node, dict)}
    data["edges"], dropped = drawn_edges(data.get("edges"), node_ids)
    if not dropped:
        return text, []
    indent = re.match(r"[\[{]\n( +)", text)
    fixed = to_json(data, len(indent[1]) if indent else None)
    if fixed is None:
        return text, []
    what = "an edge that was not drawn is gone"
    if dropped > 1:
        what = f"{dropped} edges that led nowhere, to themselves or twice the same way are gone"
    return fixed + ("\n" if text.endswith("\n") else ""), [what]


def to_json(data: Any, indent: int | None = 1) -> str | None:
    """Returns a graph as JSON, or None if a number or a letter of it cannot be written."""
    try:
        text = json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError):
        return None
    return text


def drawn_edges(rows: Any, node_ids: Collection[str]) -> tuple[Any, int]:
    """Returns those of a graph's edges that are drawn between the nodes, and how many are not.

    What is no list of edges, or too long a one, is returned as it is.
    """
    if not isinstance(rows, list) or len(rows) > MOST_EDGES:
        return rows, 0
    drawn = [row for _, row in edges_drawn(rows, node_ids, Findings("map"))]
    return drawn, len(rows) - len(drawn)


def _fix_outline(path: Path, tree: Tree, is_written: bool) -> Iterator[Fix]:
    """Puts back the ids that lines have certainly lost, and draws the map."""
    map_path = path.with_name(f"{path.parent.name}.json")
    if not tree.holds(path) or not path.is_file() or path.stat().st_size > LARGEST_OUTLINE:
        return
    if map_path.is_file() and map_path.stat().st_size > LARGEST_GRAPH:
        return
    try:
        text, put_back = with_lost_ids(path.parent)
    except (OSError, OutlineError):
        return
    if put_back and is_written:
        write_file(path, text)
        # Another line may have lost an id of which it is not certain which it was: the check says so.
        with suppress(OutlineError):
            layout_map(path.parent)
    for row in put_back:
        what = f"line {row.line.number}: {row.label} has its id {row.candidates[0].id} again"
        yield Fix(tree.name(path), what)


def _fix_file(path: Path, tree: Tree, limit: int, is_written: bool) -> Iterator[Fix]:
    findings = Findings(path.name)
    data = tree.read(path, findings, limit)
    text = decode(data, findings) if data is not None else None
    if text is None or data is None:
        return
    fixed, done = text, list[str]()
    if path.suffix == ".json":
        fixed, done = fix_graph(text)
    elif "@" in path.stem:
        fixed, done = fix_text(text)
    if data.startswith(BOM.encode()):
        done = ["the byte order mark is gone", *done]
    if done and is_written:
        write_file(path, fixed)
    yield from (Fix(tree.name(path), what) for what in done)


class _TextFixer:
    """Repairs a topic's text line by line; `done` says what was repaired."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._number = 0
        self._seen: set[str] = set()

    def fixed(self, line: str, is_code: bool) -> str | None:
        """Returns the next line as it should be, or None if it repeats a resource."""
        self._number += 1
        link = None if is_code else typed_link(line)
        url = safe_href(link.url) if link else ""
        if link is None or not url:
            return line
        if url in self._seen and not link.rest.strip(" .,;:"):
            self._note(f"{url} was named twice")
            return None
        self._seen.add(url)
        return self._fixed_link(line, link, url)

    def _fixed_link(self, line: str, link: TypedLink, url: str) -> str:
        known = resource_type(link.type)
        kind = known.name if known else link.type
        if kind != link.type:
            self._note(f"{link.type} is {kind}")
        if url != link.url:
            self._note(f"{link.url} is {url}")
        if link.flaw:
            self._note(f"{link.flaw}, which was missing in the link, is there")
        is_right = (kind, url, link.flaw) == (link.type, link.url, "")
        return line if is_right else link.written(kind, url)

    def _note(self, what: str) -> None:
        self.done.append(f"line {self._number}: {what}")
