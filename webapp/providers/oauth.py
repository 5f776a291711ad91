"""The protocols, by Authlib: the address for the browser, the exchange of the code, and the ID token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError

from webapp.provider_settings import Provider
from webapp.providers.http import bounded
from webapp.providers.metadata import Metadata
from webapp.providers.model import ProviderRefused, Request

# Signed by a key that only the provider has: neither unsigned nor by the secret that both know.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
# What the library raises about answers that are invalid or not even shaped as they should be.
FAULTS = (
    AuthlibBaseError,
    JoseError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    OSError,
    RecursionError,
)
# How far the clocks of provider and site may differ.
LEEWAY_SECONDS = 60


def authorization_address(
    provider: Provider, endpoint: str, scope: str, redirect_uri: str, request: Request, **more: str
) -> str:
    """Returns where the browser is sent to."""
    client = _client(provider, redirect_uri, scope=scope, code_challenge_method="S256")
    address, _ = client.create_authorization_url(
        endpoint, state=request.state, code_verifier=request.verifier, **more
    )
    return str(address)


def exchange(
    provider: Provider, endpoint: str, redirect_uri: str, request: Request, code: str, auth_method: str
) -> Mapping[str, Any]:
    """Returns the tokens for a code. Raises ProviderAway and ProviderRefused."""
    client = _client(provider, redirect_uri, token_endpoint_auth_method=auth_method)
    try:
        tokens = client.fetch_token(
            endpoint,
            grant_type="authorization_code",
            code=code,
            code_verifier=request.verifier,
            allow_redirects=False,
        )
    except FAULTS as error:
        raise ProviderRefused(_reason(error)) from error
    return dict(tokens)


def claims_of(
    provider: Provider, metadata: Metadata, tokens: Mapping[str, Any], nonce: str
) -> Mapping[str, Any]:
    """Returns what a valid ID token says: signed by the provider, for this site, now, and for this nonce.

    Raises ProviderAway and ProviderRefused.
    """
    if not isinstance(tokens.get("id_token"), str):
        raise ProviderRefused("no ID token")
    issuer = metadata.facts()["issuer"]
    expected = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "exp": {"essential": True},
    }
    try:
        found = _Proof(provider, metadata).parse_id_token(
            dict(tokens), nonce, claims_options=expected, leeway=LEEWAY_SECONDS
        )
    except FAULTS as error:
        raise ProviderRefused(_reason(error)) from error
    return dict(found)


class _Proof(OpenIDMixin):  # type: ignore[misc]  # the library ships no types
    """The library's check of ID tokens, with the keys that are kept here."""

    def __init__(self, provider: Provider, metadata: Metadata) -> None:
        self.client_id = provider.client_id
        self._metadata = metadata

    def load_server_metadata(self) -> dict[str, Any]:
        """Returns the provider's facts, and of its algorithms only those that prove who signed."""
        facts = dict(self._metadata.facts())
        named = facts.get("id_token_signing_alg_values_supported") or ["RS256"]
        return facts | {"id_token_signing_alg_values_supported": sorted(ALGORITHMS & set(named))}

    def fetch_jwk_set(self, force: bool = False) -> dict[str, Any]:
        """Returns the keys; `force` asks for newer ones."""
        return dict(self._metadata.keys(is_stale=force))


def _client(provider: Provider, redirect_uri: str, **options: Any) -> OAuth2Session:
    client = OAuth2Session(provider.client_id, provider.client_secret, redirect_uri=redirect_uri, **options)
    return bounded(client)


def _reason(error: Exception) -> str:
    """Returns the kind of an error without texts of the provider, which may hold anything."""
    return str(getattr(error, "error", "") or type(error).__name__)[:60]
