"""What pages of operators leave out of texts: addresses of people, and what opens an account."""

from __future__ import annotations

import re

_MAILBOX = re.compile(r"[^\s@<>\"']+@(?=[^\s@<>]+)")
# A link's path, and a token that stands alone.
_PATH = re.compile(r"(https?://[^\s/]+)/\S*")
_TOKEN = re.compile(r"\b[\w-]*\.?[\w-]{22,}\b")


def masked(text: str) -> str:
    """Returns a text without the names of mailboxes, the paths of links, and tokens."""
    return _TOKEN.sub("…", _PATH.sub(r"\1/…", _MAILBOX.sub("…@", text)))
