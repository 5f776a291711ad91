"""Where a line of text may break: by Unicode's rules (UAX 14), and inside a word between its letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

REMEMBERED = 2048
# In Thai and Lao, which have no blanks, a vowel that is written before its consonant begins a syllable,
# and some that are written behind it belong to it.
SYLLABLE = re.compile(r"(?<=[\u0e01-\u0e4e])(?=[\u0e40-\u0e44])|(?<=[\u0e81-\u0ecd])(?=[\u0ec0-\u0ec4])")
BEFORE = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4")
BEHIND = frozenset("\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46\u0eb0\u0eb2\u0eb3\u0ec6")


@lru_cache(maxsize=REMEMBERED)
def pieces(text: str) -> tuple[str, ...]:
    """Returns what a line of text may break between: words, and the signs of scripts without blanks.

    A piece that stands after a blank begins with one, so that joined pieces are the text again. A word of
    plain Latin letters stays whole although it may hold a hyphen.
    """
    found: list[str] = []
    for word in text.split():
        first, *others = [word] if word.isascii() else _units(word)
        found += [f" {first}" if found else first, *others]
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def smaller_pieces(word: str) -> tuple[tuple[str, ...], ...]:
    """Returns the parts of a word that no line holds, such as those before and after a hyphen.

    Each part is a tuple of its letters, with what belongs to them: accents, vowel signs, joined emoji.
    """
    return tuple(tuple(_letters(unit)) for unit in _units(word))


def _units(word: str) -> list[str]:
    return [syllables for unit in line_break_units(word) for syllables in SYLLABLE.split(unit)]


def _letters(unit: str) -> Iterator[str]:
    letter = ""
    for cluster in grapheme_clusters(unit):
        if letter and letter[-1] not in BEFORE and cluster[0] not in BEHIND:
            yield letter
            letter = ""
        letter += cluster
    yield letter
