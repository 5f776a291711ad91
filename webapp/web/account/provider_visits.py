"""Visits to a provider: how a browser is sent there, who came back, and what to say if nobody did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.identities import Proven, use_state
from webapp.accounts.invitations import LONGEST_INVITATION
from webapp.db.unit_of_work import end_reading, writing
from webapp.provider_settings import Provider
from webapp.providers.model import Person, ProviderAway, ProviderRefused, Request
from webapp.web.account.provider_notes import (
    LONGEST_BACK,
    Asked,
    drop_note,
    keep_note,
    key_of,
    read_asked,
)
from webapp.web.account.provider_pages import AWAY, DENIED, OVER, REFUSED, FailurePage, failure_page
from webapp.web.site.extensions import db
from webapp.web.site.redirects import safe_next
from webapp.web.site.responses import NEVER, meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.services import services, settings
from webapp.web.site.translations import gettext

LONGEST_CODE = 2000
STATUSES = {DENIED: 422, OVER: 422, REFUSED: 502, AWAY: 503}
RETRY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who came back from a provider, and what the sign-in there was for."""

    asked: Asked
    person: Person

    @property
    def proven(self) -> Proven:
        """Who that is, as accounts know it."""
        who = self.person
        return Proven(who.issuer, who.subject, who.title, who.address, who.is_verified)


class VisitFailed(Exception):
    """Nobody came back; `why` is one of the reasons of `provider_pages`."""

    def __init__(self, why: str, asked: Asked | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.asked = asked


def find_provider(name: str) -> Provider:
    """Returns the provider of a name, or answers 404."""
    return services().providers.get(name) or abort(404)


def send_to(provider: Provider, connects: int = 0, confirms: int = 0) -> Response:
    """Sends the browser to a provider; afterwards it is led to where the request says."""
    back = safe_next(request.args.get("next"), "")
    asked = Request.new(is_again=bool(confirms))
    end_reading(db.session())
    try:
        address = services().providers.address(provider, asked, _callback(provider))
    except ProviderAway as error:
        return failed(provider, VisitFailed(AWAY), str(error))
    note = Asked(
        provider=provider.name,
        state=asked.state,
        nonce=asked.nonce,
        verifier=asked.verifier,
        back=back if len(back) <= LONGEST_BACK else "",
        mark=request.args.get("want", "")[:LONGEST_BACK],
        invitation=request.args.get("invitation", "")[:LONGEST_INVITATION],
        connects=connects,
        confirms=confirms,
    )
    response = redirect(address, 303)
    response.headers["Cache-Control"] = NEVER
    return keep_note(response, key_of(asked.state), note)


def receive(provider: Provider) -> Visit:
    """Returns who came back, for the request that leads back. Each answer counts once.

    Raises VisitFailed.
    """
    state = request.args.get("state", "")
    asked = read_asked(provider.name, state)
    if asked is None:
        raise VisitFailed(OVER)
    end_reading(db.session())
    with writing(db.session()) as session:
        is_first = use_state(session, state, datetime.now(UTC))
    if not is_first:
        raise VisitFailed(OVER, asked)
    if "error" in request.args:
        is_denied = request.args["error"] == "access_denied"
        raise VisitFailed(DENIED if is_denied else REFUSED, asked)
    secrets = Request(asked.state, asked.nonce, asked.verifier, bool(asked.confirms))
    code, issuer = request.args.get("code", "")[:LONGEST_CODE], request.args.get("iss", "")
    try:
        person = services().providers.person(provider, secrets, _callback(provider), code, issuer)
    except ProviderAway as error:
        raise VisitFailed(AWAY, asked) from error
    except ProviderRefused as error:
        raise VisitFailed(REFUSED, asked) from error
    return Visit(asked, person)


def failed(provider: Provider, failure: VisitFailed, reason: str = "") -> Response:
    """Shows why nobody came back, with a link that begins anew."""
    cause = reason or str(failure.__cause__ or "")
    security_event("provider_failed", provider=provider.name, why=failure.why, reason=cause)
    title = gettext("Sign in by %(provider)s", provider=provider.label)
    meta = meta_builder().simple(title, gettext("This sign-in did not work."), section="account")
    context: FailurePage = failure_page(provider, failure.why, failure.asked)
    status = STATUSES[failure.why]
    response = page("account/provider_failed.html", meta, status=status, page=context)
    if failure.why == AWAY:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    if failure.asked is not None:
        drop_note(response, key_of(failure.asked.state))
    return response


def _callback(provider: Provider) -> str:
    return f"{settings().site_url}/login/{provider.name}/callback"
