"""A roadmap as a PDF: one page of the drawing's size, every topic a live link, every label selectable text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webapp.catalog.model import Entry, Graph, Node, Roadmap
from webapp.drawing.shapes import item_rows, label_lines, link_rows
from webapp.drawing.typeface import FAMILY
from webapp.drawing.typesetting import typeset
from webapp.drawing.whole import paint_frames


def make_pdf(roadmap: Roadmap, site_url: str) -> bytes:
    """The PDF of a roadmap, its links absolute to `site_url`; without a graph, its topics as a list."""
    if roadmap.graph is None:
        rows = list(_rows(roadmap, roadmap.outline, site_url, 0))
        listed = {"title": roadmap.title, "line": roadmap.description, "rows": rows, "font": "Figtree"}
        return typeset("list.typ", listed, "pdf")
    bounds = roadmap.graph.bounds
    width, height = roadmap.front.width or bounds.width, roadmap.front.height or bounds.height
    data = {
        "title": f"{roadmap.title} roadmap",
        "page-width": width,
        "page-height": height,
        # The front matter sizes the page; the drawing keeps its own shape on it.
        "scale": min(width / bounds.width, height / bounds.height),
        "width": bounds.width,
        "height": bounds.height,
        "svg": paint_frames(roadmap.graph, roadmap.title),
        "links": [link for node in roadmap.graph.nodes for link in _links(roadmap, roadmap.graph, node, site_url)],
        "font": FAMILY,
    }
    return typeset("map.typ", data, "pdf")


def _links(roadmap: Roadmap, graph: Graph, node: Node, site_url: str) -> Iterator[dict[str, Any]]:
    bounds = graph.bounds

    def at(box: Any, label: str, path: str, size: float, ink: str) -> dict[str, Any]:
        url = site_url + path if path.startswith("/") else path
        place = {"x": box.x - bounds.x, "y": box.y - bounds.y, "w": box.width, "h": box.height}
        return {**place, "label": label, "url": url, "size": size, "ink": ink}

    if node.type in {"topic", "subtopic", "todo"}:
        _, size = label_lines(node)
        ink = "#ffffff" if node.look.color_type == "a" else "#000000"
        yield at(node.box, node.label, roadmap.topics[node.id].path, size, ink)
    elif node.type in {"button", "resourceButton"}:
        _, size = label_lines(node)
        yield at(
            node.box,
            node.label,
            node.href or f"/{roadmap.slug}",
            size,
            _hex(node.look.color, "#ffffff" if node.type == "button" else "#000000"),
        )
    for n, (box, _) in enumerate(link_rows(node)):
        yield at(box, node.links[n].label, node.links[n].url or f"/{roadmap.slug}", 16, "#000000")
    for box, item_id in item_rows(node):
        topic = roadmap.topics[item_id]
        yield at(box, topic.label, topic.path, 16, "#000000")


def _hex(color: str | None, usual: str) -> str:
    """A colour that the typesetter reads: hexadecimal only."""
    return color if color and color.startswith("#") and len(color) in {4, 7} else usual


def _rows(roadmap: Roadmap, entries: tuple[Entry, ...], site_url: str, depth: int) -> Iterator[dict[str, Any]]:
    for entry in entries:
        path = roadmap.topics[entry.id].path if entry.kind == "topic" else entry.href
        yield {"label": entry.label, "depth": depth, "url": site_url + path if path.startswith("/") else path}
        yield from _rows(roadmap, entry.children, site_url, depth + 1)
