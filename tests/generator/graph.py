"""A graph as the editor of the format saves it: a main path, branches drawn in many ways, and everything
that goes wrong.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.generator.told import Line, ToldRoadmap

Json = dict[str, Any]
STROKE = {"stroke": "#2b78e4", "strokeWidth": 3.5, "strokeLinecap": "round"}
PAPERS = ("WHITe", "#ffffff", "WHITE", "#F4F4F4", "#ffe599")
# How often each way of drawing a branch is chosen; together they come to the shares of node types and edges
# in real trees.
BRANCHES = {
    "box": 12,
    "stack": 10,
    "fan": 16,
    "listed": 7,
    "paragraph": 4,
    "columns": 2,
    "line": 4,
    "none": 42,
}
WAYS = [way for way, often in BRANCHES.items() for _ in range(often)]
# What stands about, for each main topic, in per cent.
ASIDE = {
    "vertical": 48, "label": 6, "paragraph": 26, "button": 23, "horizontal": 11, "resourceButton": 3.5, "linksgroup": 3.4, "todo": 1.4,
    "legend": 0.9, "checklist": 0.8,
}  # fmt: skip
ROW, TALL = 53, 49


class GraphMaker:
    """Makes one graph and tells what is in it."""

    def __init__(
        self,
        chance: random.Random,
        label: Callable[[], str],
        new_topic: Callable[[], tuple[str, str]],
        slugs: list[str],
        told: ToldRoadmap,
        tally: Callable[[str], bool],
    ) -> None:
        self._chance, self._label, self._new, self._slugs, self._told, self._tally = (
            chance,
            label,
            new_topic,
            slugs,
            told,
            tally,
        )
        self._nodes: list[Json] = []
        self._edges: list[Json] = []
        self._aside: list[str] = []

    def make(self, topics: int) -> Json:
        """A graph of about that many topics."""
        if topics == 1:
            self._topic("topic", self._chance.uniform(-400, 400), 0, 150)
            return self._done()
        self._node("title", 300, 0, {"label": self._label()}, 300, 68)
        y, above, missing = 150.0, "", dict.fromkeys(ASIDE, self._chance.random())
        while len(self._told.topics) < topics:
            above, y = self._step(above, y)
            for kind, rate in ASIDE.items():
                missing[kind] += rate / 100
        for kind, number in missing.items():
            for _ in range(int(number)):
                self._aside.append(kind)
        y += 200
        for number, kind in enumerate(self._aside):
            self._stand(kind, 330 * (number % 4) - 250, y + 190 * (number // 4))
        return self._done()

    def _done(self) -> Json:
        self._anomalies()
        self._told.nodes = len(self._nodes)
        self._told.types.update(n["type"] for n in self._nodes)
        self._told.edges = len(self._edges)
        return {"nodes": self._nodes, "edges": self._edges}

    def _step(self, above: str, y: float) -> tuple[str, float]:
        """A main topic and its branches; the name of the topic, and where the next may begin."""
        chance = self._chance
        width = chance.choice([150, 180, 220, 250])
        main = self._topic("topic", 480 - width / 2 + chance.uniform(-40, 40), y, width)
        at = len(self._nodes) - 1
        if above:
            self._edge(above, main, "x2", "w1", "solid")
        line = Line(main)
        self._told.outline.append(line)
        heights = [0.0]
        for side in ("left", "right"):
            way = chance.choice(WAYS)
            if way != "none":
                edge = self._nodes[at]["position"]["x"] + (width if side == "right" else 0)
                heights.append(self._branch(way, side, main, line, y, edge))
        return main, y + max(110.0, max(heights) + 62)

    def _branch(self, way: str, side: str, main: str, line: Line, y: float, edge: float) -> float:
        """A branch at that side of a main topic; how high it is."""
        chance = self._chance
        wide = way == "columns"
        rows = chance.randint(2, 5) if way == "fan" else chance.randint(3, 7)
        width = 180 if wide else chance.choice([180, 200, 240])
        full = 2 * width + 20 if wide else width
        x = 300 - full - 60 if side == "left" else 720
        ends = ("y2", "z1") if side == "left" else ("z2", "y1")
        heading = way in {"box", "columns", "paragraph", "listed"} and (way != "box" or chance.random() < 0.8)
        top = (
            y + (50 if heading else 12)
            if way in {"box", "columns", "paragraph"}
            else y + (34 if heading else 0)
        )
        height = ROW * rows - 4
        group = line
        if way in {"box", "columns", "line", "paragraph"}:
            style = {"backgroundColor": chance.choice(PAPERS), "borderColor": "#000000"}
            label = self._label() if way == "paragraph" else ""
            kind = "paragraph" if way == "paragraph" else "section"
            data: Json = {"style": {**style, "fontSize": 17}, **({"label": label} if label else {})}
            box = self._node(kind, x - 12, y, data, full + 24, top - y + height + 12)
            group = self._headed(line, label) if label else line
            if way == "line":
                start, end = (x + full + 12, edge) if side == "left" else (edge, x - 12)
                self._node(
                    "horizontal",
                    start,
                    y + 12,
                    {"style": {"stroke": "#2b78e4", "strokeDasharray": "0.8 8"}},
                    end - start,
                    20,
                )
            else:
                self._edge(main, box, *ends, "dashed")
        if heading and way != "paragraph":
            label = self._label()
            self._node("label", x + 4, top - 36, {"label": label, "style": {"fontSize": 17}}, 150, 30)
            group = self._headed(line, label)
        for number in range(rows):
            gap = ROW + 34 if way == "fan" else ROW
            sub = self._topic("subtopic", x, top + gap * number, width)
            group.below.append(Line(sub))
            if way == "fan" or (number == 0 and way in {"stack", "listed"}):
                self._edge(main, sub, *ends, "dashed")
        if wide:
            for number in range(rows - 1):
                sub = self._topic("subtopic", x + width + 20, top + ROW * number, width)
                group.below.append(Line(sub))
        return top - y + (height + 34 * rows if way == "fan" else height)

    def _headed(self, line: Line, label: str) -> Line:
        group = Line(heading=" ".join(label.split()))
        line.below.append(group)
        return group

    def _topic(self, kind: str, x: float, y: float, width: float) -> str:
        chance = self._chance
        name, label = self._new()
        data: Json = {"label": label, "style": {"fontSize": 17, "justifyContent": "flex-start"}, "oldId": "x"}
        if chance.random() < 0.1:
            data["style"]["colorType"] = chance.choice("abcdegh")
        if chance.random() < 0.2:
            place = chance.choice(["left-center", "right-center", "left-top", "right-top"])
            data["legend"] = {"id": "l1", "label": "Recommended", "color": "#874efe", "position": place}
        self._node(kind, x, y, data, width, TALL, name)
        self._told.topics[name] = " ".join(label.split())
        return name

    def _stand(self, kind: str, x: float, y: float) -> None:
        """Something that stands about, below everything else."""
        chance = self._chance
        style: Json = {
            "backgroundColor": chance.choice([*PAPERS, "TRANSPARENt"]),
            "stroke": "#2b78e4",
            "strokeDasharray": "0.8 8",
        }
        data: Json = {"label": self._label(), "style": style}
        if kind in {"button", "resourceButton"}:
            slug = chance.choice([*self._slugs, "", "nowhere-here"])
            data |= {
                "href": f"https://roadmap.sh/{slug}",
                "badge": "FREE",
                "color": "#fff",
                "backgroundColor": "#2a79e4",
            }
            self._told.links_home.add(slug)
        elif kind == "legend":
            data["legends"] = [{"id": "l1", "label": "Recommended", "color": "#874efe"}]
        elif kind == "linksgroup":
            data["links"] = [
                {"id": str(n), "label": self._label(), "url": "https://example.org/x"} for n in range(3)
            ]
        elif kind == "checklist":
            items = [self._new() for _ in range(3)]
            data["checklists"] = [{"id": name, "label": label} for name, label in items]
            self._told.topics.update({name: " ".join(label.split()) for name, label in items})
        elif kind == "paragraph":
            data["label"] = " ".join(self._label() for _ in range(8)) if chance.random() < 0.9 else ""
        name, _ = self._new() if kind == "todo" else ("", "")
        if kind == "todo":
            self._told.topics[name] = " ".join(data["label"].split())
        if kind in {"vertical", "horizontal"} and chance.random() < 0.5:
            data = {"style": style}
        size = {
            "vertical": (20, 100),
            "paragraph": (300, 130),
            "legend": (230, 80),
            "linksgroup": (240, 150),
            "checklist": (240, 110),
        }
        self._node(kind, x + chance.uniform(0, 20), y, data, *size.get(kind, (200, 49)), name)

    def _node(
        self, kind: str, x: float, y: float, data: Json, width: float, height: float, name: str = ""
    ) -> str:
        name = name or self._new()[0]
        node: Json = {
            "id": name,
            "type": kind,
            "position": {"x": x, "y": y},
            "selected": False,
            "dragging": False,
            "zIndex": 999,
        }
        if data:
            node["data"] = data
        size = {"width": width, "height": height}
        where = self._chance.random()
        odd = {"measured": size, "width": 3}
        node |= (
            {"measured": size}
            if where < 0.6
            else size
            if where < 0.8
            else {"style": size}
            if where < 0.95
            else odd
        )
        node["positionAbsolute"] = {"x": 0, "y": 0}
        self._nodes.append(node)
        return name

    def _edge(self, source: str, target: str, first: str, last: str, look: str) -> None:
        chance = self._chance
        edge: Json = {
            "id": f"{source}{first}-{target}{last}",
            "source": source,
            "target": target,
            "selected": False,
        }
        edge |= {"sourceHandle": first, "targetHandle": last}
        edge |= {
            "data": {"edgeStyle": look},
            "style": {**STROKE, "strokeDasharray": "0.8 8" if look == "dashed" else "0"},
        }
        if chance.random() < 0.5:
            edge["type"] = chance.choice(["simplebezier", "smoothstep", "step", "straight"])
        self._edges.append(edge)

    def _anomalies(self) -> None:
        chance = self._chance
        for edge in list(self._edges):
            if chance.random() < 0.155:
                lost = {"target": "nobody"} if chance.random() < 0.7 else {"source": None}
                self._edges.append({**edge, "id": f"{edge['id']}-lost", **lost})
                self._told.dangling += 1
        if self._edges and chance.random() < 0.1:
            self._edges += [
                {**self._edges[0], "id": "again"},
                {**self._edges[0], "id": "self", "target": self._edges[0]["source"]},
            ]
        topics = [n for n in self._nodes if n["type"] == "subtopic"]
        if topics and self._tally("twin"):
            shown = chance.choice(topics)
            twin = {**shown, "id": self._new()[0]}
            # The twin lies exactly above: the first in paint order is the one that nobody can reach.
            self._nodes.append(twin)
            self._told.twins[twin["id"]] = shown["id"]
