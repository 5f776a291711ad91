"""Hashing is slow: no connection to the database and no lock is held meanwhile."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import mailed_links
from webapp.accounts import hashing, passwords, recovery, sign_in, sign_up
from webapp.config import Settings
from webapp.db.learners import UnknownLearner
from webapp.web.site.extensions import db

pytestmark = on_both
NEW = "brand new password"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many connections were in use while a password was hashed or checked, once for each time."""
    seen: list[int] = []

    def make_hash(password: str) -> str:
        seen.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]  # a pool that queues
        return hashing.make_hash(password)

    def matches(password: str, hashed: str | None) -> bool:
        seen.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]  # a pool that queues
        return hashing.matches(password, hashed)

    for module in (passwords, recovery, sign_up):
        monkeypatch.setattr(module, "make_hash", make_hash)
    for module in (passwords, sign_in):
        monkeypatch.setattr(module, "matches", matches)
    return seen


def test_no_connection_is_held_while_a_password_is_hashed(ada: FlaskClient, held: list[int]) -> None:
    newcomer = {"username": "lin", "email": "lin@example.org", "password": PASSWORD}
    answers = [
        ada.post("/login", data={"username": "ada", "password": "wrong"}),
        ada.post("/login", data={"username": "ada", "password": PASSWORD}),
        ada.post("/me/settings/password", data={"old_password": PASSWORD, "new_password": NEW}),
        ada.post("/signup", data=newcomer),
    ]
    assert [answer.status_code for answer in answers] == [422, 303, 303, 303]
    assert held == [0] * 5


def test_no_connection_is_held_while_a_link_sets_a_password(
    ada: FlaskClient, settings: Settings, held: list[int]
) -> None:
    ada.post("/forgot-password", data={"email": "ada"})
    assert ada.post(mailed_links(settings)[-1], data={"password": NEW}).status_code == 303
    assert held == [0]


def test_a_link_or_password_of_somebody_who_was_deleted_meanwhile_is_refused(
    app: Flask, ada: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.post("/forgot-password", data={"email": "ada"})

    def lock_nobody(session: object, learner_id: int) -> None:
        raise UnknownLearner(learner_id)

    for module in (passwords, recovery, sign_in):
        monkeypatch.setattr(module, "lock_learner", lock_nobody)
    assert ada.post(mailed_links(settings)[-1], data={"password": NEW}).status_code == 410
    assert app.test_client().post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 422
    changed = ada.post("/me/settings/password", data={"old_password": PASSWORD, "new_password": NEW})
    assert (changed.status_code, changed.location.partition("?")[0]) == (303, "/login")
