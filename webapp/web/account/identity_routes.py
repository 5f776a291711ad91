"""The identities of an account: what is connected, connecting, and disconnecting."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.errors import AccountError
from webapp.accounts.identities import Proven, disconnect, list_identities
from webapp.db.unit_of_work import writing
from webapp.web.account.identity_deeds import IDENTITIES, connect_identity
from webapp.web.account.notices import IDENTITY_DISCONNECTED, queue_notice
from webapp.web.account.provider_notes import Came, drop_note, read_note
from webapp.web.account.provider_pages import OVER, ClaimPage, identities_page
from webapp.web.account.provider_visits import VisitFailed, failed, find_provider, send_to
from webapp.web.site.extensions import db, limiter
from webapp.web.site.redirects import safe_next
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.services import services
from webapp.web.site.step_up import recently_authenticated
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, learner_or_address, signed_in, viewer_key

bp = Blueprint("identity", __name__)


@bp.get("/me/settings/identities")
@recently_authenticated
def identities() -> Response:
    """Shows which sites sign in to the account, and which others can be connected."""
    who = signed_in()
    found = list_identities(db.session(), who.learner_id)
    context = identities_page(found, viewer_key(who.learner_id), datetime.now(UTC))
    meta = meta_builder().simple(
        gettext("Sign-in by other sites"), gettext("Which sites sign in to your account."), section="me"
    )
    return page("account/identities.html", meta, page=context)


@bp.get("/me/settings/identities/connect/<name>")
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def begin_connecting(name: str) -> Response:
    """Sends the browser to a provider, to connect who somebody is there."""
    provider = find_provider(name)
    if not _is_from_own_page():
        return redirect(IDENTITIES, 303)
    return send_to(provider, connects=signed_in().learner_id)


@bp.get("/me/confirm/<name>")
@account_required
@limiter.limit("20 per minute", key_func=learner_or_address)
def begin_confirming(name: str) -> Response:
    """Sends the browser to a provider, to prove again who is signed in."""
    provider = find_provider(name)
    if not _is_from_own_page():
        return redirect("/me/confirm", 303)
    return send_to(provider, confirms=signed_in().learner_id)


@bp.route("/me/settings/identities/claim/<name>", methods=["GET", "POST"])
@recently_authenticated
@limiter.limit("20 per minute", methods=["POST"], key_func=learner_or_address)
def claim(name: str) -> Response:
    """Connects, by a button, what somebody came back with before signing in to their account."""
    provider = find_provider(name)
    key = request.args.get("key", "")
    came = read_note(Came, key)
    if came is None or came.provider != provider.name:
        return failed(provider, VisitFailed(OVER))
    if request.method == "GET":
        context = ClaimPage(provider.label, came.title, f"{IDENTITIES}/claim/{name}?key={key}")
        title = gettext("Connect %(provider)s", provider=provider.label)
        about = gettext("Let another site sign in to your account.")
        return page("account/claim.html", meta_builder().simple(title, about, section="me"), page=context)
    proven = Proven(came.issuer, came.subject, came.title, came.address, came.is_verified)
    connect_identity(signed_in().learner_id, provider, proven)
    return drop_note(redirect(safe_next(came.back, IDENTITIES), 303), key)


@bp.post("/me/settings/identities/<identity_id>/disconnect")
@recently_authenticated
@limiter.limit("20 per minute", key_func=learner_or_address)
def end_identity(identity_id: str) -> Response:
    """Disconnects an identity, unless it is the only way into the account."""
    who, now = signed_in(), datetime.now(UTC)
    try:
        with writing(db.session()) as session:
            gone = disconnect(session, who.learner_id, identity_id) or abort(404)
            queue_notice(session, who.learner_id, IDENTITY_DISCONNECTED, now)
    except AccountError as error:
        show_on_next_page(Toast(gettext(error.message)))
        return redirect(IDENTITIES, 303)
    label = services().providers.label_of(gone.issuer)
    security_event("identity_disconnected", user=who.learner_id, issuer=gone.issuer)
    show_on_next_page(Toast(gettext("%(provider)s no longer signs in to this account.", provider=label)))
    return redirect(IDENTITIES, 303)


def _is_from_own_page() -> bool:
    """Returns whether a link is one of this learner's own page, because other sites can have links too."""
    return hmac.compare_digest(request.args.get("viewer", ""), viewer_key(signed_in().learner_id))
