"""The providers of a site, by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol
from urllib.parse import urlsplit

from webapp.provider_settings import GITHUB, Provider
from webapp.providers.github import GitHub
from webapp.providers.http import provider_slot
from webapp.providers.model import Person, Request
from webapp.providers.openid import OpenId


class SignInProtocol(Protocol):
    """What GitHub and OpenID Connect have in common."""

    def check(self) -> None:
        """Raises ProviderAway if the provider does not answer as one."""

    def address(self, request: Request, redirect_uri: str) -> str:
        """Returns where the browser is sent to. Raises ProviderAway."""

    def person(self, request: Request, redirect_uri: str, code: str, issuer: str) -> Person:
        """Returns who signed in. Raises ProviderAway and ProviderRefused."""


class Providers:
    """All providers of a site. What they publish about themselves is kept from one sign-in to the next."""

    def __init__(self, providers: Iterable[Provider]) -> None:
        self._known = {one.name: one for one in providers}
        self._spoken = {one.name: _protocol(one) for one in self._known.values()}

    def __iter__(self) -> Iterator[Provider]:
        return iter(self._known.values())

    def get(self, name: str) -> Provider | None:
        """Returns the provider of a name, or None."""
        return self._known.get(name)

    def label_of(self, issuer: str) -> str:
        """Returns the name for people of the provider with an issuer, or its host if it is no longer set."""
        found = (one.label for one in self._known.values() if one.issuer.rstrip("/") == issuer.rstrip("/"))
        return next(found, urlsplit(issuer).hostname or issuer)

    def check(self, provider: Provider) -> None:
        """Raises ProviderAway if a provider does not answer as one."""
        with provider_slot():
            self._spoken[provider.name].check()

    def address(self, provider: Provider, request: Request, redirect_uri: str) -> str:
        """Returns where the browser is sent to. Raises ProviderAway."""
        with provider_slot():
            return self._spoken[provider.name].address(request, redirect_uri)

    def person(
        self, provider: Provider, request: Request, redirect_uri: str, code: str, issuer: str = ""
    ) -> Person:
        """Returns who signed in, for a code and the issuer that the answer names.

        Raises ProviderAway and ProviderRefused.
        """
        with provider_slot():
            return self._spoken[provider.name].person(request, redirect_uri, code, issuer)


def _protocol(provider: Provider) -> SignInProtocol:
    return GitHub(provider) if provider.kind == GITHUB else OpenId(provider)
