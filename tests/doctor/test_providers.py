"""What the doctor says about the sites by which people sign in."""

from __future__ import annotations

from dataclasses import replace

from tests.fake_github import FakeGitHub
from tests.openid import OpenIdProvider
from tests.ports import free_port
from webapp.config import Settings
from webapp.doctor.providers import check_providers
from webapp.doctor.result import OK, WRONG, Result
from webapp.provider_settings import OPENID, Provider


def test_nothing_set_is_well(settings: Settings) -> None:
    assert check_providers(settings).state == OK


def test_those_that_answer_are_named(settings: Settings, school: OpenIdProvider, github: FakeGitHub) -> None:
    found = check_providers(replace(settings, providers=(github.settings, school.settings)))
    assert found == Result("providers", OK, "GitHub, The School.")


def test_one_that_is_away_is_wrong(settings: Settings, github: FakeGitHub) -> None:
    gone = Provider("gone", "Gone", OPENID, f"http://127.0.0.1:{free_port()}", "a", "very secret")
    found = check_providers(replace(settings, providers=(github.settings, gone)))
    assert found.state == WRONG
    assert found.text.startswith(f"Gone at {gone.issuer} cannot be used (")
    assert "very secret" not in found.text
