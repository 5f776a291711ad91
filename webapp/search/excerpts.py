"""What is shown of a result: the sentence in which the query occurs, and which letters match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.catalog.texts.opening import first_sentence, sentences
from webapp.search.occurrences import ABSENT, occurrence, occurrence_at

LONGEST = 160  # letters
BEFORE = 50  # letters that are kept before the match of a long sentence


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, and whether it matches the query."""

    text: str
    is_match: bool


def excerpt(text: str, words: Sequence[str]) -> str:
    """Returns the sentence of a Markdown text that holds `words`, in folded case, most and best.

    It is cut around the best match. Where no sentence holds any of them it is the first one.
    """
    best, most = "", (0, 0)
    for sentence in sentences(text, words):
        held = _held(sentence.casefold(), words)
        if held > most:
            best, most = sentence, held
    return _cut(best or first_sentence(text), words)


def parts(text: str, words: Sequence[str]) -> Iterator[Part]:
    """Yields the pieces of a text, those that match one of `words` apart from the others."""
    end = 0
    for match in _pattern(words).finditer(text) if words else ():
        if match.start() > end:
            yield Part(text[end : match.start()], False)
        yield Part(match.group(), True)
        end = match.end()
    if end < len(text):
        yield Part(text[end:], False)


def _held(folded: str, words: Sequence[str]) -> tuple[int, int]:
    """Returns how many of the words a sentence holds, and a number that is higher the better it does so."""
    found = [how for word in words if (how := occurrence(folded, word)) != ABSENT]
    return len(found), -sum(found)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    # Of two words that begin alike the longer one.
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in longest_first), re.IGNORECASE)


def _cut(sentence: str, words: Sequence[str]) -> str:
    if len(sentence) <= LONGEST:
        return sentence
    begin = max(0, _best_place(sentence, words) - BEFORE)
    if begin:
        begin = sentence.find(" ", begin) + 1
    end = begin + LONGEST
    words_end = sentence.rfind(" ", begin, end) if end < len(sentence) else len(sentence)
    cut = sentence[begin : words_end if words_end > begin else end].rstrip(" ,;:–—-")
    return f"{'…' if begin else ''}{cut}{'…' if end < len(sentence) else ''}"


def _best_place(sentence: str, words: Sequence[str]) -> int:
    matches = _pattern(words).finditer(sentence) if words else ()
    places = ((occurrence_at(sentence, match.group(), match.start()), match.start()) for match in matches)
    return min(places, default=(ABSENT, 0))[1]
