"""Writes nodes and edges in the public graph format, as the editor of the format does."""

from __future__ import annotations

import hashlib
from typing import Any

from webapp.catalog.model import Box
from webapp.catalog.outline_file.items import Item
from webapp.drawing.typeface import fit_font_size

KIND_COLORS = {
    "recommended": "#874efe",
    "optional": "#929292",
    "alternative": "#b4530f",
    "any-order": "#2b78e4",
}
KIND_LABELS = {
    "recommended": "Recommended",
    "optional": "Good to know",
    "alternative": "Alternative",
    "any-order": "In any order",
}
# The colors of boxes and buttons by `colorType`; another is white or blue.
BOX_COLORS = {
    "a": "#d9d9d9",
    "b": "#fffed1",
    "c": "#fff6dd",
    "d": "#effcf2",
    "e": "#e6f0ff",
    "g": "#fff1f5",
    "h": "#f4f4f4",
}
BUTTON_COLORS = {"a": "#333333", "d": "#2d7d46", "g": "#a83a62", "h": "#5c5c5c"}
BLUE, BUTTON_BLUE = "#2b78e4", "#2b5fb8"
SOLID, DOTTED = "0", "0.8 8"  # values of strokeDasharray
LINE_WIDTH = 3.5
Json = dict[str, Any]


class GraphWriter:
    """Collects the nodes and edges of one map, in the order in which they are painted."""

    def __init__(self) -> None:
        self._nodes: list[Json] = []
        self._edges: list[Json] = []

    def graph(self) -> Json:
        """Returns everything that was written."""
        return {"nodes": self._nodes, "edges": self._edges}

    def topic(self, kind: str, item: Item, box: Box, is_left: bool = True) -> None:
        """Writes a topic, whose badge goes on its left or its right edge."""
        data: Json = {"label": item.label, "style": {"fontSize": 17}}
        if item.attributes.color:
            data["style"]["colorType"] = item.attributes.color
        if item.attributes.kind:
            data["legend"] = {
                "id": item.attributes.kind,
                "color": KIND_COLORS[item.attributes.kind],
                "label": KIND_LABELS[item.attributes.kind],
                "position": "left-center" if is_left else "right-center",
            }
        if item.requires:
            data["requires"] = list(item.requires)
        if item.attributes.same:
            data["same"] = list(item.attributes.same)
        if item.attributes.choose:
            data["chooseOne"] = item.attributes.choose
        self.node(kind, item.id, box, data)

    def section(self, group: Item, box: Box, is_nested: bool) -> None:
        """Writes the box of a group; the border of a nested one is paler."""
        fill = BOX_COLORS.get(group.attributes.color, "#ffffff")
        data: Json = {
            "style": {"backgroundColor": fill, "borderColor": "#929292" if is_nested else "#000000"}
        }
        if group.attributes.choose:
            data["chooseOne"] = group.attributes.choose
        self.node("section", group.id, box, data)

    def label(self, name: str, label: str, box: Box, size: float) -> None:
        """Writes a heading, which has no box."""
        self.node("label", name, box, {"label": label, "style": {"fontSize": size}})

    def note(self, text: str, box: Box, size: float) -> None:
        """Writes a note without a box; its id comes from its text."""
        name = "note-" + hashlib.sha256(text.encode()).hexdigest()[:10]
        same = sum(node["id"].startswith(name) for node in self._nodes)
        style = {
            "fontSize": size,
            "textAlign": "left",
            "padding": 4,
            "backgroundColor": "transparent",
            "borderColor": "transparent",
        }
        self.node("paragraph", name if not same else f"{name}-{same}", box, {"label": text, "style": style})

    def invisible(self, name: str, x: float) -> None:
        """Writes an invisible node, which makes the drawing reach as far as x."""
        self.node(
            "paragraph", name, Box(x, 98, 1, 1), {"label": "", "style": {"backgroundColor": "transparent"}}
        )

    def button(self, link: Item, box: Box) -> None:
        """Writes a button that leads to another page."""
        data = {
            "label": link.label,
            "href": link.url,
            "color": "#ffffff",
            "backgroundColor": BUTTON_COLORS.get(link.attributes.color, BUTTON_BLUE),
            "style": {"fontSize": fit_font_size(link.label, 17, box.width - 16)},
        }
        self.node("button", link.id, box, data)

    def line(self, name: str, x: float, y: float, height: float) -> None:
        """Writes a vertical dotted line at x."""
        style = {"stroke": BLUE, "strokeWidth": LINE_WIDTH, "strokeDasharray": DOTTED}
        self.node("vertical", name, Box(x - 10, y, 20, height), {"style": style})

    def node(self, kind: str, name: str, box: Box, data: Json) -> None:
        """Writes a node of any type, with its size in each of the places where readers look for it."""
        size = {"width": round(box.width, 1), "height": round(box.height, 1)}
        position = {"x": round(box.x, 1), "y": round(box.y, 1)}
        if "fontSize" in data.get("style", {}):
            data["style"]["fontSize"] = round(data["style"]["fontSize"], 1)
        self._nodes.append(
            {"id": name, "type": kind, "position": position, "data": data, **size, "measured": size}
        )

    def edge(self, source: str, target: str, first: str, last: str, is_dotted: bool) -> None:
        """Writes a curve between two handles: solid for the main path, dotted for a branch."""
        style = {
            "stroke": BLUE,
            "strokeWidth": LINE_WIDTH,
            "strokeLinecap": "round",
            "strokeDasharray": DOTTED if is_dotted else SOLID,
        }
        self._edges.append(
            {
                "id": f"{source}{first}-{target}{last}",
                "source": source,
                "target": target,
                "sourceHandle": first,
                "targetHandle": last,
                "type": "simplebezier",
                "data": {"edgeStyle": "dashed" if is_dotted else "solid"},
                "style": style,
            }
        )
