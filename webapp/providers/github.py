"""GitHub, which speaks OAuth without OpenID Connect: its API says who somebody is, and by which address."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from webapp.provider_settings import Provider
from webapp.providers.http import get_json, object_in
from webapp.providers.model import LONGEST_TITLE, Person, ProviderRefused, Request
from webapp.providers.oauth import authorization_address, exchange

SCOPE = "read:user user:email"


class GitHub:
    """Signing in at GitHub."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def check(self) -> None:
        """Raises ProviderAway if GitHub does not answer."""
        with suppress(ProviderRefused):
            get_json(f"{self._provider.api}/")

    def address(self, request: Request, redirect_uri: str) -> str:
        """Returns where the browser is sent to. GitHub cannot be asked for a new proof."""
        endpoint = f"{self._provider.issuer}/login/oauth/authorize"
        return authorization_address(self._provider, endpoint, SCOPE, redirect_uri, request)

    def person(self, request: Request, redirect_uri: str, code: str, issuer: str) -> Person:
        """Returns who signed in. Raises ProviderAway and ProviderRefused."""
        endpoint = f"{self._provider.issuer}/login/oauth/access_token"
        tokens = exchange(self._provider, endpoint, redirect_uri, request, code, "client_secret_post")
        token = str(tokens.get("access_token") or "")
        if not token:
            raise ProviderRefused("no access token")
        user = object_in(get_json(f"{self._provider.api}/user", token))
        address, is_verified = _primary(get_json(f"{self._provider.api}/user/emails", token))
        number = user.get("id")
        if not isinstance(number, int) or isinstance(number, bool):
            raise ProviderRefused("no id")
        # The number stays; the login may be renamed, and then belong to somebody else.
        login = str(user.get("login") or "")[:LONGEST_TITLE]
        return Person(self._provider.issuer, str(number), address, is_verified, login or address, login)


def _primary(emails: Any) -> tuple[str, bool]:
    found: list[Mapping[str, Any]] = (
        [one for one in emails if isinstance(one, dict)] if isinstance(emails, list) else []
    )
    primary = next((one for one in found if one.get("primary") is True), {})
    return str(primary.get("email") or ""), primary.get("verified") is True
