"""The cookie of a sign-in that waits for its second step."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from webapp.accounts.attempts import VALID
from webapp.web.site.services import settings
from webapp.web.site.session_cookies import LONGEST_TOKEN, cookie_name

AnyResponse = TypeVar("AnyResponse", bound=Response)


def attempt_cookie() -> str:
    """Returns the token of the attempt of this browser, or an empty string."""
    token = request.cookies.get(_name(), "")
    return token if len(token) <= LONGEST_TOKEN else ""


def keep_attempt(response: AnyResponse, token: str) -> AnyResponse:
    """Sets the cookie for as long as the attempt waits."""
    response.set_cookie(
        _name(),
        token,
        max_age=int(VALID.total_seconds()),
        secure=settings().is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def forget_attempt(response: AnyResponse) -> AnyResponse:
    """Deletes the cookie if the browser has one."""
    if _name() in request.cookies:
        secure = settings().is_https
        response.delete_cookie(_name(), secure=secure, httponly=True, samesite="Lax", path="/")
    return response


def _name() -> str:
    return cookie_name(settings()) + "-attempt"
