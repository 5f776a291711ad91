"""Signing in by a provider: off to it, back from it, and a new account."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.accounts.attempts import IDENTITY, Wanted
from webapp.accounts.errors import AccountError, AccountErrors
from webapp.accounts.identities import Holder, Proven, holder_of, recognize
from webapp.accounts.provider_sign_up import sign_up_by, suggest_username
from webapp.accounts.sessions import OpenedSession, open_session
from webapp.accounts.sign_up import NewAccount, prepare_without_password
from webapp.db.unit_of_work import writing
from webapp.web.account.arrival import Arrival, guest_here
from webapp.web.account.email_mails import queue_verification
from webapp.web.account.form_page import form_page
from webapp.web.account.forms import ProviderSignUpForm
from webapp.web.account.identity_deeds import confirmed_by, connected_here
from webapp.web.account.notices import IDENTITY_CONNECTED, note_lost_address, queue_notice
from webapp.web.account.provider_notes import Came, drop_note, keep_note, key_of, read_note
from webapp.web.account.provider_pages import OVER, newcomer_page, provider_buttons
from webapp.web.account.provider_visits import (
    Visit,
    VisitFailed,
    failed,
    find_provider,
    receive,
    send_to,
)
from webapp.web.account.signing_in import Outcome, answer, browser, end_present_session, sign_in_by
from webapp.web.account.who_may_join import refusal, take_invitation
from webapp.web.site.extensions import db, limiter
from webapp.web.site.redirects import safe_next
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings
from webapp.web.site.translations import gettext

bp = Blueprint("provider", __name__)


@bp.app_context_processor
def offered() -> dict[str, object]:
    """Returns what pages for signing in need to offer providers."""
    return {"provider_buttons": provider_buttons, "has_providers": bool(settings().providers)}


@bp.get("/login/<name>")
@limiter.limit("60 per minute")
def begin(name: str) -> Response:
    """Sends the browser to a provider. It is a link, because browsers refuse forms that lead elsewhere.

    Nobody is signed in by a link of another site: that shows the page with the button.
    """
    provider = find_provider(name)
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        return redirect(url_for("sign_in.login", next=safe_next(request.args.get("next"), "/me")), 303)
    return send_to(provider)


@bp.get("/login/<name>/callback")
@limiter.limit("60 per minute")
def come_back(name: str) -> Response:
    """Takes the provider's answer, once, in the browser that was sent there."""
    provider = find_provider(name)
    try:
        visit = receive(provider)
    except VisitFailed as failure:
        return failed(provider, failure)
    if visit.asked.connects:
        response = connected_here(provider, visit)
    elif visit.asked.confirms:
        response = confirmed_by(visit)
    else:
        response = _sign_in(visit)
    return drop_note(response, key_of(visit.asked.state))


@bp.route("/login/<name>/new", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def newcomer(name: str) -> Response:
    """Asks somebody who has no account for a username, or to sign in to the account with that address."""
    provider = find_provider(name)
    came = read_note(Came, request.args.get("key", ""))
    if came is None or came.provider != provider.name:
        return failed(provider, VisitFailed(OVER))
    form = ProviderSignUpForm(request.form if request.method == "POST" else None)
    has_account = _holder(came) is not None
    if not has_account and (refused := refusal(form, db.session(), came.invitation, datetime.now(UTC))):
        return refused
    if request.method == "GET":
        form.username.data = suggest_username(db.session(), (came.name, came.address))
        form.email.data = came.address
    if request.method == "GET" or not form.validate():
        return _newcomer_page(form, came)
    try:
        return _sign_up(form, came)
    except AccountErrors as found:
        for error in found.errors:
            form.explain(error)
    except AccountError as error:
        form.explain(error)
    return _newcomer_page(form, came, 422)


def _sign_in(visit: Visit) -> Response:
    now = datetime.now(UTC)
    with writing(db.session()) as session:
        found = recognize(session, visit.proven, now)
        if found is not None and found.has_joined:
            queue_notice(session, found.learner_id, IDENTITY_CONNECTED, now)
    if found is None:
        return _meet(visit)
    if found.has_joined:
        security_event("identity_connected", user=found.learner_id, provider=visit.asked.provider)
    return sign_in_by(found.learner_id, IDENTITY, Wanted(visit.asked.back, visit.asked.mark))


def _meet(visit: Visit) -> Response:
    """Leads somebody whom nothing here knows to the page for that, which a note in the browser names."""
    who, asked = visit.person, visit.asked
    came = Came(
        asked.provider, who.issuer, who.subject, who.title, who.address, who.is_verified, who.name,
        asked.back, asked.mark, asked.invitation,
    )  # fmt: skip
    key = secrets.token_urlsafe(12)
    return keep_note(redirect(url_for("provider.newcomer", name=asked.provider, key=key), 303), key, came)


def _sign_up(form: ProviderSignUpForm, came: Came) -> Response:
    has_verified = came.is_verified and bool(came.address)
    email = came.address if has_verified else form.email.data or ""
    new = prepare_without_password(form.username.data or "", email, has_verified)
    guest_id = guest_here()
    with writing(db.session()) as session:
        opened = _open(session, new, came, guest_id)
    security_event("signed_up", user=opened.learner_id, provider=came.provider)
    arrival = Arrival(has_signed_up=True, is_same=opened.learner_id == guest_id)
    response = answer(Outcome(opened, arrival), IDENTITY, Wanted(came.back, came.mark))
    return drop_note(response, request.args.get("key", ""))


def _open(session: Session, new: NewAccount, came: Came, guest_id: int | None) -> OpenedSession:
    now = datetime.now(UTC)
    proven = Proven(came.issuer, came.subject, came.title, came.address, came.is_verified)
    learner_id, left = sign_up_by(session, new, proven, now, guest_id)
    note_lost_address(left, learner_id)
    take_invitation(session, came.invitation, now)
    if not new.has_verified_email:
        queue_verification(session, learner_id, now)
    end_present_session(session)
    return open_session(session, learner_id, False, browser(), now)


def _newcomer_page(form: ProviderSignUpForm, came: Came, status: int | None = None) -> Response:
    holder = _holder(came)
    context = newcomer_page(came, request.args.get("key", ""), holder)
    title = gettext("One more step") if holder is None else gettext("You may have an account here")
    about = gettext("Sign in by another site.")
    return form_page("account/newcomer.html", form, title, about, status, page=context)


def _holder(came: Came) -> Holder | None:
    """Returns the account with the address that a provider names, unless nobody has verified it anywhere."""
    holder = holder_of(db.session(), came.address)
    return holder if holder is not None and (came.is_verified or holder.is_verified) else None
