"""The sheet on which the gallery is drawn: nodes and edges in the format of a file, from the top down."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
# From the left side of a node to that of the next one, in pixels.
COLUMN = 300.0


class GallerySheet:
    """Nodes and edges; `y` is where the next part begins."""

    def __init__(self) -> None:
        self.nodes: list[Json] = []
        self.edges: list[Json] = []
        self.y = 0.0

    def heading(self, words: str) -> None:
        """Adds the heading of the next part."""
        self.node(
            f"heading-{len(self.nodes)}",
            "label",
            -10,
            self.y,
            400,
            44,
            {"label": words, "style": {"fontSize": 26}},
        )
        self.y += 110

    def grid(self, rows: list[tuple[str, str, float, Json]]) -> None:
        """Adds nodes in rows of four, each below its name: name, type, height in pixels and data."""
        tallest = 0.0
        for number, (words, kind, height, data) in enumerate(rows):
            if number and number % 4 == 0:
                self.y += tallest + 60
                tallest = 0.0
            x = number % 4 * COLUMN
            self.label(words, x, self.y - 36)
            self.node(
                f"{kind}-{len(self.nodes)}",
                kind,
                x,
                self.y,
                230 if kind != "vertical" else 20,
                height,
                data,
            )
            tallest = max(tallest, height)
        self.y += tallest + 60

    def label(self, words: str, x: float, y: float) -> None:
        """Adds a small text."""
        self.node(
            f"label-{len(self.nodes)}",
            "label",
            x - 10,
            y,
            260,
            30,
            {"label": words, "style": {"fontSize": 14}},
        )

    def node(self, name: str, kind: str, x: float, y: float, width: float, height: float, data: Json) -> str:
        """Adds a node and returns its id."""
        size = {"width": width, "height": height}
        self.nodes.append(
            {"id": name, "type": kind, "position": {"x": x, "y": y}, "measured": size, "data": data}
        )
        return name

    def edge(
        self,
        source: str,
        target: str,
        first: str,
        last: str,
        shape: str,
        look: str,
        style: Json | None = None,
    ) -> None:
        """Adds an edge between two handles."""
        ends = {"source": source, "target": target, "sourceHandle": first, "targetHandle": last}
        self.edges.append(
            {
                "id": f"edge-{len(self.edges)}",
                **ends,
                "type": shape,
                "data": {"edgeStyle": look},
                "style": style or {},
            }
        )
