"""The id of the request that a thread works for. Its log lines carry it, and the jobs that it puts in."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

LONGEST = 64
# What a proxy may pass on as an id; anything else could forge a line of the log.
WELL_FORMED = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{7,{LONGEST - 1}}}")

request_id: ContextVar[str] = ContextVar("request_id", default="")


def new_request_id(sent: str = "") -> str:
    """Returns the id that a trusted proxy sent if it is well-formed, or else a new one."""
    return sent if WELL_FORMED.fullmatch(sent) else secrets.token_hex(8)
