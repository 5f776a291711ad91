"""What a browser keeps while somebody signs in by a provider: signed notes, each in a cookie of its own.

Two tabs have two notes. One cannot be read or used in another browser, and lasts ten minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from webapp.web.site.services import settings
from webapp.web.site.session_cookies import cookie_name

VALID_SECONDS = 600
# Of more tabs the oldest ones begin anew.
MOST_NOTES = 5
LONGEST_BACK = 1000
KEY = re.compile(r"[A-Za-z0-9_-]{16}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-in that was sent to a provider; `connects` or `confirms` is a learner who is signed in, or 0."""

    provider: str
    state: str
    nonce: str
    verifier: str
    back: str = ""
    mark: str = ""
    invitation: str = ""
    connects: int = 0
    confirms: int = 0


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came back from a provider and has no account, or has to sign in to it first."""

    provider: str
    issuer: str
    subject: str
    title: str
    address: str
    is_verified: bool
    name: str
    back: str = ""
    mark: str = ""
    invitation: str = ""


Note = TypeVar("Note", Asked, Came)


def key_of(text: str) -> str:
    """Returns the key of the note that belongs to a state, or to another secret text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def keep_note(response: Response, key: str, note: Asked | Came) -> Response:
    """Sets the cookie of a note, and drops the ones of before if there are too many."""
    text = _serializer(type(note)).dumps(asdict(note))
    for name in _names()[: -(MOST_NOTES - 1)]:
        response.delete_cookie(name, **_options())
    response.set_cookie(_name(key), text, max_age=VALID_SECONDS, **_options())
    return response


def read_note(kind: type[Note], key: str) -> Note | None:
    """Returns the note of a key in this browser, or None if there is none of that kind, or it is too old."""
    if not KEY.fullmatch(key):
        return None
    try:
        found = _serializer(kind).loads(request.cookies.get(_name(key), ""), max_age=VALID_SECONDS)
    except BadSignature:
        return None
    return kind(**found) if set(found) == {one.name for one in fields(kind)} else None


def read_asked(provider: str, state: str) -> Asked | None:
    """Returns the sign-in that a state belongs to, if this browser began it at this provider."""
    note = read_note(Asked, key_of(state))
    if note is None or note.provider != provider or not hmac.compare_digest(note.state, state):
        return None
    return note


def drop_note(response: Response, key: str) -> Response:
    """Deletes the cookie of a note."""
    response.delete_cookie(_name(key), **_options())
    return response


def _names() -> list[str]:
    prefix = _name("")
    return [name for name in request.cookies if name.startswith(prefix)]


def _name(key: str) -> str:
    return f"{cookie_name(settings())}-provider-{key}"


def _options() -> dict[str, Any]:
    return {"secure": settings().is_https, "httponly": True, "samesite": "Lax", "path": "/"}


def _serializer(kind: type[Asked | Came]) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=f"provider-{kind.__name__}")
