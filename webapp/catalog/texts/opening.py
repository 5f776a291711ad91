"""The first sentence of a topic's text, for places where the whole text is too long."""

from __future__ import annotations

import re

from webapp.catalog.texts.markdown import plain

LONGEST = 220  # letters
NO_PROSE = ("#", "```", "~~~", "|", ">", "![", "---")
# After a short word or an initial a full stop ends no sentence: "e.g. this", "J. Doe".
SENTENCE_END = re.compile(r"(?<!\b\w)[.!?…](?=\s+[\"“‘(]?[A-Z0-9À-Þ])")


def first_sentence(text: str) -> str:
    """Returns the first sentence of a Markdown text as plain text; an empty string if it has no prose."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    opening = next((p for p in paragraphs if p and not p.startswith(NO_PROSE)), "")
    words = plain(opening)
    end = SENTENCE_END.search(words)
    return _cut(words[: end.end()] if end else words)


def _cut(sentence: str) -> str:
    if len(sentence) <= LONGEST:
        return sentence
    return sentence[:LONGEST].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
