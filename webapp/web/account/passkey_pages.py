"""What pages need to ask a browser for a passkey."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort

from webapp.accounts.attempts import Attempt
from webapp.accounts.passkeys import SIGN_IN, Site, request_options
from webapp.accounts.tokens import token_hash
from webapp.web.site.extensions import db
from webapp.web.site.passkey_site import passkey_site
from webapp.web.site.visitor import Visitor


def needed_site() -> Site:
    """Returns the site as passkeys know it; answers 422 where its address allows none."""
    site = passkey_site()
    if site is None:
        abort(422)
    return site


def sign_in_options() -> str:
    """Returns the options for signing in by a passkey, or an empty string where none work."""
    site = passkey_site()
    return request_options(db.session(), site, SIGN_IN, datetime.now(UTC)) if site else ""


def second_step_options(attempt: Attempt) -> str:
    """Returns the options for a passkey as the second step, or an empty string where none work."""
    site = passkey_site()
    if site is None:
        return ""
    purpose = purpose_of_second_step(attempt)
    return request_options(db.session(), site, purpose, datetime.now(UTC), attempt.learner_id)


def confirm_options(who: Visitor) -> str:
    """Returns the options for confirming by a passkey, or an empty string where none work."""
    site = passkey_site()
    if site is None:
        return ""
    return request_options(db.session(), site, purpose_of_confirming(who), datetime.now(UTC), who.learner_id)


def purpose_of_second_step(attempt: Attempt) -> str:
    """Returns what a challenge is for that completes this attempt."""
    return f"second step {token_hash(attempt.token)}"


def purpose_of_confirming(who: Visitor) -> str:
    """Returns what a challenge is for that confirms this session."""
    return f"confirm {who.session_id}"


def purpose_of_adding(who: Visitor) -> str:
    """Returns what a challenge is for that adds a passkey in this session."""
    return f"add {who.session_id}"
