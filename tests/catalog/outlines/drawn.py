"""Situations as authors draw them, each with the outline that a person writes down who looks at it.

A node is `type label x y width height`, where a `note` is a paragraph without a box around it and
`dots` are a dotted horizontal line; an edge is `from -> to` (solid) or `from ..> to` (dotted), with sides as `right-left`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
        data["checklists"] = [{"id": f"{slug_of(match['label'])}-item{n}", "label": f"Item {n}"} for n in (1, 2)]
    if match["type"] == "linksgroup":
        data["links"] = [{"id": "l1", "label": "A link", "url": "https://example.org/"}]
    return {
        "id": slug_of(match["label"]) or "x", "type": kind, "position": {"x": int(match["x"]), "y": int(match["y"])},
        "measured": {"width": int(match["w"]), "height": int(match["h"])}, "data": data,
    }  # fmt: skip


def written(entries: Iterable[Entry]) -> str:
    """An outline as people write it: groups in brackets, links after an arrow."""
    return "\n".join(_lines(entries, 0))


def _lines(entries: Iterable[Entry], depth: int) -> Iterator[str]:
    signs = {"topic": "{}", "group": "[{}]", "link": "> {}"}
    for entry in entries:
        yield "  " * depth + signs[entry.kind].format(entry.label)
        yield from _lines(entry.children, depth + 1)


SITUATIONS: dict[str, tuple[str, str]] = {
    "branches to the left and to the right": (
        """
        topic Internet 400 100 150 49
        topic HTML 400 400 150 49
        subtopic DNS 700 80 200 49
        subtopic HTTP 700 133 200 49
        subtopic Hosting 100 100 200 49
        subtopic Domains 100 153 200 49
        subtopic Forms 700 400 200 49
        Internet -> HTML
        Internet ..> DNS right-left
        Internet ..> HTTP right-left
        Internet ..> Hosting left-right
        Internet ..> Domains left-right
        HTML ..> Forms right-left
        """,
        """
        Internet
          Hosting
          Domains
          DNS
          HTTP
        HTML
          Forms
        """,
    ),
    "a box with a heading": (
        """
        topic Version control 400 100 180 49
        topic Hosting 400 500 180 49
        section _box 700 60 240 260
        label Systems 720 70 120 30
        subtopic Git 712 110 216 49
        subtopic Mercurial 712 163 216 49
        subtopic Fossil 712 216 216 49
        Version control -> Hosting
        Version control ..> _box right-left
        """,
        """
        Version control
          [Systems]
            Git
            Mercurial
            Fossil
        Hosting
        """,
    ),
    "a stacked list under a heading, without a box": (
        """
        topic Tests 400 100 150 49
        topic Deploy 400 600 150 49
        label Kinds of tests 700 70 150 30
        subtopic Unit 700 104 200 49
        subtopic Integration 700 157 200 49
        subtopic End to end 700 210 200 49
        label Tools 700 290 150 30
        subtopic Jest 700 324 200 49
        subtopic Playwright 700 377 200 49
        Tests -> Deploy
        Tests ..> Unit right-left
        Tests ..> Jest right-left
        """,
        """
        Tests
          [Kinds of tests]
            Unit
            Integration
            End to end
          [Tools]
            Jest
            Playwright
        Deploy
        """,
    ),
    "a fan of dotted lines": (
        """
        topic Databases 400 300 180 49
        topic Caching 400 700 180 49
        subtopic Relational 760 60 200 49
        subtopic Document 760 160 200 49
        subtopic Graph 760 260 200 49
        subtopic Column 760 360 200 49
        subtopic Search 760 460 200 49
        Databases -> Caching
        Databases ..> Graph right-left
        Databases ..> Relational right-left
        Databases ..> Search right-left
        Databases ..> Column right-left
        Databases ..> Document right-left
        """,
        """
        Databases
          Relational
          Document
          Graph
          Column
          Search
        Caching
        """,
    ),
    "two columns in one box": (
        """
        topic Languages 400 100 180 49
        section _box 660 40 420 240
        label Pick one 680 50 120 30
        subtopic Java 672 90 190 49
        subtopic Go 872 90 190 49
        subtopic Rust 672 143 190 49
        subtopic C# 872 143 190 49
        subtopic PHP 672 196 190 49
        topic Frameworks 400 500 180 49
        Languages ..> _box right-left
        Languages -> Frameworks
        """,
        """
        Languages
          [Pick one]
            Java
            Rust
            PHP
            Go
            C#
        Frameworks
        """,
    ),
    "a side box whose own words are its heading": (
        """
        topic Browsers 400 100 180 49
        topic Networks 400 420 180 49
        paragraph Learn how it works inside 80 60 240 240
        subtopic Parsing 92 130 216 49
        subtopic Layout 92 183 216 49
        subtopic Painting 92 236 216 49
        subtopic TCP 700 420 200 49
        Browsers -> Networks
        Browsers ..> Learn how it works inside left-right
        Networks ..> TCP right-left
        """,
        """
        Browsers
          [Learn how it works inside]
            Parsing
            Layout
            Painting
        Networks
          TCP
        """,
    ),
    "a free label and a note that belong to nothing": (
        """
        title Backend 350 0 250 68
        label Start here 420 76 120 24
        topic Basics 400 120 180 49
        paragraph Read this slowly and come back to it later 60 100 220 120
        legend _legend 60 -80 220 80
        subtopic Terminal 700 120 200 49
        topic Servers 400 320 180 49
        Basics ..> Terminal right-left
        Basics -> Servers
        """,
        """
        Basics
          Terminal
        Servers
        """,
    ),
    "a timeline from left to right": (
        """
        topic Plan 0 300 150 49
        topic Build 260 290 150 49
        topic Test 520 305 150 49
        topic Ship 780 295 150 49
        subtopic Goals 0 360 150 49
        subtopic Scope 0 413 150 49
        subtopic Code 260 350 150 49
        subtopic Review 520 365 150 49
        subtopic Release 780 355 150 49
        Plan -> Build right-left
        Build -> Test right-left
        Test -> Ship right-left
        """,
        """
        Plan
          Goals
          Scope
        Build
          Code
        Test
          Review
        Ship
          Release
        """,
    ),
    "a main path that winds back": (
        """
        topic One 100 100 150 49
        topic Two 600 100 150 49
        topic Three 600 400 150 49
        topic Four 100 400 150 49
        topic Five 100 700 150 49
        subtopic Of one 100 160 150 49
        subtopic Of three 800 400 150 49
        One -> Two right-left
        Two -> Three
        Three -> Four left-right
        Four -> Five
        One ..> Of one
        Three ..> Of three right-left
        """,
        """
        One
          Of one
        Two
        Three
          Of three
        Four
        Five
        """,
    ),
    "a branch of a branch": (
        """
        topic Cloud 400 100 150 49
        topic Pipelines 400 600 150 49
        topic Providers 700 100 180 49
        subtopic AWS 1000 60 150 49
        subtopic Azure 1000 113 150 49
        subtopic Compute 1250 60 150 49
        subtopic Functions 700 200 180 49
        Cloud -> Pipelines
        Cloud ..> Providers right-left
        Cloud ..> Functions right-left
        Providers ..> AWS right-left
        Providers ..> Azure right-left
        AWS ..> Compute right-left
        """,
        """
        Cloud
          Providers
            AWS
              Compute
            Azure
          Functions
        Pipelines
        """,
    ),
    "a box in a box": (
        """
        topic Security 400 100 150 49
        topic Audits 400 600 150 49
        section _outer 640 20 500 400
        label Attacks 660 30 120 30
        subtopic Phishing 660 70 200 49
        section _inner 880 60 240 240
        label Web 900 70 120 30
        subtopic Injection 892 110 216 49
        subtopic Forgery 892 163 216 49
        Security -> Audits
        Security ..> _outer right-left
        """,
        """
        Security
          [Attacks]
            Phishing
            [Web]
              Injection
              Forgery
        Audits
        """,
    ),
    "lines drawn as nodes instead of edges": (
        """
        vertical _spine 465 149 20 302
        topic Shell 400 100 150 49
        topic Editors 400 450 150 49
        horizontal _arm 550 114 150 20
        section _box 700 100 240 330
        label Commands 716 110 120 30
        subtopic ls 712 150 216 49
        subtopic grep 712 203 216 49
        subtopic find 712 256 216 49
        subtopic sed 712 309 216 49
        subtopic awk 712 362 216 49
        subtopic Vim 100 450 200 49
        """,
        """
        Shell
          [Commands]
            ls
            grep
            find
            sed
            awk
        Editors
          Vim
        """,
    ),
    "headings in a grid, each over its list, without any line": (
        """
        topic Fundamentals 100 100 200 49
        subtopic Bits 100 153 200 49
        subtopic Bytes 100 206 200 49
        subtopic Words 100 259 200 49
        topic Hardware 320 100 200 49
        subtopic Processor 320 153 200 49
        topic Systems 100 360 200 49
        subtopic Kernel 100 413 200 49
        topic Networks 320 360 200 49
        subtopic Packets 320 413 200 49
        """,
        """
        Fundamentals
          Bits
          Bytes
          Words
        Hardware
          Processor
        Systems
          Kernel
        Networks
          Packets
        """,
    ),
    "two columns of headings side by side": (
        """
        label Left 700 70 120 30
        label Right 920 70 120 30
        topic Data 400 100 150 49
        topic Models 400 500 150 49
        subtopic Collect 700 104 200 49
        subtopic Clean 700 157 200 49
        subtopic Store 920 104 200 49
        subtopic Share 920 157 200 49
        Data -> Models
        Data ..> Collect right-left
        """,
        """
        Data
          [Left]
            Collect
            Clean
          [Right]
            Store
            Share
        Models
        """,
    ),
    "what is done, ticked and opened besides topics": (
        """
        topic Ready 400 100 150 49
        subtopic Read 700 100 200 49
        todo Write it down 700 170 200 49
        checklist _list 700 240 200 90
        button More 700 350 200 49
        linksgroup Elsewhere 60 100 240 100
        topic Done 400 500 150 49
        Ready -> Done
        Ready ..> Read right-left
        Ready ..> Write it down right-left
        Ready ..> _list right-left
        Ready ..> More right-left
        Ready ..> Elsewhere left-right
        """,
        """
        Ready
          [Elsewhere]
            > A link
          Read
          Write it down
          Item 1
          Item 2
          > More
        Done
        """,
    ),
    "two main paths side by side": (
        """
        topic Front 100 100 150 49
        topic Styles 100 250 150 49
        topic Scripts 100 400 150 49
        topic Back 700 110 150 49
        topic Storage 700 240 150 49
        topic Queues 700 410 150 49
        Front -> Styles
        Styles -> Scripts
        Back -> Storage
        Storage -> Queues
        """,
        """
        Front
        Styles
        Scripts
        Back
        Storage
        Queues
        """,
    ),
    "a branch that reaches down beside the next main topic": (
        """
        topic First 400 100 150 49
        topic Second 400 300 150 49
        subtopic A1 700 100 200 49
        subtopic A2 700 153 200 49
        subtopic A3 700 206 200 49
        subtopic A4 700 259 200 49
        subtopic A5 700 312 200 49
        subtopic B1 100 300 200 49
        First -> Second
        First ..> A1 right-left
        Second ..> B1 left-right
        """,
        """
        First
          A1
          A2
          A3
          A4
          A5
        Second
          B1
        """,
    ),
}
