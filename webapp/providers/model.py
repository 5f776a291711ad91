"""What is asked of a provider, what it answers, and what can go wrong."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

LONGEST_SUBJECT = 255
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Request:
    """The secrets of one sign-in at a provider; the browser keeps them until it comes back.

    `state` ties the answer to the browser, `nonce` the provider's token to this sign-in, and `verifier`
    proves to the provider that whoever brings the code is who asked for it (PKCE).
    """

    state: str
    nonce: str
    verifier: str
    # Whether the provider is asked for a new proof, though somebody may be signed in there.
    is_again: bool = False

    @classmethod
    def new(cls, *, is_again: bool = False) -> Request:
        """Returns a request with 256 random bits in each secret."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, is_again)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in at a provider.

    `issuer` and `subject` stay the same for ever. `address` is empty or an e-mail address, of which the
    provider says whether it is verified. `title` is what people know the identity by; `name` suggests a
    username.
    """

    issuer: str
    subject: str
    address: str
    is_verified: bool
    title: str
    name: str


class ProviderAway(Exception):
    """The provider does not answer, answers with nonsense, or too many are waiting for it."""


class ProviderRefused(Exception):
    """The provider answered that this sign-in is not valid, or what it answered is not. Never shown."""
