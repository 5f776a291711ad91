"""Tiny content trees, written piece by piece."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from webapp.catalog.catalog import Catalog
from webapp.catalog.findings import Finding
from webapp.catalog.loading.load import load

HEADER = "---\ntitle: Alpha\n---\n"
ONE, TWO = "one-00000000000000001", "two-00000000000000002"


def node(
    name: str = ONE, label: str = "First", kind: str = "topic", x: float = 0, y: float = 0, **more: Any
) -> dict[str, Any]:
    """A node of a graph, 150 by 49."""
    return {
        "id": name,
        "type": kind,
        "position": {"x": x, "y": y},
        "width": 150,
        "height": 49,
        "data": {"label": label},
        **more,
    }


def edge(source: str = ONE, target: str = TWO, **more: Any) -> dict[str, Any]:
    """An edge from the bottom of one node to the top of another."""
    return {
        "id": f"{source}-{target}",
        "source": source,
        "target": target,
        "sourceHandle": "x2",
        "targetHandle": "w1",
        **more,
    }


def graph(*nodes: Mapping[str, Any], edges: tuple[Mapping[str, Any], ...] = ()) -> str:
    """The JSON of a graph."""
    return json.dumps({"nodes": nodes, "edges": edges})


def grow(root: Path, files: Mapping[str, str | bytes], slug: str = "alpha") -> Catalog:
    """The catalog of a tree with one roadmap of these files; a name without a folder lies in the roadmap's own."""
    folder = root / "roadmaps" / slug
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(root, reserved=())


def plain(root: Path, **files: str | bytes) -> Catalog:
    """A roadmap of two topics, one of them with a text; `header`, `map` and `text` replace its files."""
    return grow(root, {
        "alpha.md": files.get("header", HEADER),
        "alpha.json": files.get("map", graph(node(), node(TWO, "Second", y=100), edges=(edge(),))),
        f"content/first@{ONE}.md": files.get("text", "# First\n\nText.\n"),
        f"content/second@{TWO}.md": "# Second\n\nText.\n",
    })  # fmt: skip


def words(finding: Finding) -> str:
    """A finding as a line that a person reads."""
    return f"{finding.severity} {finding.file} {finding.place}: {finding.message} | {finding.remedy}"
