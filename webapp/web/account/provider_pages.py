"""The pages about providers: their buttons, and what could not be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from webapp.accounts.identities import Holder
from webapp.accounts.models import Identity
from webapp.provider_settings import Provider
from webapp.web.account.forms import SiteForm
from webapp.web.account.provider_notes import Asked, Came
from webapp.web.site.dates import format_age
from webapp.web.site.services import services
from webapp.web.site.translations import gettext

# Why somebody has to begin anew, by the words of the log.
DENIED, OVER, REFUSED, AWAY = "denied", "over", "refused", "away"
# GitHub has a sign of its own; the others share one.
SIGNED = frozenset({"github", "google"})


@dataclass(frozen=True, slots=True)
class ProviderButton:
    """A link that begins a sign-in at a provider."""

    label: str
    href: str
    sign: str


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Whether the account has a password, and the providers that know its owner."""

    has_password: bool
    buttons: tuple[ProviderButton, ...]


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """A connected identity, as its owner knows it."""

    id: str
    provider: str
    title: str
    connected_words: str
    used_words: str


@dataclass(frozen=True, slots=True)
class IdentitiesPage:
    """What is connected to an account, and what can be."""

    rows: tuple[IdentityRow, ...]
    buttons: tuple[ProviderButton, ...]


@dataclass(frozen=True, slots=True)
class FailurePage:
    """Why a sign-in at a provider did not work, and where it begins anew."""

    label: str
    words: str
    again: str
    elsewhere: str


def failure_page(provider: Provider, why: str, asked: Asked | None) -> FailurePage:
    """Returns what to tell somebody whose sign-in at a provider did not work."""
    if asked is not None and (asked.connects or asked.confirms):
        # Both begin on a page that somebody who is signed in has open.
        elsewhere = "/me/settings/identities" if asked.connects else "/me/confirm"
        return FailurePage(provider.label, _sentence(provider, why), "", elsewhere)
    query = urlencode({"next": asked.back}) if asked is not None and asked.back else ""
    again, elsewhere = _href(f"/login/{provider.name}", query), _href("/login", query)
    return FailurePage(provider.label, _sentence(provider, why), again, elsewhere)


@dataclass(frozen=True, slots=True)
class NewcomerPage:
    """Somebody who came from a provider and has no identity here.

    `address` is the one that the provider has verified, or empty. `has_account` is whether an account here
    has the address that the provider names, and `may_be_new` whether a new one can be made all the same.
    """

    label: str
    title: str
    address: str
    action: str
    sign_in: str
    has_account: bool
    may_be_new: bool


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """What somebody is asked to connect with their account."""

    label: str
    title: str
    action: str


def newcomer_page(came: Came, key: str, holder: Holder | None) -> NewcomerPage:
    """Returns the page for somebody whom nothing here knows yet."""
    provider = services().providers.get(came.provider)
    query = urlencode({"key": key})
    return NewcomerPage(
        label=provider.label if provider else "",
        title=came.title,
        address=came.address if came.is_verified else "",
        action=f"/login/{came.provider}/new?{query}",
        sign_in=f"/me/settings/identities/claim/{came.provider}?{query}",
        has_account=holder is not None,
        may_be_new=holder is None or (came.is_verified and not holder.is_verified),
    )


def provider_buttons(form: SiteForm) -> tuple[ProviderButton, ...]:
    """Returns the buttons of a page for signing in, which lead on to where its form does."""
    given = {"next": form.next.data, "want": form.want.data, "invitation": form.data.get("invitation")}
    query = urlencode({name: text for name, text in given.items() if text})
    return tuple(_button(one, f"/login/{one.name}", query) for one in services().providers)


def confirm_page(found: Sequence[Identity], has_password: bool, back: str | None, key: str) -> ConfirmPage:
    """Returns by what somebody who is signed in can prove again who they are."""
    query = urlencode({"next": back or "", "viewer": key})
    issuers = {one.issuer.rstrip("/") for one in found}
    own = [one for one in services().providers if one.issuer.rstrip("/") in issuers]
    return ConfirmPage(has_password, tuple(_button(one, f"/me/confirm/{one.name}", query) for one in own))


def identities_page(found: Sequence[Identity], key: str, now: datetime) -> IdentitiesPage:
    """Returns what is connected to the account of a viewer's key."""
    rows = tuple(_row(one, now) for one in found)
    path = "/me/settings/identities/connect"
    query = urlencode({"viewer": key})
    buttons = tuple(_button(one, f"{path}/{one.name}", query) for one in services().providers)
    return IdentitiesPage(rows, buttons)


def _sentence(provider: Provider, why: str) -> str:
    words = {
        DENIED: gettext("%(provider)s was not allowed to tell us who you are.", provider=provider.label),
        OVER: gettext("This sign-in is over. It was used before, or it took longer than ten minutes."),
        REFUSED: gettext("What %(provider)s answered is not valid.", provider=provider.label),
        AWAY: gettext("%(provider)s does not answer at the moment.", provider=provider.label),
    }
    return words[why]


def _button(provider: Provider, path: str, query: str) -> ProviderButton:
    sign = provider.name if provider.name in SIGNED else "other"
    return ProviderButton(provider.label, _href(path, query), sign)


def _href(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _row(identity: Identity, now: datetime) -> IdentityRow:
    return IdentityRow(
        id=identity.id,
        provider=services().providers.label_of(identity.issuer),
        title=identity.title,
        connected_words=format_age(identity.connected_at, now),
        used_words=format_age(identity.last_used_at, now),
    )
