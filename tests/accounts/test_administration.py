"""Disabled accounts, administrators, and the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.parallel import in_parallel
from tests.web.site.route_table import TOPIC
from webapp.accounts import administration
from webapp.accounts.audit import Filter, list_entries
from webapp.accounts.deletion import request_deletion
from webapp.accounts.errors import AccountError
from webapp.accounts.models import Account
from webapp.accounts.operator_models import AuditEvent
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = on_both


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    # Requests in a context that is open already would share who is signed in.
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as made:
        yield made


def ids(session: Session) -> dict[str, int]:
    found = {name: number for name, number in session.execute(select(Account.username, Account.learner_id))}  # noqa: C416  # rows are no pairs
    session.rollback()
    return found


def disable(session: Session, name: str) -> None:
    number = ids(session)[name]
    with writing(session):
        assert administration.disable(session, number, datetime.now(UTC))


def test_a_disabled_account_is_signed_out_everywhere_and_loses_nothing(
    app: Flask, session: Session, ada: FlaskClient, grace: FlaskClient
) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    disable(session, "ada")
    assert ada.get("/me").status_code == 303
    assert grace.get("/me").status_code == 200
    refused = app.test_client().post("/login", data={"username": "ada", "password": PASSWORD})
    assert refused.status_code == 422
    assert "This account was disabled" in refused.text
    with writing(session):
        assert administration.enable(session, ids_of(session, "ada"))
    again = app.test_client()
    assert again.post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 303
    assert 'data-status="done"' in again.get("/alpha").text


def ids_of(session: Session, name: str) -> int:
    return session.scalars(select(Account.learner_id).where(Account.username == name)).one()


def test_whoever_does_not_know_the_password_learns_nothing(
    app: Flask, session: Session, ada: FlaskClient
) -> None:
    disable(session, "ada")
    answers = [
        app.test_client().post("/login", data={"username": name, "password": "not the one"})
        for name in ("ada", "nobody")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("disabled" not in answer.text for answer in answers)


def test_a_site_keeps_an_administrator(
    session: Session, ada: FlaskClient, sign_up: Callable[[str], FlaskClient]
) -> None:
    number = ids(session)["ada"]
    with writing(session):
        assert administration.promote(session, number)
        assert not administration.promote(session, number)
    for deed in (administration.demote, administration.keep_an_admin):
        with pytest.raises(AccountError, match="last administrator"), writing(session):
            deed(session, number)


def test_two_administrators_who_demote_each_other_do_not_both_succeed(
    app: Flask, session: Session, ada: FlaskClient, grace: FlaskClient
) -> None:
    with writing(session):
        session.execute(update(Account).values(is_admin=True))

    def demote(number: int) -> bool:
        with app.app_context(), Session(db.engine) as own:
            try:
                with writing(own):
                    return administration.demote(own, number)
            except AccountError:
                return False

    done = in_parallel([lambda number=number: demote(number) for number in ids(session).values()])
    assert sorted(done) == [False, True]


def test_what_is_done_to_an_account_is_kept_and_cannot_be_changed(session: Session, ada: FlaskClient) -> None:
    assert ada.post("/me/settings/sessions/end").status_code == 303
    found = list_entries(session, Filter(), None, 10)
    session.rollback()
    assert [entry.event for entry in found] == ["other_sessions_ended", "signed_in", "signed_up"]
    assert {(entry.actor, entry.subject) for entry in found} == {("ada", "ada")}
    with pytest.raises(DBAPIError, match="append-only"), writing(session):
        session.execute(text("UPDATE audit_event SET event = 'nothing'"))
    with writing(session):
        session.execute(delete(AuditEvent))


def test_a_disabled_administrator_is_nobody_who_could_take_over(
    session: Session, ada: FlaskClient, grace: FlaskClient
) -> None:
    number, other = (ids(session)[name] for name in ("ada", "grace"))
    with writing(session):
        administration.promote(session, number)
        administration.promote(session, other)
        administration.disable(session, other, datetime.now(UTC))
    with pytest.raises(AccountError, match="only administrator"), writing(session):
        request_deletion(session, number, datetime.now(UTC))


def test_an_administrator_on_the_way_out_is_nobody_who_could_take_over(
    session: Session, ada: FlaskClient, grace: FlaskClient
) -> None:
    number, other = (ids(session)[name] for name in ("ada", "grace"))
    with writing(session):
        administration.promote(session, number)
        administration.promote(session, other)
        request_deletion(session, other, datetime.now(UTC))
    with pytest.raises(AccountError, match="last administrator"), writing(session):
        administration.demote(session, number)
