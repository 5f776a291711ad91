"""An outline laid out as a graph: a spine of main topics, and what belongs to them at both sides.

Deterministic. What comes first in the outline lies left, so that reading order and outline agree.
"""

from __future__ import annotations

from typing import Any

from webapp.catalog.model import Box
from webapp.drawing.blocks import Block, blocks_of, split
from webapp.drawing.outline_file import KINDS, Item, Outline
from webapp.drawing.placing import Placer
from webapp.drawing.typeface import fitting, measure, wrap

WIDTH, MARGIN = 968.0, 20.0
MAIN_PADDING, LEAST_MAIN, MOST_MAIN = 22.0, 150.0, 300.0
FIRST = 152.0
KIND_COLORS = {"recommended": "#874efe", "optional": "#929292", "alternative": "#2d9f4c"}
KIND_WORDS = {"recommended": "Recommended", "optional": "Good to know", "alternative": "Alternative"}
SPINE, DOTTED = "0", "0.8 8"
Json = dict[str, Any]


def lay_out(outline: Outline) -> Json:
    """The graph of an outline in the public format, 968 wide with its margins."""
    return _Canvas(outline).draw()


class _Canvas:
    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._nodes: list[Json] = []
        self._edges: list[Json] = []
        self._left, self._right = 0.0, WIDTH - 2 * MARGIN

    def draw(self) -> Json:
        self._placer = self._header()
        above: str | None = None
        for item in self._outline.mains:
            self._cluster(item, above)
            above = item.id
        self._footer()
        return {"nodes": self._nodes, "edges": self._edges}

    def _header(self) -> Placer:
        middle = (self._left + self._right) / 2
        taken = []
        self._node("title", "title", Box(middle - 150, 30, 300, 68), {"label": self._outline.title, "style": {"fontSize": 28}})
        if self._outline.notes:
            text = " ".join(self._outline.notes)
            note = Box(self._left, 10, 300, 24.0 * len(wrap(text, 16, 300 - 32)) + 32)
            style = {"fontSize": 16, "textAlign": "left", "backgroundColor": "WHITE", "borderColor": "#000000"}
            self._node("paragraph", "note", note, {"label": text, "style": style})
            taken.append(note)
        entries = [{"id": k, "label": KIND_WORDS[k], "color": KIND_COLORS[k]} for k in KINDS]
        legend = Box(self._right - 190, 10, 190, 32.0 * len(entries) + 24)
        self._node("legend", "legend", legend, {"legends": entries})
        self._line("spine-start", middle, 98, 54)
        return Placer(self._left, self._right, FIRST, [*taken, legend])

    def _cluster(self, item: Item, above: str | None) -> None:
        width = min(MOST_MAIN, max(LEAST_MAIN, measure(item.label, 17) + 2 * MAIN_PADDING))
        placed = self._placer.place(width, *split(blocks_of(item)))
        self._node("topic", item.id, placed.main, self._data(item))
        if above:
            self._edge(above, item.id, "x2", "w1", dotted=False)
        for block, box in placed.left:
            self._block(item, block, box, is_left=True)
        for block, box in placed.right:
            self._block(item, block, box, is_left=False)

    def _block(self, main: Item, block: Block, box: Box, is_left: bool) -> None:
        own, far = ("y2", "z1") if is_left else ("z2", "y1")
        if block.heading:
            self._node("section", block.heading.id, box, {"style": {"backgroundColor": "#ffffff", "borderColor": "#000000"}})
            size = fitting(block.heading.label, 17, box.width - 30)
            wide = measure(block.heading.label, size) + 20
            spot = Box(box.centre[0] - wide / 2, box.y + 6, wide, 34)
            self._node("label", f"{block.heading.id}-label", spot, {"label": block.heading.label, "style": {"fontSize": size}})
            self._edge(main.id, block.heading.id, own, far, dotted=True)
        for item, spot, inner in block.spots():
            place = Box(box.x + spot.x, box.y + spot.y, spot.width, spot.height)
            self._node("subtopic", item.id, place, self._data(item, is_left or inner))
            if not block.heading:
                self._edge(main.id, item.id, own, far, dotted=True)

    def _footer(self) -> None:
        middle = (self._left + self._right) / 2
        y = self._placer.bottom + 12
        self._line("spine-end", middle, y, 50)
        y += 56
        links = self._outline.links
        if not links:
            return
        words = "Where to go from here"
        wide = measure(words, 17) + 20
        self._node("label", "next-label", Box(middle - wide / 2, y, wide, 34), {"label": words, "style": {"fontSize": 17}})
        y += 44
        widths = [measure(link.label, 17) + 40 for link in links]
        x = middle - (sum(widths) + 14 * (len(links) - 1)) / 2
        for link, width in zip(links, widths, strict=True):
            data = {
                "label": link.label,
                "href": link.url,
                "color": "#ffffff",
                "backgroundColor": "#2b5fb8",
                "style": {"fontSize": 17},
            }
            self._node("button", link.id, Box(x, y, width, 49), data)
            x += width + 14

    def _line(self, name: str, x: float, y: float, height: float) -> None:
        style = {"stroke": "#2b78e4", "strokeWidth": 3.5, "strokeDasharray": DOTTED}
        self._node("vertical", name, Box(x - 10, y, 20, height), {"style": style})

    def _data(self, item: Item, is_left: bool = True) -> Json:
        data: Json = {"label": item.label, "style": {"fontSize": 17}}
        if item.kind:
            position = "left-center" if is_left else "right-center"
            data["legend"] = {
                "id": item.kind,
                "color": KIND_COLORS[item.kind],
                "label": KIND_WORDS[item.kind],
                "position": position,
            }
        return data

    def _node(self, kind: str, name: str, box: Box, data: Json) -> None:
        size = {"width": round(box.width, 1), "height": round(box.height, 1)}
        position = {"x": round(box.x, 1), "y": round(box.y, 1)}
        self._nodes.append({"id": name, "type": kind, "position": position, "data": data, **size, "measured": size})

    def _edge(self, source: str, target: str, first: str, last: str, dotted: bool) -> None:
        style = {
            "stroke": "#2b78e4",
            "strokeWidth": 3.5,
            "strokeLinecap": "round",
            "strokeDasharray": DOTTED if dotted else SPINE,
        }
        self._edges.append(
            {
                "id": f"{source}{first}-{target}{last}",
                "source": source,
                "target": target,
                "sourceHandle": first,
                "targetHandle": last,
                "type": "simplebezier",
                "data": {"edgeStyle": "dashed" if dotted else "solid"},
                "style": style,
            }
        )
