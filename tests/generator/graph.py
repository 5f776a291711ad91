"""A graph as the editor of the format saves it: a spine, branches, boxes, and everything that goes wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.generator.told import ToldRoadmap

Json = dict[str, Any]
LINE = {"stroke": "#2b78e4", "strokeWidth": 3.5, "strokeLinecap": "round"}
COLORS = ("WHITe", "TRANSPARENt", "#ffffff", "WHITE", "#F4F4F4")
RATES = {
    "vertical": 58, "label": 51, "paragraph": 40, "horizontal": 23, "button": 28, "resourceButton": 4, "todo": 2, "legend": 1,
    "checklist": 1, "linksgroup": 4, "section": 20,
}  # fmt: skip
OTHERS = [kind for kind, rate in RATES.items() for _ in range(rate)]


class GraphMaker:
    """Makes one graph and tells what is in it."""

    def __init__(
        self, chance: random.Random, label: Callable[[], str], new_id: Callable[[], str], slugs: list[str], told: ToldRoadmap
    ) -> None:
        self._chance, self._label, self._id, self._slugs, self._told = chance, label, new_id, slugs, told
        self._nodes: list[Json] = []
        self._edges: list[Json] = []
        self._y = 150.0

    def make(self, topics: int) -> Json:
        """A graph of that many topics."""
        if topics == 1:
            self._topic("topic", self._chance.uniform(-400, 400), 0)
            return self._done()
        self._node("title", 300, 0, {"label": self._label()}, 300, 68)
        above = ""
        while len(self._told.topics) < topics:
            above = self._branch(above)
        self._y += 60
        for _ in range(max(1, topics // 4)):
            self._other(self._chance.choice(OTHERS))
        return self._done()

    def _done(self) -> Json:
        self._anomalies()
        self._told.nodes = len(self._nodes)
        return {"nodes": self._nodes, "edges": self._edges}

    def _branch(self, above: str) -> str:
        chance = self._chance
        main = self._topic("topic", 400 + chance.uniform(-60, 60), self._y)
        if above:
            self._edge(above, main, "x2", "w1", "solid")
        rows = chance.randint(1, 9)
        left = chance.random() < 0.5
        x = 20 if left else 700
        boxed = chance.random() < 0.35
        if boxed:
            style = {"backgroundColor": chance.choice(COLORS), "borderColor": "#000000"}
            box = self._node("section", x - 16, self._y - 60, {"style": style}, 282, 53 * rows + 76)
            self._node("label", x, self._y - 50, {"label": self._label(), "style": {"fontSize": 17}}, 160, 36)
            self._edge(main, box, *(("y2", "z1") if left else ("z2", "y1")), "dashed")
        for row in range(rows):
            sub = self._topic("subtopic", x, self._y + 53 * row)
            if not boxed and row == 0 and chance.random() < 0.9:
                self._edge(main, sub, *(("y2", "z1") if left else ("z2", "y1")), "dashed")
        self._y += max(110, 53 * rows + 40)
        return main

    def _topic(self, kind: str, x: float, y: float) -> str:
        chance = self._chance
        data: Json = {"label": self._label(), "style": {"fontSize": 17, "justifyContent": "flex-start"}, "oldId": "x"}
        if chance.random() < 0.1:
            data["style"]["colorType"] = chance.choice("abcdegh")
        if chance.random() < 0.2:
            data["legend"] = {
                "id": "l1",
                "label": "Recommended",
                "color": "#874efe",
                "position": chance.choice(["left-center", "right-top"]),
            }
        name = self._node(kind, x, y, data, 250, 49)
        self._told.topics[name] = " ".join(data["label"].split())
        return name

    def _other(self, kind: str) -> None:
        chance = self._chance
        x, y = chance.uniform(-200, 900), self._y
        style: Json = {"backgroundColor": chance.choice(COLORS), "borderColor": "#000", "stroke": "#2b78e4", "strokeDasharray": "0.8 8"}
        data: Json = {"label": self._label(), "style": style}
        if kind in {"button", "resourceButton"}:
            slug = chance.choice(self._slugs)
            data |= {"href": f"https://roadmap.sh/{slug}", "badge": "FREE", "color": "#fff", "backgroundColor": "#2a79e4"}
            self._told.links_home.add(slug)
        elif kind == "legend":
            data["legends"] = [{"id": "l1", "label": "Recommended", "color": "#874efe"}]
        elif kind == "linksgroup":
            data["links"] = [{"id": str(n), "label": self._label(), "url": "https://example.org/x"} for n in range(3)]
        elif kind == "checklist":
            data["checklists"] = [{"id": self._id(), "label": self._label()} for _ in range(3)]
            self._told.topics.update({row["id"]: " ".join(row["label"].split()) for row in data["checklists"]})
        elif kind == "section" and chance.random() < 0.2:
            data = {}
        name = self._node(kind, x, y, data, 200, 100 if kind not in {"todo", "button"} else 49)
        if kind == "todo":
            self._told.topics[name] = " ".join(data["label"].split())
        self._y += 130

    def _node(self, kind: str, x: float, y: float, data: Json, width: float, height: float) -> str:
        name = self._id()
        node: Json = {"id": name, "type": kind, "position": {"x": x, "y": y}, "selected": False, "dragging": False, "zIndex": 999}
        if data:
            node["data"] = data
        size = {"width": width, "height": height}
        where = self._chance.random()
        odd = {"measured": size, "width": 3}
        node |= {"measured": size} if where < 0.6 else size if where < 0.8 else {"style": size} if where < 0.95 else odd
        node["positionAbsolute"] = {"x": 0, "y": 0}
        self._nodes.append(node)
        return name

    def _edge(self, source: str, target: str, first: str, last: str, look: str) -> None:
        chance = self._chance
        edge: Json = {"id": f"{source}{first}-{target}{last}", "source": source, "target": target, "selected": False}
        edge |= {"sourceHandle": first, "targetHandle": last}
        edge |= {"data": {"edgeStyle": look}, "style": {**LINE, "strokeDasharray": "0.8 8" if look == "dashed" else "0"}}
        if chance.random() < 0.5:
            edge["type"] = chance.choice(["simplebezier", "smoothstep", "step", "straight"])
        self._edges.append(edge)

    def _anomalies(self) -> None:
        chance = self._chance
        for edge in list(self._edges):
            if chance.random() < 0.14:
                self._edges.append({**edge, "id": f"{edge['id']}-lost", "target": "nobody"})
                self._told.dangling += 1
        topics = [n for n in self._nodes if n["type"] == "subtopic"]
        if topics and chance.random() < 0.25:
            shown = chance.choice(topics)
            twin = {**shown, "id": self._id()}
            # The twin lies exactly above: the first in paint order is the one that nobody can reach.
            self._nodes.append(twin)
            self._told.twins[twin["id"]] = shown["id"]
