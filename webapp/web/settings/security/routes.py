"""The page on security, and ending sessions from it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect
from werkzeug.wrappers import Response

from webapp.accounts import ways_in
from webapp.accounts.attempts import asks_for_second_step
from webapp.accounts.second_step import ways_of
from webapp.accounts.sessions import close_sessions, end_session, list_sessions
from webapp.db.unit_of_work import writing
from webapp.web.account.notices import SESSIONS_ENDED, queue_notice
from webapp.web.settings.security.pages import SecurityPage, session_views
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, learner_or_address, signed_in

bp = Blueprint("security", __name__)
HERE = "/me/settings/security"


@bp.get("/me/settings/security")
@account_required
def show() -> Response:
    """Shows password, second step and sessions."""
    who, now, session = signed_in(), datetime.now(UTC), db.session()
    has_password = ways_in.has_usable_password(session, who.learner_id)
    context = SecurityPage(
        has_password=has_password,
        can_lose_password=has_password and ways_in.count(session, who.learner_id) > 1,
        asks_second_step=asks_for_second_step(session, who.learner_id),
        ways=ways_of(session, who.learner_id),
        sessions=session_views(list_sessions(session, who.learner_id, now), who, now),
    )
    about = gettext("Your password, the second step, and where you are signed in.")
    return page(
        "security/security.html",
        meta_builder().simple(gettext("Security"), about, section="me"),
        page=context,
    )


@bp.post("/me/settings/sessions/end")
@account_required
@limiter.limit("20 per minute", key_func=learner_or_address)
def end_others() -> Response:
    """Signs the learner out everywhere else."""
    who = signed_in()
    with writing(db.session()) as session:
        close_sessions(session, who.learner_id, except_id=who.session_id)
        queue_notice(session, who.learner_id, SESSIONS_ENDED, datetime.now(UTC))
    security_event("other_sessions_ended", user=who.learner_id)
    show_on_next_page(Toast(gettext("Everywhere else you are signed out.")))
    return redirect(HERE, 303)


@bp.post("/me/settings/sessions/<session_id>/end")
@account_required
@limiter.limit("60 per minute", key_func=learner_or_address)
def end_one(session_id: str) -> Response:
    """Ends one other session of the learner."""
    who = signed_in()
    if session_id == who.session_id:
        abort(404)
    with writing(db.session()) as session:
        is_ended = end_session(session, who.learner_id, session_id)
    if not is_ended:
        abort(404)
    security_event("session_ended", user=who.learner_id)
    show_on_next_page(Toast(gettext("That browser is signed out.")))
    return redirect(HERE, 303)
