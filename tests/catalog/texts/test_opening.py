"""The first sentence of a text."""

from __future__ import annotations

import pytest

from webapp.catalog.texts.opening import LONGEST, first_sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Long tasks drift. Then they end.", "Long tasks drift."),
        ("Is the **tone** right? Ask.", "Is the tone right?"),
        ("One sentence without an end", "One sentence without an end"),
        ("## A heading\n\nThe text. More.", "The text."),
        ("```python\nx = 1. Y\n```\n\nThe text.", "The text."),
        ("Formats vary, e.g. GGUF or ONNX. Pick one.", "Formats vary, e.g. GGUF or ONNX."),
        ("Version 3.11 is fast. Use it.", "Version 3.11 is fast."),
        ("", ""),
        ("# Only a heading", ""),
    ],
)
def test_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_a_long_sentence_ends_between_words() -> None:
    sentence = first_sentence("word, " * 100)
    assert len(sentence) <= LONGEST + 1
    assert sentence.endswith("word…")
