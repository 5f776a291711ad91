"""What is wrong with the outline beside a map: its mistakes, and that the map is older than it."""

from __future__ import annotations

from pathlib import Path

from webapp.catalog.files import Tree, decode
from webapp.catalog.findings import Findings
from webapp.catalog.model import Graph
from webapp.catalog.outline_file.attributes import with_ids
from webapp.catalog.outline_file.parse import OutlineError, parse_outline

LARGEST_OUTLINE = 256 * 1024
SHOWN = ("topic", "subtopic")


def outline_path(folder: Path) -> Path:
    """Where the outline of a roadmap's folder lies."""
    return folder / f"{folder.name}.outline.md"


def check_outline_file(path: Path, tree: Tree, graph: Graph | None, found: Findings) -> None:
    """Reports what is wrong; the map is served as it is, whatever the outline says."""
    data = tree.read(path, found, LARGEST_OUTLINE)
    text = decode(data, found) if data is not None else None
    if text is None:
        return
    whole = with_ids(text)
    bare = [n for n, (a, b) in enumerate(zip(text.split("\n"), whole.split("\n"), strict=True), 1) if a != b]
    if bare:
        what = f"{len(bare)} lines have no id yet, this is the first" if len(bare) > 1 else "it has no id yet"
        found.warning(
            f"line {bare[0]}", what, f"`flask --app wsgi content layout {path.parent.name}` gives ids."
        )
    try:
        outline = parse_outline(text, needs_ids=False)
    except OutlineError as error:
        for mistake in error.mistakes:
            found.warning(f"line {mistake.line}, column {mistake.column}", mistake.message, mistake.remedy)
        return
    wanted = {i.id: i.label for i in outline.walk() if i.type == "topic"}
    if bare:
        return
    drawn = {n.id: n.label for n in graph.nodes if n.type in SHOWN} if graph else {}
    if wanted != drawn:
        found.warning(
            "map",
            "it is older than the outline",
            f"Draw it anew: flask --app wsgi content layout {path.parent.name}",
        )
