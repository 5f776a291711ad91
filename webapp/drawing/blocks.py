"""The blocks of a main topic: stacks of loose topics, and boxes with a heading, which may be nested.

`split_sides` divides them between the left and the right side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from webapp.catalog.model import Box
from webapp.catalog.outline_file.items import Item
from webapp.drawing.spacing import COLUMN_GAP, INSET, NESTED_INSET, ROW_GAP
from webapp.drawing.text_fitting import row_height
from webapp.drawing.typeface import measure, wrap, wrap_label

FONT_SIZE, PADDING = 17, 18.0
HEADING_HEIGHT = 42.0
LEAST_WIDTH, MOST_WIDTH = 150.0, 300.0
COLUMN_WIDTH = 128.0  # of each of two columns
NOTE_SIZE, NOTE_LINE, NOTE_WIDTH = 15.0, 22.5, 240.0
BLOCK_COST = 22  # of a block on a side, beside its height
MIXED_COST = 30.0  # of a side that holds both loose topics and boxes


@dataclass(frozen=True)
class Block:
    """Items that lie together, in a box if there is a heading.

    `limit` is the largest width. `is_compact` asks for two columns whatever the labels.
    """

    items: tuple[Item, ...]
    heading: Item | None = None
    limit: float = MOST_WIDTH + 2 * INSET
    inset: float = INSET
    is_compact: bool = False

    @property
    def label(self) -> str:
        """The label of the box."""
        return self.heading.shown_label if self.heading else ""

    @cached_property
    def columns(self) -> int:
        """The number of columns: two in a box of short labels, unless the outline says otherwise."""
        if self.heading is None or any(item.type != "topic" for item in self.items):
            return 1
        if self.heading.attributes.columns == "column":
            return 1
        if self.is_compact or self.heading.attributes.columns == "compact":
            return min(2, len(self.items))
        longest = max(measure(item.label, FONT_SIZE) + PADDING for item in self.items)
        # From three items on, because with a limit of four a fourth topic would make the box lower.
        return 2 if len(self.items) >= 3 and longest <= COLUMN_WIDTH else 1

    @cached_property
    def width(self) -> float:
        """The width with the box. If the limit is less than the labels need, they are written smaller."""
        if self.columns == 2:
            inner = 2 * COLUMN_WIDTH + COLUMN_GAP
        else:
            inner = max([LEAST_WIDTH, *(min(MOST_WIDTH, self._item_width(item)) for item in self.items)])
        if self.heading is None:
            return min(self.limit, inner)
        heading = min(MOST_WIDTH, measure(self.label, FONT_SIZE) + 2 * PADDING)
        return min(self.limit, max(inner, heading) + 2 * self.inset)

    @cached_property
    def height(self) -> float:
        """The height with the box."""
        bottom = max((box.bottom for _, box, _ in self.positions()), default=0.0)
        return bottom + self.inset if self.heading else bottom

    def positions(self) -> Iterator[tuple[Item, Box, bool]]:
        """Yields each item, its box, and whether it is in the first of two columns.

        Boxes are relative to the upper left corner of the block.
        """
        left, top = (self.inset, HEADING_HEIGHT) if self.heading else (0.0, 0.0)
        width = (self.width - 2 * left - COLUMN_GAP * (self.columns - 1)) / self.columns
        rows = -(-len(self.items) // self.columns)
        for column in range(self.columns):
            x, y = left + column * (width + COLUMN_GAP), top
            for item in self.items[column * rows : (column + 1) * rows]:
                height = _item_height(item, width)
                yield item, Box(x, y, width, height), column < self.columns - 1
                y += height + (2 * ROW_GAP if item.type == "group" else ROW_GAP)

    def _item_width(self, item: Item) -> float:
        if item.type == "group":
            return nested_block(item, self.limit).width
        if item.type == "note":
            return min(NOTE_WIDTH, measure(item.label, NOTE_SIZE) + 8)
        return _label_width(item)


def nested_block(group: Item, width: float) -> Block:
    """Returns the block of a group that lies in another group's box."""
    return Block(tuple(group.children), group, width, NESTED_INSET)


def split_sides(main: Item, prefers_right: bool) -> tuple[list[Block], list[Block]]:
    """Divides the blocks of a main topic: the first of them go left, the rest right.

    They are cut where the higher side is lowest. A stack of loose topics may be cut in two, a box may not.
    A block whose side the outline names goes there. A single box goes left, or right if `prefers_right`.
    Nothing depends on other main topics, so that a change to one moves no other sideways.
    """
    blocks = blocks_of(main)
    fixed_left = [block for block in blocks if _side(main, block) == "left"]
    fixed_right = [block for block in blocks if _side(main, block) == "right"]
    cuts = list(_cuts([block for block in blocks if not _side(main, block)]))
    lighter = 0 if prefers_right and len(cuts) == 2 else 1

    def cost(sides: tuple[list[Block], list[Block]]) -> tuple[float, float]:
        costs = [_cost(side) for side in sides]
        return max(costs), costs[lighter]

    left, right = min(((fixed_left + left, fixed_right + right) for left, right in cuts), key=cost)
    # Boxes on one side only have the other's room. However few their topics: a box must not become lower
    # when one is added.
    if left and right:
        return left, right
    return [_compact(block) for block in left], [_compact(block) for block in right]


def blocks_of(main: Item) -> list[Block]:
    """Returns the blocks of a main topic in the order of the outline.

    Neighboring loose topics form one block unless the outline names different sides for them.
    """
    blocks: list[Block] = []
    for child in main.children:
        last = blocks[-1] if blocks else None
        if child.type == "group":
            blocks.append(Block(tuple(child.children), child))
        elif last and last.heading is None and _stack_together(last.items[-1], child):
            blocks[-1] = replace(last, items=(*last.items, child))
        else:
            blocks.append(Block((child,)))
    return blocks


def _stack_together(last: Item, item: Item) -> bool:
    return last.attributes.side == item.attributes.side and "note" not in {last.type, item.type}


def _side(main: Item, block: Block) -> str:
    """Returns the side that the outline names for a block, or an empty string."""
    item = block.heading or block.items[0]
    return item.attributes.side or main.attributes.side


def _cuts(blocks: list[Block]) -> Iterator[tuple[list[Block], list[Block]]]:
    """Yields every way to cut the blocks into a first part and a rest."""
    for n, block in enumerate(blocks):
        yield blocks[:n], blocks[n:]
        if block.heading is None:
            for k in range(1, len(block.items)):
                upper = replace(block, items=block.items[:k])
                lower = replace(block, items=block.items[k:])
                yield [*blocks[:n], upper], [lower, *blocks[n + 1 :]]
    yield blocks, []


def _cost(side: Sequence[Block]) -> float:
    is_mixed = len({block.heading is None for block in side}) > 1
    return sum(block.height + BLOCK_COST for block in side) + MIXED_COST * is_mixed


def _compact(block: Block) -> Block:
    """Returns a box with two columns unless the outline asks for one; a loose stack stays as it is."""
    is_compact = block.heading is not None and block.heading.attributes.columns != "column"
    return replace(block, is_compact=is_compact)


def _label_width(item: Item) -> float:
    return measure(item.label, FONT_SIZE) + 2 * PADDING


def _item_height(item: Item, width: float) -> float:
    if item.type == "group":
        return nested_block(item, width).height
    if item.type == "note":
        return NOTE_LINE * len(wrap(item.label, NOTE_SIZE, width - 8)) + 4
    return row_height(len(wrap_label(item.label, width)))
