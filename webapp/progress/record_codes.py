"""The codes by which records of completion are verified, such as `k7q2-9fmx-3tdz-8w4n`.

They are printed on paper and typed from it, so they have no letters that are mistaken for others.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS, LETTERS = 4, 4  # 16 letters of 31: 79 bits
_CODE = re.compile(rf"[{ALPHABET}]{{{GROUPS * LETTERS}}}")
_LONGEST = 40


def new_code() -> str:
    """Returns a code that nobody can guess."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * LETTERS)))


def read_code(text: str) -> str:
    """Returns the code that somebody has typed, in the form in which it is stored.

    Returns an empty string if the text is no code.
    """
    letters = re.sub(r"[\s-]", "", text[:_LONGEST]).lower()
    return _grouped(letters) if _CODE.fullmatch(letters) else ""


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + LETTERS] for start in range(0, len(letters), LETTERS))
