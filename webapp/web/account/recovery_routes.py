"""A new password by a link from a mail."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.attempts import LINK, Wanted
from webapp.accounts.errors import AccountError
from webapp.accounts.hashing import hashing_slot
from webapp.accounts.recovery import VALID as RESET_VALID
from webapp.accounts.recovery import Recovery, find_reset, prepare_password, request_reset, reset_password
from webapp.db.unit_of_work import end_reading, writing
from webapp.web.account.arrival import guest_here
from webapp.web.account.form_page import form_page
from webapp.web.account.forms import ForgotForm, ResetForm
from webapp.web.account.notices import PASSWORD_RESET, queue_notice
from webapp.web.account.signing_in import Outcome, answer, go_on
from webapp.web.site.client_address import client_address
from webapp.web.site.extensions import db, limiter
from webapp.web.site.mail_templates import queue_mail
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings
from webapp.web.site.translations import gettext

bp = Blueprint("recovery", __name__)


@bp.route("/forgot-password", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
def forgot() -> Response:
    """Sends a reset link by mail. The response does not tell whether there is such an account."""
    form = ForgotForm(request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _forgot_page(form)
    now = datetime.now(UTC)
    with writing(db.session()) as session:
        found = request_reset(session, form.email.data or "", now)
        if found is not None:
            token, whose = found
            link = f"{settings().site_url}/reset-password/{token}"
            values = {"link": link, "name": whose.username}
            queue_mail(session, whose.email, "password_reset", now, useful_for=RESET_VALID, **values)
    security_event("reset_requested")
    return _forgot_page(form, 200, sent=True)


@bp.route("/reset-password/<token>", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def reset(token: str) -> Response:
    """Shows the form of a reset link, sets the new password and ends all sessions of the account."""
    form = ResetForm(request.form if request.method == "POST" else None)
    found = find_reset(db.session(), token, datetime.now(UTC))
    if found is None:
        return _reset_page(form, 410)
    if request.method == "GET" or not form.validate():
        return _reset_page(form)
    end_reading(db.session())
    try:
        outcome = _set_password(found, token, form.password.data or "")
    except AccountError as error:
        form.explain(error)
        return _reset_page(form, 422 if error.field else 410)
    security_event("password_reset", user=found.learner_id)
    return answer(outcome, LINK, Wanted())


@bp.get("/.well-known/change-password")
def change_password_address() -> Response:
    """Redirects password managers to the form (the W3C's well-known URL for changing passwords)."""
    return redirect(url_for("password.show"), 302)


def _set_password(found: Recovery, token: str, password: str) -> Outcome:
    with hashing_slot():
        new_hash = prepare_password(found, password)
    guest_id, now = guest_here(), datetime.now(UTC)
    with writing(db.session()) as session:
        learner_id = reset_password(session, token, new_hash, client_address(), now)
        queue_notice(session, learner_id, PASSWORD_RESET, now)
        return go_on(session, learner_id, LINK, Wanted(), guest_id, now)


def _forgot_page(form: ForgotForm, status: int | None = None, *, sent: bool = False) -> Response:
    about = gettext("Get a link by mail with which you can choose a new password.")
    title = gettext("Forgot your password?")
    return form_page("account/forgot.html", form, title, about, status, sent=sent)


def _reset_page(form: ResetForm, status: int | None = None) -> Response:
    about = gettext("Choose a new password for your account.")
    title = gettext("Choose a new password")
    response = form_page("account/reset.html", form, title, about, status, valid=status != 410)
    # With no-referrer a browser sends `Origin: null`, and the origin check would refuse the form.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
