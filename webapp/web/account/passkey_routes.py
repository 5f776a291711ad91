"""Signing in by a passkey: alone, as the second step, or to confirm again who one is."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.attempts import PASSKEY, Wanted, count_try, find_attempt, finish
from webapp.accounts.errors import AccountError
from webapp.accounts.passkeys import SIGN_IN, use_passkey
from webapp.accounts.sessions import prove_again
from webapp.db.unit_of_work import writing
from webapp.web.account.arrival import guest_here
from webapp.web.account.attempt_cookie import attempt_cookie
from webapp.web.account.attempt_over import attempt_over
from webapp.web.account.confirming import confirmed
from webapp.web.account.forms import SignInForm
from webapp.web.account.passkey_pages import needed_site, purpose_of_confirming, purpose_of_second_step
from webapp.web.account.sign_in_page import sign_in_page
from webapp.web.account.signing_in import Outcome, answer, arrive, browser, go_on
from webapp.web.site.extensions import db, limiter
from webapp.web.site.security_log import security_event
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, learner_or_address, send_to_sign_in, signed_in

bp = Blueprint("passkey", __name__)


@bp.post("/login/passkey")
@limiter.limit("60 per minute")
def sign_in() -> Response:
    """Signs in whoever owns the passkey that has answered; it has checked its owner, so it is both steps."""
    wanted = Wanted(
        request.form.get("next", ""), request.form.get("want", ""), bool(request.form.get("remember"))
    )
    site, guest_id, now = needed_site(), guest_here(), datetime.now(UTC)
    try:
        with writing(db.session()) as session:
            learner_id = use_passkey(session, site, SIGN_IN, _sent(), now)
            outcome = go_on(session, learner_id, PASSKEY, wanted, guest_id, now)
    except AccountError as error:
        security_event("passkey_refused")
        form = SignInForm(request.form)
        form.blame("", gettext(error.message, **error.values))
        return sign_in_page(form, 422)
    return answer(outcome, PASSKEY, wanted)


@bp.post("/login/second-step/passkey")
@limiter.limit("60 per minute")
def second_step() -> Response:
    """Takes a passkey of the account as the second step."""
    site, guest_id, now = needed_site(), guest_here(), datetime.now(UTC)
    attempt = find_attempt(db.session(), attempt_cookie(), now)
    outcome: Outcome | None = None
    if attempt is None:
        return attempt_over()
    try:
        with writing(db.session()) as session:
            if count_try(session, attempt, now):
                purpose = purpose_of_second_step(attempt)
                use_passkey(session, site, purpose, _sent(), now, attempt.learner_id, is_verifying=False)
                opened = finish(session, attempt, browser(), now)
                outcome = arrive(session, opened, attempt.proof, guest_id, now) if opened else None
    except AccountError as error:
        return _refused(error, url_for("second_step.ask"))
    if outcome is None:
        return attempt_over()
    return answer(outcome, attempt.proof, attempt.wanted)


@bp.post("/me/confirm/passkey")
@account_required
@limiter.limit("20 per minute", key_func=learner_or_address)
def confirm() -> Response:
    """Takes a passkey of the account as the proof that its owner is here."""
    who, back, now = signed_in(), request.form.get("next", ""), datetime.now(UTC)
    try:
        with writing(db.session()) as session:
            use_passkey(session, needed_site(), purpose_of_confirming(who), _sent(), now, who.learner_id)
            opened = prove_again(session, who.learner_id, who.token, now)
    except AccountError as error:
        security_event("confirm_failed", user=who.learner_id)
        return _refused(error, url_for("confirm.confirm", next=back or None))
    return confirmed(opened, PASSKEY, back) if opened else send_to_sign_in()


def _sent() -> str:
    return request.form.get("answer", "")


def _refused(error: AccountError, back: str) -> Response:
    security_event("passkey_refused")
    show_on_next_page(Toast(gettext(error.message, **error.values)))
    return redirect(back, 303)
