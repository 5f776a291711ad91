"""Two accounts become one, once its owner has signed in to both."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.parallel import in_parallel
from tests.portability.people import sessions
from tests.tables import rows_of_all_tables
from tests.web.data.test_import import FIRST, SECOND, mark, taken
from webapp.accounts.deletion import request_deletion
from webapp.accounts.errors import AccountError
from webapp.accounts.models import Account, EmailAddress, Identity, IdentityEntry
from webapp.db.learners import UnknownLearner
from webapp.db.unit_of_work import writing
from webapp.portability.accounts_merging import merge_accounts
from webapp.progress.records import Finished, make_record

pytestmark = on_both
MERGE = "/me/settings/data/merge"
ADA, GRACE = 1, 2


def sign_in(client: FlaskClient, name: str) -> str:
    answer = client.post("/login", data={"username": name, "password": PASSWORD, "next": MERGE})
    return str(answer.location)


def prove_both(ada: FlaskClient) -> str:
    assert ada.post(f"{MERGE}/begin").location == f"/login?next={MERGE}"
    assert sign_in(ada, "grace") == MERGE
    return ada.get(MERGE).text


def merged(app: Flask, gone: int, kept: int) -> str | None:
    try:
        with sessions(app) as session, writing(session):
            return merge_accounts(session, gone, kept, datetime.now(UTC))
    except (UnknownLearner, AccountError):
        return None


def record(app: Flask, learner_id: int, roadmap: str) -> str:
    now = datetime.now(UTC)
    finished = Finished(roadmap, roadmap.title(), "Ada", ("a",), now.date(), now.date())
    with sessions(app) as session, writing(session):
        return make_record(session, learner_id, finished, now)


def test_what_is_in_both_is_brought_together(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    mark(ada, SECOND, "learning")
    mark(grace, FIRST, "learning")
    theirs, mine = taken(ada), taken(grace)
    with sessions(app) as session, writing(session):
        session.execute(update(EmailAddress).values(verified_at=datetime.now(UTC)))
        now = datetime.now(UTC)
        named = {"issuer": "https://id.example", "subject": "s", "title": "t"}
        own = {"learner_id": ADA, "id": "e" * 32, "connected_at": now, "last_used_at": now}
        session.execute(insert(Identity).values(**named, **own))
        session.execute(insert(IdentityEntry).values(identity_hash="a" * 64, learner_id=ADA))
    moving, ending, staying = record(app, ADA, "beta"), record(app, ADA, "alpha"), record(app, GRACE, "alpha")
    page = prove_both(ada)
    assert "Bring ada into grace?" in page
    assert "1 moves; 1 ends, because both have it" in page
    assert "ada@example.org" in page
    assert ada.post(MERGE).location == "/me"
    shown = ada.get("/me").text
    assert "The two accounts are one now" in shown
    rows = rows_of_all_tables(app)
    assert [row["id"] for row in rows["learner"]] == ["2"]
    for table, found in rows.items():
        assert {row.get("learner_id", "2") for row in found} <= {"2"}, table
    after = taken(ada)
    assert {m["status"] for m in after["marks"] if m["topic_id"].startswith("main-one")} == {"done"}
    ids = {act["id"] for act in after["acts"]}
    assert {act["id"] for side in (theirs, mine) for act in side["acts"]} < ids
    assert {row["code"] for row in after["records"]} == {moving, staying}
    assert [ada.get(f"/record/{code}").status_code for code in (moving, ending, staying)] == [200, 404, 200]
    assert {(row["address"], row["is_primary"]) for row in after["email_addresses"]} == {
        ("ada@example.org", False),
        ("grace@example.org", True),
    }
    assert [row["folded"] for row in after["held_names"]] == ["ada"]
    assert len(rows["identity_directory"]) == len(after["identities"]) == 1
    undo = re.search(r'action="(/me/acts/[0-9a-f]{32}/undo)"', shown)
    assert undo is not None
    ada.post(undo[1])
    assert {m["status"] for m in taken(ada)["marks"]} == {"learning"}
    assert {m["topic_id"] for m in taken(ada)["marks"]} == {m["topic_id"] for m in mine["marks"]}


def test_an_address_that_is_not_verified_goes(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    assert merged(app, ADA, GRACE) == ""
    assert [row["folded"] for row in rows_of_all_tables(app)["address_directory"]] == ["grace@example.org"]


def test_one_account_alone_is_not_enough(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    assert "Sign in to the account that stays" in ada.get(MERGE).text
    ada.post(MERGE)
    ada.post(f"{MERGE}/begin")
    ada.post(MERGE)
    # Somebody else's wrong password leaves everything as it is.
    ada.post("/login", data={"username": "grace", "password": "wrong wrong"})
    ada.post(MERGE)
    assert len(rows_of_all_tables(app)["account"]) == 2


def test_a_proof_is_too_old_after_a_quarter_of_an_hour(
    app: Flask, ada: FlaskClient, grace: FlaskClient, clock: Clock
) -> None:
    ada.post(f"{MERGE}/begin")
    clock.wait(minutes=16)
    sign_in(ada, "grace")
    assert "Sign in to the account that stays" in ada.get(MERGE).text
    ada.post(MERGE)
    assert len(rows_of_all_tables(app)["account"]) == 2


def test_a_second_yes_changes_nothing(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    prove_both(ada)
    ada.post(MERGE)
    before = rows_of_all_tables(app)
    ada.post(MERGE)
    assert rows_of_all_tables(app)["learner"] == before["learner"]


def test_merging_both_ways_at_once_leaves_one(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    mark(ada, FIRST, "done")
    mark(grace, SECOND, "done")
    results = in_parallel([lambda: merged(app, ADA, GRACE), lambda: merged(app, GRACE, ADA)])
    assert sum(bool(act_id) for act_id in results) == 1
    rows = rows_of_all_tables(app)
    assert len(rows["account"]) == len(rows["learner"]) == 1
    assert {row["status"] for row in rows["topic_mark"]} == {"done"}
    assert {row["topic_id"] for row in rows["topic_mark"]} >= {
        "main-one-000000000001",
        "main-two-000000000001",
    }


def test_the_only_administrator_is_not_merged_away(app: Flask, ada: FlaskClient, grace: FlaskClient) -> None:
    with sessions(app) as session, writing(session):
        session.execute(update(Account).where(Account.learner_id == ADA).values(is_admin=True))
    assert merged(app, ADA, GRACE) is None
    assert len(rows_of_all_tables(app)["account"]) == 2


def test_an_account_that_is_to_be_deleted_is_not_merged(
    app: Flask, ada: FlaskClient, grace: FlaskClient
) -> None:
    with sessions(app) as session, writing(session):
        request_deletion(session, ADA, datetime.now(UTC))
    assert merged(app, ADA, GRACE) is None
    assert merged(app, GRACE, ADA) is None
