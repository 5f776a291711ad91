"""Who may make an account: SIGN_UP and invitations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.parallel import in_parallel
from webapp.accounts.invitations import make_invitation, open_invitations, revoke_invitation
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

TOPIC = "/alpha/first-steps@main-one-000000000001"


def make(settings: Settings, sign_up: str) -> Iterator[Flask]:
    app = create_app(replace(settings, sign_up=sign_up), TESTING=True, RATELIMIT_ENABLED=False)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def closed(app: Flask, settings: Settings) -> Iterator[Flask]:
    yield from make(settings, "closed")


@pytest.fixture
def invite(app: Flask, settings: Settings) -> Iterator[Flask]:
    yield from make(settings, "invite")


def invitation(app: Flask, uses: int = 1, **lasts: int) -> str:
    now = datetime.now(UTC)
    with app.app_context(), writing(db.session()) as session:
        return make_invitation(session, "class", uses, now + timedelta(**(lasts or {"days": 1})), now)


def sign_up(client: FlaskClient, name: str, code: str = "") -> int:
    data = {"username": name, "email": f"{name}@example.org", "password": PASSWORD, "invitation": code}
    return client.post("/signup", data=data).status_code


def accounts(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Account)) or 0


def test_a_closed_site_says_so_and_makes_no_account(closed: Flask) -> None:
    visitor = closed.test_client()
    page = visitor.get("/signup")
    assert page.status_code == 403
    assert "takes no new accounts" in page.text
    assert 'action="/signup"' not in page.text
    assert sign_up(visitor, "ada") == 403
    assert accounts(closed) == 0
    assert "/signup" not in visitor.get("/").text
    assert "/signup" not in visitor.get("/login").text


def test_a_guest_of_a_closed_site_keeps_marks_and_is_sent_nowhere(closed: Flask) -> None:
    guest = closed.test_client()
    guest.post(f"{TOPIC}/status", data={"status": "done"})
    page = guest.get("/alpha").text
    assert "Kept in this browser." in page
    assert "/signup" not in page


def test_without_an_invitation_the_page_says_how_to_get_one(invite: Flask) -> None:
    visitor = invite.test_client()
    page = visitor.get("/signup")
    assert page.status_code == 403
    assert "need an invitation" in page.text
    assert "used up" not in page.text
    assert "used up" in visitor.get("/signup?invitation=guessed").text
    assert sign_up(visitor, "ada", "guessed") == 403
    assert accounts(invite) == 0


@on_both
def test_the_link_of_an_invitation_lets_as_many_in_as_it_says(invite: Flask) -> None:
    code = invitation(invite, uses=2)
    page = invite.test_client().get(f"/signup?invitation={code}")
    assert page.status_code == 200
    assert f'name="invitation" value="{code}"' in page.text
    assert [sign_up(invite.test_client(), name, code) for name in ("ada", "grace", "lin")] == [303, 303, 403]
    assert accounts(invite) == 2
    with invite.app_context():
        assert open_invitations(db.session(), datetime.now(UTC)) == []


@on_both
def test_a_refused_form_uses_up_nothing(invite: Flask) -> None:
    code = invitation(invite)
    visitor = invite.test_client()
    data = {"username": "ada", "email": "ada@example.org", "password": "short", "invitation": code}
    refused = visitor.post("/signup", data=data)
    assert refused.status_code == 422
    assert f'value="{code}"' in refused.text
    assert sign_up(visitor, "ada", code) == 303


@on_both
def test_four_at_once_do_not_share_one_place(invite: Flask) -> None:
    code = invitation(invite)
    names = ("ada", "grace", "lin", "mary")
    answers = in_parallel([lambda name=name: sign_up(invite.test_client(), name, code) for name in names])
    assert sorted(answers)[0] == 303
    assert answers.count(303) == 1
    assert accounts(invite) == 1


def test_an_invitation_ends_and_can_be_revoked(invite: Flask) -> None:
    over = invitation(invite, days=-1)
    assert invite.test_client().get(f"/signup?invitation={over}").status_code == 403
    code = invitation(invite)
    with invite.app_context(), writing(db.session()) as session:
        (one,) = open_invitations(session, datetime.now(UTC))
        assert (one.note, one.uses, one.most_uses) == ("class", 0, 1)
        assert revoke_invitation(session, one.id)
        assert not revoke_invitation(session, one.id)
    assert invite.test_client().get(f"/signup?invitation={code}").status_code == 403
