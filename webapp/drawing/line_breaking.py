"""Where a line of text may break: by Unicode's rules (UAX 14), and inside a word between its letters."""

from __future__ import annotations

from functools import lru_cache

from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

REMEMBERED = 2048


@lru_cache(maxsize=REMEMBERED)
def pieces(text: str) -> tuple[str, ...]:
    """Returns what a line of text may break between: words, and the signs of scripts without blanks.

    A piece that stands after a blank begins with one, so that joined pieces are the text again. A word of
    plain Latin letters stays whole although it may hold a hyphen.
    """
    found: list[str] = []
    for word in text.split():
        first, *others = [word] if word.isascii() else line_break_units(word)
        found += [f" {first}" if found else first, *others]
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def smaller_pieces(word: str) -> tuple[tuple[str, ...], ...]:
    """Returns the parts of a word that no line holds, such as those before and after a hyphen.

    Each part is a tuple of its letters, with what belongs to them: accents, vowel signs, joined emoji.
    """
    return tuple(tuple(grapheme_clusters(unit)) for unit in line_break_units(word))
