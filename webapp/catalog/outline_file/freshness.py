"""Whether a map still shows what its outline says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from webapp.catalog.maps.graph import LONGEST_LABEL
from webapp.catalog.model import Graph, Node
from webapp.catalog.node_types import LINK_TYPES
from webapp.catalog.outline_file.entries import matches
from webapp.catalog.outline_file.items import Item, Outline

# A node of every map that was drawn from an outline, and of no other.
DRAWN_HERE = "title"
Row = tuple[object, ...]


def is_older(outline: Outline, graph: Graph) -> bool:
    """Whether an outline says something else than its map, as far as the map was drawn from an outline.

    Of a map that was drawn by hand, only the labels of topics are compared.
    """
    if not matches(outline, graph):
        return True
    if all(node.id != DRAWN_HERE for node in graph.nodes):
        labels = {i.id: i.label for i in outline.walk() if i.type == "topic"}
        drawn = {n.id: n.label for n in graph.nodes if n.type not in LINK_TYPES and n.id in labels}
        return labels != drawn
    return Counter(_said(outline)) != Counter(_drawn(graph))


def _said(outline: Outline) -> Iterator[Row]:
    yield "title", outline.title
    if outline.notes:
        yield "note", " ".join(outline.notes)[:LONGEST_LABEL]
    for item in outline.walk():
        yield _row(item)
    if outline.foot_label:
        yield "label", "next-label", outline.foot_label[:LONGEST_LABEL]


def _row(item: Item) -> Row:
    if item.type == "note":
        return "note", item.label[:LONGEST_LABEL]
    if item.type == "group":
        return "label", f"{item.id}-label", item.shown_label
    if item.type == "link":
        return "link", item.id, item.label
    said = item.attributes
    return "topic", item.id, item.label, said.kind, said.color, item.requires, said.same, said.choose


def _drawn(graph: Graph) -> Iterator[Row]:
    for node in graph.nodes:
        yield from _node_rows(node)


def _node_rows(node: Node) -> Iterator[Row]:
    if node.type == "title":
        yield "title", node.label
    elif node.type == "paragraph" and node.label:
        yield "note", node.label
    elif node.type == "label":
        yield "label", node.id, node.label
    elif node.type in LINK_TYPES:
        yield "link", node.id, node.label
    elif node.type in {"topic", "subtopic"}:
        kind = node.badge.id if node.badge else ""
        color = node.look.color_type or ""
        yield "topic", node.id, node.label, kind, color, node.requires, node.same, node.choose
