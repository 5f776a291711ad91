"""Providers of OpenID Connect, such as Google and Keycloak: all but their address is discovered."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from webapp.provider_settings import Provider
from webapp.providers.http import get_json, object_in
from webapp.providers.metadata import Metadata
from webapp.providers.model import LONGEST_SUBJECT, LONGEST_TITLE, Person, ProviderRefused, Request
from webapp.providers.oauth import LEEWAY_SECONDS, authorization_address, claims_of, exchange

SCOPE = "openid email profile"
# With an age, the provider has to say when somebody signed in.
_AGAIN = {"prompt": "login", "max_age": "0"}
# Seconds. A browser has to come back within this time.
LONGEST_VISIT = 600


class OpenId:
    """Signing in at a provider of OpenID Connect."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._metadata = Metadata(provider)

    def check(self) -> None:
        """Raises ProviderAway if what the provider publishes about itself cannot be used."""
        self._metadata.facts()
        self._metadata.keys()

    def address(self, request: Request, redirect_uri: str) -> str:
        """Returns where the browser is sent to. Raises ProviderAway."""
        endpoint = str(self._metadata.facts()["authorization_endpoint"])
        more = {"nonce": request.nonce} | (_AGAIN if request.is_again else {})
        return authorization_address(self._provider, endpoint, SCOPE, redirect_uri, request, **more)

    def person(self, request: Request, redirect_uri: str, code: str, issuer: str) -> Person:
        """Returns who signed in; `issuer` is what the answer names, or empty.

        Raises ProviderAway and ProviderRefused.
        """
        facts = self._metadata.facts()
        self._check_sender(facts, issuer)
        method = _auth_method(facts)
        endpoint = str(facts["token_endpoint"])
        tokens = exchange(self._provider, endpoint, redirect_uri, request, code, method)
        claims = claims_of(self._provider, self._metadata, tokens, request.nonce)
        if request.is_again:
            _check_again(facts, claims)
        return _person(str(facts["issuer"]), self._with_address(facts, claims, tokens))

    def _check_sender(self, facts: Mapping[str, Any], issuer: str) -> None:
        """Refuses an answer of another provider than the one that was asked (RFC 9207)."""
        is_promised = facts.get("authorization_response_iss_parameter_supported") is True
        if issuer != facts["issuer"] if issuer or is_promised else False:
            raise ProviderRefused("another issuer")

    def _with_address(
        self, facts: Mapping[str, Any], claims: Mapping[str, Any], tokens: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Adds what the provider tells about somebody on request, if the token names no address."""
        endpoint, token = str(facts.get("userinfo_endpoint") or ""), str(tokens.get("access_token") or "")
        if "email" in claims or not endpoint or not token:
            return claims
        told = object_in(get_json(endpoint, token))
        if told.get("sub") != claims.get("sub"):
            raise ProviderRefused("another subject")
        return {**told, **claims}


def _check_again(facts: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
    """Refuses somebody who has not just signed in at the provider.

    That this was asked for stands in an address, from which the browser can remove it. Providers that promise
    to say when somebody signed in, as Keycloak does, have to say it; of the others nothing can be known.
    """
    signed_in_at = claims.get("auth_time")
    promised = facts.get("claims_supported")
    if signed_in_at is None and "auth_time" not in (promised if isinstance(promised, list) else ()):
        return
    moment = signed_in_at if isinstance(signed_in_at, int) and not isinstance(signed_in_at, bool) else 0
    if moment < time.time() - LONGEST_VISIT - LEEWAY_SECONDS:
        raise ProviderRefused("no new proof")


def _person(issuer: str, claims: Mapping[str, Any]) -> Person:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise ProviderRefused("no usable subject")
    address, name = _text(claims, "email"), _text(claims, "preferred_username")
    # Nothing but true counts: a provider that says nothing has verified nothing.
    is_verified = claims.get("email_verified") is True
    title = address or name or _text(claims, "name") or subject
    return Person(issuer, subject, address, is_verified, title[:LONGEST_TITLE], name or _text(claims, "name"))


def _text(claims: Mapping[str, Any], name: str) -> str:
    found = claims.get(name)
    return found if isinstance(found, str) and found.isprintable() else ""


def _auth_method(facts: Mapping[str, Any]) -> str:
    """Returns how the site proves itself to the provider; providers that name nothing take Basic."""
    named = facts.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in named else "client_secret_post"
