"""Browsers in which a learner has signed in before, so that only the first sign-in in one is told by mail.

A browser keeps this in a cookie that holds a mark for each of its last accounts. Without the site's key
nobody can make one, and it opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta
from typing import TypeVar

from flask import current_app, request
from werkzeug.wrappers import Response

from webapp.web.site.services import settings
from webapp.web.site.session_cookies import cookie_name

LASTS = timedelta(days=400)
MOST_ACCOUNTS = 5
MARK_LENGTH = 32
MARK = re.compile(r"[0-9a-f]{32}")
AnyResponse = TypeVar("AnyResponse", bound=Response)


def is_known_browser(learner_id: int) -> bool:
    """Returns whether a learner has signed in with the browser of this request before."""
    mark = _mark(learner_id)
    return any(hmac.compare_digest(found, mark) for found in _marks())


def remember_browser(response: AnyResponse, learner_id: int) -> AnyResponse:
    """Sets the cookie by which the browser is known at the learner's next sign-in."""
    mark = _mark(learner_id)
    marks = [mark, *(found for found in _marks() if found != mark)][:MOST_ACCOUNTS]
    response.set_cookie(
        _name(),
        ".".join(marks),
        max_age=int(LASTS.total_seconds()),
        secure=settings().is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _marks() -> list[str]:
    parts = request.cookies.get(_name(), "").split(".")
    return [part for part in parts[:MOST_ACCOUNTS] if MARK.fullmatch(part)]


def _mark(learner_id: int) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"browser:{learner_id}".encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]


def _name() -> str:
    return cookie_name(settings()) + "-browser"
