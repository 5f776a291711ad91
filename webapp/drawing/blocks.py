"""What hangs on a main topic, as blocks: loose stacks of topics, and boxes with a heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.catalog.model import Box
from webapp.drawing.outline_file import Item
from webapp.drawing.typeface import measure

ROW, ROW_GAP, PADDING = 36.0, 5.0, 18.0
INSET, HEADING = 16.0, 42.0
LEAST, MOST = 150.0, 300.0
NARROW, COLUMN_GAP = 128.0, 10.0
MIXED = 30.0  # what a side that holds both loose topics and boxes costs, in units of height


@dataclass(frozen=True, slots=True)
class Block:
    """Topics that lie together, in a box where there is a heading."""

    items: tuple[Item, ...]
    heading: Item | None = None
    limit: float = MOST + 2 * INSET

    @property
    def columns(self) -> int:
        """Two in a box of short labels, else one."""
        longest = max(measure(i.label, 17) + PADDING for i in self.items)
        return 2 if self.heading and len(self.items) >= 4 and longest <= NARROW else 1

    @property
    def item_width(self) -> float:
        """The width of the block's topics, which all have the same."""
        widest = max(measure(i.label, 17) + 2 * PADDING for i in self.items)
        return NARROW if self.columns == 2 else min(MOST, max(LEAST, widest))

    @property
    def inner_width(self) -> float:
        """The width of all columns."""
        return self.columns * (self.item_width + COLUMN_GAP) - COLUMN_GAP

    @property
    def width(self) -> float:
        """The width with the box; where the limit is narrower than the labels, they are written smaller."""
        if not self.heading:
            return min(self.limit, self.inner_width)
        return min(self.limit, max(self.inner_width, measure(self.heading.label, 17) + 2 * PADDING) + 2 * INSET)

    @property
    def height(self) -> float:
        """The height with the box."""
        stack = -(-len(self.items) // self.columns) * (ROW + ROW_GAP) - ROW_GAP
        return stack + HEADING + INSET if self.heading else stack

    def spots(self) -> Iterator[tuple[Item, Box, bool]]:
        """Each topic, its place from the block's upper left corner, and whether it stands in the first of two columns."""
        left, top = (INSET, HEADING) if self.heading else (0.0, 0.0)
        width = (self.width - 2 * left - COLUMN_GAP * (self.columns - 1)) / self.columns
        rows = -(-len(self.items) // self.columns)
        for n, item in enumerate(self.items):
            column, row = divmod(n, rows)
            box = Box(left + column * (width + COLUMN_GAP), top + row * (ROW + ROW_GAP), width, ROW)
            yield item, box, column < self.columns - 1


def blocks_of(main: Item) -> list[Block]:
    """The blocks of a main topic in the order of the outline."""
    blocks: list[Block] = []
    loose: list[Item] = []
    for child in main.children:
        if child.children:
            if loose:
                blocks.append(Block(tuple(loose)))
                loose = []
            blocks.append(Block(tuple(child.children), child))
        else:
            loose.append(child)
    if loose:
        blocks.append(Block(tuple(loose)))
    return blocks


def split(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """What goes left and what right: the first part and the rest, cut where the higher side is lowest.

    A loose stack may be cut in two, a box may not.
    """
    cuts: list[tuple[list[Block], list[Block]]] = []
    for n, block in enumerate(blocks):
        cuts.append((blocks[:n], blocks[n:]))
        if block.heading is None:
            parts = ((Block(block.items[:k]), Block(block.items[k:])) for k in range(1, len(block.items)))
            cuts += [([*blocks[:n], upper], [lower, *blocks[n + 1 :]]) for upper, lower in parts]
    cuts.append((blocks, []))
    return min(cuts, key=lambda cut: (max(map(_cost, cut)), _cost(cut[1])))


def _cost(blocks: list[Block]) -> float:
    mixed = len({block.heading is None for block in blocks}) > 1
    return sum(block.height + 22 for block in blocks) + MIXED * mixed
