"""The learner of a request, found by the session cookie and given to Flask-Login: an account or a guest."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, wraps
from typing import ParamSpec, cast

from flask import (
    Flask,
    Request,
    Response,
    abort,
    after_this_request,
    current_app,
    g,
    redirect,
    request,
    url_for,
)
from flask_login import UserMixin, current_user
from sqlalchemy import Dialect
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.sessions import (
    OpenedSession,
    SignedIn,
    find_guests,
    find_session_and,
    is_touch_due,
    session_query,
    touch_session,
)
from webapp.db.learners import GUEST, LEAVING, UnknownLearner
from webapp.db.prepared import PreparedQuery
from webapp.db.reading import read_once
from webapp.db.unit_of_work import end_reading, writing
from webapp.learning.merging import merge_guest
from webapp.progress.errors import TooManyChanges
from webapp.progress.marks_query import FoundMarks, MarksQuery
from webapp.progress.packed_marks import packed_marks, packed_times
from webapp.web.site.client_address import client_network
from webapp.web.site.extensions import db, limiter, login_manager
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.session_cookies import delete_first_cookies, first_tokens, session_cookie

log = logging.getLogger("milepost.web")
# Ends the key of a guest's page.
OF_GUEST = ".guest"
# What these limit is counted by network also for somebody who is signed in.
_OF_STRANGERS = frozenset({"sign_in", "sign_up", "recovery", "second_step", "passkey"})
# What an account that is to be deleted can still do.
OPEN_TO_LEAVING = {"data_deletion.leaving", "data_deletion.stay", "sign_in.logout"}
Parameters = ParamSpec("Parameters")
Asked = Callable[[], MarksQuery]


class Visitor(UserMixin):  # type: ignore[misc]  # the library ships no types
    """The learner of this request, with the session's id and the cookie's token.

    A guest has no username; `time_zone` is empty until it is known. `authenticated_at` is when the learner
    last proved who they are.
    """

    def __init__(
        self,
        learner_id: int,
        kind: str,
        username: str,
        session_id: str,
        token: str,
        time_zone: str = "",
        authenticated_at: datetime | None = None,
        is_admin: bool = False,
    ) -> None:
        self.id = learner_id
        self.learner_id = learner_id
        self.is_guest = kind == GUEST
        self.username = username
        self.session_id = session_id
        self.token = token
        self.time_zone = time_zone
        self.authenticated_at = authenticated_at
        self.is_admin = is_admin


@dataclass(frozen=True, slots=True)
class Viewer:
    """The learner as templates see them.

    `key` goes into forms, so that an old page of one learner never acts for another.
    """

    username: str
    key: str
    is_guest: bool
    is_admin: bool = False


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


def load_visitor(req: Request) -> Visitor | None:
    """Returns the learner of a request, or None.

    While the database is away nobody is known, and `g.database_away` is set.
    """
    return _find(req, MarksQuery)[0]


def visitor_and_marks(asked: Asked) -> tuple[Visitor | None, FoundMarks]:
    """Returns the learner of this request with the marks that are asked for, by one query.

    `asked` is called only if there is a learner. Of one who is known already the marks are read alone.
    Raises OperationalError.
    """
    if "_login_user" in g:
        who = visitor()
        return who, asked().read(db.session(), who.learner_id) if who else FoundMarks()
    who, marks = _find(request, asked)
    g._login_user = who or login_manager.anonymous_user()
    return who, marks


def _find(req: Request, asked: Asked) -> tuple[Visitor | None, FoundMarks]:
    token = session_cookie(req)
    if not token:
        return None, FoundMarks()
    now = datetime.now(UTC)
    try:
        query = asked()
        prepared = _prepared(query, db.engine.dialect)
        found, packed = read_once(db.engine, lambda link: find_session_and(link, token, now, prepared))
    except (OperationalError, TimeoutError) as error:
        end_reading(db.session())
        g.database_away = True
        log.warning("database away: %s", type(error).__name__)
        return None, FoundMarks()
    if found is None or _is_leaving(found, req):
        return None, FoundMarks()
    if is_touch_due(found, now):
        _touch(found, now)
    try:
        has_more = _gather(found, first_tokens(req), now)
    except UnknownLearner:
        # Another request of the same browser has removed this learner, or merged it into another one.
        return None, FoundMarks()
    marks = query.unpacked(*packed)
    if query.needs_own_query or has_more:
        marks = query.read(db.session(), found.learner_id)
        end_reading(db.session())
    return _visitor_of(found, token), marks


@lru_cache(maxsize=512)
def _prepared(query: MarksQuery, dialect: Dialect) -> PreparedQuery:
    """Returns the query for a session with the marks that are asked for."""
    columns = (packed_marks(), packed_times()) if query.others else (packed_marks(),)
    return session_query(dialect, *columns, values=query.values)


def _visitor_of(found: SignedIn, token: str) -> Visitor:
    return Visitor(
        found.learner_id,
        found.kind,
        found.username,
        found.session_id,
        token,
        found.time_zone,
        found.authenticated_at,
        found.is_admin,
    )


def _is_leaving(found: SignedIn, req: Request) -> bool:
    """Returns whether a learner is nobody here, because the account is to be deleted; `g` notes it."""
    g.is_leaving = found.kind == LEAVING and req.endpoint not in OPEN_TO_LEAVING
    return bool(g.is_leaving)


def come_back_first() -> BaseResponse | None:
    """Redirects somebody whose account is to be deleted to the page that offers to come back."""
    return sign_in_redirect(url_for("data_deletion.leaving")) if g.get("is_leaving") else None


def _touch(found: SignedIn, now: datetime) -> None:
    try:
        with writing(db.session()) as session:
            touch_session(session, found, now)
    except (OperationalError, TimeoutError) as error:
        # The learner is known; `last_seen_at` can be stored by the next request.
        log.warning("session not noted as seen: %s", type(error).__name__)


def _gather(found: SignedIn, strays: Sequence[str], now: datetime) -> bool:
    """Adds the marks of guests whom first marks from the same browser made at the same time.

    Returns whether there were any. They were acknowledged before this request, so it is no matter that
    reading brings them together. Raises UnknownLearner.
    """
    if not strays:
        return False
    try:
        # Looked up before writing, so that invented cookies do not take SQLite's only writer.
        guests = [guest for guest in find_guests(db.session(), strays, now) if guest != found.learner_id]
        if guests:
            end_reading(db.session())
            with writing(db.session()) as session:
                for guest in guests:
                    merge_guest(session, guest, found.learner_id, now)
    except (OperationalError, TimeoutError, TooManyChanges) as error:
        # The cookies are still there for the next request.
        log.warning("guests not brought together: %s", type(error).__name__)
        return False
    after_this_request(delete_first_cookies)
    return bool(guests)


def send_to_sign_in() -> BaseResponse:
    """Redirects to the sign-in page, which leads back to this address afterwards."""
    if asked := come_back_first():
        return asked
    back = request.full_path.rstrip("?") if request.method == "GET" else "/me"
    return sign_in_redirect(url_for("sign_in.login", next=back))


def sign_in_redirect(address: str) -> BaseResponse:
    """Redirects the whole page, also if the request is for a fragment.

    HTMX would follow an ordinary redirect and put the sign-in page into the fragment's place.
    """
    refuse_while_database_is_away()
    if wants_fragment():
        return Response(status=401, headers={"HX-Redirect": address, "Cache-Control": "private, no-store"})
    return redirect(address, 303)


def refuse_while_database_is_away() -> None:
    """Answers 503 if the learner could not be looked up, because somebody may be signed in."""
    if g.get("database_away"):
        abort(503)


def visitor() -> Visitor | None:
    """Returns the learner of this request, or None for somebody of whom nothing is kept."""
    # The proxy would be resolved again for each of its attributes.
    found = current_user._get_current_object()
    return cast("Visitor", found) if found.is_authenticated else None


def become(opened: OpenedSession, kind: str) -> None:
    """Makes a learner whose session was just opened the learner of the rest of this request."""
    g._login_user = Visitor(opened.learner_id, kind, "", "", opened.token)


def become_nobody() -> None:
    """Makes the rest of this request one of somebody unknown, because the session was just ended."""
    g._login_user = login_manager.anonymous_user()


def signed_in() -> Visitor:
    """Returns the learner in a view that requires one."""
    found = visitor()
    if found is None:
        abort(401)
    return found


def account_required(
    view: Callable[Parameters, BaseResponse],
) -> Callable[Parameters, BaseResponse]:
    """Lets only accounts use a view: a guest is sent to sign up, and somebody unknown to sign in."""

    @wraps(view)
    def checked(*args: Parameters.args, **kwargs: Parameters.kwargs) -> BaseResponse:
        who = visitor()
        if who is None:
            return send_to_sign_in()
        if who.is_guest:
            back = request.full_path.rstrip("?") if request.method == "GET" else "/me"
            return sign_in_redirect(url_for("sign_up.signup", next=back))
        return view(*args, **kwargs)

    return checked


def learner_or_address() -> str:
    """Returns the key of a rate limit: the learner, because a class may share an address, or the network."""
    who = visitor()
    return f"learner {who.learner_id}" if who else client_network()


@limiter.request_filter
def is_beyond_limits() -> bool:
    """Returns whether limits would take everybody for one person, because nothing tells people apart."""
    return (request.blueprint in _OF_STRANGERS or visitor() is None) and not client_network()


def viewer_key(learner_id: int) -> str:
    """Returns a key that stands for a learner in forms and does not reveal the learner's id.

    It is the same before and after a guest signs up. On a guest's page OF_GUEST follows it.
    """
    return _viewer_key(str(current_app.config["SECRET_KEY"]), learner_id)


@lru_cache(maxsize=1024)
def _viewer_key(secret: str, learner_id: int) -> str:
    return hmac.new(secret.encode(), f"viewer:{learner_id}".encode(), hashlib.sha256).hexdigest()[:16]


def viewer() -> Viewer | None:
    """Returns the learner for templates, or None."""
    who = visitor()
    if who is None:
        return None
    key = viewer_key(who.learner_id) + (OF_GUEST if who.is_guest else "")
    return Viewer(who.username, key, who.is_guest, who.is_admin)
