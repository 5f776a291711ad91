"""The cookie of a learner's session, and the cookies by which guests of the same browser find each other.

Two tabs may send somebody's first marks at the same time. Each answer makes a guest, and the later session
cookie replaces the earlier one. So each of them also sets a cookie of its own; with the next request the
guests become one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from flask import Request, request
from werkzeug.wrappers import Response

from webapp.accounts.sessions import longest
from webapp.config import Settings
from webapp.db.learners import ACCOUNT, GUEST
from webapp.web.site.services import services

LONGEST_TOKEN = 200
MOST_FIRST = 20
AnyResponse = TypeVar("AnyResponse", bound=Response)


def cookie_name(settings: Settings) -> str:
    """Returns the name of the session cookie. On https it has the prefix that binds it to the host."""
    return "__Host-milepost" if settings.is_https else "milepost"


def session_cookie(req: Request) -> str:
    """Returns the token in a request's session cookie, or an empty string if it has none or is too long."""
    token = req.cookies.get(cookie_name(services().settings), "")
    return token if len(token) <= LONGEST_TOKEN else ""


def remember(response: AnyResponse, token: str, is_permanent: bool, kind: str = ACCOUNT) -> AnyResponse:
    """Sets the session cookie until the browser closes or, if permanent, until the session expires."""
    return _set(
        response, cookie_name(services().settings), token, longest(kind, True) if is_permanent else None
    )


def forget(response: AnyResponse) -> AnyResponse:
    """Deletes the session cookie, and those of new guests."""
    return _delete(response, (cookie_name(services().settings), *_first_names(request)))


def remember_first(response: AnyResponse, token: str) -> AnyResponse:
    """Sets a cookie for a new guest that no other answer replaces."""
    name = _first_prefix(services().settings) + secrets.token_hex(4)
    return _set(response, name, token, longest(GUEST, True))


def first_tokens(req: Request) -> tuple[str, ...]:
    """Returns the tokens of new guests of this browser; of more than MOST_FIRST those of the first ones."""
    return tuple(req.cookies[name] for name in _first_names(req)[:MOST_FIRST])


def delete_first_cookies(response: AnyResponse) -> AnyResponse:
    """Deletes the cookies whose tokens `first_tokens` returned; those beyond wait for the next request."""
    return _delete(response, _first_names(request)[:MOST_FIRST])


def _first_names(req: Request) -> list[str]:
    prefix = _first_prefix(services().settings)
    return [name for name in req.cookies if name.startswith(prefix)]


def _first_prefix(settings: Settings) -> str:
    return cookie_name(settings) + "-first-"


def _set(response: AnyResponse, name: str, token: str, lasts: timedelta | None) -> AnyResponse:
    response.set_cookie(
        name,
        token,
        max_age=int(lasts.total_seconds()) if lasts else None,
        secure=services().settings.is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _delete(response: AnyResponse, names: Iterable[str]) -> AnyResponse:
    secure = services().settings.is_https
    for name in names:
        response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax", path="/")
    return response
