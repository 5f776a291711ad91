"""Reads the outline file beside a map, once, and reports what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from webapp.catalog.findings import Findings
from webapp.catalog.model import Entry, Graph
from webapp.catalog.node_types import LINK_TYPES
from webapp.catalog.outline_file.entries import entries_of, matches
from webapp.catalog.outline_file.items import Outline
from webapp.catalog.outline_file.parse import ParsedOutline, read_outline

LARGEST_OUTLINE = 256 * 1024
LAYOUT = "flask --app wsgi content layout"


def outline_path(folder: Path) -> Path:
    """Returns where the outline file of a roadmap's folder lies."""
    return folder / f"{folder.name}.outline.md"


def authored_outline(text: str, slug: str, graph: Graph | None, found: Findings) -> tuple[Entry, ...] | None:
    """Returns the outline as its author wrote it; None, with a finding, where it does not match the map.

    The map is served whatever the outline file says.
    """
    parsed = read_outline(text, needs_ids=False)
    _report(parsed, slug, found)
    if parsed.mistakes or parsed.without_id or parsed.outline is None:
        return None
    if graph is None or _is_newer(parsed.outline, graph):
        found.warning("map", "it is older than the outline", f"Draw it anew: {LAYOUT} {slug}")
    return entries_of(parsed.outline, graph) if graph and matches(parsed.outline, graph) else None


def _report(parsed: ParsedOutline, slug: str, found: Findings) -> None:
    if lines := parsed.without_id:
        what = (
            f"{len(lines)} lines have no id yet, this is the first" if len(lines) > 1 else "it has no id yet"
        )
        found.warning(f"line {lines[0]}", what, f"`{LAYOUT} {slug}` gives ids.")
    for mistake in parsed.mistakes:
        found.warning(f"line {mistake.line}, column {mistake.column}", mistake.message, mistake.remedy)


def _is_newer(outline: Outline, graph: Graph) -> bool:
    """Whether the outline says something else than the map that was drawn from it."""
    labels = {i.id: i.label for i in outline.walk() if i.type == "topic"}
    drawn = {n.id: n.label for n in graph.nodes if n.type not in LINK_TYPES and n.id in labels}
    return labels != drawn or not matches(outline, graph)
