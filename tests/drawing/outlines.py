"""Generated outlines, and what is measured on the maps that are drawn from them."""

from __future__ import annotations

import json
import math
import random

from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Box, Graph, Node
from webapp.catalog.outline_file.parse import parse_outline
from webapp.drawing.layout import lay_out

WORDS = """a to of and in data model test query plot learn code type loop table clean debug layer vector sample review measure
function notebook gradient pipeline statistics regression evaluation environment architecture visualisation""".split()  # noqa: SIM905  # a list of words is for reading
KINDS = ("", "", "", "recommended", "optional", "alternative", "any-order")


def generate_outline(seed: int) -> str:
    """An outline of 5 to 200 topics with labels of 2 to 60 letters, nested up to three deep, with notes,
    links and words.
    """
    return _Author(random.Random(seed)).write()


def graph_of(text: str) -> Graph:
    """The map of an outline, read back as any reader of the format would."""
    graph = parse_graph(json.dumps(lay_out(parse_outline(text))), (), Findings("f"))
    assert graph is not None
    return graph


class _Author:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._number = 0
        self._left = chance.choice([5, 12, 30, 60, 90, 130, 200])
        self._longest = chance.choice([16, 24, 34, 60])

    def write(self) -> str:
        lines = ["# " + self._label(), "", "A note above it all."][: self._chance.choice([1, 3])]
        while self._left > 0:
            lines += ["", f"## {self._label()} {self._block()}", ""]
            lines += self._loose(self._chance.randint(0, 7))
            for _ in range(self._chance.choice([0, 0, 1, 2, 3])):
                lines += ["", f"### {self._label()} {self._block(is_group=True)}", ""]
                lines += self._loose(self._chance.randint(1, 8))
                if self._chance.random() < 0.15:
                    lines += [
                        "",
                        f"#### {self._label()} {self._block(is_group=True)}",
                        "",
                        *self._loose(self._chance.randint(1, 3)),
                    ]
        lines += ["", "---", ""] + [
            f"- [{self._label()}](/elsewhere) {self._block()}" for _ in range(self._chance.randint(0, 6))
        ]
        return "\n".join(lines) + "\n"

    def _loose(self, number: int) -> list[str]:
        lines = [f"- {self._label()} {self._block(kind=self._chance.choice(KINDS))}" for _ in range(number)]
        if lines and self._chance.random() < 0.1:
            lines += ["", " ".join(self._label() for _ in range(3)), ""]
        if lines and self._chance.random() < 0.1:
            lines.append(f"- [{self._label()}](https://example.org/) {self._block()}")
        return lines

    def _block(self, kind: str = "", is_group: bool = False) -> str:
        self._number += 1
        self._left -= not is_group
        words = [f"#t{self._number}", kind]
        if is_group:
            words.append(self._chance.choice(["", "", "", "compact", "column", "chooseOne"]))
        return "{" + " ".join(w for w in words if w) + "}"

    def _label(self) -> str:
        wanted = self._chance.randint(2, self._longest)
        label = ""
        while len(label) < wanted:
            label = f"{label} {self._chance.choice(WORDS)}".strip()
        return label[:wanted].strip()


def blocks(graph: Graph) -> tuple[list[Node], dict[str, list[Node]]]:
    """The main topics, and at each side what hangs on them: boxes, and what lies in no box."""
    mains = [n for n in graph.nodes if n.type == "topic"]
    boxes = [n for n in graph.nodes if n.type == "section"]
    foot = next((n.box.y for n in graph.nodes if n.id == "next-label"), math.inf)
    sides: dict[str, list[Node]] = {"left": [], "right": []}
    for node in graph.nodes:
        if (
            node.type not in {"subtopic", "section", "button", "paragraph"}
            or node.box.y >= foot
            or node.id == "note"
        ):
            continue
        if any(b.id != node.id and b.box.contains(node.box, 1) for b in boxes):
            continue
        sides["left" if node.box.center[0] < graph.bounds.center[0] else "right"].append(node)
    return mains, sides


def largest_gaps(graph: Graph) -> dict[str, float]:
    """The largest empty height at each side between what hangs there, from the first branch to the last."""
    mains, sides = blocks(graph)
    everything: list[Box] = [n.box for n in (*mains, *sides["left"], *sides["right"])]
    found = {}
    for side, nodes in sides.items():
        y, most = min(b.y for b in everything), 0.0
        for node in sorted(nodes, key=lambda n: n.box.y):
            most = max(most, node.box.y - y)
            y = max(y, node.box.bottom)
        found[side] = max(most, max(b.bottom for b in everything) - y)
    return found
