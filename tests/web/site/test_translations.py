"""Every text for people is translated: on pages, in errors, messages, fragments, feeds and mail."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from babel.dates import format_date
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from lxml import etree, html
from werkzeug.exceptions import default_exceptions

from tests import pseudo
from tests.conftest import PASSWORD, TREE, FromAfar
from tests.mails import mailed_links, read_mails, text_of
from tests.web.admin.pages import PAGES_OF_ADMIN, make_admin
from webapp.app import create_app
from webapp.catalog.slug import readable
from webapp.catalog.texts.markdown import plain
from webapp.config import Settings, read_settings
from webapp.language import day_span
from webapp.web.dev.mails import SAMPLES
from webapp.web.site.dates import format_age, format_day
from webapp.web.site.errors import WORDS, http_error
from webapp.web.site.file_words import file_words
from webapp.web.site.mail_templates import render_mail
from webapp.web.site.services import services_of

TOPIC = "/alpha/first-steps@main-one-000000000001"
PAGES = [
    "/", "/roadmaps", "/roadmaps?q=alpha", "/roadmaps?q=zzz", "/alpha", "/alpha?view=map", "/alpha?view=list", "/beta", "/gamma",
    "/tags/letters", "/search", "/search?q=first", "/search?q=zzz", "/login", "/login?next=/alpha", "/signup", "/forgot-password",
    "/reset-password/none", TOPIC, "/nothing", "/alpah",
    "/alpha/route", "/alpha/route?q=zzz", "/alpha/route?to=zzz", "/alpha/route?to=main-two-000000000001&known=sub-one-0000000000001&known=zzz",
    "/alpha/route?to=main-two-000000000001&view=map", "/alpha/route?to=main-two-000000000001&known=main-two-000000000001",
]  # fmt: skip
# Names are the same in every language.
NAMES = (
    "Milepost",
    "Fernweh",
    "RSS",
    "Atom",
    "JSON Feed",
    "JSON",
    "PDF",
    "Esc",
    "ada",
    "lin",
    "Firefox",
    "Linux",
    "zzz",
    "The class of 2026 has ended.",
)
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
WORDS_FOR_SCRIPTS = re.compile(
    r"data-(?:place|count|opened|show|hide|copied|none|zero|one|two|few|many|other|auto|light|dark|offline|unread|changed|busy|broken|title|words)"
)
ADDRESSES = re.compile(r"\S+@\S+\.\w+|[\w-]+(?:\.[\w-]+)+|/[\w/.@-]+|\{\w+\}")


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    pseudo.write_catalogs(folder)
    return folder


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
    with made.app_context():
        upgrade()
    yield made
    with made.app_context():
        from webapp.web.site.extensions import db

        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def untranslated(app: Flask) -> Callable[[str], list[str]]:
    """Finds in a text the words that are neither translated nor the content's own."""
    known = sorted({*_own_texts(app), *_days_of_the_week(), *NAMES}, key=len, reverse=True)
    own = re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in known), re.I)

    def find(text: str) -> list[str]:
        # The token of a link is chance, and may look like a name.
        text = re.sub(r"https?://\S+", " ", text)
        rest = own.sub(" ", " ".join(text.split()))
        return re.findall(r"[A-Za-z]{2,}", ADDRESSES.sub(" ", rest))

    return find


def _days_of_the_week() -> Iterator[str]:
    today = datetime.now(UTC).date()
    for ago in range(8):
        yield day_span(today - timedelta(days=ago), today - timedelta(days=ago), pseudo.LANGUAGE)
        for form in ("full", "long", "EEE"):
            yield format_date(today - timedelta(days=ago), form, locale=pseudo.LANGUAGE)


def _own_texts(app: Flask) -> Iterator[str]:
    for roadmap in services_of(app).catalog_store.catalog.roadmaps.values():
        yield readable(roadmap.slug)
        for value in _leaves(roadmap):
            if isinstance(value, date):
                yield format_date(value, "long", locale=pseudo.LANGUAGE)
            else:
                short = plain(value)
                cut = short[:299].rsplit(" ", 1)[0]
                # Markdown shows as several texts.
                pieces = re.split(r"<[^>]+>|[*_`\[\]()]+", value)
                texts = (value, short, cut, value.replace("-", " "), *pieces)
                yield from filter(None, (text.strip(" .,:;!?") for text in texts))


def _leaves(value: object) -> Iterator[str | date]:
    if isinstance(value, str | date):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _leaves(getattr(value, field.name))
    elif isinstance(value, dict) or hasattr(value, "values"):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, tuple | list | frozenset):
        for inner in value:
            yield from _leaves(inner)


def shown(markup: str) -> Iterator[str]:
    """What people see or hear of a page or a fragment, and what scripts say to them."""
    page = html.fromstring(markup)
    names = "//select[@name='time_zone']/option[not(@value)]"
    for element in page.xpath(
        f"//script|//style|//*[contains(@class, 'prose')]|//*[contains(@class, 'found__sentence')]|//code|//*[@lang='en']|{names}"
    ):
        element.drop_tree()
    # Letters that were found are marked within their word.
    etree.strip_tags(page, "mark")
    for element in page.iter(etree.Element):
        yield from filter(None, (element.text, element.tail))
        for name, value in element.items():
            if name in ATTRIBUTES or WORDS_FOR_SCRIPTS.fullmatch(name):
                yield value
        if element.tag == "meta" and (element.get("name") or element.get("property")) in {
            "description",
            "og:title",
            "og:description",
            "og:image:alt",
        }:
            yield element.get("content")


def check(untranslated: Callable[[str], list[str]], text: str, where: str) -> None:
    left = {words: found for words in shown(text) if (found := untranslated(words))}
    assert left == {}, where


def test_pages_of_somebody_unknown(visitor: FlaskClient, untranslated: Callable[[str], list[str]]) -> None:
    for path in PAGES:
        answer = visitor.get(path)
        assert "⟦" in answer.text, path
        check(untranslated, answer.text, path)
        assert f'lang="{pseudo.LANGUAGE}"' in answer.text, path


def test_pages_of_a_guest_and_of_signing_in_with_marks(
    visitor: FlaskClient, ada: FlaskClient, untranslated: Callable[[str], list[str]]
) -> None:
    for client, status in ((visitor, "done"), (ada, "learning")):
        answer = client.post(f"{TOPIC}/status", data={"status": status}, headers={"HX-Request": "true"})
        check(untranslated, answer.text, status)
    for path in ("/alpha", TOPIC, "/me", "/me/forget", "/signup"):
        check(untranslated, visitor.get(path).text, path)
    visitor.post("/login", data={"username": "ada", "password": PASSWORD})
    check(untranslated, visitor.get("/me/merge").text, "both have marks")


def test_a_page_from_the_cache_is_in_the_same_language(visitor: FlaskClient) -> None:
    first, again = visitor.get("/alpha"), visitor.get("/alpha")
    assert first.data == again.data
    assert "⟦" in again.text


def test_pages_of_a_learner(ada: FlaskClient, untranslated: Callable[[str], list[str]]) -> None:
    check(untranslated, ada.get("/me").text, "nothing under way, with the message after signing up")
    topics = (
        ("First Steps", TOPIC, "done"),
        ("Alpha & Beta", "/alpha/alpha--beta@sub-one-0000000000001", "learning"),
        ("", "/alpha/x@sub-two-0000000000001", "skipped"),
    )
    for label, topic, status in topics:
        answer = ada.post(f"{topic}/status", data={"status": status}, headers={"HX-Request": "true"})
        check(untranslated, answer.text, f"{label}: {status}")
    own = ("/me", "/me/history", "/me/settings", "/me/settings/name", "/me/settings/data")
    parts = ("security", "password", "data/delete", "data/merge")
    for path in (*PAGES, *own, *(f"/me/settings/{part}" for part in parts)):
        check(untranslated, ada.get(path).text, path)
    for path in (TOPIC, "/nothing"):
        check(untranslated, ada.get(path, headers={"HX-Request": "true"}).text, f"fragment of {path}")


def test_pages_of_an_administrator(
    app: Flask, ada: FlaskClient, untranslated: Callable[[str], list[str]]
) -> None:
    make_admin(app, "ada")
    for path in PAGES_OF_ADMIN:
        answer = ada.get(path)
        assert answer.status_code == 200, path
        check(untranslated, answer.text, path)


def test_messages_after_changes(ada: FlaskClient, untranslated: Callable[[str], list[str]]) -> None:
    ada.get("/me")
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    page = ada.get("/me").text
    assert widened("%(topic)s: %(status)s", topic="First Steps", status=pseudo.widen("done")) in page
    undo = re.search(r"/me/acts/[^/]+/undo", page)
    assert undo
    for _ in range(2):
        ada.post(undo[0], data={"next": "/me"})
        check(untranslated, ada.get("/me").text, "undone")
    for topic in ("one@b1", "two@b2"):
        ada.post(f"/beta/{topic}/status", data={"status": "done"})
    check(untranslated, ada.get("/beta").text, "the ending")
    check(untranslated, ada.get("/me").text, "a finished roadmap")
    check(untranslated, ada.post("/beta/record", data={"name": ""}).text, "a record without a name")
    record = ada.post("/beta/record", data={"name": "ada"}).location
    check(untranslated, ada.get(record).text.replace(record, ""), "a record")
    check(untranslated, ada.get("/beta").text.replace(record, ""), "the ending with a record")
    ada.post("/me/settings/sessions/end")
    assert pseudo.widen("Everywhere else you are signed out.") in ada.get("/me/settings/security").text
    ada.post("/me/settings/password", data={"old_password": PASSWORD, "new_password": "four blind mice"})
    page = ada.get("/me/settings/security").text
    assert pseudo.widen("Your password is changed. Everywhere else you are signed out.") in page


WRONG_FORMS = [
    ("/signup", {}),
    ("/signup", {"username": "!", "email": "ada@example.org", "password": PASSWORD}),
    ("/signup", {"username": "admin", "email": "ada@example.org", "password": PASSWORD}),
    ("/signup", {"username": "grace", "email": "x", "password": PASSWORD}),
    ("/signup", {"username": "grace", "email": "ü@example.org", "password": PASSWORD}),
    ("/signup", {"username": "grace", "email": "a" * 300, "password": PASSWORD}),
    ("/signup", {"username": "grace", "email": "g@example.org", "password": "short"}),
    ("/signup", {"username": "grace", "email": "g@example.org", "password": "x" * 300}),
    ("/signup", {"username": "grace", "email": "g@example.org", "password": "password1"}),
    ("/signup", {"username": "gracehopper", "email": "g@example.org", "password": "gracehopper"}),
    ("/signup", {"username": "gra\0ce", "email": "g@example.org", "password": PASSWORD}),
    ("/signup", {"username": "ada", "email": "other@example.org", "password": PASSWORD}),
    ("/signup", {"username": "other", "email": "ada@example.org", "password": PASSWORD}),
    ("/login", {}),
    ("/login", {"username": "ada", "password": "wrong"}),
    ("/login", {"username": "a" * 300, "password": "wrong"}),
    ("/forgot-password", {}),
    ("/forgot-password", {"email": "nobody@example.org"}),
    ("/reset-password/none", {"password": "x"}),
]  # fmt: skip


def test_what_forms_say(
    ada: FlaskClient, app: Flask, settings: Settings, untranslated: Callable[[str], list[str]]
) -> None:
    (link,) = mailed_links(settings, "ada@example.org", "/verify-email/")
    assert ada.post(link).status_code == 303
    for path, values in WRONG_FORMS:
        answer = app.test_client().post(path, data=values)
        assert answer.status_code != 303, values
        check(untranslated, answer.text, f"{path} {values}")


def test_what_the_form_for_a_password_says(
    ada: FlaskClient, untranslated: Callable[[str], list[str]]
) -> None:
    for values in (
        {},
        {"old_password": "wrong", "new_password": PASSWORD},
        {"old_password": PASSWORD, "new_password": "ada"},
    ):
        check(untranslated, ada.post("/me/settings/password", data=values).text, str(values))


def test_what_confirming_says(ada: FlaskClient, untranslated: Callable[[str], list[str]]) -> None:
    check(untranslated, ada.get("/me/confirm?posted=1").text, "a form that came too late")
    for values in ({}, {"password": "wrong"}):
        check(untranslated, ada.post("/me/confirm", data=values).text, str(values))


def test_what_the_second_step_says(
    ada: FlaskClient, app: Flask, untranslated: Callable[[str], list[str]]
) -> None:
    app_page = "/me/settings/security/app"
    ada.post(f"{app_page}/new")
    page = html.fromstring(ada.get(app_page).text)
    secret = page.xpath("//code[@class='secret']")[0].text_content()
    shown = [ada.get(app_page).text, ada.post(app_page, data={"code": "1"}).text]
    for text in shown:
        check(untranslated, text.replace(secret, ""), "an app")
    code = pyotp.TOTP(secret.replace(" ", "")).now()
    codes = ada.post(app_page, data={"code": code}).text
    check(untranslated, re.sub("<li><code>.*</code></li>", "", codes), "recovery codes")
    check(untranslated, ada.get("/me/settings/security").text, "security with a second step")
    visitor = app.test_client()
    check(untranslated, visitor.get("/login/second-step").text, "a sign-in that is over")
    visitor.post("/login", data={"username": "ada", "password": PASSWORD})
    for path in ("/login/second-step", "/login/recovery-code"):
        check(untranslated, visitor.get(path).text, path)
        check(untranslated, visitor.post(path, data={"code": "1"}).text, path)
    here = {"base_url": "http://localhost:8000"}
    check(untranslated, app.test_client().get("/login", **here).text, "signing in by a passkey")
    refused = app.test_client().post("/login/passkey", data={"answer": "x"}, **here)
    check(untranslated, refused.text, "a passkey that was refused")


def test_too_many_tries(ada: FlaskClient, app: Flask, untranslated: Callable[[str], list[str]]) -> None:
    client = app.test_client()
    for _ in range(12):
        answer = client.post(
            "/login",
            data={"username": "ada", "password": "wrong"},
            environ_base={"REMOTE_ADDR": "203.0.113.7"},
        )
    assert answer.status_code == 429
    check(untranslated, answer.text, "429")


def test_error_pages(app: Flask, untranslated: Callable[[str], list[str]]) -> None:
    for code in (*WORDS, 418):
        with app.test_request_context("/nothing"):
            page = http_error(default_exceptions[code]()).get_data(as_text=True)
            check(untranslated, page, str(code))


def test_refusals(ada: FlaskClient, untranslated: Callable[[str], list[str]]) -> None:
    other_site = {"Sec-Fetch-Site": "cross-site"}
    check(untranslated, ada.post("/logout", headers=other_site).text, "from another site")
    check(untranslated, ada.post("/logout", data={"viewer": "somebody"}).text, "made for another")
    ada.post(f"{TOPIC}/status", data={"status": "done", "act_key": "key-number-one"})
    other = {"status": "learning", "act_key": "key-number-one"}
    check(untranslated, ada.post(f"{TOPIC}/status", data=other).text, "key used again")
    answer = ada.post(f"{TOPIC}/status", data=other, headers={"HX-Request": "true"})
    check(untranslated, answer.text, "key used again, fragment")
    unknown = html.fromstring(ada.post(f"{TOPIC}/status", data={"status": "odd"}).text)
    assert unknown.xpath("//main/p")[1].text.startswith("⟦")


def test_feeds_and_what_programs_read(visitor: FlaskClient, untranslated: Callable[[str], list[str]]) -> None:
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


def test_what_pdfs_and_pictures_say(app: Flask, untranslated: Callable[[str], list[str]]) -> None:
    with app.test_request_context():
        for roadmap in services_of(app).catalog_store.catalog.roadmaps.values():
            words = file_words(roadmap)
            assert "⟦" in words.facts
            assert untranslated(f"{words.title} {words.facts}") == []
            assert words.typst_language == pseudo.LANGUAGE


def test_mail(
    ada: FlaskClient, app: Flask, settings: Settings, untranslated: Callable[[str], list[str]]
) -> None:
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
def test_every_mail_is_translated(app: Flask, untranslated: Callable[[str], list[str]], name: str) -> None:
    with app.test_request_context():
        mail = render_mail(name, **SAMPLES[name])
    assert untranslated(mail.subject) == []
    assert untranslated(mail.text) == []
    check(untranslated, mail.html, name)


def widened(text: str, **values: str) -> str:
    return pseudo.widen(text) % values


def test_counts_and_dates_are_the_languages_own(app: Flask) -> None:
    now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    with app.test_request_context():
        assert format_day(date(2024, 10, 3)) == format_date(date(2024, 10, 3), "long", locale=pseudo.LANGUAGE)
        assert format_age(now, now) == pseudo.widen("just now")
        assert format_age(now - timedelta(days=30), now).startswith("⟦")


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {"one", "other"}),
        ("pl", {"one", "few", "many"}),
        ("ja", {"other"}),
        ("ar", {"zero", "one", "two", "few", "many", "other"}),
    ],
)
def test_the_script_that_counts_finds_each_plural_form(
    tmp_path: Path, language: str, forms: set[str]
) -> None:
    environ = {"CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path), "LANGUAGE": language}
    client = create_app(read_settings(environ, root=tmp_path), TESTING=True).test_client()
    (field,) = html.fromstring(client.get("/alpha").text).xpath("//input[@data-find-input]")
    found = {name.removeprefix("data-") for name in field.attrib if name.startswith("data-")}
    assert found == forms | {"find-input", "none", "place"}
