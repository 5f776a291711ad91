"""Which topics are the same as others elsewhere, by the nodes of a map."""

from __future__ import annotations

from collections.abc import Container, Iterator

from webapp.catalog.loading.map_file import MapFile
from webapp.catalog.loading.node_lines import NodeLines
from webapp.catalog.model import SameAs


def same_by_map(drawn: MapFile, topics: Container[str], file: str) -> Iterator[SameAs]:
    """Yields what the topics of a map say; `file` is the name of the map in findings."""
    lines = NodeLines(drawn.data)
    for node in drawn.graph.nodes if drawn.graph else ():
        for named in node.same if node.id in topics else ():
            roadmap, _, name = named.partition("/")
            yield SameAs(node.id, roadmap, name, file, lines.place(node.id, "same", named))
