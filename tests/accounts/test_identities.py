"""When an identity of a provider joins an account, and when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.databases import on_both
from tests.mails import mailed_links
from tests.parallel import in_parallel
from tests.tables import rows_of_all_tables
from webapp.accounts import identities, ways_in
from webapp.accounts.addresses import primary_of
from webapp.accounts.errors import AccountError, AccountErrors
from webapp.accounts.identities import Proven, Recognized
from webapp.accounts.passwords import UNUSABLE, store_hash
from webapp.accounts.provider_sign_up import sign_up_by, suggest_username
from webapp.accounts.sign_up import prepare_without_password
from webapp.accounts.verification import confirm, request_verification
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ADA, GRACE = 1, 2
SCHOOL = "https://login.example.org"


def at_school(subject: str = "a1", address: str = "", is_verified: bool = False) -> Proven:
    return Proven(SCHOOL, subject, address or subject, address, is_verified)


@contextmanager
def unit(app: Flask) -> Iterator[Session]:
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session, writing(session):
        yield session


def verify(app: Flask, learner_id: int) -> None:
    with unit(app) as session:
        token, _ = request_verification(session, learner_id, NOW)  # type: ignore[misc]  # there is one
        confirm(session, token, NOW)


def test_an_identity_that_nobody_connected_signs_in_to_nothing(app: Flask, ada: FlaskClient) -> None:
    with unit(app) as session:
        assert identities.recognize(session, at_school(), NOW) is None
    assert rows_of_all_tables(app)["identity"] == []


def test_a_connected_identity_signs_in_whatever_its_address_has_become(app: Flask, ada: FlaskClient) -> None:
    with unit(app) as session:
        assert identities.connect(session, ADA, at_school(address="old@example.org"), NOW)
    with unit(app) as session:
        renamed = at_school(address="new@example.org", is_verified=True)
        assert identities.recognize(session, renamed, NOW + timedelta(days=1)) == Recognized(ADA)
        (found,) = identities.list_identities(session, ADA)
        assert (found.title, found.last_used_at) == ("new@example.org", NOW + timedelta(days=1))
        assert primary_of(session, ADA).address == "ada@example.org"  # type: ignore[union-attr]


@pytest.mark.parametrize("has_verified_here", [False, True])
@pytest.mark.parametrize("has_verified_there", [False, True])
def test_an_address_joins_both_only_where_both_have_verified_it(
    app: Flask, ada: FlaskClient, has_verified_here: bool, has_verified_there: bool
) -> None:
    if has_verified_here:
        verify(app, ADA)
    with unit(app) as session:
        proven = at_school(address="ADA@Example.org", is_verified=has_verified_there)
        found = identities.recognize(session, proven, NOW)
        both = has_verified_here and has_verified_there
        assert found == (Recognized(ADA, has_joined=True) if both else None)
        assert identities.learner_of(session, proven) == (ADA if both else None)


def test_the_same_subject_of_another_issuer_is_somebody_else(app: Flask, ada: FlaskClient) -> None:
    with unit(app) as session:
        identities.connect(session, ADA, at_school("a1"), NOW)
        assert identities.recognize(session, Proven("https://else.example.org", "a1", "a1"), NOW) is None


def test_an_identity_belongs_to_one_account(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    with unit(app) as session:
        assert identities.connect(session, ADA, at_school(), NOW)
        assert not identities.connect(session, ADA, at_school(), NOW), "it was connected before"
    with unit(app) as session, pytest.raises(AccountError, match="another account"):
        identities.connect(session, GRACE, at_school(), NOW)


def test_parallel_requests_connect_an_identity_once(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    def connect(learner_id: int) -> bool:
        try:
            with unit(app) as session:
                return identities.connect(session, learner_id, at_school(), NOW)
        except AccountError:
            return False

    done = in_parallel([lambda who=who: connect(who) for who in (ADA, GRACE) * 5])
    rows = rows_of_all_tables(app)
    assert sum(done) == len(rows["identity"]) == len(rows["identity_directory"]) == 1
    assert rows["identity"][0]["learner_id"] == rows["identity_directory"][0]["learner_id"]


def test_parallel_arrivals_by_a_verified_address_join_once(app: Flask, ada: FlaskClient) -> None:
    verify(app, ADA)

    def arrive() -> Recognized | None:
        with unit(app) as session:
            return identities.recognize(session, at_school(address="ada@example.org", is_verified=True), NOW)

    found = in_parallel([arrive] * 8)
    assert {one.learner_id for one in found if one} == {ADA}
    assert sum(one.has_joined for one in found if one) == 1
    assert len(rows_of_all_tables(app)["identity"]) == 1


def test_an_account_has_a_bounded_number_of_identities(
    app: Flask, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identities, "MOST", 2)
    with unit(app) as session:
        for subject in ("a1", "a2"):
            identities.connect(session, ADA, at_school(subject), NOW)
    with pytest.raises(AccountError, match="2 connected"), unit(app) as session:
        identities.connect(session, ADA, at_school("a3"), NOW)
    assert len(rows_of_all_tables(app)["identity_directory"]) == 2


def test_the_only_way_in_stays(app: Flask, ada: FlaskClient) -> None:
    with unit(app) as session:
        for subject in ("a1", "a2"):
            identities.connect(session, ADA, at_school(subject), NOW)
        store_hash(session, ADA, UNUSABLE, NOW)
        assert ways_in.count(session, ADA) == 2
        first, second = identities.list_identities(session, ADA)
    with unit(app) as session:
        assert identities.disconnect(session, ADA, first.id).subject == first.subject  # type: ignore[union-attr]
    with pytest.raises(AccountError, match="only way"), unit(app) as session:
        identities.disconnect(session, ADA, second.id)
    with unit(app) as session:
        assert identities.disconnect(session, ADA, "0" * 32) is None
        assert identities.recognize(session, at_school(first.subject), NOW) is None
        assert identities.recognize(session, at_school(second.subject), NOW) == Recognized(ADA)


def test_parallel_requests_leave_one_way_in(app: Flask, ada: FlaskClient) -> None:
    with unit(app) as session:
        for number in range(6):
            identities.connect(session, ADA, at_school(f"a{number}"), NOW)
        store_hash(session, ADA, UNUSABLE, NOW)
        ids = [one.id for one in identities.list_identities(session, ADA)]

    def leave(identity_id: str) -> bool:
        try:
            with unit(app) as session:
                return identities.disconnect(session, ADA, identity_id) is not None
        except AccountError:
            return False

    assert sum(in_parallel([lambda one=one: leave(one) for one in ids])) == 5
    rows = rows_of_all_tables(app)
    assert len(rows["identity"]) == len(rows["identity_directory"]) == 1


def test_nobody_disconnects_what_is_somebody_elses(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    with unit(app) as session:
        identities.connect(session, ADA, at_school(), NOW)
        (found,) = identities.list_identities(session, ADA)
        assert identities.disconnect(session, GRACE, found.id) is None
        assert identities.learner_of(session, at_school()) == ADA


def test_an_answer_counts_once_also_in_parallel(app: Flask) -> None:
    def use() -> bool:
        with unit(app) as session:
            return identities.use_state(session, "the-state", NOW)

    assert sum(in_parallel([use] * 8)) == 1
    with unit(app) as session:
        assert identities.use_state(session, "another", NOW)


def test_notes_of_answers_go_after_a_day(app: Flask) -> None:
    with unit(app) as session:
        identities.use_state(session, "old", NOW - timedelta(days=2))
        identities.use_state(session, "new", NOW)
        assert identities.purge_states(session, NOW, 0) == (1, 0)
        assert not identities.use_state(session, "new", NOW)


def test_an_account_by_a_provider_has_no_password_until_it_sets_one(app: Flask, settings: Settings) -> None:
    proven = at_school(address="lin@example.org", is_verified=True)
    with unit(app) as session:
        new = prepare_without_password("lin", "lin@example.org", True)
        lin, _ = sign_up_by(session, new, proven, NOW)
        assert primary_of(session, lin).verified_at == NOW  # type: ignore[union-attr]
        assert identities.recognize(session, proven, NOW) == Recognized(lin)
        assert ways_in.count(session, lin) == 1
    visitor = app.test_client()
    answer = visitor.post("/login", data={"username": "lin", "password": "anything at all"})
    assert answer.status_code == 422
    visitor.post("/forgot-password", data={"email": "lin"})
    (link,) = mailed_links(settings, "lin@example.org")
    assert visitor.post(link, data={"password": "four blind mice"}).status_code == 303
    answer = app.test_client().post("/login", data={"username": "lin", "password": "four blind mice"})
    assert answer.status_code == 303


def test_parallel_sign_ups_by_one_identity_make_one_account(app: Flask) -> None:
    def sign_up(number: int) -> bool:
        try:
            with unit(app) as session:
                new = prepare_without_password(f"lin{number}", f"lin{number}@example.org", False)
                sign_up_by(session, new, at_school(), NOW)
            return True
        except (AccountError, AccountErrors):
            return False

    assert sum(in_parallel([lambda n=n: sign_up(n) for n in range(6)])) == 1
    rows = rows_of_all_tables(app)
    tables = ("account", "username_directory", "address_directory", "identity")
    assert [len(rows[name]) for name in tables] == [1, 1, 1, 1]


def test_a_verified_address_leaves_an_account_that_never_verified_it(app: Flask, ada: FlaskClient) -> None:
    proven = at_school(address="ada@example.org", is_verified=True)
    with unit(app) as session:
        new = prepare_without_password("countess", "ada@example.org", True)
        countess, left = sign_up_by(session, new, proven, NOW)
        assert left == (ADA,)
        assert primary_of(session, ADA) is None
        assert primary_of(session, countess).address == "ada@example.org"  # type: ignore[union-attr]


def test_a_verified_address_stays_where_it_is(app: Flask, ada: FlaskClient) -> None:
    verify(app, ADA)
    with pytest.raises(AccountErrors, match="an account with this address"), unit(app) as session:
        sign_up_by(session, prepare_without_password("countess", "ada@example.org", True), at_school(), NOW)
    assert len(rows_of_all_tables(app)["account"]) == 1


def test_whoever_takes_an_address_back_ends_what_was_connected_since(app: Flask, ada: FlaskClient) -> None:
    with unit(app) as session:
        identities.connect(session, ADA, at_school("before"), NOW)
        identities.connect(session, ADA, at_school("after"), NOW + timedelta(hours=2))
        identities.disconnect_since(session, ADA, NOW + timedelta(hours=1))
        assert [one.subject for one in identities.list_identities(session, ADA)] == ["before"]
        assert identities.learner_of(session, at_school("after")) is None


def test_a_free_username_is_suggested(app: Flask, ada: FlaskClient) -> None:
    with unit(app) as session:
        assert suggest_username(session, ("Ada", "x")) == "Ada-2"
        assert suggest_username(session, ("", "admin", "Lin Ödegård", "z")) == "Lin-deg-rd"
        assert suggest_username(session, ("lin.one@example.org",)) == "lin-one"
        assert suggest_username(session, ("李", "")) == ""
