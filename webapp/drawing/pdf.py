"""A roadmap as a PDF: the map on a page of its own size, and its outline; every topic a live link, every
label selectable text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webapp.catalog.model import Entry, Graph, Node, Roadmap
from webapp.drawing.link_shapes import link_labels
from webapp.drawing.node_rows import link_rows
from webapp.drawing.standalone_svg import standalone_svg_without_link_labels
from webapp.drawing.typesetting import typeset


def make_pdf(roadmap: Roadmap, site_url: str) -> bytes:
    """The PDF of a roadmap, its links absolute to `site_url`: the map, if it has one, and its outline."""
    data = {
        "title": roadmap.title if "roadmap" in roadmap.title.lower() else f"{roadmap.title} roadmap",
        "line": roadmap.description,
        "map": _map(roadmap, roadmap.graph, site_url) if roadmap.graph else None,
        "rows": list(_rows(roadmap, roadmap.outline, site_url, 0)),
    }
    return typeset("roadmap.typ", data, "pdf")


def _map(roadmap: Roadmap, graph: Graph, site_url: str) -> dict[str, Any]:
    bounds = graph.bounds
    width, height = roadmap.front.width or bounds.width, roadmap.front.height or bounds.height
    links = {name: link for node in graph.nodes for name, link in _links(roadmap, graph, node, site_url)}
    read = {name: place for place, name in enumerate(_names(roadmap.outline))}
    return {
        "page-width": width,
        "page-height": height,
        # The front matter sizes the page; the drawing keeps its own shape on it.
        "scale": min(width / bounds.width, height / bounds.height),
        "width": bounds.width,
        "height": bounds.height,
        "svg": standalone_svg_without_link_labels(graph, roadmap.title),
        "links": [links[name] for name in sorted(links, key=lambda n: read.get(n, len(read)))],
    }


def _links(roadmap: Roadmap, graph: Graph, node: Node, site_url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    bounds = graph.bounds
    rows = {name: link.url for (_, name), link in zip(link_rows(node), node.links, strict=True)}
    for label in link_labels(node):
        topic = roadmap.topics.get(label.name)
        path = topic.path if topic else rows.get(label.name, node.href)
        if path:
            yield (
                label.name,
                {
                    "x": label.box.x - bounds.x,
                    "y": label.box.y - bounds.y,
                    "w": label.box.width,
                    "h": label.box.height,
                    "inset": label.x - label.box.x if label.anchor == "start" else 0,
                    "label": "\n".join(label.lines),
                    "align": label.anchor,
                    "size": label.size,
                    "ink": _hex(label.ink),
                    "url": site_url + path if path.startswith("/") else path,
                },
            )


def _hex(color: str) -> str:
    """A color that the typesetter reads: hexadecimal only."""
    return (
        color
        if color.startswith("#") and len(color) in {4, 7}
        else "#ffffff"
        if color == "white"
        else "#000000"
    )


def _names(entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries:
        yield entry.id
        yield from _names(entry.children)


def _rows(
    roadmap: Roadmap, entries: tuple[Entry, ...], site_url: str, depth: int
) -> Iterator[dict[str, Any]]:
    for entry in entries:
        path = roadmap.topics[entry.id].path if entry.kind == "topic" else entry.href
        url = site_url + path if path.startswith("/") else path
        # A heading does not stand alone at the foot of a page.
        yield {
            "label": entry.label,
            "depth": depth,
            "url": url,
            "is-note": entry.kind == "note",
            "has-below": bool(entry.children),
        }
        yield from _rows(roadmap, entry.children, site_url, depth + 1)
