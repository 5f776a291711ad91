"""Asking for the weekly mail, and ending it: in the settings, or by one click in a mail (RFC 8058)."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.addresses import primary_of
from webapp.db.unit_of_work import writing
from webapp.habits.digests import ask_for_digest, end_digest, read_unsubscribe_token, wants_digest
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.services import settings
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, learner_or_address, signed_in

bp = Blueprint("digest", __name__)


@bp.get("/me/settings/notifications")
@account_required
def notifications() -> Response:
    """Shows whether the weekly mail is wanted."""
    return _page()


@bp.post("/me/settings/notifications")
@account_required
@limiter.limit("20 per minute", key_func=learner_or_address)
def new_notifications() -> Response:
    """Stores whether the weekly mail is wanted."""
    who, is_wanted = signed_in(), request.form.get("weekly") == "1"
    with writing(db.session()) as session:
        if is_wanted and not ask_for_digest(session, who.learner_id, datetime.now(UTC)):
            abort(422, gettext("Confirm your address first: only then mail is sent to it."))
        if not is_wanted:
            end_digest(session, who.learner_id)
    words = gettext("You get a mail on Mondays.") if is_wanted else gettext("You get no weekly mail.")
    show_on_next_page(Toast(words))
    return redirect("/me/settings/notifications", 303)


@bp.get("/unsubscribe/<token>")
def ask(token: str) -> Response:
    """Asks whether to end the weekly mail: programs that open links in mails change nothing."""
    _owner(token)
    return _unsubscribe_page(token, is_done=False)


@bp.post("/unsubscribe/<token>")
def unsubscribe(token: str) -> Response:
    """Ends the weekly mail. Mail programs send this without cookies, from wherever they are."""
    learner_id = _owner(token)
    with writing(db.session()) as session:
        end_digest(session, learner_id)
    return _unsubscribe_page(token, is_done=True)


def _owner(token: str) -> int:
    found = (read_unsubscribe_token(key, token) for key in settings().secret_keys)
    return next((learner_id for learner_id in found if learner_id is not None), None) or abort(404)


def _unsubscribe_page(token: str, is_done: bool) -> Response:
    meta = meta_builder().simple(gettext("Weekly mail"), gettext("End the weekly mail."))
    return page("habits/unsubscribe.html", meta, token=token, is_done=is_done)


def _page() -> Response:
    learner_id = signed_in().learner_id
    address = primary_of(db.session(), learner_id)
    meta = meta_builder().simple(gettext("Notifications"), gettext("What is sent to you."), section="me")
    return page(
        "habits/notifications.html",
        meta,
        address=address.address if address else "",
        is_verified=address is not None and address.verified_at is not None,
        is_wanted=wants_digest(db.session(), learner_id),
    )
