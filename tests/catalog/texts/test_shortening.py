"""A text that is too long is cut between words, and inside of one where it has to be."""

import pytest

from webapp.catalog.texts.opening import first_sentence
from webapp.catalog.texts.shortening import shorten


def test_short_texts_stay() -> None:
    assert shorten("Learn to cook", 13) == "Learn to cook"


def test_whole_words_are_kept() -> None:
    assert shorten("Learn to cook, and to bake", 20) == "Learn to cook, and…"
    assert shorten("Learn to cook, and to bake", 16) == "Learn to cook…"


@pytest.mark.parametrize("text", ["日本語" * 100, f"To {'x' * 300}"], ids=["no blanks", "a long word"])
def test_a_text_without_blanks_is_more_than_an_ellipsis(text: str) -> None:
    assert shorten(text, 80) == f"{text[:79]}…"
    assert first_sentence(text) == f"{text[:219]}…"
