"""The outline that the author wrote, as entries of a roadmap's list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from webapp.catalog.model import Entry, Graph, Node
from webapp.catalog.node_types import LINK_TYPES
from webapp.catalog.outline_file.items import Item, Outline


def matches(outline: Outline, graph: Graph) -> bool:
    """Whether an outline names exactly the topics of a map, and every link that the map draws."""
    topics = {i.id for i in outline.walk() if i.type == "topic"}
    links = {i.id for i in outline.walk() if i.type == "link"}
    drawn_links = {n.id for n in graph.nodes if n.type in LINK_TYPES}
    return topics == set(graph.topic_ids) and drawn_links <= links


def entries_of(outline: Outline, graph: Graph) -> tuple[Entry, ...]:
    """Returns the entries of an outline that matches the map, in the order and nesting of its file.

    Labels of topics and addresses of links are those of the map, which were checked. A link that the
    map leaves out is left out here too.
    """
    return tuple(_entries(outline, {n.id: n for n in graph.nodes}))


def _entries(outline: Outline, nodes: Mapping[str, Node]) -> Iterator[Entry]:
    if outline.notes:
        yield Entry("note", " ".join(outline.notes))
    for main in outline.mains:
        yield from _entry(main, nodes)
    if links := _children(outline.links, nodes):
        yield Entry("group", outline.foot_label, children=links)
    elif outline.closing:
        yield Entry("note", outline.closing)


def _entry(item: Item, nodes: Mapping[str, Node]) -> Iterator[Entry]:
    node = nodes.get(item.id)
    if item.type == "note":
        yield Entry("note", item.label)
    elif item.type == "group":
        below, choose = _children(item.children, nodes), item.attributes.choose
        yield Entry("group", item.shown_label, item.id, children=below, choose=choose)
    elif item.type == "link" and node and node.href:
        yield Entry("link", node.label, node.id, node.href, type=node.type, badge=node.badge_label)
    elif item.type == "topic" and node:
        below, choose = _children(item.children, nodes), item.attributes.choose
        yield Entry("topic", node.label, node.id, children=below, choose=choose)


def _children(items: Sequence[Item], nodes: Mapping[str, Node]) -> tuple[Entry, ...]:
    return tuple(entry for item in items for entry in _entry(item, nodes))
