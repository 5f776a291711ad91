"""The site with a school, GitHub, and a provider that is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests.conftest import FromAfar
from tests.fake_github import FakeGitHub
from tests.openid import OpenIdProvider
from tests.ports import free_port
from webapp.app import create_app
from webapp.config import Settings
from webapp.provider_settings import OPENID, Provider
from webapp.web.site.extensions import db


@pytest.fixture
def providers(school: OpenIdProvider, github: FakeGitHub) -> tuple[Provider, ...]:
    gone = Provider("gone", "Gone", OPENID, f"http://127.0.0.1:{free_port()}", "a", "b")
    return (github.settings, school.settings, gone)


@pytest.fixture
def app(settings: Settings, providers: tuple[Provider, ...]) -> Iterator[Flask]:
    """The site with a school, GitHub, and a provider that is away."""
    made = create_app(replace(settings, providers=providers), TESTING=True, RATELIMIT_ENABLED=False)
    made.test_client_class = FromAfar
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
