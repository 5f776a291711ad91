"""Which topics and roadmaps fit a query, and which come first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import CONTENT
from tests.outlines_tree import draw
from webapp.catalog.catalog import Catalog
from webapp.catalog.loading.load import load
from webapp.search.excerpts import excerpt
from webapp.search.matching import search

# Each topic holds "rag" differently; they stand in the reverse of the order that is wanted.
OUTLINE = """# Answers

## Answers {#answers}

- Chunks {#in-text-inside}
- Overlap {#in-text-beginning}
- Storage {#in-title-inside}
- Grounding {#in-text-whole}
- Ragged Arrays {#in-title-beginning}
- Evaluating RAG {#in-title-whole}
- RAG in Practice {#title-begins-with-it}
- RAG {#is-the-title}
"""
TEXTS = {
    "in-text-inside": "Long texts are fragments of longer ones.",
    "in-text-beginning": "Two rags overlap.",
    "in-text-whole": "Answers from sources: (RAG).",
}


@pytest.fixture
def answers(tmp_path: Path) -> Catalog:
    draw(tmp_path, "answers", OUTLINE)
    for topic_id, text in TEXTS.items():
        (tmp_path / f"roadmaps/answers/content/topic@{topic_id}.md").write_text(f"# Topic\n\n{text}\n")
    return load(tmp_path, reserved=())


def found(catalog: Catalog, query: str) -> list[str]:
    return [hit.topic.id for hit in search(catalog, query).topics]


def labels(catalog: Catalog, query: str) -> list[str]:
    return [hit.topic.label for hit in search(catalog, query).topics]


def test_whole_words_come_first_then_beginnings_of_words_then_letters_inside(answers: Catalog) -> None:
    assert found(answers, "rag") == [
        "is-the-title",
        "title-begins-with-it",
        "in-title-whole",
        "in-title-beginning",
        "in-text-whole",
        "in-title-inside",
        "in-text-beginning",
        "in-text-inside",
    ]


def test_of_several_words_the_one_that_fits_least_decides(answers: Catalog) -> None:
    assert found(answers, "practice rag") == ["title-begins-with-it"]
    assert found(answers, "prac rag") == ["title-begins-with-it"]
    assert found(answers, "rag zebra") == []


@pytest.fixture(scope="module")
def content() -> Catalog:
    return load(CONTENT, reserved=())


@pytest.mark.parametrize("query", ["rag", "RAG"])
def test_of_our_own_roadmaps_retrieval_is_the_first_that_rag_finds(content: Catalog, query: str) -> None:
    first, *rest = labels(content, query)
    assert "RAG" in first
    storage = next(i for i, label in enumerate(rest) if "rag" in label.casefold() and "RAG" not in label)
    assert all("RAG" not in label for label in rest[storage:])


def test_the_sentence_that_is_shown_holds_the_word_itself_if_one_does() -> None:
    text = "Storage holds fragments and drags on. Later on RAG reads them."
    assert excerpt(text, ["rag"]) == "Later on RAG reads them."
    assert excerpt("Storage first. Nothing else.", ["rag"]) == "Storage first."


def test_a_long_sentence_is_cut_around_the_word_itself() -> None:
    sentence = f"Storage {'and more of it ' * 20}until RAG comes."
    assert excerpt(sentence, ["rag"]).endswith("until RAG comes.")


def test_roadmaps_whose_name_is_the_query_come_first(tmp_path: Path) -> None:
    for slug in ("barber", "bar"):
        draw(tmp_path, slug, f"# {slug}\n\n## One {{#{slug}-one}}\n\n- Two {{#{slug}-two}}\n")
    catalog = load(tmp_path, reserved=())
    assert [roadmap.slug for roadmap in search(catalog, "bar").roadmaps] == ["bar", "barber"]
