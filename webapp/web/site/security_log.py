"""The log of security events, one line of JSON for each, without secrets."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from flask import g, has_request_context, request

from webapp.web.site.logs import FACTS
from webapp.web.site.services import services

log = logging.getLogger("milepost.security")


def security_event(name: str, /, **facts: str | int) -> None:
    """Logs an event with its facts. Never pass a password or a token."""
    line: dict[str, str | int] = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": name}
    if has_request_context():
        line |= {"request": g.get("request_id", ""), "address": request.remote_addr or ""}
    line |= {k: v[:200] if isinstance(v, str) else v for k, v in facts.items()}
    log.info(json.dumps(line), extra={FACTS: line})
    services().metrics.count_event(name)
