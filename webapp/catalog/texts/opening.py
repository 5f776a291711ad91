"""Sentences of a topic's text as plain text, for places where the whole text is too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from webapp.catalog.texts.markdown import plain
from webapp.catalog.texts.shortening import shorten

LONGEST = 220  # letters
NO_PROSE = ("#", "```", "~~~", "|", ">", "![", "---")
# After a short word or an initial a full stop ends no sentence: "e.g. this", "J. Doe".
SENTENCE_END = re.compile(r"(?<!\b\w)[.!?…](?=\s+[\"“‘(]?[A-Z0-9À-Þ])")


def first_sentence(text: str) -> str:
    """Returns the first sentence of a Markdown text as plain text; an empty string if it has no prose."""
    words = plain(next(_prose(text), ""))
    end = SENTENCE_END.search(words)
    return shorten(words[: end.end()] if end else words, LONGEST)


def sentences(text: str, words: Sequence[str]) -> Iterator[str]:
    """Yields the sentences of those paragraphs of a Markdown text that hold one of `words`.

    The words are in folded case.
    """
    for paragraph in _prose(text):
        folded = paragraph.casefold()
        if any(word in folded for word in words):
            yield from _sentences(plain(paragraph))


def _prose(text: str) -> Iterator[str]:
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    return (p for p in paragraphs if p and not p.startswith(NO_PROSE))


def _sentences(words: str) -> Iterator[str]:
    begin = 0
    for end in SENTENCE_END.finditer(words):
        yield words[begin : end.end()].strip()
        begin = end.end()
    if rest := words[begin:].strip():
        yield rest
