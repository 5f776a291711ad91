"""Our own content passes its check."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from webapp.catalog.inference.infer import infer_outline
from webapp.catalog.loading.load import load
from webapp.catalog.model import Roadmap, Topic, reading_order
from webapp.catalog.outline_file.parse import parse_outline
from webapp.drawing.layout import lay_out

CONTENT = Path(__file__).parent.parent / "content"
CATALOG = load(CONTENT, reserved=())
DRAWN = [r for r in CATALOG.roadmaps.values() if r.graph]
TOPICS = [pytest.param(t, id=f"{r.slug}-{t.slug}") for r in DRAWN for t in r.topics.values()]
TYPES = {"official", "opensource", "article", "course", "book", "video", "podcast", "feed"}


def source(roadmap: Roadmap) -> str:
    return (CONTENT / "roadmaps" / roadmap.slug / f"{roadmap.slug}.outline.md").read_text(encoding="utf-8")


def prose(topic: Topic) -> str:
    file = CONTENT / "roadmaps" / topic.roadmap / "content" / f"{topic.slug}@{topic.id}.md"
    return "\n".join(
        line for line in file.read_text(encoding="utf-8").splitlines()[1:] if not line.startswith("- [@")
    )


def without_code(text: str) -> str:
    return re.sub(r"`[^`]*`", "", re.sub(r"```.*?```", "", text, flags=re.S))


def test_our_own_content_passes_the_strict_check() -> None:
    assert [f for f in CATALOG.findings if f.severity in {"error", "warning"}] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_teaches_in_a_screen_and_points_to_real_pages(topic: Topic) -> None:
    words = re.sub(r"```.*?```", "", prose(topic), flags=re.S).split()
    assert 60 <= len(words) <= 200
    assert 2 <= len(topic.resources) <= 5
    assert {r.type for r in topic.resources} <= TYPES
    assert len({r.url for r in topic.resources}) == len(topic.resources)
    assert all(r.url.startswith("https://") and "roadmap.sh" not in r.url for r in topic.resources)
    assert "!" not in without_code(prose(topic))


@pytest.mark.parametrize("roadmap", DRAWN, ids=lambda r: r.slug)
def test_a_roadmap_is_as_long_as_its_subject_needs(roadmap: Roadmap) -> None:
    assert 60 <= len(roadmap.order) <= 130
    assert len(roadmap.topics) == len(roadmap.order)


@pytest.mark.parametrize("roadmap", DRAWN, ids=lambda r: r.slug)
def test_no_two_texts_open_with_the_same_words(roadmap: Roadmap) -> None:
    openings = [" ".join(prose(t).split()[:4]) for t in roadmap.topics.values()]
    assert sorted(o for o in set(openings) if openings.count(o) > 1) == []


def test_no_text_is_nearly_another() -> None:
    shingles: dict[str, set[tuple[str, ...]]] = {}
    for roadmap in DRAWN:
        for topic in roadmap.topics.values():
            words = re.findall(r"[a-z]+", without_code(prose(topic)).lower())
            shingles[f"{roadmap.slug}/{topic.slug}"] = {
                tuple(words[n : n + 4]) for n in range(len(words) - 3)
            }
    alike = {
        (a, b): len(shingles[a] & shingles[b]) / min(len(shingles[a]), len(shingles[b]))
        for a, b in combinations(shingles, 2)
    }
    assert {pair: share for pair, share in alike.items() if share > 0.15} == {}


def test_spelling_is_clean() -> None:
    root = CONTENT.parent
    places = ["content", "templates", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
    found = subprocess.run(
        [sys.executable, "-m", "codespell_lib", "--skip=*.json", *places],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize("roadmap", DRAWN, ids=lambda r: r.slug)
def test_the_map_is_what_its_outline_gives(roadmap: Roadmap) -> None:
    assert roadmap.graph_path
    assert json.loads(roadmap.graph_path.read_text(encoding="utf-8")) == lay_out(
        parse_outline(source(roadmap))
    )


@pytest.mark.parametrize("roadmap", DRAWN, ids=lambda r: r.slug)
def test_the_order_that_is_inferred_from_the_map_is_the_authors(roadmap: Roadmap) -> None:
    assert roadmap.graph
    assert reading_order(infer_outline(roadmap.graph)) == roadmap.order


CODE = [
    pytest.param(topic, code, id=f"{roadmap.slug}-{topic.slug}-{number}")
    for roadmap in DRAWN
    for topic in roadmap.topics.values()
    for number, code in enumerate(re.findall(r"^```python\n(.*?)^```", prose(topic), re.M | re.S))
]


@pytest.mark.parametrize(("topic", "code"), CODE)
def test_python_in_texts_is_correct(topic: Topic, code: str, tmp_path: Path) -> None:
    compile(code, topic.slug, "exec")
    if topic.roadmap == "python":
        # The other roadmaps show libraries that are not installed here.
        (tmp_path / "example.py").write_text(code, encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        assert (ran.returncode, ran.stderr) == (0, "")
