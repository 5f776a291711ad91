"""Accounts: sign up, sign in, sign out, and a new password by mail."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from webapp.accounts.errors import AccountError, AccountErrors, TooManyTries, WrongPassword
from webapp.accounts.hashing import hashing_slot
from webapp.accounts.recovery import VALID as RESET_VALID
from webapp.accounts.recovery import find_reset, prepare_password, request_reset, reset_password
from webapp.accounts.sessions import OpenedSession, close_session, open_session
from webapp.accounts.sign_in import begin_sign_in, check_attempt, finish_sign_in
from webapp.accounts.sign_up import prepare_account, sign_up
from webapp.db.unit_of_work import end_reading, writing
from webapp.language import gettext_noop
from webapp.web.account.arrival import Arrival, bring_marks, decide_later, guest_here, welcome
from webapp.web.account.email_mails import queue_verification
from webapp.web.account.forms import (
    ForgotForm,
    ResetForm,
    SignInForm,
    SignUpForm,
    SiteForm,
    too_many_tries_message,
)
from webapp.web.account.known_browsers import is_known_browser, remember_browser
from webapp.web.account.notices import NEW_SIGN_IN, PASSWORD_RESET, queue_notice
from webapp.web.account.pending_mark import set_pending_mark
from webapp.web.site.client_address import client_address
from webapp.web.site.extensions import db, limiter
from webapp.web.site.mail_templates import queue_mail
from webapp.web.site.redirects import safe_next
from webapp.web.site.responses import NEVER, meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings
from webapp.web.site.session_cookies import forget, remember, session_cookie
from webapp.web.site.toasts import show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import refuse_while_database_is_away, visitor

bp = Blueprint("account", __name__)
WRONG = gettext_noop("That name and password do not go together. Check both, or ask for a new password.")


@bp.route("/login", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def login() -> Response:
    """Shows the sign-in form and signs in, with a new session whatever cookie the request has."""
    form = SignInForm(request.form if request.method == "POST" else request.args)
    if request.method == "GET" or not form.validate():
        return _form_page(
            "account/login.html",
            form,
            gettext("Sign in"),
            gettext("Sign in to keep track of what you have learnt."),
        )
    name = form.username.data or ""
    try:
        opened, arrival = _sign_in(name, form.password.data or "", bool(form.remember.data))
    except TooManyTries as error:
        security_event("sign_in_limited")
        form.blame("", too_many_tries_message(error))
        response = _form_page(
            "account/login.html", form, gettext("Sign in"), gettext("Sign in to keep track."), 429
        )
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    except WrongPassword:
        security_event("sign_in_failed")
        form.blame("", gettext(WRONG))
        return _form_page(
            "account/login.html", form, gettext("Sign in"), gettext("Sign in to keep track."), 422
        )
    return _signed_in(opened, form, arrival)


@bp.route("/signup", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def signup() -> Response:
    """Shows the form for a new account, creates the account and signs in. A guest becomes the account."""
    form = SignUpForm(request.form if request.method == "POST" else request.args)
    about = gettext("Make an account to keep track of what you have learnt, on every device.")
    if request.method == "GET" or not form.validate():
        return _form_page("account/signup.html", form, gettext("Create an account"), about)
    now = datetime.now(UTC)
    try:
        with hashing_slot():
            new = prepare_account(form.username.data or "", form.email.data or "", form.password.data or "")
        guest_id = guest_here()
        with writing(db.session()) as session:
            learner_id = sign_up(session, new, now, guest_id)
            queue_verification(session, learner_id, now)
            _end_present_session(session)
            opened = open_session(session, learner_id, False, _browser(), now)
    except AccountErrors as found:
        for error in found.errors:
            form.explain(error)
        return _form_page("account/signup.html", form, gettext("Create an account"), about, 422)
    security_event("signed_up", user=opened.learner_id)
    return _signed_in(opened, form, Arrival(has_signed_up=True, is_same=opened.learner_id == guest_id))


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
    response = forget(redirect("/", 303))
    # Personal pages are sent with no-store, but some browsers keep them in their history.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.route("/forgot-password", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
def forgot() -> Response:
    """Sends a reset link by mail. The response does not tell whether there is such an account."""
    form = ForgotForm(request.form if request.method == "POST" else None)
    about = gettext("Get a link by mail with which you can choose a new password.")
    if request.method == "GET" or not form.validate():
        return _form_page("account/forgot.html", form, gettext("Forgotten your password?"), about, sent=False)
    now = datetime.now(UTC)
    with writing(db.session()) as session:
        found = request_reset(session, form.email.data or "", now)
        if found is not None:
            token, address = found
            link = f"{settings().site_url}/reset-password/{token}"
            queue_mail(session, address, "password_reset", now, useful_for=RESET_VALID, link=link)
    security_event("reset_requested")
    return _form_page("account/forgot.html", form, gettext("Forgotten your password?"), about, 200, sent=True)


@bp.route("/reset-password/<token>", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def reset(token: str) -> Response:
    """Shows the form of a reset link, sets the new password and ends all sessions of the account."""
    form = ResetForm(request.form if request.method == "POST" else None)
    about = gettext("Choose a new password for your account.")
    now = datetime.now(UTC)
    found = find_reset(db.session(), token, now)
    if request.method == "GET" or found is None or not form.validate():
        status = 410 if found is None else 200 if request.method == "GET" else 422
        valid = found is not None
        response = _form_page(
            "account/reset.html", form, gettext("Choose a new password"), about, status, valid=valid
        )
        # With no-referrer a browser sends `Origin: null`, and the origin check would refuse the form.
        response.headers["Referrer-Policy"] = "same-origin"
        return response
    end_reading(db.session())
    try:
        with hashing_slot():
            new_hash = prepare_password(found, form.password.data or "")
        guest_id, now = guest_here(), datetime.now(UTC)
        with writing(db.session()) as session:
            opened = reset_password(session, token, new_hash, client_address(), _browser(), now)
            queue_notice(session, opened.learner_id, PASSWORD_RESET, now)
            arrival = bring_marks(session, guest_id, opened.learner_id, now)
    except AccountError as error:
        form.explain(error)
        valid = bool(error.field)
        return _form_page(
            "account/reset.html",
            form,
            gettext("Choose a new password"),
            about,
            422 if valid else 410,
            valid=valid,
        )
    security_event("password_reset", user=opened.learner_id)
    return _signed_in(opened, form, arrival)


@bp.get("/.well-known/change-password")
def change_password_address() -> Response:
    """Redirects password managers to the form (the W3C's well-known URL for changing passwords)."""
    return redirect(url_for("me.settings"), 302)


def _form_page(
    template: str, form: SiteForm, title: str, about: str, status: int | None = None, **context: object
) -> Response:
    form.focus_first_error()
    if status is None:
        status = 422 if request.method == "POST" else 200
    # Other pages of accounts are not for search engines.
    meta = meta_builder().simple(
        title, about, request.path if request.path in {"/login", "/signup"} else "", section="account"
    )
    response = page(template, meta, status=status, form=form, **context)
    response.headers["Cache-Control"] = NEVER
    return response


def _sign_in(name: str, password: str, remember: bool) -> tuple[OpenedSession, Arrival]:
    address = client_address()
    guest_id = guest_here()
    end_reading(db.session())
    with hashing_slot():
        with writing(db.session()) as session:
            attempt = begin_sign_in(session, name, address, datetime.now(UTC))
        verified = check_attempt(attempt, password)
        is_known = is_known_browser(verified.learner_id)
        now = datetime.now(UTC)
        with writing(db.session()) as session:
            opened = finish_sign_in(session, verified, remember, _browser(), now)
            if not is_known:
                queue_notice(session, opened.learner_id, NEW_SIGN_IN, now)
            _end_present_session(session)
            return opened, bring_marks(session, guest_id, opened.learner_id, now)


def _browser() -> str:
    return request.user_agent.string[:200]


def _end_present_session(session: Session) -> None:
    """Ends the session of the request's cookie, so that a cookie from before the sign-in is useless."""
    if old := session_cookie(request):
        close_session(session, old)


def _signed_in(opened: OpenedSession, form: SiteForm, arrival: Arrival) -> Response:
    security_event("signed_in", user=opened.learner_id)
    show_on_next_page(welcome(arrival))
    if form.want.data:
        set_pending_mark(opened.learner_id, form.want.data)
    decide_later((arrival.waiting, opened.learner_id) if arrival.waiting else None)
    target = safe_next(form.next.data, "/me")
    if arrival.waiting:
        target = url_for("guest.merge_marks", next=target)
    response = remember_browser(redirect(target, 303), opened.learner_id)
    return remember(response, opened.token, opened.remember)
