"""The site in a language that nobody speaks, in which every text stands in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests import pseudo
from tests.conftest import TREE, FromAfar
from tests.web.translations.untranslated import ADDRESSES, Find, known_texts
from webapp.app import create_app
from webapp.config import Settings, read_settings
from webapp.web.site.extensions import db


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    environ = {
        "DATABASE_URL": database_url,
        "CONTENT_DIR": str(TREE),
        "INSTANCE_DIR": str(tmp_path / "instance"),
        "LANGUAGE": pseudo.LANGUAGE,
        "SITE_NAME": "Fernweh",
    }
    return read_settings(environ, root=tmp_path)


@pytest.fixture
def app(settings: Settings, catalogs: Path) -> Iterator[Flask]:
    made = create_app(
        settings, TESTING=True, RATELIMIT_ENABLED=False, BABEL_TRANSLATION_DIRECTORIES=str(catalogs)
    )
    made.test_client_class = FromAfar
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def untranslated(app: Flask) -> Find:
    """Finds in a text the words that are neither translated nor the content's own."""
    own = known_texts(app)

    def find(text: str) -> list[str]:
        # The token of a link is chance, and may look like a name.
        text = re.sub(r"https?://\S+", " ", text)
        rest = own.sub(" ", " ".join(text.split()))
        return re.findall(r"[A-Za-z]{2,}", ADDRESSES.sub(" ", rest))

    return find
