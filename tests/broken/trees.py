"""Trees that mean harm: what lies in the folder `alpha`, and the finding that names it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.catalog.trees import HEADER, ONE, TWO, edge, graph, node

MD, JSON, TEXT = (
    "roadmaps/alpha/alpha.md",
    "roadmaps/alpha/alpha.json",
    f"roadmaps/alpha/content/first@{ONE}.md",
)
MEGABYTE = 1024 * 1024
Write = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Broken:
    """A tree: how it is written into the folder of a good roadmap, the finding, and whether the roadmap is still served."""

    write: Write
    finding: str
    is_served: bool = True


def header(text: str | bytes) -> Write:
    return lambda folder: write(folder / "alpha.md", text)


def drawn(text: str | bytes) -> Write:
    return lambda folder: write(folder / "alpha.json", text)


def text(words: str | bytes) -> Write:
    return lambda folder: write(folder / f"content/first@{ONE}.md", words)


def write(path: Path, words: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(words if isinstance(words, bytes) else words.encode())


def sparse(name: str, size: int) -> Write:
    def make(folder: Path) -> None:
        with (folder / name).open("wb") as file:
            file.truncate(size)

    return make


def link(name: str, target: str) -> Write:
    def make(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)

    return make


def pipe(folder: Path) -> None:
    (folder / "alpha.md").unlink()
    os.mkfifo(folder / "alpha.md")


def shadow(folder: Path) -> None:
    (folder / "alpha.md").unlink()
    (folder / "alpha.md").mkdir()


def cased(folder: Path) -> None:
    write(folder / f"content/FIRST@{ONE}.md", "# Second file\n")


def odd_number(value: str) -> Write:
    """A place on the map that is no number of this world; `json.dumps` would not write all of these."""
    return drawn(graph(node(), node(TWO, "Second", y=123454321)).replace("123454321", value))


def tower(rows: int) -> str:
    """Aliases that name aliases: a few lines that unfold to more than a machine holds."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, rows)]
    return "---\n" + "\n".join(lines) + "\n---\n"


def many(number: int) -> str:
    return json.dumps(
        {"nodes": [node(f"n{n}", f"N {n}", "subtopic", y=60 * n) for n in range(number)], "edges": []}
    )


def ring() -> str:
    nodes = [
        node(f"n{n}", f"N {n}", x=200 * n, data={"label": f"N {n}", "requires": [f"n{(n + 1) % 5}"]})
        for n in range(5)
    ]
    edges = tuple(edge(f"n{n}", f"n{(n + 1) % 5}", data={"edgeStyle": "dashed"}) for n in range(5))
    return graph(*nodes, edges=(*edges, edge("n0", "n0")))


def town(number: int) -> list[dict[str, Any]]:
    size = {"measured": {"width": 90_000, "height": 90_000}}
    boxes = [node(f"s{n}", "", "section", **size) for n in range(number)]
    return boxes + [node(f"t{n}", f"T {n}", "subtopic", x=300 * n, y=290 * n) for n in range(number)]


def strange_name(folder: Path) -> None:
    (
        Path(os.fsdecode(os.fsencode(folder / "content") + b"/fir\xff\xfest@" + ONE.encode() + b".md"))
    ).write_text("# Other\n")


def hoard(folder: Path) -> None:
    """One text under many names, as a repository holds it: no room on the disk, and much in memory."""
    first = folder / "content" / "hoard@hoard.md"
    first.write_bytes(b"x" * 60_000)
    for number in range(700):
        os.link(first, folder / f"content/hoard@h{number}.md")


def wrong(kind: Any) -> str:
    """A graph in which every value is of that kind."""
    every = dict.fromkeys(
        ("measured", "width", "height", "style", "data", "selected", "positionAbsolute"), kind
    )
    inner = dict.fromkeys(
        (
            "label",
            "style",
            "legend",
            "legends",
            "links",
            "checklists",
            "href",
            "color",
            "backgroundColor",
            "requires",
        ),
        kind,
    )
    places: dict[str, Any] = {"x": 0, "y": 300}
    odd = {"id": "odd", "type": "topic", "position": places, **every}
    odder = {"id": "odder", "type": "linksgroup", "position": {"x": 0, "y": 600}, "data": inner}
    lost = {"id": "lost", "type": "topic", "position": kind}
    edges = [kind, {"id": kind, "source": kind, "target": kind}, {"id": "e", "source": "odd", "target": ONE, "sourceHandle": kind, "style": kind, "data": kind, "type": kind}]  # fmt: skip
    return json.dumps({"nodes": [node(), odd, odder, lost, kind], "edges": edges})


TREES: dict[str, Broken] = {
    "a bomb of YAML aliases": Broken(header(tower(12)), f"error {MD} line 3: it uses a YAML alias", False),
    "an alias of itself": Broken(header("---\na: &a [*a]\n---\n"), f"error {MD} line 2: it uses a YAML alias", False),
    "a merge key": Broken(header("---\nx: &x {a: 1}\ny:\n  <<: *x\n---\n"), f"error {MD} line 4: it uses a YAML alias", False),
    "a tag that runs a command": Broken(
        header("---\ntitle: !!python/object/apply:os.system ['touch /tmp/milepost-was-here']\n---\n"),
        f"error {MD} line 2: could not determine a constructor", False,
    ),
    "a tag that makes an object": Broken(header("---\ntitle: !!python/object:webapp.config.Settings {}\n---\n"), f"error {MD} line 2: could", False),
    "a tag of one's own": Broken(header("---\ntitle: !secret x\n---\n"), f"error {MD} line 2: could not determine a constructor", False),
    "a flag that is none": Broken(header("---\nisNew: !!bool x\n---\n"), f"warning {MD} isNew: the value has the wrong type"),
    "a number without digits": Broken(header("---\norder: !!int ''\n---\n"), f"warning {MD} order: the value has the wrong type"),
    "a day without a date": Broken(header("---\nschema:\n  datePublished: !!timestamp x\n---\n"), f"warning {MD} schema.datePublished: the value"),
    "a number in base sixty of 200,000 letters": Broken(header(f"---\norder: 1{':1' * 100_000}\n---\n"), f"warning {MD} order: the value has"),
    "an id that no feed can hold": Broken(header('---\nid: "a\\x01b"\n---\n'), f"warning {MD} id: 'a"),
    "a tab for indentation": Broken(header("---\nseo:\n\ttitle: x\n---\n"), f"error {MD} line 3: ", False),
    "two documents in one header": Broken(header("---\ntitle: A\n--- x\ntitle: B\n---\n"), f"error {MD} ", False),
    "a thousand brackets": Broken(header(f"---\ntitle: {'[' * 1000}\n---\n"), f"error {MD} line 2: it uses a YAML alias or nests too deeply", False),
    "a header of half a megabyte": Broken(header("---\ntitle: " + "x" * (MEGABYTE // 2) + "\n---\n"), f"error {MD} front matter: it is longer", False),
    "a date as a title": Broken(header("---\ntitle: 2026-01-02\n---\n"), f"warning {MD} title: the value has the wrong type"),
    "a date that is none": Broken(header("---\nschema:\n  datePublished: 2023-13-45\n---\n"), f"warning {MD} schema.datePublished: the value"),
    "a number without end": Broken(header("---\norder: .inf\n---\n"), f"warning {MD} order: the value has the wrong type"),
    "a number that is none": Broken(header("---\norder: .nan\n---\n"), f"warning {MD} order: the value has the wrong type"),
    "an integer of 400 digits": Broken(header(f"---\norder: 1{'0' * 400}\n---\n"), f"warning {MD} order: the value has the wrong type"),
    "a hexadecimal of 5,000 digits as a key": Broken(header(f"---\n? 0x{'f' * 5000}\n: 1\n---\n"), f"note {MD} 0xff"),
    "a number in base sixty": Broken(header("---\ntitle: 190:20:30\n---\n"), f"warning {MD} title: the value has the wrong type"),
    "NUL bytes": Broken(header("---\ntitle: A\0B\n---\n"), f"error {MD} encoding: it holds NUL characters", False),
    "UTF-16": Broken(header(HEADER.encode("utf-16")), f"error {MD} encoding: it is UTF-16", False),
    "UTF-16 in a graph": Broken(drawn(graph(node()).encode("utf-16")), f"error {JSON} encoding: it is UTF-16", False),
    "UTF-16 in a text": Broken(text("# First\n".encode("utf-16")), f"error {TEXT} encoding: it is UTF-16"),
    "UTF-32 without a mark": Broken(text("# First\n".encode("utf-32-le")), f"error {TEXT} encoding: it holds NUL characters"),
    "a byte order mark": Broken(header("\ufeff" + HEADER), f"note {MD} encoding: it starts with a byte order mark"),
    "a byte order mark in a graph": Broken(drawn("\ufeff" + graph(node())), f"note {JSON} encoding: it starts with a byte order mark"),
    "bytes that are no text": Broken(text(bytes(range(128, 256))), f"error {TEXT} encoding: byte 0 is not UTF-8"),
    "a header of 50 MB": Broken(sparse("alpha.md", 50 * MEGABYTE), f"error {MD} file: it is larger than 1024 KB", False),
    "a graph of 50 MB": Broken(sparse("alpha.json", 50 * MEGABYTE), f"error {JSON} file: it is larger than 8192 KB", False),
    "a text of 50 MB": Broken(sparse(f"content/first@{ONE}.md", 50 * MEGABYTE), f"error {TEXT} file: it is larger than 64 KB"),
    "a graph that is a link out of the tree": Broken(link("alpha.json", "/etc/hostname"), f"error {JSON} file: it is a link that leads out", False),
    "a text that is a link out of the tree": Broken(link(f"content/first@{ONE}.md", "/etc/passwd"), f"error {TEXT} file: it is a link"),
    "a link to itself": Broken(link("alpha.json", "alpha.json"), f"error {JSON} file: ", False),
    "a link to nothing": Broken(link("alpha.json", "gone.json"), f"error {JSON} file: it is not a plain file", False),
    "a pipe that nobody writes to": Broken(pipe, f"error {MD} file: it is not a plain file", False),
    "a folder in the place of a file": Broken(shadow, f"error {MD} file: it is not a plain file", False),
    "two files that differ by case": Broken(cased, f"warning {TEXT} id: other files have the same id: FIRST@"),
    "NaN": Broken(odd_number("NaN"), f"error {JSON} graph: it is not JSON: NaN is not a number", False),
    "Infinity": Broken(odd_number("-Infinity"), f"error {JSON} graph: it is not JSON: -Infinity is not a number", False),
    "a place at 1e308": Broken(odd_number("1e308"), f"warning {JSON} node {TWO}.position: it is missing or far outside"),
    "a place at 1e999": Broken(odd_number("1e999"), f"warning {JSON} node {TWO}.position: it is missing or far outside"),
    "a place at 1e9": Broken(odd_number("1e9"), f"warning {JSON} node {TWO}.position: it is missing or far outside"),
    "a number of 4,000 digits": Broken(odd_number("9" * 4000), f"warning {JSON} node {TWO}.position: it is missing or far outside"),
    "a number of 10,000 digits": Broken(odd_number("9" * 10_000), f"error {JSON} graph: it is not JSON", False),
    "100,000 nodes": Broken(lambda folder: write(folder / "alpha.json", json.dumps({"nodes": [{}] * 100_000})), f"error {JSON} nodes: there are more", False),
    "3,000 nodes": Broken(lambda folder: write(folder / "alpha.json", many(3000)), f"warning {JSON} topic n0: 'N 0' has no text"),
    "a ring of edges and of requirements": Broken(drawn(ring()), f"warning {JSON} edges[5]: it leads from n0 to itself"),
    "a label of 10,000 letters": Broken(drawn(graph(node(label="word " * 2000), node(TWO, "x" * 10_000, y=99))), f"warning {JSON} node {ONE}.label: it is longer than 1000"),
    "an id that climbs out": Broken(drawn(graph(node(), node("../../../etc/passwd", y=99))), f"warning {JSON} nodes[1]: a node without a usable id"),
    "an id of 10,000 letters": Broken(drawn(graph(node(), node("x" * 10_000, y=99))), f"warning {JSON} nodes[1]: a node without a usable id"),
    "a graph that is nested too deeply": Broken(drawn("[" * 100_000), f"error {JSON} graph: it is not JSON", False),
    "a graph that is a text": Broken(drawn('"nodes"'), f"warning {JSON} nodes: it is no graph"),
    "a graph whose nodes are a mapping": Broken(drawn('{"nodes": {"a": 1}}'), f"warning {JSON} nodes: it is no graph"),
    "half a letter behind a backslash": Broken(
        drawn(graph(node(label="LONE")).replace("LONE", "\\\\ud83d\\ude00")), f"warning {JSON} node {ONE}.label: it holds characters that cannot"
    ),
    "characters that no page can hold": Broken(
        drawn(graph(node(label="A\0\x1b[31m\ufffe"))), f"warning {JSON} node {ONE}.label: it holds characters that cannot be written"
    ),
    "control characters in a text": Broken(text("# First\x0b\x1b[31m\n"), f"warning {TEXT} encoding: it holds control characters"),
    "an outline with lines in its lines": Broken(
        lambda folder: write(folder / "alpha.outline.md", "# T\n\n## A\x0b## B\x85## C\u2028## D\n"),
        "warning roadmaps/alpha/alpha.outline.md encoding: it holds control characters",
    ),
    "edges that are no list": Broken(drawn(json.dumps({"nodes": [node()], "edges": "abc"})), f"warning {JSON} edges: they are no list"),
    "an item with the id of a topic": Broken(
        drawn(graph(node(), node(TWO, kind="checklist", y=99, data={"checklists": [{"id": ONE, "label": "x"}, {"id": "i"}, {"id": "i"}]}))),
        f"warning {JSON} node {TWO}.checklists: the id {ONE} is used twice",
    ),
    "more rows than anybody draws": Broken(
        drawn(graph(node(), *(node(f"g{n}", kind="linksgroup", data={"links": [{"label": "x", "url": "/"}] * 200}) for n in range(20)))),
        f"error {JSON} nodes: there are more than 3000, with rows", False,
    ),
    "boxes as large as a town": Broken(drawn(json.dumps({"nodes": town(300)})), f"warning {JSON} topic t0: 'T 0' has no text"),
    "a name that is no text": Broken(strange_name, f"warning {TEXT} id: other files have the same id: fir\ufffd\ufffdst@"),
    "texts behind a link out of the tree": Broken(
        lambda folder: (shutil.rmtree(folder / "content"), link("content", "/etc")(folder)),
        "error roadmaps/alpha/content folder: it is a link that leads out of the content tree",
    ),
    "more text than a roadmap holds": Broken(hoard, "error roadmaps/alpha/content content: its texts are larger than 32 MB together"),
    "an escape that is no letter": Broken(drawn(graph(node(label="LONE")).replace("LONE", "\\\\ud800").replace("\\\\", "\\")), f"warning {JSON} node {ONE}.label: it holds characters that cannot be written"),
    **{f"{name} everywhere in a graph": Broken(drawn(wrong(value)), f"warning {JSON} node lost.position: it is missing")
       for name, value in (("nothing", None), ("numbers", 7), ("texts", "x"), ("lists", [[1]]), ("mappings", {"x": {}}), ("true", True))},
}  # fmt: skip
