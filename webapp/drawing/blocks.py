"""What hangs on a main topic, as blocks: loose stacks of topics, and boxes with a heading that may hold
boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from webapp.catalog.model import Box
from webapp.catalog.outline_file.items import Item
from webapp.drawing.text_fitting import row_height
from webapp.drawing.typeface import measure, wrap, wrap_label

ROW_GAP, PADDING = 5.0, 18.0
INSET, INNER_INSET, HEADING = 16.0, 10.0, 42.0
LEAST, MOST = 150.0, 300.0
NARROW, COLUMN_GAP = 128.0, 10.0
NOTE_SIZE, NOTE_STEP, NOTE_WIDTH = 15.0, 22.5, 240.0
MIXED = 30.0  # what a side that holds both loose topics and boxes costs, in units of height


@dataclass(frozen=True)
class Block:
    """Items that lie together, in a box where there is a heading. `limit` is the widest that it may be."""

    items: tuple[Item, ...]
    heading: Item | None = None
    limit: float = MOST + 2 * INSET
    inset: float = INSET
    is_compact: bool = False

    @property
    def label(self) -> str:
        """What is written over the box."""
        return self.heading.shown_label if self.heading else ""

    @cached_property
    def columns(self) -> int:
        """Two in a box of short labels, else one; the words column and compact decide."""
        if (
            self.heading is None
            or any(i.type != "topic" for i in self.items)
            or self.heading.attributes.columns == "column"
        ):
            return 1
        if self.is_compact or self.heading.attributes.columns == "compact":
            return min(2, len(self.items))
        longest = max(measure(i.label, 17) + PADDING for i in self.items)
        # Not from four on: a box must not become lower when a topic is added.
        return 2 if len(self.items) >= 3 and longest <= NARROW else 1

    @cached_property
    def width(self) -> float:
        """The width with the box; where the limit is narrower than the labels, they are written smaller."""
        inner = (
            2 * NARROW + COLUMN_GAP
            if self.columns == 2
            else max([LEAST, *(min(MOST, self._wish(i)) for i in self.items)])
        )
        if self.heading is None:
            return min(self.limit, inner)
        return min(self.limit, max(inner, min(MOST, measure(self.label, 17) + 2 * PADDING)) + 2 * self.inset)

    @cached_property
    def height(self) -> float:
        """The height with the box."""
        bottom = max((box.bottom for _, box, _ in self.positions()), default=0.0)
        return bottom + self.inset if self.heading else bottom

    def positions(self) -> Iterator[tuple[Item, Box, bool]]:
        """Each item, its place from the block's upper left corner, and whether it stands in the first of
        two columns.
        """
        left, top = (self.inset, HEADING) if self.heading else (0.0, 0.0)
        width = (self.width - 2 * left - COLUMN_GAP * (self.columns - 1)) / self.columns
        rows = -(-len(self.items) // self.columns)
        for column in range(self.columns):
            y = top
            for item in self.items[column * rows : (column + 1) * rows]:
                height = self._height(item, width)
                yield (
                    item,
                    Box(left + column * (width + COLUMN_GAP), y, width, height),
                    column < self.columns - 1,
                )
                y += height + (2 * ROW_GAP if item.type == "group" else ROW_GAP)

    def _wish(self, item: Item) -> float:
        if item.type == "group":
            return nested_block(item, self.limit).width
        if item.type == "note":
            return min(NOTE_WIDTH, measure(item.label, NOTE_SIZE) + 8)
        return measure(item.label, 17) + 2 * PADDING

    def _height(self, item: Item, width: float) -> float:
        if item.type == "group":
            return nested_block(item, width).height
        if item.type == "note":
            return NOTE_STEP * len(wrap(item.label, NOTE_SIZE, width - 8)) + 4
        return row_height(len(wrap_label(item.label, width)))


def nested_block(group: Item, width: float) -> Block:
    """The box of a group that lies in another group's box."""
    return Block(tuple(group.children), group, width, INNER_INSET)


def blocks_of(main: Item) -> list[Block]:
    """The blocks of a main topic in the order of the outline; what names a side stands apart from what
    does not.
    """
    blocks: list[Block] = []
    for child in main.children:
        if child.type == "group":
            blocks.append(Block(tuple(child.children), child))
        elif blocks and blocks[-1].heading is None and _fits(blocks[-1].items[-1], child):
            blocks[-1] = replace(blocks[-1], items=(*blocks[-1].items, child))
        else:
            blocks.append(Block((child,)))
    return blocks


def _fits(last: Item, item: Item) -> bool:
    return last.attributes.side == item.attributes.side and "note" not in {last.type, item.type}


def split_sides(main: Item, turn: bool) -> tuple[list[Block], list[Block]]:
    """What goes left and what right: the first part and the rest, cut where the higher side is lowest.

    What names its side goes there. A loose stack may be cut in two, a box may not. What cannot be cut goes
    left, or right where it is its `turn`. No other branch has a say in it, so a change to one moves no
    other sideways.
    """
    blocks = blocks_of(main)
    fixed = {side: [b for b in blocks if _side(main, b) == side] for side in ("left", "right")}
    free = [b for b in blocks if not _side(main, b)]
    cuts: list[tuple[list[Block], list[Block]]] = []
    for n, block in enumerate(free):
        cuts.append((free[:n], free[n:]))
        if block.heading is None:
            parts = (
                (replace(block, items=block.items[:k]), replace(block, items=block.items[k:]))
                for k in range(1, len(block.items))
            )
            cuts += [([*free[:n], upper], [lower, *free[n + 1 :]]) for upper, lower in parts]
    cuts.append((free, []))
    sides = [(fixed["left"] + left, fixed["right"] + right) for left, right in cuts]
    light = 0 if turn and len(cuts) == 2 else 1
    left, right = min(sides, key=lambda cut: (max(map(_cost, cut)), _cost(cut[light])))
    return _evened(left, right)


def _evened(left: list[Block], right: list[Block]) -> tuple[list[Block], list[Block]]:
    """Both sides, with a box that has nothing on the other side in two columns, whatever its labels.

    However few its topics: a box must not become lower when one is added.
    """
    if left and right:
        return left, right
    return tuple(
        [
            replace(b, is_compact=b.heading is not None and b.heading.attributes.columns != "column")
            for b in side
        ]
        for side in (left, right)
    )  # type: ignore[return-value]  # two sides go in and come out


def _side(main: Item, block: Block) -> str:
    own = block.heading.attributes.side if block.heading else block.items[0].attributes.side
    return own or main.attributes.side


def _cost(blocks: Sequence[Block]) -> float:
    mixed = len({block.heading is None for block in blocks}) > 1
    return sum(block.height + 22 for block in blocks) + MIXED * mixed
