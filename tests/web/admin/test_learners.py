"""The list of learners: search, states, pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import event, insert, update

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.web.admin.pages import number_of
from webapp.accounts.models import Account, AddressEntry, EmailAddress, UsernameEntry
from webapp.db.learners import ACCOUNT, Learner
from webapp.db.unit_of_work import writing
from webapp.web.admin.learners_list import AT_ONCE
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime.now(UTC)


def add_accounts(app: Flask, count: int) -> None:
    """Adds accounts "p-0000", "p-0001" and so on, as their tables hold them."""
    with app.app_context(), writing(db.session()) as session:
        for place in range(count):
            learner = Learner(kind=ACCOUNT, created_at=NOW)
            session.add(learner)
            session.flush()
            name, mail, number = f"p-{place:04d}", f"p-{place:04d}@example.org", learner.id
            rows = {"learner_id": number}
            session.execute(insert(Account).values(**rows, username=name, is_admin=False, created_at=NOW))
            address = {"folded": mail, "address": mail, "is_primary": True, "verified_at": NOW}
            session.execute(insert(EmailAddress).values(**rows, **address))
            session.execute(insert(UsernameEntry).values(**rows, folded=name))
            session.execute(insert(AddressEntry).values(**rows, folded=mail))


def names_on(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    links = html.fromstring(answer.text).xpath("//p[@class='person__name']/a")
    return [link.text_content() for link in links]


def test_accounts_are_listed_with_what_is_special_about_them(
    app: Flask, admin: FlaskClient, grace: FlaskClient
) -> None:
    with app.app_context(), writing(db.session()) as session:
        session.execute(
            update(Account).where(Account.username == "grace").values(disabled_at=NOW - timedelta(days=1))
        )
    page = html.fromstring(admin.get("/admin/learners").text)
    rows = [row.text_content() for row in page.xpath("//li[@class='person']")]
    assert len(rows) == 2
    for words in ("grace", "grace@example.org", "not verified", "Disabled"):
        assert words in rows[0]
    assert "Administrator" in rows[1]
    assert page.xpath("//p[@role='status']")[0].text_content() == "2 accounts"


def test_a_search_and_a_state_narrow_the_list_down(
    admin: FlaskClient, sign_up: Callable[[str], FlaskClient]
) -> None:
    for name in ("grace", "gracious", "linus"):
        sign_up(name)
    assert names_on(admin, "/admin/learners?q=GRAC") == ["gracious", "grace"]
    assert names_on(admin, "/admin/learners?q=linus@example") == ["linus"]
    assert names_on(admin, "/admin/learners?state=admin") == ["ada"]
    assert names_on(admin, "/admin/learners?state=admin&q=linus") == []
    page = html.fromstring(admin.get("/admin/learners?state=active&q=grac").text)
    filters = page.xpath("//nav[@class='choices__links']/a/@href")
    assert "/admin/learners?q=grac&state=disabled" in filters
    assert page.xpath("//input[@name='state']/@value") == ["active"]


def test_of_many_accounts_it_is_said_that_there_are_more(
    app: Flask, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_accounts(app, 3)
    monkeypatch.setattr("webapp.web.admin.learners_list.MOST_COUNTED", 3)
    for query, words in (("", "More than 3 accounts"), ("?q=p-", "3 accounts for “p-”")):
        page = html.fromstring(admin.get(f"/admin/learners{query}").text)
        assert page.xpath("string(//p[@role='status'])") == words


def test_the_list_is_read_page_by_page_to_its_end(app: Flask, admin: FlaskClient) -> None:
    add_accounts(app, AT_ONCE + 9)
    seen: list[str] = []
    path = "/admin/learners"
    while path:
        seen += names_on(admin, path)
        older = html.fromstring(admin.get(path).text).xpath("//nav[@class='pages']/a[@rel='next']/@href")
        path = str(older[0]) if older else ""
    assert seen == [f"p-{place:04d}" for place in reversed(range(AT_ONCE + 9))] + ["ada"]


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "before=-1",
        "before=99999999999999999999999",
        "before=٣",
        "before=0",
        "state=none",
        "q=%00",
        "q=%ff%fe",
        "q=%25_%5C",
        f"q={'a' * 5000}",
        "q=%E2%80%AE",
        "state=active&state=disabled",
    ],
)
def test_a_list_takes_whatever_is_asked(admin: FlaskClient, query: str) -> None:
    assert admin.get(f"/admin/learners?{query}").status_code == 200


def test_a_name_or_an_address_leads_to_the_page_at_the_number(
    app: Flask, admin: FlaskClient, sign_up: Callable[[str], FlaskClient]
) -> None:
    sign_up("4711")
    number = number_of(app, "4711")
    for name in ("4711@example.org", "4711@EXAMPLE.org"):
        assert admin.get(f"/admin/learners/{name}").location == f"/admin/learners/{number}"
    assert admin.get("/admin/learners/ADA").location == "/admin/learners/1"
    # Whoever chose these digits as a name is not the account with that number.
    assert admin.get("/admin/learners/4711").status_code == 404
    for name in ("nobody", "%00", "99999999999999999999999", "%F0%9F%8D%84", "-1"):
        assert admin.get(f"/admin/learners/{name}").status_code == 404


def test_an_address_that_several_have_named_leads_to_all_of_them(
    app: Flask, admin: FlaskClient, sign_up: Callable[[str], FlaskClient]
) -> None:
    sign_up("grace")
    data = {"username": "impostor", "email": "grace@example.org", "password": PASSWORD}
    app.test_client().post("/signup", data=data)
    location = admin.get("/admin/learners/Grace@example.org").location
    assert names_on(admin, location) == ["impostor", "grace"]


def queries_of(app: Flask, client: FlaskClient, path: str) -> list[str]:
    client.get(path)
    seen: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    assert client.get(path).status_code == 200
    return seen


def test_pages_take_few_queries_however_many_accounts_there_are(app: Flask, admin: FlaskClient) -> None:
    add_accounts(app, AT_ONCE)
    # One of each names who asks.
    assert len(queries_of(app, admin, "/admin/learners?q=p-")) <= 5
    assert len(queries_of(app, admin, "/admin")) <= 12
    assert len(queries_of(app, admin, "/admin/learners/2")) <= 17
