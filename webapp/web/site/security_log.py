"""The log of security events, one line of JSON for each, without secrets.

What somebody did to an account is also kept in the audit log, in the database.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from flask import g, has_request_context, request
from sqlalchemy.exc import OperationalError, TimeoutError

from webapp.accounts.audit import record
from webapp.db.unit_of_work import is_writing, writing
from webapp.web.site.extensions import db
from webapp.web.site.logs import FACTS
from webapp.web.site.services import services

log = logging.getLogger("milepost.web")
events = logging.getLogger("milepost.security")
# Guests have no account, and come and go with every first mark.
OF_GUESTS = frozenset({"guest_made", "guest_removed"})


def security_event(name: str, /, words: str = "", **facts: str | int) -> None:
    """Logs an event with its facts. Never pass a password or a token.

    `user` is the learner whose account it is about. `staff` is the administrator who did it, or 0 for a
    command on the server, and `words` what they wrote about it: the audit log keeps it, and no line has it.
    Call it inside the unit of work of such an act, so that there is none without its entry in the audit log.
    """
    line: dict[str, str | int] = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": name}
    if has_request_context():
        line |= {"request": g.get("request_id", ""), "address": request.remote_addr or ""}
    line |= {k: v[:200] if isinstance(v, str) else v for k, v in facts.items()}
    events.info(json.dumps(line), extra={FACTS: line})
    services().metrics.count_event(name)
    if ("user" in facts or "staff" in facts) and name not in OF_GUESTS:
        _keep(name, facts, words)


def _keep(name: str, facts: dict[str, str | int], words: str) -> None:
    user = int(facts.get("user", 0)) or None
    staff = int(facts["staff"]) or None if "staff" in facts else user
    details = ", ".join(f"{key}={value}" for key, value in facts.items() if key not in {"user", "staff"})
    now = datetime.now(UTC)
    if is_writing(db.session()):
        record(db.session(), name, staff, user, details, now, words)
        return
    try:
        with writing(db.session()) as own:
            record(own, name, staff, user, details, now, words)
    except (OperationalError, TimeoutError) as error:
        # What it is about was done already, and is in the log of the process.
        log.warning("audit log not written: %s", type(error).__name__)
