"""The second step of a sign-in: a code of the authenticator app, or a recovery code."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, request
from werkzeug.wrappers import Response

from webapp.accounts.attempts import Attempt, find_attempt, finish
from webapp.accounts.errors import TooManyTries
from webapp.accounts.second_step import CODE, OVER, RECOVERY_CODE, RIGHT, try_code, ways_of
from webapp.db.unit_of_work import writing
from webapp.web.account.arrival import guest_here
from webapp.web.account.attempt_cookie import attempt_cookie
from webapp.web.account.attempt_over import attempt_over
from webapp.web.account.form_page import form_page, say_wait
from webapp.web.account.forms import CodeForm
from webapp.web.account.notices import RECOVERY_CODE_USED, queue_notice
from webapp.web.account.passkey_pages import second_step_options
from webapp.web.account.signing_in import Outcome, answer, arrive, browser
from webapp.web.site.extensions import db, limiter
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings
from webapp.web.site.translations import gettext

bp = Blueprint("second_step", __name__)


@bp.route("/login/second-step", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def ask() -> Response:
    """Asks for a code of the app, and signs in."""
    return _step(CODE)


@bp.route("/login/recovery-code", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def ask_for_recovery_code() -> Response:
    """Asks for a recovery code, for somebody without the app or the passkey, and signs in."""
    return _step(RECOVERY_CODE)


def _step(way: str) -> Response:
    attempt = find_attempt(db.session(), attempt_cookie(), datetime.now(UTC))
    if attempt is None:
        return attempt_over()
    form = CodeForm(request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _page(way, attempt, form)
    try:
        found, outcome = _try(attempt, way, form.code.data or "")
    except TooManyTries as error:
        security_event("second_step_limited", user=attempt.learner_id)
        return say_wait(lambda form, status: _page(way, attempt, form, status), form, error, "code")
    if outcome is not None:
        return answer(outcome, attempt.proof, attempt.wanted)
    if found == OVER:
        return attempt_over()
    security_event("second_step_failed", user=attempt.learner_id)
    if find_attempt(db.session(), attempt.token, datetime.now(UTC)) is None:
        return attempt_over()
    form.blame("code", _wrong(way))
    return _page(way, attempt, form, 422)


def _try(attempt: Attempt, way: str, code: str) -> tuple[str, Outcome | None]:
    guest_id, now = guest_here(), datetime.now(UTC)
    with writing(db.session()) as session:
        found = try_code(session, attempt, way, code, settings().secret_keys, now)
        opened = finish(session, attempt, browser(), now) if found == RIGHT else None
        if opened is None:
            return found, None
        if way == RECOVERY_CODE:
            queue_notice(session, opened.learner_id, RECOVERY_CODE_USED, now)
        return found, arrive(session, opened, attempt.proof, guest_id, now)


def _page(way: str, attempt: Attempt, form: CodeForm, status: int | None = None) -> Response:
    ways = ways_of(db.session(), attempt.learner_id)
    title = gettext("Second step")
    about = gettext("The second step of signing in.")
    if way == RECOVERY_CODE:
        return form_page("account/recovery_code.html", form, title, about, status, ways=ways)
    options = second_step_options(attempt) if ways.passkeys else ""
    return form_page("account/second_step.html", form, title, about, status, ways=ways, options=options)


def _wrong(way: str) -> str:
    if way == RECOVERY_CODE:
        return gettext("This is none of your unused recovery codes.")
    return gettext("This code is wrong, too old, or was used already. Wait for the next one and type that.")
