"""What works once, or so many times, used by many at the same moment."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.parallel import in_parallel
from tests.second_steps import add_app, give_password
from tests.tables import rows_of_all_tables
from tests.web.site.route_table import TOPIC
from webapp.accounts.invitations import make_invitation
from webapp.accounts.models import EmailAddress
from webapp.app import create_app
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.progress.shares import MOST_LINKS
from webapp.web.site.extensions import db

pytestmark = on_both


def test_a_recovery_code_used_twenty_times_at_once_works_once(
    app: Flask, settings: Settings, ada: FlaskClient
) -> None:
    _, codes = add_app(app, settings, 1, datetime.now(UTC))
    clients = [app.test_client() for _ in range(20)]
    for client in clients:
        give_password(client)

    def send(client: FlaskClient) -> int:
        return client.post("/login/recovery-code", data={"code": codes[0]}).status_code

    answered = Counter(in_parallel([partial(send, client) for client in clients]))
    assert (answered[303], sum(answered.values())) == (1, 20), answered
    assert all(status < 500 for status in answered), answered
    rows = rows_of_all_tables(app)
    # Ada's own, and the one that the code has opened.
    assert (len(rows["session"]), len(rows["recovery_code"])) == (2, len(codes) - 1)


def test_an_invitation_for_three_used_by_twenty_at_once_lets_three_in(app: Flask, settings: Settings) -> None:
    now = datetime.now(UTC)
    with app.app_context(), writing(db.session()) as session:
        code = make_invitation(session, "", 3, now + timedelta(days=1), now)
    site = create_app(replace(settings, sign_up="invite"), TESTING=True, RATELIMIT_ENABLED=False)

    def join(place: int) -> int:
        data = {"username": f"lin{place}", "email": f"lin{place}@example.org", "password": PASSWORD}
        return site.test_client().post("/signup", data=data | {"invitation": code}).status_code

    answered = Counter(in_parallel([partial(join, place) for place in range(20)]))
    with site.app_context():
        db.session.remove()
        db.engine.dispose()
    # Who comes too late is told on the form, or that there is no such invitation any more.
    assert (answered[303], answered[403] + answered[422]) == (3, 17), answered
    rows = rows_of_all_tables(app)
    assert (len(rows["account"]), len(rows["session"]), len(rows["learner"])) == (3, 3, 3)
    assert [row["uses"] for row in rows["invitation"]] == ["3"]


def test_taken_addresses_are_told_to_a_network_twenty_times(app: Flask, ada: FlaskClient) -> None:
    """Then nobody signs up from it, so that a free address is not told from a taken one either."""
    with app.app_context(), writing(db.session()) as session:
        session.execute(update(EmailAddress).values(verified_at=datetime.now(UTC)))

    def ask(place: int, address: str = "ada@example.org", network: str = "198.51.100.1") -> int:
        data = {"username": f"lin{place}", "email": address, "password": PASSWORD}
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = network
        return client.post("/signup", data=data).status_code

    assert [ask(place, f"lin{place}@example.org") for place in range(3)] == [303] * 3
    answered = Counter(in_parallel([partial(ask, 100 + place) for place in range(30)]))
    assert answered == {422: 20, 429: 10}
    assert ask(200, "free@example.org") == 429
    assert ask(201, "free@example.org", "203.0.113.9") == 303


def test_of_sixty_links_at_once_no_more_are_made_than_a_learner_may_have(
    app: Flask, ada: FlaskClient
) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    cookie = ada.get_cookie("milepost")
    assert cookie is not None

    def make(place: int) -> int:
        client = app.test_client()
        client.set_cookie("milepost", cookie.value)
        lasting = "badge" if place % 2 else "7"
        return client.post("/me/settings/links", data={"roadmap": "alpha", "lasting": lasting}).status_code

    answered = Counter(in_parallel([partial(make, place) for place in range(MOST_LINKS + 10)]))
    assert answered == {200: MOST_LINKS, 422: 10}
    assert len(rows_of_all_tables(app)["share_link"]) == MOST_LINKS
