"""The learner of a request, found by the session cookie and given to Flask-Login."""

from __future__ import annotations

import hashlib
import hmac
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import Flask, Request, Response, abort, current_app, g, redirect, request, url_for
from flask_login import UserMixin, current_user
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.sessions import ABSOLUTE, SignedIn, find_session, is_touch_due, touch_session
from webapp.config import Settings
from webapp.db.unit_of_work import end_reading, writing
from webapp.web.site.extensions import client_network, db, login_manager
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.services import services

log = logging.getLogger("milepost.web")
LONGEST_TOKEN = 200


class Visitor(UserMixin):  # type: ignore[misc]  # the library ships no types
    """The signed-in learner of this request, with the session's id and the cookie's token.

    `time_zone` is empty until it is known.
    """

    def __init__(self, learner_id: int, username: str, session_id: str, token: str, time_zone: str) -> None:
        self.id = learner_id
        self.learner_id = learner_id
        self.username = username
        self.session_id = session_id
        self.token = token
        self.time_zone = time_zone


@dataclass(frozen=True, slots=True)
class Viewer:
    """The learner who is signed in, as templates see them.

    `key` goes into forms, so that an old page of one learner never acts for another.
    """

    username: str
    key: str


def init_visitors(app: Flask) -> None:
    """Makes `current_user` the learner whom the session cookie names."""
    # Flask-Login is used only for `current_user`; sessions are our own rows. No cookie can be named "=", so
    # that its remember cookie is never read, and without session protection it never writes one.
    app.config["REMEMBER_COOKIE_NAME"] = "="
    login_manager.session_protection = None
    # `init_app` would also handle the remember cookie, and read the session on every request for it, so that
    # even a stylesheet would vary by cookie.
    app.login_manager = login_manager  # type: ignore[attr-defined]
    login_manager.request_loader(load_visitor)
    login_manager.unauthorized_handler(send_to_sign_in)


def cookie_name(settings: Settings) -> str:
    """Returns the name of the session cookie. On https it has the prefix that binds it to the host."""
    return "__Host-milepost" if settings.is_https else "milepost"


def session_cookie(req: Request) -> str:
    """Returns the token in a request's session cookie, or an empty string if it has none or is too long."""
    token = req.cookies.get(cookie_name(services().settings), "")
    return token if len(token) <= LONGEST_TOKEN else ""


def load_visitor(req: Request) -> Visitor | None:
    """Returns the learner of a request, or None for a guest.

    While the database is away everybody is treated as a guest, and `g.database_away` is set.
    """
    token = session_cookie(req)
    if not token:
        return None
    now = datetime.now(UTC)
    try:
        found = find_session(db.session(), token, now)
    except (OperationalError, TimeoutError) as error:
        end_reading(db.session())
        g.database_away = True
        log.warning("database away: %s", type(error).__name__)
        return None
    if found is None:
        return None
    if is_touch_due(found, now):
        _touch(found, now)
    return Visitor(found.learner_id, found.username, found.session_id, token, found.time_zone)


def _touch(found: SignedIn, now: datetime) -> None:
    try:
        with writing(db.session()) as session:
            touch_session(session, found, now)
    except (OperationalError, TimeoutError) as error:
        # The learner is known; `last_seen_at` can be stored by the next request.
        log.warning("session not noted as seen: %s", type(error).__name__)


def send_to_sign_in() -> BaseResponse:
    """Redirects to the sign-in page, which leads back to this address afterwards."""
    back = request.full_path.rstrip("?") if request.method == "GET" else "/me"
    return sign_in_redirect(url_for("account.login", next=back))


def sign_in_redirect(address: str) -> BaseResponse:
    """Redirects the whole page, also if the request is for a fragment.

    HTMX would follow an ordinary redirect and put the sign-in page into the fragment's place.
    """
    refuse_while_database_is_away()
    if wants_fragment():
        return Response(status=401, headers={"HX-Redirect": address, "Cache-Control": "private, no-store"})
    return redirect(address, 303)


def refuse_while_database_is_away() -> None:
    """Answers 503 if the learner could not be looked up, because the visitor may not be a guest."""
    if g.get("database_away"):
        abort(503)


def visitor() -> Visitor | None:
    """Returns the signed-in learner, or None for a guest."""
    return cast("Visitor", current_user._get_current_object()) if current_user.is_authenticated else None


def signed_in() -> Visitor:
    """Returns the signed-in learner in a view that requires one."""
    found = visitor()
    if found is None:
        abort(401)
    return found


def learner_or_address() -> str:
    """Returns the key of a rate limit: the learner, because a class may share an address, or the network."""
    who = visitor()
    return f"learner {who.learner_id}" if who else client_network()


def viewer_key(learner_id: int) -> str:
    """Returns a key that stands for a learner in forms and does not reveal the learner's id."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"viewer:{learner_id}".encode(), hashlib.sha256).hexdigest()[:16]


def viewer() -> Viewer | None:
    """Returns the signed-in learner for templates, or None for a guest."""
    who = visitor()
    return Viewer(username=who.username, key=viewer_key(who.learner_id)) if who else None


def remember(response: BaseResponse, token: str, is_permanent: bool) -> BaseResponse:
    """Sets the session cookie until the browser closes or, if permanent, until the session expires."""
    settings = services().settings
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=int(ABSOLUTE[True].total_seconds()) if is_permanent else None,
        secure=settings.is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def forget(response: BaseResponse) -> BaseResponse:
    """Deletes the session cookie."""
    settings = services().settings
    response.delete_cookie(
        cookie_name(settings), secure=settings.is_https, httponly=True, samesite="Lax", path="/"
    )
    return response
