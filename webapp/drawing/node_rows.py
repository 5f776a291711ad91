"""Where the rows of a node lie that are links of their own."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.model import Box, Node


def link_rows(node: Node) -> Iterator[tuple[Box, str]]:
    """The place and the id of each row of a link group."""
    top = node.box.y + (46 if node.label else 14)
    for n in range(len(node.links)):
        yield Box(node.box.x + 42, top + 30 * n, max(10.0, node.box.width - 54), 30), f"{node.id}-{n}"


def item_rows(node: Node) -> Iterator[tuple[Box, str]]:
    """The place and the id of each item of a checklist."""
    top = node.box.y + 12
    for n, item in enumerate(node.items):
        yield Box(node.box.x + 12, top + 32 * n, max(10.0, node.box.width - 24), 30), item.id
