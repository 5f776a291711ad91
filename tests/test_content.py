"""Our own content passes its check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from webapp.catalog.load import load
from webapp.catalog.model import Topic
from webapp.drawing.layout import lay_out
from webapp.drawing.outline_file import Item, parse_outline

CONTENT = Path(__file__).parent.parent / "content"
CATALOG = load(CONTENT)
AI_ENGINEER = CATALOG.roadmaps["ai-engineer"]
FOLDER = CONTENT / "roadmaps" / "ai-engineer"


def ids(item: Item) -> list[str]:
    own = [] if item.children and not item.kind and item.id not in CATALOG.roadmaps["ai-engineer"].topics else [item.id]
    return own + [i for child in item.children for i in ids(child)]


def test_our_own_content_passes_the_strict_check() -> None:
    assert [f for f in CATALOG.findings if f.severity in {"error", "warning"}] == []


@pytest.mark.parametrize("topic", AI_ENGINEER.topics.values(), ids=lambda t: t.slug)
def test_a_topic_teaches_in_a_screen_and_points_to_real_pages(topic: Topic) -> None:
    file = FOLDER / "content" / f"{topic.slug}@{topic.id}.md"
    prose = [line for line in file.read_text(encoding="utf-8").splitlines()[1:] if not line.startswith("- [@")]
    words = re.sub(r"```.*?```", "", "\n".join(prose), flags=re.S).split()
    assert 60 <= len(words) <= 200
    assert 2 <= len(topic.resources) <= 5
    assert {r.type for r in topic.resources} <= {"official", "opensource", "article", "course", "book", "video", "podcast", "feed"}
    assert all(r.url.startswith("https://") and "roadmap.sh" not in r.url for r in topic.resources)
    assert "!" not in " ".join(re.sub(r"`[^`]*`", "", " ".join(words)).split())


def test_no_two_texts_open_with_the_same_words() -> None:
    openings = [" ".join(re.sub(r"<[^>]+>", "", t.text).split()[:4]) for t in AI_ENGINEER.topics.values()]
    assert len(set(openings)) == len(openings) == 128


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
