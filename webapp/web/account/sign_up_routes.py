"""A new account."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from flask import Blueprint, request
from werkzeug.wrappers import Response

from webapp.accounts.address_directory import ADDRESS_TAKEN
from webapp.accounts.attempts import PASSWORD, Wanted
from webapp.accounts.errors import AccountError, AccountErrors, TooManyTries
from webapp.accounts.hashing import hashing_slot
from webapp.accounts.limits import NOT_COUNTED, Reservation, give_back, reserve_sign_up
from webapp.accounts.sessions import open_session
from webapp.accounts.sign_up import prepare_account, sign_up
from webapp.db.unit_of_work import writing
from webapp.habits.rhythms import begin_in
from webapp.web.account.arrival import Arrival, guest_here
from webapp.web.account.email_mails import queue_verification
from webapp.web.account.form_page import form_page, say_wait
from webapp.web.account.forms import SignUpForm
from webapp.web.account.signing_in import Outcome, answer, browser, end_present_session
from webapp.web.account.who_may_join import refusal, take_invitation
from webapp.web.site.client_address import client_address
from webapp.web.site.extensions import db, limiter
from webapp.web.site.security_log import security_event
from webapp.web.site.translations import gettext

bp = Blueprint("sign_up", __name__)


@bp.route("/signup", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def signup() -> Response:
    """Shows the form for a new account, creates the account and signs in. A guest becomes the account."""
    form = SignUpForm(request.form if request.method == "POST" else request.args)
    now = datetime.now(UTC)
    code = form.invitation.data or ""
    if refused := refusal(form, db.session(), code, now):
        return refused
    if request.method == "GET":
        # Who marks as a guest is known for 90 days; an account must not be forgotten sooner by default.
        form.remember.data = True
        return _sign_up_page(form)
    if not form.validate():
        return _sign_up_page(form)
    reservation = NOT_COUNTED
    try:
        with hashing_slot():
            with writing(db.session()) as session:
                reservation = reserve_sign_up(session, client_address(), now)
            new = prepare_account(form.username.data or "", form.email.data or "", form.password.data or "")
        guest_id = guest_here()
        with writing(db.session()) as session:
            learner_id = sign_up(session, new, now, guest_id)
            begin_in(session, learner_id, request.form.get("time_zone", ""))
            give_back(session, reservation)
            take_invitation(session, code, now)
            queue_verification(session, learner_id, now)
            end_present_session(session)
            opened = open_session(session, learner_id, bool(form.remember.data), browser(), now)
    except TooManyTries as error:
        security_event("sign_up_limited")
        return say_wait(_sign_up_page, form, error)
    except AccountErrors as found:
        return _refuse(form, found.errors, reservation)
    except AccountError as error:
        return _refuse(form, (error,), reservation)
    security_event("signed_up", user=learner_id)
    arrival = Arrival(has_signed_up=True, is_same=learner_id == guest_id)
    wanted = Wanted(form.next.data or "", form.want.data or "")
    return answer(Outcome(opened, arrival), PASSWORD, wanted)


def _refuse(form: SignUpForm, errors: Collection[AccountError], reservation: Reservation) -> Response:
    """Says what is wrong. The try stays counted if it has told that an account has this address."""
    for error in errors:
        form.explain(error)
    if all(error.message != ADDRESS_TAKEN for error in errors):
        with writing(db.session()) as session:
            give_back(session, reservation)
    return _sign_up_page(form, 422)


def _sign_up_page(form: SignUpForm, status: int | None = None) -> Response:
    about = gettext("Make an account to keep track of what you have learnt, on every device.")
    return form_page("account/signup.html", form, gettext("Create an account"), about, status)
