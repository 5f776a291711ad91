"""Reads maps that are written down in a few words: the situations in `situations/`, as authors draw them.

A file is a drawing, a line `=>`, and its outline: groups in brackets, links after an arrow, notes in quotes. A node is `type label x y width height`,
where a `note` is a paragraph without a box around it and `dots` are a dotted horizontal line; an edge is `from -> to` (solid) or
`from ..> to` (dotted), with sides as `right-left`. A label that begins with `_` is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.catalog.trees import graph as as_json
from webapp.catalog.findings import Findings
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Entry, Graph
from webapp.catalog.slug import slug_of

NODE = re.compile(r"(?P<type>\w+) (?P<label>.+?) (?P<x>-?\d+) (?P<y>-?\d+) (?P<w>\d+) (?P<h>\d+)\Z")
EDGE = re.compile(r"(?P<source>.+?) (?P<line>->|\.\.>) (?P<target>.+?)(?: (?P<first>\w+)-(?P<last>\w+))?\Z")
SIDES = {"top": "w1", "bottom": "x2", "left": "y1", "right": "z2"}


def draw(text: str) -> Graph:
    """The graph of a situation; `_` is a label that is empty."""
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if match := NODE.match(line):
            nodes.append(_node(match))
        elif match := EDGE.match(line):
            source, target = slug_of(match["source"]), slug_of(match["target"])
            sides = SIDES[match["first"] or "bottom"], SIDES[match["last"] or "top"]
            look = "solid" if match["line"] == "->" else "dashed"
            edges.append(
                {"id": f"e{len(edges)}", "source": source, "target": target, "sourceHandle": sides[0], "targetHandle": sides[1],
                 "data": {"edgeStyle": look}}
            )  # fmt: skip
        else:
            raise ValueError(line)
    made = parse_graph(as_json(*nodes, edges=tuple(edges)), ("alpha",), Findings("x"))
    assert made
    return made


def _node(match: re.Match[str]) -> dict[str, Any]:
    label = "" if match["label"].startswith("_") else match["label"]
    data: dict[str, Any] = {"label": label}
    kind = {"note": "paragraph", "dots": "horizontal"}.get(match["type"], match["type"])
    if match["type"] == "dots":
        data["style"] = {"strokeDasharray": "0.8 8"}
    if match["type"] in {"section", "paragraph"}:
        data["style"] = {"backgroundColor": "#ffffff", "borderColor": "#000000"}
    if match["type"] in {"button", "resourceButton"}:
        data["href"] = "/alpha"
    if match["type"] == "checklist":
        data["checklists"] = [
            {"id": f"{slug_of(match['label'])}-item{n}", "label": f"Item {n}"} for n in (1, 2)
        ]
    if match["type"] == "linksgroup":
        data["links"] = [{"id": "l1", "label": "A link", "url": "https://example.org/"}]
    return {
        "id": slug_of(match["label"]) or "x", "type": kind, "position": {"x": int(match["x"]), "y": int(match["y"])},
        "measured": {"width": int(match["w"]), "height": int(match["h"])}, "data": data,
    }  # fmt: skip


def written(entries: Iterable[Entry]) -> str:
    """An outline as people write it: groups in brackets, links after an arrow, notes in quotes."""
    return "\n".join(_lines(entries, 0))


def _lines(entries: Iterable[Entry], depth: int) -> Iterator[str]:
    signs = {"topic": "{}", "group": "[{}]", "link": "> {}", "note": '"{}"'}
    for entry in entries:
        yield "  " * depth + signs[entry.kind].format(entry.label)
        yield from _lines(entry.children, depth + 1)


def situations() -> dict[str, tuple[str, str]]:
    """Each file of `situations/` by its name: what is drawn, and the outline that a person writes down who looks at it."""
    files = sorted((Path(__file__).parent / "situations").glob("*.txt"))
    parts = {f.stem.replace("-", " "): f.read_text(encoding="utf-8").partition("=>") for f in files}
    return {name: (drawing, outline.strip()) for name, (drawing, _, outline) in parts.items()}
