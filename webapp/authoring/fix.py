"""Mends what is safe to mend without asking: nothing that a reader sees becomes less."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.authoring.files import write
from webapp.catalog.files import LARGEST_GRAPH, LARGEST_TEXT, Tree, decode
from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href
from webapp.catalog.maps.edges import MOST_EDGES, edges_drawn
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.texts.topic_text import MISSPELT, ORDER, OTHERS
from webapp.catalog.texts.typed_links import typed_link

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Mended:
    """A file, and what was mended in it."""

    file: str
    what: str


def mend_tree(root: Path, is_written: bool = True) -> Iterator[Mended]:
    """Mends the files of a tree, or only says what it would mend; what cannot be read stays as it is."""
    tree = Tree(root)
    for path in sorted((root / "roadmaps").glob("*/*.json")):
        yield from _mend(path, tree, LARGEST_GRAPH, is_written)
    for path in sorted((root / "roadmaps").glob("*/**/*.md")):
        if not path.name.endswith(".outline.md"):
            yield from _mend(path, tree, LARGEST_TEXT, is_written)


def _mend(path: Path, tree: Tree, limit: int, is_written: bool) -> Iterator[Mended]:
    found = Findings(path.name)
    data = tree.read(path, found, limit)
    text = decode(data, found) if data is not None else None
    if text is None or data is None:
        return
    marks = ["the byte order mark is gone"] if data.startswith(BOM.encode()) else []
    if path.suffix == ".json":
        mended, done = mend_graph(text)
    else:
        mended, done = mend_text(text) if "@" in path.stem else (text, [])
    done = marks + done
    if done and is_written:
        write(path, mended if b"\r\n" not in data else mended.replace("\n", "\r\n"))
    yield from (Mended(tree.name(path), what) for what in done)


def mend_text(text: str) -> tuple[str, list[str]]:
    """A topic's text with resource types and addresses written as they are read, and no resource named
    twice; and what was done.
    """
    lines: list[str] = []
    done: list[str] = []
    seen: set[str] = set()
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if mark := re.match(r"\s*(```+|~~~+)", line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        typed = None if fence else typed_link(line)
        url = safe_href(typed.url) if typed else ""
        if typed is None or not url:
            lines.append(line)
            continue
        kind = MISSPELT.get(typed.type.lower(), typed.type.lower())
        if url in seen and not typed.rest.strip(" .,;:"):
            done.append(f"line {number}: {url} was named twice")
            continue
        seen.add(url)
        if kind != typed.type and (kind in ORDER or kind in OTHERS):
            done.append(f"line {number}: {typed.type} is {kind}")
        else:
            kind = typed.type
        if url != typed.url:
            done.append(f"line {number}: {typed.url} is {url}")
        if typed.flaw:
            done.append(f"line {number}: {typed.flaw}, which was missing in the link, is there")
        is_right = (kind, url, typed.flaw) == (typed.type, typed.url, "")
        lines.append(line if is_right else typed.written(kind, url))
    return "\n".join(lines), done


def mend_graph(text: str) -> tuple[str, list[str]]:
    """A graph's JSON without edges that are not drawn; and what was done."""
    if parse_graph(text, (), Findings("map")) is None:
        return text, []
    data = json.loads(text)
    rows, lost = kept_edges(
        data.get("edges"), {str(n.get("id")) for n in data["nodes"] if isinstance(n, dict)}
    )
    if not lost:
        return text, []
    data["edges"] = rows
    indent = re.match(r"[\[{]\n( +)", text)
    mended = as_json(data, len(indent[1]) if indent else None)
    if mended is None:
        return text, []
    return mended + ("\n" if text.endswith("\n") else ""), [
        f"{lost} edges that led nowhere, to themselves or twice the same way are gone"
        if lost > 1
        else "an edge that was not drawn is gone"
    ]


def as_json(data: Any, indent: int | None = 1) -> str | None:
    """A graph as JSON that is read again as it was; None where a number or a letter of it cannot be
    written.
    """
    try:
        text = json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError):
        return None
    return text


def kept_edges(rows: Any, names: Collection[str]) -> tuple[Any, int]:
    """The rows of edges that are drawn between those nodes, and how many are not."""
    kept = [row for _, row in edges_drawn(rows, names, Findings("map"))]
    return (kept, len(rows) - len(kept)) if isinstance(rows, list) and len(rows) <= MOST_EDGES else (rows, 0)
