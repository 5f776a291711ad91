"""The list of all mails, for those who write them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext

from tests.browser import answering
from tests.browsing import violations
from webapp.app import create_app
from webapp.config import ROOT, Settings
from webapp.web.dev.mails import SAMPLES


@pytest.fixture
def authors(settings: Settings) -> Iterator[Flask]:
    """The site as `make dev` serves it."""
    made = create_app(settings, DEBUG=True, TESTING=True, RATELIMIT_ENABLED=False)
    yield made
    with made.app_context():
        from webapp.web.site.extensions import db

        db.engine.dispose()


def test_every_mail_is_listed_with_both_parts(authors: Flask) -> None:
    found = (ROOT / "templates/mail").glob("*.subject.txt")
    names = {path.name.removesuffix(".subject.txt") for path in found}
    assert names == set(SAMPLES)
    client = authors.test_client()
    listed = client.get("/dev/mail").text
    for name in names:
        assert f'src="/dev/mail/{name}.html"' in listed
        part = client.get(f"/dev/mail/{name}.html")
        assert part.status_code == 200
        assert "src=" not in part.text, "a mail loads nothing"
        assert "default-src 'none'" in part.headers["Content-Security-Policy"]
    assert client.get("/dev/mail/unknown.html").status_code == 404


def test_readers_have_no_list_of_mails(visitor: FlaskClient) -> None:
    assert visitor.get("/dev/mail").status_code == 404


def test_the_list_and_the_mails_in_it_are_accessible(authors: Flask, desktop: BrowserContext) -> None:
    with answering(authors) as address:
        page = desktop.new_page()
        for path in ("/dev/mail", *(f"/dev/mail/{name}.html" for name in SAMPLES)):
            page.goto(address + path)
            assert violations(page) == [], path
            page.set_viewport_size({"width": 320, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            page.set_viewport_size({"width": 1440, "height": 900})
