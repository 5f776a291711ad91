"""A roadmap as a PDF: the map on a page of its own size, and its outline.

Every topic is a link, and every label is text that can be selected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webapp.catalog.model import Entry, Graph, Node, Roadmap
from webapp.drawing.direction import runs_left
from webapp.drawing.file_words import FileWords
from webapp.drawing.link_shapes import link_labels
from webapp.drawing.node_rows import link_rows
from webapp.drawing.own_colors import OwnColors, end_sign, in_own_colors, status_signs
from webapp.drawing.standalone_svg import standalone_svg_without_link_labels
from webapp.drawing.typesetting import typeset

NOBODYS = OwnColors({})


def make_pdf(roadmap: Roadmap, site_url: str, words: FileWords, own: OwnColors = NOBODYS) -> bytes:
    """Returns the PDF of a roadmap; links to the site begin with `site_url`. Raises CannotTypeset.

    With what a learner has done the map is in `own` colors, and the outline says the statuses.
    """
    statuses = own.statuses
    data = {
        "title": words.title,
        "language": words.typst_language,
        "heading": _words(words.title),
        "description": _words(roadmap.description),
        "map": _map(roadmap, roadmap.graph, site_url, own) if roadmap.graph else None,
        "rows": [
            row | {"status": words.statuses.get(statuses.get(entry_id, ""), "")}
            for entry_id, row in _rows(roadmap, roadmap.outline, site_url, 0)
        ],
    }
    return typeset("roadmap.typ", data, "pdf")


def _map(roadmap: Roadmap, uncolored: Graph, site_url: str, own: OwnColors) -> dict[str, Any]:
    graph = in_own_colors(uncolored, own)
    drawing = standalone_svg_without_link_labels(graph, roadmap.title).removesuffix("</svg>")
    bounds = graph.bounds
    width, height = roadmap.front.width or bounds.width, roadmap.front.height or bounds.height
    links = dict(link for node in graph.nodes for link in _links(roadmap, graph, node, site_url))
    order = {entry_id: place for place, entry_id in enumerate(_ids(roadmap.outline))}
    return {
        "page-width": width,
        "page-height": height,
        # The front matter decides the size of the page; the drawing keeps its proportions.
        "scale": min(width / bounds.width, height / bounds.height),
        "width": bounds.width,
        "height": bounds.height,
        "svg": f"{drawing}{status_signs(graph, own.statuses)}{end_sign(uncolored, own)}</svg>",
        "links": [links[link_id] for link_id in sorted(links, key=lambda i: order.get(i, len(order)))],
    }


def _links(roadmap: Roadmap, graph: Graph, node: Node, site_url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the id and the data of each link of a node that leads somewhere."""
    bounds = graph.bounds
    rows = {row_id: link.url for (_, row_id), link in zip(link_rows(node), node.links, strict=True)}
    for label in link_labels(node):
        topic = roadmap.topics.get(label.id)
        path = topic.path if topic else rows.get(label.id, node.href)
        if path:
            yield (
                label.id,
                {
                    "x": label.box.x - bounds.x,
                    "y": label.box.y - bounds.y,
                    "w": label.box.width,
                    "h": label.box.height,
                    "inset": label.x - label.box.x if label.anchor == "start" else 0,
                    **_words("\n".join(label.lines)),
                    "align": label.anchor,
                    "size": label.size,
                    "color": _hex(label.color),
                    "url": site_url + path if path.startswith("/") else path,
                },
            )


def _words(label: str) -> dict[str, Any]:
    return {"label": label, "runs-left": runs_left(label)}


def _hex(color: str) -> str:
    """Returns a color in hexadecimal, which is all that the typesetter reads; black for an unknown one."""
    if color.startswith("#") and len(color) in {4, 7}:
        return color
    return "#ffffff" if color == "white" else "#000000"


def _ids(entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries:
        yield entry.id
        yield from _ids(entry.children)


def _rows(
    roadmap: Roadmap, entries: tuple[Entry, ...], site_url: str, depth: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the id and the data of each row of an outline."""
    for entry in entries:
        path = roadmap.topics[entry.id].path if entry.kind == "topic" else entry.href
        url = site_url + path if path.startswith("/") else path
        # With `has-below` a heading is kept together with the row after it on one page.
        row = {
            **_words(entry.label),
            "depth": depth,
            "url": url,
            "is-note": entry.kind == "note",
            "has-below": bool(entry.children),
        }
        yield entry.id, row
        yield from _rows(roadmap, entry.children, site_url, depth + 1)
