"""How the words of a query occur in a text: as words of their own, where a word begins, or inside of one."""

from __future__ import annotations

from collections.abc import Sequence

# From the best to none at all.
WHOLE, BEGINNING, INSIDE, ABSENT = range(4)


def words_of(query: str) -> tuple[str, ...]:
    """Returns the words of a query in folded case, each once; all of them have to occur in what fits."""
    return tuple(dict.fromkeys(query.casefold().split()))


def worst(folded: str, words: Sequence[str]) -> int:
    """Returns how a text in folded case holds the word of `words` that it holds least well."""
    return max((occurrence(folded, word) for word in words), default=ABSENT)


def occurrence(folded: str, word: str) -> int:
    """Returns how a text in folded case holds a word, at the place where it does so best."""
    best, at = ABSENT, folded.find(word)
    while at >= 0 and best != WHOLE:
        best = min(best, occurrence_at(folded, word, at))
        at = folded.find(word, at + 1)
    return best


def occurrence_at(text: str, word: str, begin: int) -> int:
    """Returns how a text holds a word at one place."""
    end = begin + len(word)
    if begin and _is_joined(text[begin - 1], word[0]):
        return INSIDE
    return BEGINNING if end < len(text) and _is_joined(word[-1], text[end]) else WHOLE


def _is_joined(before: str, after: str) -> bool:
    """Returns whether two letters that follow on each other belong to one word."""
    return before.isalnum() and after.isalnum()
