"""The page on security: the app and its codes, the password, and where one is signed in."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser
from sqlalchemy import insert

from tests.browsing import violations
from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import mailed_links, read_mails, text_of
from tests.parallel import in_parallel
from tests.second_steps import code_of, give_password
from tests.tables import rows_of_all_tables
from webapp.accounts.addresses import verified_email_of
from webapp.accounts.models import Identity
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = on_both
HERE, APP = "/me/settings/security", "/me/settings/security/app"
CODES = f"{HERE}/recovery-codes"


def secret_of(client: FlaskClient) -> str:
    client.post(f"{APP}/new")
    page = html.fromstring(client.get(APP).text)
    return str(page.xpath("//code[@class='secret']")[0].text_content()).replace(" ", "")


def codes_in(text: str) -> list[str]:
    return [str(code.text) for code in html.fromstring(text).xpath("//ol/li/code")]


def notices(settings: Settings) -> list[str]:
    return [
        text_of(mail).splitlines()[0] for mail in read_mails(settings, "ada@example.org", "/forgot-password")
    ]


def test_an_app_counts_once_its_code_was_typed(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, settings: Settings, clock: Clock
) -> None:
    secret = secret_of(ada)
    page = ada.get(APP).text
    assert "<svg" in page
    assert "style=" not in page
    assert secret_of(ada) == secret, "a second click does not make the picture worthless"
    visitor.post("/login", data={"username": "ada", "password": PASSWORD})
    assert visitor.get("/me").status_code == 200, "it does not count yet"
    wrong = ada.post(APP, data={"code": "000000"})
    assert wrong.status_code == 422
    assert "wrong or too old" in wrong.text
    right = ada.post(APP, data={"code": code_of(secret, clock.now(UTC))})
    assert right.status_code == 200
    codes = codes_in(right.text)
    assert len(codes) == 10
    assert ada.get(APP).status_code == 303, "the secret is not shown again"
    assert "10 codes left" in ada.get(HERE).text
    give_password(app.test_client())
    assert "An authenticator app was added to your account." in notices(settings)
    file = ada.post(f"{CODES}.txt", data={"codes": " ".join(codes)})
    assert (file.status_code, file.mimetype) == (200, "text/plain")
    assert all(code in file.text for code in codes)
    assert ada.post(f"{CODES}.txt", data={"codes": "AAAA-BBBB"}).status_code == 422


@pytest.mark.slow
def test_the_pages_of_the_second_step_have_no_fault_of_access(
    app: Flask, ada: FlaskClient, chromium: Browser, site: str, clock: Clock
) -> None:
    cookie = ada.get_cookie("milepost")
    assert cookie
    secret = secret_of(ada)
    for width in (390, 1440):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        context.add_cookies([{"name": "milepost", "value": cookie.value, "url": site}])
        page = context.new_page()
        page.goto(site + APP)
        assert violations(page) == []
        page.fill("[name=code]", "12")
        page.get_by_role("button", name="Confirm").click()
        page.locator("[aria-invalid=true]").wait_for()
        assert violations(page) == []
        context.close()
    assert ada.post(APP, data={"code": code_of(secret, clock.now(UTC))}).status_code == 200
    page = chromium.new_page()
    page.goto(f"{site}/login")
    page.fill("[name=username]", "ada")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    for path in ("/login/second-step", "/login/recovery-code"):
        page.goto(site + path)
        assert violations(page) == [], path
    page.close()


def test_only_a_verified_address_gets_mail_on_a_schedule(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    with app.app_context():
        assert verified_email_of(db.session(), 1) == ""
    ada.post(mailed_links(settings, "ada@example.org", "/verify-email/")[-1])
    with app.app_context():
        assert verified_email_of(db.session(), 1) == "ada@example.org"


def test_new_codes_end_the_old_ones(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    old = codes_in(ada.post(APP, data={"code": code_of(secret_of(ada), clock.now(UTC))}).text)
    new = codes_in(ada.post(CODES).text)
    assert len(new) == 10
    assert not set(old) & set(new)
    client = app.test_client()
    give_password(client)
    assert client.post("/login/recovery-code", data={"code": old[0]}).status_code == 422
    assert client.post("/login/recovery-code", data={"code": new[0]}).status_code == 303
    assert "9 codes left" in client.get(HERE).text


def test_without_the_app_there_is_no_second_step(
    app: Flask, ada: FlaskClient, settings: Settings, clock: Clock
) -> None:
    ada.post(APP, data={"code": code_of(secret_of(ada), clock.now(UTC))})
    assert ada.post(f"{APP}/remove").status_code == 303
    assert ada.get("/me").status_code == 200
    rows = rows_of_all_tables(app)
    assert rows["totp"] == rows["recovery_code"] == rows["second_step"] == []
    assert app.test_client().post("/login", data={"username": "ada", "password": PASSWORD}).location == "/me"
    assert "The authenticator app was removed from your account." in notices(settings)


@pytest.mark.parametrize(
    "path",
    [
        f"{APP}/new",
        APP,
        f"{APP}/remove",
        CODES,
        f"{CODES}.txt",
        "/me/settings/password",
        "/me/settings/password/remove",
    ],
)
def test_every_change_needs_a_recent_proof(app: Flask, ada: FlaskClient, clock: Clock, path: str) -> None:
    clock.wait(minutes=16)
    before = rows_of_all_tables(app)
    assert ada.post(path, data={"code": "1"}).location.startswith("/me/confirm?")
    assert {**rows_of_all_tables(app), "session": []} == {**before, "session": []}


def test_one_browser_is_signed_out_and_only_ones_own(
    app: Flask, ada: FlaskClient, grace: FlaskClient
) -> None:
    elsewhere = app.test_client()
    agent = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0"}
    elsewhere.post("/login", data={"username": "ada", "password": PASSWORD}, headers=agent)
    page = ada.get(HERE).text
    assert "Firefox on Windows" in page
    (link,) = re.findall(r"/me/settings/sessions/\w{32}/end", page)
    assert grace.post(link).status_code == 404
    assert elsewhere.get("/me").status_code == 200
    assert ada.post(link).status_code == 303
    assert [client.get("/me").status_code for client in (ada, elsewhere, grace)] == [200, 303, 200]
    assert ada.post(link).status_code == 404


def test_the_only_way_in_stays_and_with_another_one_the_password_may_go(
    app: Flask, ada: FlaskClient, settings: Settings
) -> None:
    assert "Remove password" not in ada.get(HERE).text
    ada.post("/me/settings/password/remove")
    assert "only way into your account" in ada.get(HERE).text
    connect(app)
    assert "Remove password" in ada.get(HERE).text
    ada.post("/me/settings/password/remove")
    assert "Your account has no password." in ada.get(HERE).text
    assert app.test_client().post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 422
    assert "The password of your account was removed." in notices(settings)
    page = ada.get("/me/settings/password").text
    assert "old_password" not in page
    assert ada.post("/me/settings/password", data={"new_password": "a fresh password"}).status_code == 303
    assert (
        app.test_client().post("/login", data={"username": "ada", "password": "a fresh password"}).location
        == "/me"
    )


def connect(app: Flask) -> None:
    with app.app_context(), writing(db.session()) as session:
        now = Clock().now(UTC)
        row = {
            "id": "0" * 32,
            "issuer": "https://id.example",
            "subject": "1",
            "title": "x",
            "connected_at": now,
        }
        session.execute(insert(Identity).values(learner_id=1, last_used_at=now, **row))


def test_an_account_without_a_password_confirms_by_its_app(
    app: Flask, ada: FlaskClient, clock: Clock
) -> None:
    secret = secret_of(ada)
    ada.post(APP, data={"code": code_of(secret, clock.now(UTC))})
    connect(app)
    ada.post("/me/settings/password/remove")
    clock.wait(minutes=16)
    page = ada.get(f"/me/confirm?next={HERE}").text
    assert 'name="password"' not in page
    assert 'autocomplete="one-time-code"' in page
    data = {"next": "/me/settings/email"}
    assert ada.post("/me/confirm/code", data=data | {"code": "000000"}).status_code == 422
    answer = ada.post("/me/confirm/code", data=data | {"code": code_of(secret, clock.now(UTC))})
    assert (answer.status_code, answer.location) == (303, "/me/settings/email")
    assert ada.get("/me/settings/email").status_code == 200


@pytest.mark.slow
def test_of_parallel_confirmations_one_makes_the_codes(app: Flask, ada: FlaskClient, clock: Clock) -> None:
    code = code_of(secret_of(ada), clock.now(UTC))
    cookie = ada.get_cookie("milepost")
    assert cookie

    def confirm() -> int:
        client = app.test_client()
        client.set_cookie("milepost", cookie.value)
        return client.post(APP, data={"code": code}).status_code

    statuses = Counter(in_parallel([partial(confirm) for _ in range(4)]))
    assert statuses[200] == 1
    assert len(rows_of_all_tables(app)["recovery_code"]) == 10
