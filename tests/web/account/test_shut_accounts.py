"""What opened an account before it was disabled, or asked to be deleted, and what others saw of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.databases import on_both
from tests.mails import mailed_links
from tests.tables import rows_of_all_tables
from tests.web.habits.test_plan import address_of, plan
from tests.web.sharing.test_sharing import SHOWN, made
from webapp.accounts.administration import disable
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.habits.digests import unsubscribe_token
from webapp.web.site.extensions import db

pytestmark = on_both
STATES = ["disabled", "leaving"]


@dataclass(frozen=True)
class Links:
    reset: str
    verify: str
    calendar: str
    unsubscribe: str
    public: tuple[str, ...]


@pytest.fixture
def links(app: Flask, settings: Settings, ada: FlaskClient) -> Links:
    """Every address that Ada's account has given away."""
    ada.post("/alpha/marks", data={"status": "done", "all": "1"})
    ada.post("/me/settings/profile", data=SHOWN)
    record = ada.post("/alpha/record", data={"name": "Ada"}).location
    public = ("/u/ada", record, made(ada, "7"), made(ada, "badge"))
    plan(ada)
    app.test_client().post("/forgot-password", data={"email": "ada@example.org"})
    return Links(
        mailed_links(settings, "ada@example.org")[-1],
        mailed_links(settings, "ada@example.org", "/verify-email/")[-1],
        address_of(ada),
        f"/unsubscribe/{unsubscribe_token(settings.secret_key, 1)}",
        public,
    )


def shut(app: Flask, ada: FlaskClient, state: str) -> None:
    if state == "leaving":
        assert ada.post("/me/settings/data/delete", data={"username": "ada"}).status_code == 200
        return
    with app.app_context(), writing(db.session()) as session:
        disable(session, 1, datetime.now(UTC), "Spam")


@pytest.mark.parametrize("state", STATES)
def test_nothing_that_it_has_given_away_is_shown(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, links: Links, state: str
) -> None:
    paths = (*links.public, links.calendar)
    assert [visitor.get(path).status_code for path in paths] == [200] * 5
    shut(app, ada, state)
    assert [visitor.get(path).status_code for path in paths] == [404] * 5
    # Nobody is kept from ending mails.
    assert visitor.post(links.unsubscribe).status_code == 200


@pytest.mark.parametrize("state", STATES)
def test_its_session_and_a_link_that_verifies_are_over(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, links: Links, state: str
) -> None:
    shut(app, ada, state)
    assert ada.get("/me").status_code == 303
    assert visitor.post(links.verify).status_code == 410
    assert [row["verified_at"] for row in rows_of_all_tables(app)["email_address"]] == ["None"]


def test_a_link_for_a_new_password_does_not_open_a_disabled_account(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, links: Links
) -> None:
    """It says why, and the password stays as it was."""
    before = rows_of_all_tables(app)["password"]
    shut(app, ada, "disabled")
    refused = visitor.post(links.reset, data={"password": "four blind mice"})
    assert refused.status_code in {403, 410}
    assert "for this reason: “Spam”" in refused.text
    assert visitor.get("/me").status_code == 303
    assert rows_of_all_tables(app)["password"] == before


def test_a_link_for_a_new_password_leads_one_who_is_leaving_to_coming_back(
    app: Flask, ada: FlaskClient, visitor: FlaskClient, links: Links
) -> None:
    shut(app, ada, "leaving")
    assert visitor.post(links.reset, data={"password": "four blind mice"}).status_code == 303
    assert visitor.get("/me").location == "/me/leaving"
    assert visitor.get(links.public[0]).status_code == 404
