"""What others see of a learner: nothing, until it is opened, and nothing more after it is closed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html
from sqlalchemy import update

from tests.clock import Clock
from tests.tables import rows_of_all_tables
from tests.web.site.route_table import TOPIC
from webapp.accounts.models import Account
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

SHOWN = {"is_open": "on", "roadmap": "alpha"}


def made(client: FlaskClient, lasting: str) -> str:
    page = html.fromstring(
        client.post("/me/settings/links", data={"roadmap": "alpha", "lasting": lasting}).text
    )
    return str(page.xpath("//input[@id='made-address']/@value")[0]).removeprefix("http://127.0.0.1:8000")


def test_a_profile_is_closed_until_it_is_opened_roadmap_by_roadmap(
    ada: FlaskClient, visitor: FlaskClient
) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    closed, unknown = visitor.get("/u/ada"), visitor.get("/u/nobody")
    assert (closed.status_code, unknown.status_code) == (404, 404)
    said = [html.fromstring(answer.text).xpath("string(//main/p)") for answer in (closed, unknown)]
    assert said[0] == said[1]
    ada.post("/me/settings/profile", data={"is_open": "on"})
    assert "Shows no roadmap yet" in visitor.get("/u/ada").text
    ada.post("/me/settings/profile", data=SHOWN)
    page = visitor.get("/u/ada").text
    assert "1 of " in page
    assert "noindex" in page
    ada.post("/me/settings/profile", data={**SHOWN, "may_be_indexed": "on"})
    assert "noindex" not in visitor.get("/u/ada").text
    assert visitor.get("/u/ADA").location == "/u/ada"
    ada.post("/me/settings/profile", data={"roadmap": "alpha"})
    assert visitor.get("/u/ada").status_code == 404


def test_a_profile_shows_nothing_of_ones_own_and_a_record(ada: FlaskClient, visitor: FlaskClient) -> None:
    ada.post("/alpha/marks", data={"status": "done", "all": "1"})
    record = ada.post("/alpha/record", data={"name": "Ada"}).location
    ada.post(f"{TOPIC}/note", data={"text": "for me alone"})
    ada.post("/me/settings/profile", data=SHOWN)
    page = visitor.get("/u/ada").text
    assert record in page
    assert "for me alone" not in page


@pytest.mark.parametrize("reason", ["renamed", "leaving", "disabled"])
def test_who_is_gone_from_a_name_or_the_site_is_not_shown(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, reason: str
) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    ada.post("/me/settings/profile", data=SHOWN)
    link, badge = made(ada, "7"), made(ada, "badge")
    assert [visitor.get(path).status_code for path in ("/u/ada", link, badge)] == [200] * 3
    if reason == "renamed":
        ada.post("/me/settings/name", data={"username": "countess"})
        assert visitor.get("/u/countess").status_code == 200
        assert visitor.get("/u/ada").status_code == 404
        return
    if reason == "leaving":
        assert ada.post("/me/settings/data/delete", data={"username": "ada"}).status_code == 200
    else:
        with app.app_context(), writing(db.session()) as session:
            session.execute(update(Account).values(disabled_at=datetime.now(UTC)))
    assert [visitor.get(path).status_code for path in ("/u/ada", link, badge)] == [404] * 3


def test_a_link_ends_by_itself_and_its_token_is_not_stored(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, clock: Clock
) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    link = made(ada, "1")
    answer = visitor.get(link)
    assert "How far ada is" in answer.text
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert link.rpartition(".")[2] not in str(rows_of_all_tables(app))
    assert visitor.get(link.replace("/share/", "/badge/") + ".svg").status_code == 404
    clock.wait(minutes=24 * 60 + 1)
    assert visitor.get(link).status_code == 404
    assert "No links, no badges." in ada.get("/me/settings/links").text


def test_a_badge_is_an_accessible_picture_for_other_sites_until_it_is_revoked(
    ada: FlaskClient, grace: FlaskClient, visitor: FlaskClient
) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    path = made(ada, "badge")
    answer = visitor.get(path)
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    picture = etree.fromstring(answer.data)
    assert "1 of " in picture[0].text
    assert "<script" not in answer.text
    name = html.fromstring(ada.get("/me/settings/links").text).xpath("//button[@name='link']/@value")[0]
    assert grace.post("/me/settings/links/revoke", data={"link": name}).status_code == 404
    assert visitor.get(path).status_code == 200
    assert ada.post("/me/settings/links/revoke", data={"link": name}).status_code == 303
    assert visitor.get(path).status_code == 404


def test_what_is_asked_for_has_to_be_known(ada: FlaskClient) -> None:
    assert ada.post("/me/settings/links", data={"roadmap": "nowhere", "lasting": "7"}).status_code == 422
    assert ada.post("/me/settings/links", data={"roadmap": "alpha", "lasting": "999"}).status_code == 422
