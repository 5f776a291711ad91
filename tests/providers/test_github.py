"""Signing in by GitHub, against a server that speaks the endpoints of its documentation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fake_github import FakeGitHub
from tests.openid import SITE, query_of
from webapp.providers.model import Person, ProviderAway, ProviderRefused, Request
from webapp.providers.registry import Providers

BACK = f"{SITE}/login/github/callback"


def arrive(github: FakeGitHub) -> Person:
    providers, asked = Providers([github.settings]), Request.new()
    code = query_of(github.answer(providers.address(github.settings, asked, BACK)))["code"]
    return providers.person(github.settings, asked, BACK, code)


def test_the_number_stays_and_the_primary_address_counts(github: FakeGitHub) -> None:
    person = arrive(github)
    assert person == Person(github.address, "583231", "octocat@example.org", True, "octocat", "octocat")
    github.user = {"id": 583231, "login": "renamed"}
    assert arrive(github).subject == "583231"


@pytest.mark.parametrize(
    ("emails", "address", "is_verified"),
    [
        ([{"email": "a@b.org", "primary": True, "verified": False}], "a@b.org", False),
        ([{"email": "a@b.org", "primary": True, "verified": "yes"}], "a@b.org", False),
        ([{"email": "a@b.org", "primary": False, "verified": True}], "", False),
        ([], "", False),
        ({"message": "odd"}, "", False),
        ([None, 5, {"primary": True}], "", False),
    ],
)
def test_only_a_verified_primary_address_is_verified(
    github: FakeGitHub, emails: Any, address: str, is_verified: bool
) -> None:
    github.emails = emails
    person = arrive(github)
    assert (person.address, person.is_verified) == (address, is_verified)


@pytest.mark.parametrize("user", [{}, {"id": "583231"}, {"id": True}, {"id": None, "login": "x"}])
def test_somebody_without_a_number_is_nobody(github: FakeGitHub, user: Any) -> None:
    github.user = user
    with pytest.raises(ProviderRefused):
        arrive(github)


def test_nonsense_is_a_provider_that_is_away(github: FakeGitHub) -> None:
    github.user = [1]
    with pytest.raises(ProviderAway):
        arrive(github)


def test_a_code_is_good_once_and_for_its_verifier(github: FakeGitHub) -> None:
    providers, asked = Providers([github.settings]), Request.new()
    address = providers.address(github.settings, asked, BACK)
    code = query_of(github.answer(address))["code"]
    with pytest.raises(ProviderRefused, match="bad_verification_code"):
        providers.person(github.settings, Request.new(), BACK, code)
    code = query_of(github.answer(address))["code"]
    assert providers.person(github.settings, asked, BACK, code).title == "octocat"
    with pytest.raises(ProviderRefused, match="bad_verification_code"):
        providers.person(github.settings, asked, BACK, code)
