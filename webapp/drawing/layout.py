"""Lays an outline out as a graph: the main path of main topics in the middle, blocks at both sides.

The same outline always gives the same graph. What comes first in the outline goes to the left, so that the
map is read in the order of the outline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from webapp.catalog.model import Box
from webapp.catalog.outline_file.items import Item, Outline
from webapp.drawing.blocks import NOTE_SIZE, Block, nested_block, split_sides
from webapp.drawing.collisions import main_path_crosses
from webapp.drawing.compaction import PlacedBlock, close_gaps
from webapp.drawing.graph_writer import KIND_COLORS, KIND_LABELS, GraphWriter, Json
from webapp.drawing.line_breaking import pieces
from webapp.drawing.placement import MAIN_HEIGHT, ClusterPlacer, PlacedCluster
from webapp.drawing.spacing import EDGE_MARGIN, INSET, WIDTH
from webapp.drawing.text_fitting import row_height
from webapp.drawing.typeface import SIZES, fit_font_size, measure, split_evenly, wrap, wrap_label

LEFT, RIGHT = 0.0, WIDTH - 2 * EDGE_MARGIN
MIDDLE = (LEFT + RIGHT) / 2
FIRST_MAIN_Y = 152.0
TITLE_WIDTH, TITLE_SIZE = 300.0, 28
NOTE_WIDTH, NOTE_PADDING, NOTE_FONT_SIZE, NOTE_LINE = 300, 32, 16, 24.0
LEGEND_WIDTH, LEGEND_PADDING, LEGEND_ROW = 190.0, 62, 32.0
MAIN_PADDING, LEAST_MAIN, MOST_MAIN = 22.0, 150.0, 240.0
LEAST_MAIN_PADDING = 14.0
BELOW_HEADER = 8.0  # what is kept free below the note and the legend, besides the usual distance
HEADING_HEIGHT = 34.0
BUTTON_GAP, BUTTON_HEIGHT, MOST_BUTTON = 14.0, 49.0, 420.0


def lay_out(outline: Outline) -> Json:
    """Returns the graph of an outline in the public format, WIDTH wide with its margins."""
    return _Canvas(outline).graph()


class _Canvas:
    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._writer = GraphWriter()

    def graph(self) -> Json:
        header = self._header()
        placer = ClusterPlacer(LEFT, RIGHT, FIRST_MAIN_Y, header)
        clusters = [self._place(placer, number, main) for number, main in enumerate(self._outline.mains)]
        left = [PlacedBlock(block, box, c.main) for c in clusters for block, box in c.left]
        right = [PlacedBlock(block, box, c.main) for c in clusters for block, box in c.right]
        close_gaps((left, right), [c.main for c in clusters], header)
        above: Item | None = None
        for main, cluster in zip(self._outline.mains, clusters, strict=True):
            self._main(main, above, cluster)
            for side in (left, right):
                for placed in side:
                    if placed.main is cluster.main:
                        self._block(main, placed, is_left=side is left)
            above = main
        blocks = [placed.box for placed in (*left, *right)]
        foot = self._footer(max([placer.bottom, *(box.bottom for box in blocks)]))
        if foot and clusters:
            self._foot_line(clusters[-1].main, foot, blocks)
        return self._writer.graph()

    def _header(self) -> list[Box]:
        """Writes what stands above the main topics, and returns the boxes that the clusters must avoid."""
        title = self._outline.title
        size = fit_font_size(title, TITLE_SIZE, TITLE_WIDTH)
        box = Box(MIDDLE - 150, 30, 300, 68)
        self._writer.node("title", "title", box, {"label": title, "style": {"fontSize": size}})
        note, legend = self._note(), self._legend()
        # Where one is missing, an invisible node keeps the drawing as wide and its margins even.
        if note is None:
            self._writer.invisible("left-margin", LEFT)
        if legend is None:
            self._writer.invisible("right-margin", RIGHT - 1)
        return [replace(box, height=box.height + BELOW_HEADER) for box in (note, legend) if box is not None]

    def _note(self) -> Box | None:
        text = " ".join(self._outline.notes)
        if not text:
            return None
        lines = wrap(text, NOTE_FONT_SIZE, NOTE_WIDTH - NOTE_PADDING)
        box = Box(LEFT, 10, NOTE_WIDTH, NOTE_LINE * len(lines) + NOTE_PADDING)
        style = {
            "fontSize": NOTE_FONT_SIZE,
            "textAlign": "left",
            "backgroundColor": "WHITE",
            "borderColor": "#000000",
        }
        self._writer.node("paragraph", "note", box, {"label": text, "style": style})
        return box

    def _legend(self) -> Box | None:
        used = {item.attributes.kind for item in self._outline.walk()}
        labels = {kind: label for kind, label in KIND_LABELS.items() if kind in used}
        if not labels:
            return None
        widest = max(measure(label, 16) for label in labels.values())
        width = max(LEGEND_WIDTH, widest + LEGEND_PADDING)
        box = Box(RIGHT - width, 10, width, LEGEND_ROW * len(labels) + 24)
        entries = [{"id": kind, "label": label, "color": KIND_COLORS[kind]} for kind, label in labels.items()]
        self._writer.node("legend", "legend", box, {"legends": entries})
        return box

    def _place(self, placer: ClusterPlacer, number: int, main: Item) -> PlacedCluster:
        lines = _main_lines(main.label)
        widest = max(measure(line, SIZES[len(lines)]) for line in lines)
        width = min(MOST_MAIN, max(LEAST_MAIN, widest + 2 * MAIN_PADDING))
        height = max(MAIN_HEIGHT, row_height(len(lines)))
        left, right = split_sides(main, prefers_right=number % 2 == 1)
        return placer.place(width, left, right, height)

    def _main(self, main: Item, above: Item | None, cluster: PlacedCluster) -> None:
        self._writer.topic("topic", main, cluster.main)
        source = above.id if above else "title"
        self._writer.edge(source, main.id, "x2", "w1", is_dotted=above is None)

    def _block(self, main: Item, placed: PlacedBlock, is_left: bool) -> None:
        block, box = placed.block, placed.box
        source, target = ("y2", "z1") if is_left else ("z2", "y1")
        if block.heading:
            self._box(block, box)
            self._writer.edge(main.id, block.heading.id, source, target, is_dotted=True)
        for item, place, is_first_column in _places(block, box):
            self._item(item, place, is_left or is_first_column)
            if not block.heading and item.type != "note":
                self._writer.edge(main.id, item.id, source, target, is_dotted=True)

    def _box(self, block: Block, box: Box) -> None:
        heading = block.heading
        if heading is None:
            return
        is_nested = block.inset < INSET
        self._writer.section(heading, box, is_nested)
        label = heading.shown_label
        size = fit_font_size(label, 16 if is_nested else 17, box.width - 30, smallest=7)
        width = measure(label, size) + 20
        place = Box(box.center[0] - width / 2, box.y + 6, width, HEADING_HEIGHT)
        self._writer.label(f"{heading.id}-label", label, place, size)

    def _item(self, item: Item, box: Box, is_left: bool) -> None:
        if item.type == "group":
            block = nested_block(item, box.width)
            self._box(block, box)
            for child, place, _ in _places(block, box):
                self._item(child, place, is_left)
        elif item.type == "note":
            self._writer.note(item.label, box, NOTE_SIZE)
        elif item.type == "link":
            self._writer.button(item, box)
        else:
            self._writer.topic("subtopic", item, box, is_left)

    def _foot_line(self, main: Box, foot: Box, blocks: list[Box]) -> None:
        """Writes the line from the last main topic to the heading of what comes next."""
        if any(main_path_crosses(main, foot, box) for box in blocks):
            self._writer.line("main-path-end", MIDDLE, foot.y - 56, 50)
        else:
            self._writer.edge(self._outline.mains[-1].id, "next-label", "x2", "w1", is_dotted=True)

    def _footer(self, bottom: float) -> Box | None:
        """Writes what stands below the main topics; returns the box of its heading, if it has one."""
        y = bottom + 68
        label = self._outline.foot_label
        foot = None
        if label:
            size = fit_font_size(label, 17, RIGHT - LEFT - 40)
            width = measure(label, size) + 20
            foot = Box(MIDDLE - width / 2, y, width, HEADING_HEIGHT)
            self._writer.label("next-label", label, foot, size)
            y += 44
        for row in _button_rows(self._outline.links):
            widths = [_button_width(link) for link in row]
            x = MIDDLE - (sum(widths) + BUTTON_GAP * (len(row) - 1)) / 2
            for link, width in zip(row, widths, strict=True):
                self._writer.button(link, Box(x, y, width, BUTTON_HEIGHT))
                x += width + BUTTON_GAP
            y += BUTTON_HEIGHT + BUTTON_GAP
        return foot


def _places(block: Block, box: Box) -> Iterator[tuple[Item, Box, bool]]:
    """Yields each item of a block in that box, its place, and whether it is in the first of two columns."""
    for item, position, is_first_column in block.positions():
        place = Box(box.x + position.x, box.y + position.y, position.width, position.height)
        yield item, place, is_first_column


def _button_rows(links: list[Item]) -> list[list[Item]]:
    """Returns the links in rows that fit the width of the map."""
    rows: list[list[Item]] = []
    for link in links:
        taken = sum(_button_width(other) + BUTTON_GAP for other in rows[-1]) if rows else 0.0
        if rows and taken + _button_width(link) <= RIGHT - LEFT:
            rows[-1].append(link)
        else:
            rows.append([link])
    return rows


def _button_width(link: Item) -> float:
    return min(MOST_BUTTON, measure(link.label, 17) + 40)


def _main_lines(label: str) -> list[str]:
    """Returns the lines of a main topic's label: two, rather than one that touches the box."""
    lines, parts = wrap_label(label, MOST_MAIN), pieces(label)
    if len(lines) == 1 and len(parts) > 1 and measure(label, SIZES[1]) > MOST_MAIN - 2 * LEAST_MAIN_PADDING:
        return split_evenly(parts, 2)
    return lines
