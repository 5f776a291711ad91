"""Which letters the faces of this machine have, those that Milepost ships and those that are installed.

A letter that no face has is an empty box in PDFs and pictures.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable
from functools import cache

from fontTools.ttLib import TTFont, TTLibError

from webapp.drawing.typeface import FOLDER
from webapp.drawing.typesetting import font_files

# Joiners, marks of direction, blanks and control characters need no shape of their own.
SHAPELESS = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
VARIATION_SELECTORS = range(0xFE00, 0xFE10)
# Typst brings a face of its own, Libertinus Serif, with the letters of Latin, Greek and Cyrillic.
BUILT_IN = (range(0x0020, 0x0530), range(0x1E00, 0x2000))


def missing_letters(texts: Iterable[str]) -> list[str]:
    """Returns the letters of some texts that no face has, each once, in their order."""
    letters = dict.fromkeys("".join(texts))
    unknown = [letter for letter in letters if ord(letter) not in _shipped() and _has_shape(letter)]
    return [letter for letter in unknown if ord(letter) not in _installed()]


def _has_shape(letter: str) -> bool:
    return unicodedata.category(letter) not in SHAPELESS and ord(letter) not in VARIATION_SELECTORS


@cache
def _shipped() -> frozenset[int]:
    """Returns the letters that every shipped face has, because texts are set in each of them."""
    faces = [_letters(str(path), 0) for path in FOLDER.glob("*.ttf")]
    return frozenset.intersection(*faces)


@cache
def _installed() -> frozenset[int]:
    built_in = itertools.chain(*BUILT_IN)
    return frozenset(built_in).union(*(_letters(path, index) for path, index in font_files()))


def _letters(path: str, index: int) -> frozenset[int]:
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError):
        return frozenset()
