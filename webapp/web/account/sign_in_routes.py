"""Signing in by a password, and signing out."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from webapp.accounts.attempts import PASSWORD, Wanted
from webapp.accounts.errors import AccountDisabled, TooManyTries, WrongPassword
from webapp.accounts.hashing import hashing_slot
from webapp.accounts.sessions import close_session
from webapp.accounts.sign_in import begin_sign_in, check_try, finish_sign_in
from webapp.db.unit_of_work import end_reading, writing
from webapp.language import gettext_noop
from webapp.web.account.arrival import decide_later, guest_here
from webapp.web.account.form_page import say_wait
from webapp.web.account.forms import SignInForm
from webapp.web.account.sign_in_page import sign_in_page
from webapp.web.account.signing_in import Outcome, answer, go_on
from webapp.web.site.client_address import client_address
from webapp.web.site.extensions import db, limiter
from webapp.web.site.security_log import security_event
from webapp.web.site.session_cookies import forget
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import refuse_while_database_is_away, visitor

bp = Blueprint("sign_in", __name__)
WRONG = gettext_noop("That name and password do not go together. Check both, or ask for a new password.")


@bp.route("/login", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def login() -> Response:
    """Shows the sign-in form and signs in, with a new session whatever cookie the request has."""
    form = SignInForm(request.form if request.method == "POST" else request.args)
    if request.method == "GET" or not form.validate():
        return sign_in_page(form)
    wanted = Wanted(form.next.data or "", form.want.data or "", bool(form.remember.data))
    try:
        outcome = _sign_in(form.username.data or "", form.password.data or "", wanted)
    except TooManyTries as error:
        security_event("sign_in_limited")
        return say_wait(sign_in_page, form, error)
    except AccountDisabled as error:
        form.explain(error)
        return sign_in_page(form, 422)
    except WrongPassword:
        security_event("sign_in_failed")
        form.blame("", gettext(WRONG))
        return sign_in_page(form, 422)
    return answer(outcome, PASSWORD, wanted)


@bp.get("/logout")
def no_logout_by_link() -> Response:
    """Answers 405, because signing out needs a POST; without this route a roadmap would be looked up."""
    raise MethodNotAllowed(["POST"])


@bp.post("/logout")
def logout() -> Response:
    """Ends the session on the server and deletes the cookie. A guest, whose marks would be lost, is asked."""
    who = visitor()
    # Without the cookie nobody could end the session later, or find a guest's marks.
    refuse_while_database_is_away()
    if who is not None and who.is_guest:
        return redirect(url_for("guest.forget_marks"), 303)
    decide_later(None)
    if who is not None:
        with writing(db.session()) as session:
            close_session(session, who.token)
        security_event("signed_out", user=who.learner_id)
    show_on_next_page(Toast(gettext("You are signed out.")))
    response = forget(redirect("/", 303))
    # Personal pages are sent with no-store, but some browsers keep them in their history.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _sign_in(name: str, password: str, wanted: Wanted) -> Outcome:
    address = client_address()
    guest_id = guest_here()
    end_reading(db.session())
    with hashing_slot():
        with writing(db.session()) as session:
            begun = begin_sign_in(session, name, address, datetime.now(UTC))
        verified = check_try(begun, password)
        with writing(db.session()) as session:
            learner_id = finish_sign_in(session, verified)
            return go_on(session, learner_id, PASSWORD, wanted, guest_id, datetime.now(UTC))
