"""A roadmap as a PDF: one page of the drawing's size, every topic a live link, every label selectable text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webapp.catalog.model import Entry, Graph, Node, Roadmap
from webapp.drawing.linked import labels
from webapp.drawing.places import link_rows
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
    rows = {name: link.url for (_, name), link in zip(link_rows(node), node.links, strict=True)}
    for label in labels(node):
        topic = roadmap.topics.get(label.name)
        path = topic.path if topic else rows.get(label.name, node.href)
        if path:
            yield {
                "x": label.box.x - bounds.x, "y": label.box.y - bounds.y, "w": label.box.width, "h": label.box.height,
                "inset": label.x - label.box.x if label.anchor == "start" else 0,
                "label": "\n".join(label.lines), "align": label.anchor, "size": label.size, "ink": _hex(label.ink),
                "url": site_url + path if path.startswith("/") else path,
            }  # fmt: skip


def _hex(color: str) -> str:
    """A colour that the typesetter reads: hexadecimal only."""
    return color if color.startswith("#") and len(color) in {4, 7} else "#ffffff" if color == "white" else "#000000"


def _rows(roadmap: Roadmap, entries: tuple[Entry, ...], site_url: str, depth: int) -> Iterator[dict[str, Any]]:
    for entry in entries:
        path = roadmap.topics[entry.id].path if entry.kind == "topic" else entry.href
        yield {"label": entry.label, "depth": depth, "url": site_url + path if path.startswith("/") else path}
        yield from _rows(roadmap, entry.children, site_url, depth + 1)
