"""What follows when somebody who is signed in has proven again who they are."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response

from webapp.accounts.sessions import OpenedSession
from webapp.web.site.redirects import safe_next
from webapp.web.site.security_log import security_event
from webapp.web.site.session_cookies import remember
from webapp.web.site.step_up import ELSEWHERE


def confirmed(opened: OpenedSession, proof: str, back: str | None) -> Response:
    """Leads back to where the proof was needed, with the session's new token."""
    security_event("confirmed", user=opened.learner_id, by=proof)
    return remember(redirect(safe_next(back, ELSEWHERE), 303), opened.token, opened.remember)
