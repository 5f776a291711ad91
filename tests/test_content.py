"""Our own content passes its check."""

from __future__ import annotations

from pathlib import Path

from webapp.catalog.load import load
from webapp.drawing.layout import lay_out
from webapp.drawing.outline_file import Item, parse_outline

CONTENT = Path(__file__).parent.parent / "content"
CATALOG = load(CONTENT)


def ids(item: Item) -> list[str]:
    own = [] if item.children and not item.kind and item.id not in CATALOG.roadmaps["ai-engineer"].topics else [item.id]
    return own + [i for child in item.children for i in ids(child)]


def test_nothing_is_an_error() -> None:
    assert CATALOG.errors == ()


def test_the_map_is_what_its_outline_gives() -> None:
    import json

    folder = CONTENT / "roadmaps" / "ai-engineer"
    outline = parse_outline((folder / "ai-engineer.outline.md").read_text(encoding="utf-8"))
    assert json.loads((folder / "ai-engineer.json").read_text(encoding="utf-8")) == lay_out(outline)


def test_the_inferred_order_is_the_authors() -> None:
    roadmap = CATALOG.roadmaps["ai-engineer"]
    outline = parse_outline((CONTENT / "roadmaps/ai-engineer/ai-engineer.outline.md").read_text(encoding="utf-8"))
    assert list(roadmap.order) == [i for main in outline.mains for i in ids(main)]


def test_nothing_on_the_map_overlaps() -> None:
    graph = CATALOG.roadmaps["ai-engineer"].graph
    assert graph
    boxes = [n for n in graph.nodes if n.type in {"topic", "subtopic", "button", "legend", "paragraph"}]
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            apart = a.box.right <= b.box.x or b.box.right <= a.box.x or a.box.bottom <= b.box.y or b.box.bottom <= a.box.y
            assert apart, (a.label, b.label)
