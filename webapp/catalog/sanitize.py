"""Letters that every page, feed and file can hold: what comes in from content goes through here."""

from __future__ import annotations

import re

# Neither XML nor UTF-8 holds these: control characters, halves of letters, and what Unicode says is none.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"


def sanitize(text: str) -> str:
    """A text with a sign in the place of every character that cannot be written everywhere."""
    return UNSAFE.sub(REPLACEMENT, text)


def on_one_line(text: str) -> str:
    """A text for a report or a log: nothing in it breaks the line or speaks to a terminal."""
    return "".join(c if c.isprintable() else REPLACEMENT for c in text)
