"""An outline laid out as a graph: a spine of main topics, and what belongs to them at both sides.

Deterministic. What comes first in the outline lies left, so that reading order and outline agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.catalog.model import Box
from webapp.catalog.outline_file.items import Item, Outline
from webapp.drawing.blocks import INSET, NOTE_SIZE, Block, nested_block, split_sides
from webapp.drawing.compaction import PlacedBlock, close_gaps
from webapp.drawing.graph_writer import KIND_COLORS, KIND_WORDS, GraphWriter, Json
from webapp.drawing.placement import MAIN_HEIGHT, ClusterPlacer, PlacedCluster
from webapp.drawing.text_fitting import row_height
from webapp.drawing.typeface import SIZES, fit_font_size, measure, wrap, wrap_label

WIDTH, MARGIN = 968.0, 20.0
MAIN_PADDING, LEAST_MAIN, MOST_MAIN = 22.0, 150.0, 240.0
FIRST, HEADING_HEIGHT = 152.0, 34.0
TITLE_ROOM = 300.0
BUTTON_GAP, BUTTON_HEIGHT, MOST_BUTTON = 14.0, 49.0, 420.0


def lay_out(outline: Outline) -> Json:
    """The graph of an outline in the public format, 968 wide with its margins."""
    return _Canvas(outline).draw()


class _Canvas:
    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._writer = GraphWriter()
        self._left, self._right = 0.0, WIDTH - 2 * MARGIN

    def draw(self) -> Json:
        self._placer, taken = self._header()
        placed = [self._place(number, main) for number, main in enumerate(self._outline.mains)]
        sides = ([h for p in placed for h in hung(p, p.left)], [h for p in placed for h in hung(p, p.right)])
        close_gaps(sides, [p.main for p in placed], taken)
        for number, (main, place) in enumerate(zip(self._outline.mains, placed, strict=True)):
            self._writer.topic("topic", main, place.main)
            if number:
                self._writer.edge(self._outline.mains[number - 1].id, main.id, "x2", "w1", dotted=False)
            for side, is_left in zip(sides, (True, False), strict=True):
                for h in side:
                    if h.main is place.main:
                        self._block(main, h.block, h.box, is_left)
        self._footer(max(h.box.bottom for h in (*sides[0], *sides[1])) if any(sides) else 0.0)
        return self._writer.graph()

    def _header(self) -> tuple[ClusterPlacer, list[Box]]:
        middle = (self._left + self._right) / 2
        taken = []
        size = fit_font_size(self._outline.title, 28, TITLE_ROOM)
        self._writer.node(
            "title",
            "title",
            Box(middle - 150, 30, 300, 68),
            {"label": self._outline.title, "style": {"fontSize": size}},
        )
        text = " ".join(self._outline.notes)
        if text:
            note = Box(self._left, 10, 300, 24.0 * len(wrap(text, 16, 300 - 32)) + 32)
            style = {
                "fontSize": 16,
                "textAlign": "left",
                "backgroundColor": "WHITE",
                "borderColor": "#000000",
            }
            self._writer.node("paragraph", "note", note, {"label": text, "style": style})
            taken.append(note)
        used = {item.attributes.kind for item in self._outline.walk()}
        entries = [
            {"id": k, "label": words, "color": KIND_COLORS[k]} for k, words in KIND_WORDS.items() if k in used
        ]
        if entries:
            wide = max(190.0, max(measure(str(e["label"]), 16) for e in entries) + 62)
            legend = Box(self._right - wide, 10, wide, 32.0 * len(entries) + 24)
            self._writer.node("legend", "legend", legend, {"legends": entries})
            taken.append(legend)
        # The drawing is as wide with little on it as with much, and its margins are even.
        if not text:
            self._writer.margin("left-margin", self._left)
        if not entries:
            self._writer.margin("right-margin", self._right - 1)
        self._writer.line("spine-start", middle, 98, 54)
        return ClusterPlacer(self._left, self._right, FIRST, taken), taken

    def _place(self, number: int, main: Item) -> PlacedCluster:
        lines = wrap_label(main.label, MOST_MAIN)
        widest = max(measure(line, SIZES[len(lines)]) for line in lines)
        width = min(MOST_MAIN, max(LEAST_MAIN, widest + 2 * MAIN_PADDING))
        return self._placer.place(
            width, *split_sides(main, turn=number % 2 == 1), height=max(MAIN_HEIGHT, row_height(len(lines)))
        )

    def _block(self, main: Item, block: Block, box: Box, is_left: bool) -> None:
        own, far = ("y2", "z1") if is_left else ("z2", "y1")
        if block.heading:
            self._box(block, box)
            self._writer.edge(main.id, block.heading.id, own, far, dotted=True)
        for item, spot, inner in block.positions():
            place = Box(box.x + spot.x, box.y + spot.y, spot.width, spot.height)
            self._item(item, place, is_left or inner)
            if not block.heading and item.type != "note":
                self._writer.edge(main.id, item.id, own, far, dotted=True)

    def _box(self, block: Block, box: Box) -> None:
        heading = block.heading
        if heading is None:
            return
        inner = block.inset < INSET
        self._writer.section(heading, box, inner)
        label = heading.shown_label
        size = fit_font_size(label, 16 if inner else 17, box.width - 30, smallest=7)
        wide = measure(label, size) + 20
        self._writer.label(
            f"{heading.id}-label", label, Box(box.centre[0] - wide / 2, box.y + 6, wide, HEADING_HEIGHT), size
        )

    def _item(self, item: Item, place: Box, is_left: bool) -> None:
        if item.type == "group":
            block = nested_block(item, place.width)
            self._box(block, place)
            for below, spot, _ in block.positions():
                self._item(below, Box(place.x + spot.x, place.y + spot.y, spot.width, spot.height), is_left)
        elif item.type == "note":
            self._writer.note(item.label, place, NOTE_SIZE)
        elif item.type == "link":
            self._writer.button(item, place)
        else:
            self._writer.topic("subtopic", item, place, is_left)

    def _footer(self, bottom: float) -> None:
        middle = (self._left + self._right) / 2
        links = self._outline.links
        y = max(bottom, self._placer.bottom) + 12
        self._writer.line("spine-end", middle, y, 50)
        y += 56
        if words := self._outline.foot_label:
            size = fit_font_size(words, 17, self._right - self._left - 40)
            wide = measure(words, size) + 20
            self._writer.label("next-label", words, Box(middle - wide / 2, y, wide, HEADING_HEIGHT), size)
            y += 44
        for row in self._rows(links):
            widths = [_button_width(link) for link in row]
            x = middle - (sum(widths) + BUTTON_GAP * (len(row) - 1)) / 2
            for link, width in zip(row, widths, strict=True):
                self._writer.button(link, Box(x, y, width, BUTTON_HEIGHT))
                x += width + BUTTON_GAP
            y += BUTTON_HEIGHT + BUTTON_GAP

    def _rows(self, links: list[Item]) -> list[list[Item]]:
        rows: list[list[Item]] = []
        for link in links:
            taken = sum(_button_width(other) + BUTTON_GAP for other in rows[-1]) if rows else 0.0
            if rows and taken + _button_width(link) <= self._right - self._left:
                rows[-1].append(link)
            else:
                rows.append([link])
        return rows


def _button_width(link: Item) -> float:
    return min(MOST_BUTTON, measure(link.label, 17) + 40)


def hung(placed: PlacedCluster, side: Sequence[tuple[Block, Box]]) -> Iterator[PlacedBlock]:
    """What hangs on a main topic at one of its sides."""
    return (PlacedBlock(block, box, placed.main) for block, box in side)
