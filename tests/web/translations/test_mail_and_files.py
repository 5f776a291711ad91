"""What leaves the site is translated: mails, feeds, PDFs and pictures."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from tests import pseudo
from tests.mails import read_mails, text_of
from tests.web.translations.untranslated import (
    Find,
    check,
    widened,
)
from webapp.catalog.texts.markdown import plain
from webapp.config import Settings
from webapp.web.dev.mails import SAMPLES
from webapp.web.site.file_words import file_words
from webapp.web.site.mail_templates import render_mail
from webapp.web.site.services import services_of


def test_feeds_and_what_programs_read(visitor: FlaskClient, untranslated: Find) -> None:
    for path in ("/rss.xml", "/atom.xml", "/tags/letters/rss.xml"):
        feed = etree.fromstring(visitor.get(path).data)
        texts = feed.xpath(
            "//*[local-name()='title' or local-name()='description' or local-name()='subtitle']/text()"
        )
        assert texts
        assert [found for text in texts if (found := untranslated(plain(text)))] == []
        check(untranslated, visitor.get(path, headers={"Accept": "text/html"}).text, path)
    assert visitor.get("/feed.json").json["language"] == pseudo.LANGUAGE  # type: ignore[index]
    assert untranslated(visitor.get("/llms.txt").text.replace("](", "] (")) == []


def test_what_pdfs_and_pictures_say(app: Flask, untranslated: Find) -> None:
    with app.test_request_context():
        for roadmap in services_of(app).catalog_store.catalog.roadmaps.values():
            words = file_words(roadmap)
            assert "⟦" in words.facts
            assert untranslated(f"{words.title} {words.facts}") == []
            assert words.typst_language == pseudo.LANGUAGE


def test_mail(ada: FlaskClient, app: Flask, settings: Settings, untranslated: Find) -> None:
    app.test_client().post("/forgot-password", data={"email": "ada@example.org"})
    (message,) = read_mails(settings, containing="/reset-password/")
    assert message["Subject"] == widened("A new password for %(site)s", site="Fernweh")
    words = widened(
        "Somebody, hopefully you, asked for a new password for the account %(name)s at %(site)s.",
        name="ada",
        site="Fernweh",
    )
    assert words in text_of(message)
    assert words in text_of(message, "html")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_mail_is_translated(app: Flask, untranslated: Find, name: str) -> None:
    with app.test_request_context():
        mail = render_mail(name, **SAMPLES[name])
    assert untranslated(mail.subject) == []
    assert untranslated(mail.text) == []
    check(untranslated, mail.html, name)
