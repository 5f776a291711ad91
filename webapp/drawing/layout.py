"""An outline laid out as a graph: a spine of main topics, and what belongs to them at both sides.

Deterministic. Both sides fill from the top, each on its own, and a main topic stands where it is level with the middle of
what belongs to it; so a topic more moves other branches only downwards. What comes first in the outline lies left, so
that reading order and outline agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from webapp.drawing.blocks import Block, blocks_of, split
from webapp.drawing.outline_file import KINDS, Item, Outline
from webapp.drawing.typeface import measure, wrap

WIDTH, MARGIN = 968.0, 20.0
MAIN_HEIGHT, MAIN_PADDING, LEAST_MAIN = 49.0, 22.0, 150.0
GUTTER, SPINE_GAP, BAND_GAP, BLOCK_GAP = 58.0, 40.0, 24.0, 14.0
LEAN = 0.32  # of its own height: how far a side may stand off the level of its main topic
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
        self._free_spine = FIRST
        self._free_sides = [FIRST, FIRST]

    def draw(self) -> Json:
        self._header()
        above: str | None = None
        for item in self._outline.mains:
            self._cluster(item, above)
            above = item.id
        self._footer()
        return {"nodes": self._nodes, "edges": self._edges}

    def _header(self) -> None:
        middle = (self._left + self._right) / 2
        self._node("title", "title", middle - 150, 30, 300, 68, {"label": self._outline.title, "style": {"fontSize": 28}})
        if self._outline.notes:
            text = " ".join(self._outline.notes)
            height = 24.0 * len(wrap(text, 16, 300 - 32)) + 32
            self._node(
                "paragraph", "note", self._left, 10, 300, height,
                {"label": text, "style": {"fontSize": 16, "textAlign": "left", "backgroundColor": "WHITE", "borderColor": "#000000"}},
            )  # fmt: skip
            self._free_sides[0] = max(FIRST, 10 + height + BAND_GAP)
        entries = [{"id": k, "label": KIND_WORDS[k], "color": KIND_COLORS[k]} for k in KINDS]
        height = 32.0 * len(entries) + 24
        self._node("legend", "legend", self._right - 190, 10, 190, height, {"legends": entries})
        self._line("spine-start", middle, 98, 54)

    def _cluster(self, item: Item, above: str | None) -> None:
        left, right = split(blocks_of(item))
        wide_left = max((b.width for b in left), default=0.0)
        wide_right = max((b.width for b in right), default=0.0)
        width = max(LEAST_MAIN, measure(item.label, 17) + 2 * MAIN_PADDING)
        # The whole cluster is centred, so the spine swings to where there is room.
        whole = wide_left + wide_right + width + GUTTER * (bool(left) + bool(right))
        start = (self._left + self._right - whole) / 2
        main_x = start + (wide_left + GUTTER if left else 0)
        heights = (_height(left), _height(right))
        level = max(
            self._free_spine + MAIN_HEIGHT / 2,
            *(free + high * (0.5 - LEAN) for free, high in zip(self._free_sides, heights, strict=True) if high),
        )
        self._node("topic", item.id, main_x, level - MAIN_HEIGHT / 2, width, MAIN_HEIGHT, self._data(item))
        if above:
            self._edge(above, item.id, "x2", "w1", dotted=False)
        tops = [max(free, level - high / 2) for free, high in zip(self._free_sides, heights, strict=True)]
        self._side(item, left, main_x - GUTTER, tops[0], is_left=True)
        self._side(item, right, main_x + width + GUTTER, tops[1], is_left=False)
        self._free_spine = level + MAIN_HEIGHT / 2 + SPINE_GAP
        self._free_sides = [
            top + high + BAND_GAP if high else free for free, top, high in zip(self._free_sides, tops, heights, strict=True)
        ]

    def _side(self, main: Item, blocks: Sequence[Block], edge: float, y: float, is_left: bool) -> None:
        for block in blocks:
            x = edge - block.width if is_left else edge
            own, far = ("y2", "z1") if is_left else ("z2", "y1")
            if block.heading:
                self._node("section", block.heading.id, x, y, block.width, block.height,
                           {"style": {"backgroundColor": "#ffffff", "borderColor": "#000000"}})  # fmt: skip
                label_width = measure(block.heading.label, 17) + 20
                self._node("label", f"{block.heading.id}-label", x + (block.width - label_width) / 2, y + 6, label_width, 34,
                           {"label": block.heading.label, "style": {"fontSize": 17}})  # fmt: skip
                self._edge(main.id, block.heading.id, own, far, dotted=True)
            for item, spot, inner in block.spots():
                self._node("subtopic", item.id, x + spot.x, y + spot.y, spot.width, spot.height, self._data(item, is_left or inner))
                if not block.heading:
                    self._edge(main.id, item.id, own, far, dotted=True)
            y += block.height + BLOCK_GAP

    def _footer(self) -> None:
        middle = (self._left + self._right) / 2
        y = max(self._free_spine - SPINE_GAP, *(free - BAND_GAP for free in self._free_sides)) + 12
        self._line("spine-end", middle, y, 50)
        y += 56
        links = self._outline.links
        if not links:
            return
        words = "Where to go from here"
        wide = measure(words, 17) + 20
        self._node("label", "next-label", middle - wide / 2, y, wide, 34, {"label": words, "style": {"fontSize": 17}})
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
            self._node("button", link.id, x, y, width, 49, data)
            x += width + 14

    def _line(self, name: str, x: float, y: float, height: float) -> None:
        style = {"stroke": "#2b78e4", "strokeWidth": 3.5, "strokeDasharray": DOTTED}
        self._node("vertical", name, x - 10, y, 20, height, {"style": style})

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

    def _node(self, kind: str, name: str, x: float, y: float, width: float, height: float, data: Json) -> None:
        size = {"width": round(width, 1), "height": round(height, 1)}
        position = {"x": round(x, 1), "y": round(y, 1)}
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


def _height(blocks: Sequence[Block]) -> float:
    return sum(b.height for b in blocks) + BLOCK_GAP * max(0, len(blocks) - 1)
