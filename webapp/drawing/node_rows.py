"""The rows inside a node that are links of their own: those of a link group and of a checklist."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.model import Box, Node

LEAST_WIDTH = 10.0


def link_rows(node: Node) -> Iterator[tuple[Box, str]]:
    """Yields the box and the id of each row of a link group."""
    top = node.box.y + (46 if node.label else 14)
    width = max(LEAST_WIDTH, node.box.width - 54)
    for n in range(len(node.links)):
        yield Box(node.box.x + 42, top + 30 * n, width, 30), f"{node.id}-{n}"


def item_rows(node: Node) -> Iterator[tuple[Box, str]]:
    """Yields the box and the id of each item of a checklist."""
    top = node.box.y + 12
    width = max(LEAST_WIDTH, node.box.width - 24)
    for n, item in enumerate(node.items):
        yield Box(node.box.x + 12, top + 32 * n, width, 30), item.id
