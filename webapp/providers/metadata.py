"""What OpenID Connect providers publish about themselves: addresses and keys, kept for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from webapp.provider_settings import Provider
from webapp.providers.http import get_json, object_in
from webapp.providers.model import ProviderAway, ProviderRefused

KEPT_SECONDS = 3600.0
# Tokens with invented key ids cannot make the site ask for the keys all the time.
REFETCH_SECONDS = 60.0
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Metadata:
    """The published facts of one provider. Several threads may ask at once."""

    def __init__(self, provider: Provider) -> None:
        self._issuer = provider.issuer
        self._lock = Lock()
        self._kept: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def facts(self) -> Mapping[str, Any]:
        """Returns the provider's discovery document. Raises ProviderAway."""
        address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        return self._get(address, KEPT_SECONDS, self._checked)

    def keys(self, is_stale: bool = False) -> Mapping[str, Any]:
        """Returns the keys by which tokens are signed; newer ones if a token names none of them."""
        return self._get(str(self.facts()["jwks_uri"]), REFETCH_SECONDS if is_stale else KEPT_SECONDS)

    def _checked(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        if facts.get("issuer") != self._issuer:
            raise ProviderAway("it names another issuer than the setting does")
        for name in ADDRESSES:
            if not _is_as_safe(str(facts.get(name)), self._issuer):
                raise ProviderAway(f"no usable {name}")
        return facts

    def _get(
        self, address: str, kept: float, check: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    ) -> Mapping[str, Any]:
        with self._lock:
            at, found = self._kept.get(address, (0.0, {}))
        if found and time.monotonic() - at < kept:
            return found
        try:
            fetched = object_in(get_json(address))
        except ProviderRefused as error:
            raise ProviderAway(str(error)) from error
        fetched = check(fetched) if check else fetched
        with self._lock:
            self._kept[address] = (time.monotonic(), fetched)
        return fetched


def _is_as_safe(address: str, issuer: str) -> bool:
    """Returns whether an address is https, or of the same scheme as the issuer."""
    parts = urlsplit(address)
    return bool(parts.hostname) and parts.scheme in {"https", urlsplit(issuer).scheme}
