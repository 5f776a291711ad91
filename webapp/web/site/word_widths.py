"""How wide words of the site's language are, for rows that have no second line."""

from __future__ import annotations

import unicodedata

# In widths of the typeface's size: letters on the whole, and those of scripts that give each a square.
LETTER, SQUARE = 0.55, 1.0
# With more than this the words of the head do not fit beside each other on a phone of 320 pixels.
MOST = 13.0


def are_long_words(*words: str) -> bool:
    """Returns whether words are too wide together for the head of a page on a phone."""
    return sum(_width(letter) for letter in "".join(words)) > MOST


def _width(letter: str) -> float:
    return SQUARE if unicodedata.east_asian_width(letter) in "WF" else LETTER
