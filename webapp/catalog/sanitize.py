"""Replaces characters that pages, feeds and files cannot hold. All text of content goes through here."""

from __future__ import annotations

import re

# Not allowed in XML or UTF-8: control characters, lone surrogates and noncharacters.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
PARTS_OF_WORDS = "\u00a0\u202f\u3000\u200c\u200d"


def sanitize(text: str) -> str:
    """Returns a text with U+FFFD in the place of each character that cannot be written everywhere."""
    return UNSAFE.sub(REPLACEMENT, text)


def on_one_line(text: str) -> str:
    """Returns a text for a report or a log, without line breaks and control signs of terminals.

    Hard blanks, and what joins and parts letters in Persian or emoji, stay: they are parts of words.
    """
    return "".join(c if c.isprintable() or c in PARTS_OF_WORDS else REPLACEMENT for c in text)
