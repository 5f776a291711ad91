"""Coming back from a provider while signed in: to connect it, or to prove again who one is."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect
from werkzeug.wrappers import Response

from webapp.accounts.attempts import IDENTITY
from webapp.accounts.errors import AccountError
from webapp.accounts.identities import Proven, connect, learner_of
from webapp.accounts.sessions import prove_again
from webapp.db.unit_of_work import writing
from webapp.provider_settings import Provider
from webapp.web.account.confirming import confirmed
from webapp.web.account.notices import IDENTITY_CONNECTED, queue_notice
from webapp.web.account.provider_visits import Visit
from webapp.web.site.extensions import db
from webapp.web.site.security_log import security_event
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import send_to_sign_in, visitor

IDENTITIES = "/me/settings/identities"


def connect_identity(learner_id: int, provider: Provider, proven: Proven) -> None:
    """Connects an identity to an account, tells the owner by mail, and says so on the next page."""
    now = datetime.now(UTC)
    try:
        with writing(db.session()) as session:
            is_new = connect(session, learner_id, proven, now)
            if is_new:
                queue_notice(session, learner_id, IDENTITY_CONNECTED, now)
    except AccountError as error:
        show_on_next_page(Toast(gettext(error.message, **error.values)))
        return
    if is_new:
        security_event("identity_connected", user=learner_id, provider=provider.name)
    words = gettext("%(provider)s is connected: it signs in to this account.", provider=provider.label)
    show_on_next_page(Toast(words))


def connected_here(provider: Provider, visit: Visit) -> Response:
    """Connects the identity of a visit to the account that began it, if that is still signed in."""
    who = visitor()
    if who is None or who.learner_id != visit.asked.connects:
        return send_to_sign_in()
    connect_identity(who.learner_id, provider, visit.proven)
    return redirect(IDENTITIES, 303)


def confirmed_by(visit: Visit) -> Response:
    """Notes that the owner of an account has proven again who they are, by an identity of the account."""
    who = visitor()
    if who is None or who.learner_id != visit.asked.confirms:
        return send_to_sign_in()
    with writing(db.session()) as session:
        is_own = learner_of(session, visit.proven) == who.learner_id
        opened = prove_again(session, who.learner_id, who.token, datetime.now(UTC)) if is_own else None
    if opened is not None:
        return confirmed(opened, IDENTITY, visit.asked.back)
    if is_own:
        return send_to_sign_in()
    security_event("confirm_failed", user=who.learner_id)
    show_on_next_page(Toast(gettext("That is not connected to this account, so it proves nothing here.")))
    return redirect("/me/confirm", 303)
