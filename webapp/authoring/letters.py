"""Letters of a roadmap that its PDF and its pictures cannot show."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.catalog.catalog import Catalog
from webapp.catalog.findings import Finding, Findings
from webapp.catalog.model import Entry, Node, Roadmap
from webapp.drawing.faces import missing_letters

MOST_LETTERS, MOST_PLACES = 12, 3


def letter_findings(catalog: Catalog) -> tuple[Finding, ...]:
    """Returns a warning for each roadmap that has letters which no face of this machine has."""
    found = Findings("")
    for roadmap in catalog.roadmaps.values():
        _report(roadmap, found)
    return tuple(found.collected)


def _report(roadmap: Roadmap, found: Findings) -> None:
    missing: dict[str, None] = {}
    places = []
    for place, text in _texts(roadmap):
        letters = missing_letters([text])
        if letters:
            places.append(place)
            missing |= dict.fromkeys(letters)
    if not missing:
        return
    named = " ".join(list(missing)[:MOST_LETTERS])
    more = f" and {len(missing) - MOST_LETTERS} more" if len(missing) > MOST_LETTERS else ""
    elsewhere = ", \N{HORIZONTAL ELLIPSIS}" if len(places) > MOST_PLACES else ""
    folder = roadmap.parent or roadmap.slug
    name = roadmap.graph_path.name if roadmap.graph_path else f"{folder}.md"
    found.of(f"roadmaps/{folder}/{name}").warning(
        ", ".join(places[:MOST_PLACES]) + elsewhere,
        f"no typeface has {named}{more}; PDF and pictures show empty boxes",
        "Install a font with these letters on the server, such as Noto.",
    )


def _texts(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    """Yields the texts that stand in a roadmap's PDF and pictures, each with its place."""
    yield "title", roadmap.title + roadmap.brief_title
    yield "description", roadmap.description + roadmap.brief_description
    for node in roadmap.graph.nodes if roadmap.graph else ():
        yield f"node {node.id}", " ".join(_labels(node))
    if roadmap.graph is None:
        yield from _rows(roadmap.outline)


def _labels(node: Node) -> Iterator[str]:
    yield node.label
    yield node.badge_label
    yield from (link.label for link in node.links)
    yield from (item.label for item in node.items)
    yield from (entry.label for entry in node.legend)


def _rows(entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        yield f"topic {entry.id}", entry.label
        yield from _rows(entry.children)
