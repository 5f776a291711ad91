"""Texts that would take too long to read are shown as they are written, and reported."""

from __future__ import annotations

import pytest

from tests.catalog.texts.pages import words_of
from webapp.catalog.findings import Findings
from webapp.catalog.front_matter.parse import parse_front_matter
from webapp.catalog.texts.markdown import plain, render, render_inline
from webapp.catalog.texts.topic_text import parse_topic

MANY = 16 * 1024
COSTLY = {
    "brackets": "[" * 4 * MANY,
    "pictures": "![" * 2 * MANY,
    "links": "[a](" * MANY,
    "emphasis": "*a" * 2 * MANY,
    "code": "".join("`" * n + "a" for n in range(350)),
    "entities": "&amp;" * 3 * MANY,
    "tags": "<b>" * MANY,
    "items": "- a\n" * MANY,
    "headings": "# a\n" * MANY,
    "columns": "|a" * 10_000 + "\n" + "|-" * 10_000 + "\n" + "|b\n" * 1000,
    "cells": "|a" * 400 + "\n" + "|-" * 400 + "\n" + "|b\n" * 400,
    "quotes in quotes": "> " * 30 + "a",
    "lists in lists": "\n".join("  " * n + "- a" for n in range(30)),
    "more than a file may hold": "words " * 20_000,
}


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY.keys())
def test_a_text_that_is_too_costly_is_shown_as_it_is_written(text: str) -> None:
    found = Findings("file")
    topic = parse_topic(f"# Title\n\n{text}\n", (), found)
    assert [f.message.rpartition("; ")[2] for f in found.collected] == [
        "it is shown as it is written, without Markdown"
    ]
    assert "".join(words_of(render(topic.body)).split()) == "".join(f"# Title {text}".split())
    assert plain(text) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://a.example/) and `code`, **bold**: 1,000 letters of a text for people, again and again.\n"
        * 600,
        "```python\n" + "rows[i] = [a * b for a, b in pairs]  # <3\n" * 1500 + "```\n",
        "| a | b | c |\n|---|---|---|\n" + "| some | more | words |\n" * 400,
        "\n".join("  " * n + "- a" for n in range(9)),
    ],
    ids=["prose", "code", "table", "lists"],
)
def test_large_texts_for_people_are_read(text: str) -> None:
    found = Findings("file")
    shown = render(parse_topic(text, (), found).body)
    assert found.collected == []
    assert any(tag in shown for tag in ("<a ", "<pre ", "<table>", "<li>"))


def test_a_costly_line_is_shown_as_it_is_written() -> None:
    text = "[" * 5000 + "<b>"
    assert render_inline(text) == "[" * 5000 + "&lt;b&gt;"
    found = Findings("file")
    parse_front_matter(f"---\ntitle: T\nnote: '{text}'\n---\n", found)
    assert [f.place == "note" and "it is shown as it is written" in f.message for f in found.collected] == [
        True
    ]
