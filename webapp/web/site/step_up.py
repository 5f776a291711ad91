"""Step-up: what matters most is open only to somebody who has just proven who they are.

A stolen session, or a browser that was left open, can then neither take an account over nor carry its data
away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.sessions import is_recent
from webapp.web.site.redirects import safe_next
from webapp.web.site.visitor import account_required, sign_in_redirect, signed_in

Parameters = ParamSpec("Parameters")
ELSEWHERE = "/me/settings"


def recently_authenticated(view: Callable[Parameters, Response]) -> Callable[Parameters, Response]:
    """Lets only an account use a view whose owner has proven within 15 minutes who they are.

    Others are asked again and come back: to the page itself, or to the page whose form they sent. What they
    had typed there is gone, so put this on the page with the form too; then it is asked before.
    """

    @wraps(view)
    def checked(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Response:
        return ask_again() or view(*args, **kwargs)

    return account_required(checked)


def ask_again() -> Response | None:
    """Returns a redirect to the page that asks who is there, or None if that was proven within 15 minutes."""
    if is_recent(signed_in().authenticated_at, datetime.now(UTC)):
        return None
    return sign_in_redirect(url_for("confirm.confirm", next=_back(), posted=_was_posted()))


def _back() -> str:
    if request.method == "GET":
        return request.full_path.rstrip("?")
    # That another site sent a form was refused before this; of a referrer only the path counts here.
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return ELSEWHERE
    return safe_next(f"{parts.path}?{parts.query}".rstrip("?"), ELSEWHERE)


def _was_posted() -> str | None:
    return None if request.method == "GET" else "1"
