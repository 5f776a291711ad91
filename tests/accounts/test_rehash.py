"""Hashes of weaker parameters are replaced when their password is given, and only those."""

from __future__ import annotations

from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.tables import difference, rows_of_all_tables
from webapp.accounts.models import Password
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = on_both
SIGN_IN = {"username": "ada", "password": PASSWORD}


def test_a_weak_hash_is_replaced_at_sign_in(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    weak = PasswordHasher(time_cost=2, memory_cost=32).hash(PASSWORD)
    with app.app_context(), writing(db.session()) as session:
        # The same hash for both: it is Ada's alone that is replaced.
        session.execute(update(Password).values(hash=weak))
    before = rows_of_all_tables(app)
    assert app.test_client().post("/login", data=SIGN_IN | {"password": "wrong"}).status_code == 422
    with app.app_context():
        assert list(db.session.scalars(select(Password.hash))) == [weak, weak]
    assert app.test_client().post("/login", data=SIGN_IN).status_code == 303
    rows = difference(before, rows_of_all_tables(app))
    (new,), (old,) = rows["password"], rows["-password"]
    assert (new["learner_id"], new["changed_at"]) == ("1", old["changed_at"])
    made = extract_parameters(new["hash"])
    assert (made.time_cost, made.memory_cost) == (1, 64)
    for name in ("ada", "grace"):
        assert app.test_client().post("/login", data=SIGN_IN | {"username": name}).status_code == 303


def test_a_present_hash_stays(app: Flask, ada: FlaskClient) -> None:
    before = rows_of_all_tables(app)
    assert app.test_client().post("/login", data=SIGN_IN).status_code == 303
    assert set(difference(before, rows_of_all_tables(app))) == {"session", "job"}
