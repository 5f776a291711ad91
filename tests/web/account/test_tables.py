"""Two learners, two roadmaps, two topics: what each request changes in the whole database, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.mails import mailed_links
from tests.tables import Rows, difference, rows_of_all_tables
from webapp.accounts.models import EmailAddress
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

pytestmark = on_both
ALPHA, BETA = "alpha", "beta"
TOPICS = {
    "a1": "/alpha/first-steps@main-one-000000000001",
    "a2": "/alpha/second-part@main-two-000000000001",
    "b1": "/beta/one@b1",
    "b2": "/beta/two@b2",
}
IDS = {name: (path.split("/")[1], path.rpartition("@")[2]) for name, path in TOPICS.items()}
NEW = "brand new password"


@dataclass
class House:
    """Ada and Grace, each at two browsers, both with the same marks everywhere."""

    app: Flask
    settings: Settings
    ada: FlaskClient
    ada_elsewhere: FlaskClient
    grace: FlaskClient
    grace_elsewhere: FlaskClient
    guest: FlaskClient


@pytest.fixture
def house(app: Flask, settings: Settings, ada: FlaskClient, grace: FlaskClient) -> House:
    made = House(app, settings, ada, app.test_client(), grace, app.test_client(), app.test_client())
    for name, client in (("ada", made.ada_elsewhere), ("grace", made.grace_elsewhere)):
        assert client.post("/login", data={"username": name, "password": PASSWORD}).status_code == 303
    for client in (ada, grace):
        for topic in TOPICS:
            mark(client, topic, "done")
    return made


def mark(client: FlaskClient, topic: str, status: str, **fields: str) -> None:
    answer = client.post(f"{TOPICS[topic]}/status", data={"status": status} | fields)
    assert answer.status_code == 303
    assert (answer.location == TOPICS[topic]) or answer.location.startswith("/login?")


def last_act(house: House, learner: int) -> str:
    events = rows_of_all_tables(house.app)["progress_event"]
    own = [row for row in events if row["learner_id"] == str(learner)]
    return str(max(own, key=lambda row: int(row["number"]))["act_id"])


def undo_last(house: House) -> None:
    assert house.ada.post(f"/me/acts/{last_act(house, 1)}/undo").status_code == 303


def undo_somebody_elses(house: House) -> None:
    assert house.ada.post(f"/me/acts/{last_act(house, 2)}/undo").status_code == 404


def sign_in(client: FlaskClient, status: int = 303, **data: str) -> None:
    given = {"username": "ada", "password": PASSWORD} | data
    assert client.post("/login", data=given).status_code == status


def sign_up(client: FlaskClient, status: int = 303, **data: str) -> None:
    given = {"username": "Lin", "email": "Lin@Example.org", "password": PASSWORD} | data
    assert client.post("/signup", data=given).status_code == status


def sign_up_with_a_verified_address(house: House) -> None:
    with house.app.app_context(), writing(db.session()) as session:
        session.execute(
            update(EmailAddress).where(EmailAddress.learner_id == 1).values(verified_at=datetime.now(UTC))
        )
    sign_up(house.guest, 422, email="ADA@example.org")


def change_password(house: House, old: str = PASSWORD, status: int = 303) -> None:
    data = {"old_password": old, "new_password": NEW}
    assert house.ada.post("/me/settings/password", data=data).status_code == status


def ask_for_link(house: House, name: str) -> None:
    assert house.guest.post("/forgot-password", data={"email": name}).status_code == 200


def use_link(house: House) -> None:
    for name in ("grace", "ada", "ada"):
        ask_for_link(house, name)
    link = mailed_links(house.settings, "ada@example.org")[-1]
    assert house.guest.post(link, data={"password": NEW}).status_code == 303


@dataclass(frozen=True)
class Deed:
    """What somebody does, and by table how many rows are new, gone ("-table") or changed ("~table")."""

    name: str
    do: Callable[[House], object]
    rows: dict[str, int]
    learner: str = "1"
    columns: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


SESSION = frozenset({"token_hash", "last_seen_at", "authenticated_at"})
WRITTEN = {"progress_act": 1, "progress_event": 1}
DEEDS = [
    Deed("another status", lambda h: mark(h.ada, "a1", "skipped"), WRITTEN | {"~topic_mark": 1}),
    Deed("the same status", lambda h: mark(h.ada, "a1", "done"), {}),
    Deed("the same status under a key", lambda h: mark(h.ada, "a1", "done", act_key="12345678"), {"progress_act": 1}),
    Deed("pending", lambda h: mark(h.ada, "b2", "pending"), WRITTEN | {"-topic_mark": 1}),
    Deed(
        "a guest's first mark", lambda h: mark(h.guest, "a1", "skipped"),
        WRITTEN | dict.fromkeys(("learner", "session", "topic_mark", "sign_in_try"), 1), learner="3",
    ),
    Deed("undo", undo_last, WRITTEN | {"-topic_mark": 1, "~progress_act": 1}),
    Deed("undo of somebody else's act", undo_somebody_elses, {}),
    Deed(
        "sign-up", lambda h: sign_up(h.guest),
        dict.fromkeys(("learner", "account", "email_address", "password", "session", "username_directory", "address_directory", "email_link", "job"), 1),
        learner="3",
    ),
    Deed("sign-up with a name that is taken", lambda h: sign_up(h.guest, 422, username="ADA"), {}),
    Deed("sign-up with an address that is taken", sign_up_with_a_verified_address, {"email_address": 1, "-email_address": 1, "sign_in_try": 1}),
    Deed("sign-up with a weak password", lambda h: sign_up(h.guest, 422, password="password"), {}),
    Deed("sign-in in a browser that is new", lambda h: sign_in(h.guest), {"session": 1, "job": 1}),
    Deed("sign-in where one is signed in", lambda h: sign_in(h.ada), {"session": 1, "-session": 1}),
    Deed("sign-in with a wrong password", lambda h: sign_in(h.guest, 422, password="wrong"), {"sign_in_try": 3}, ""),
    Deed("sign-in with an unknown name", lambda h: sign_in(h.guest, 422, username="lin"), {"sign_in_try": 3}, ""),
    Deed("sign-out", lambda h: h.ada.post("/logout"), {"-session": 1}),
    Deed("sign-out of a guest", lambda h: h.guest.post("/logout"), {}),
    Deed("end of other sessions", lambda h: h.ada.post("/me/settings/sessions/end"), {"-session": 1, "job": 1}),
    Deed("another password", change_password, {"~password": 1, "~session": 1, "-session": 1, "-email_link": 1, "job": 1}, columns=SESSION | {"hash", "changed_at"}),
    Deed("another password, with a wrong one", lambda h: change_password(h, "wrong", 422), {"sign_in_try": 1}, ""),
    Deed("a link for a new password", lambda h: ask_for_link(h, "ada"), {"password_reset": 1, "job": 1}),
    Deed("a link for an unknown name", lambda h: ask_for_link(h, "nobody"), {}),
    # Grace's link stays; both of Ada's are gone with the first that is used. Four mails were sent to read the link.
    Deed("a new password by a link", use_link, {"~password": 1, "-session": 2, "session": 1, "password_reset": 1, "-email_link": 1, "-job": 4, "job": 1}, columns=frozenset({"hash", "changed_at"})),
]  # fmt: skip
KEYS = {
    "topic_mark": ("learner_id", "roadmap", "topic_id"),
    "progress_act": ("learner_id", "id"),
    "password": ("learner_id",),
    "session": ("learner_id", "id"),
}
CHANGED = {"topic_mark": {"status", "marked_at"}, "progress_act": {"undone_by"}}


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_request_changes_these_rows_and_no_others(house: House, deed: Deed) -> None:
    before = rows_of_all_tables(house.app)
    deed.do(house)
    rows = difference(before, rows_of_all_tables(house.app))
    counts = {}
    for table in sorted({name.lstrip("-") for name in rows} - {"audit_event"}):
        new, gone, changed = parted(rows, table)
        counts |= {
            name: n for name, n in ((table, new), (f"-{table}", gone), (f"~{table}", len(changed))) if n
        }
        assert {column for columns in changed for column in columns} <= (
            CHANGED.get(table, set()) | deed.columns
        )
    assert counts == deed.rows
    owners = {
        row.get("learner_id", row.get("id"))
        for name, found in rows.items()
        if name not in {"sign_in_try", "job", "audit_event"}
        for row in found
    }
    if deed.name != "a new password by a link":
        assert owners <= {deed.learner}
    else:
        assert {row["learner_id"] for row in rows["password_reset"]} == {"2"}


def parted(rows: Rows, table: str) -> tuple[int, int, list[set[str]]]:
    """Returns how many rows are new and gone, and the changed columns of the rows that stayed."""
    keys = KEYS.get(table)
    new, gone = rows.get(table, []), rows.get(f"-{table}", [])
    if keys is None:
        return len(new), len(gone), []
    old = {tuple(row[key] for key in keys): row for row in gone}
    changed = []
    for row in new:
        known = old.get(tuple(row[key] for key in keys))
        if known is not None:
            changed.append({name for name in row if row[name] != known[name]})
    return len(new) - len(changed), len(gone) - len(changed), changed


@pytest.fixture
def everybody(house: House) -> dict[str, FlaskClient]:
    return {name: client for name, client in vars(house).items() if isinstance(client, FlaskClient)}


@pytest.mark.parametrize(
    ("deed", "gone"),
    [
        (lambda h: h.ada.post("/logout"), {"ada"}),
        (lambda h: h.ada.post("/me/settings/sessions/end"), {"ada_elsewhere"}),
        (change_password, {"ada_elsewhere"}),
        (use_link, {"ada", "ada_elsewhere"}),
    ],
    ids=["sign-out", "end of other sessions", "another password", "a link"],
)
def test_nobody_is_signed_out_but_where_it_was_asked_for(
    house: House, everybody: dict[str, FlaskClient], deed: Callable[[House], object], gone: set[str]
) -> None:
    deed(house)
    out = {name for name, client in everybody.items() if client.get("/me").status_code != 200}
    assert out - {"guest"} == gone


def test_an_account_is_kept_as_it_was_typed(house: House) -> None:
    before = rows_of_all_tables(house.app)
    agent = {"User-Agent": "Mozilla/5.0 " + "x" * 300}
    answer = house.guest.post(
        "/signup",
        data={"username": " Lin ", "email": " Lin@Example.org ", "password": PASSWORD},
        headers=agent,
    )
    assert answer.status_code == 303
    rows = difference(before, rows_of_all_tables(house.app))
    (learner,), (account,), (address,), (session,) = (
        rows[n] for n in ("learner", "account", "email_address", "session")
    )
    assert (learner["kind"], learner["time_zone"], learner["locale"]) == ("account", "", "")
    assert (account["username"], account["is_admin"] in {"False", "0"}) == ("Lin", True)
    assert (address["address"], address["folded"]) == ("Lin@example.org", "lin@example.org")
    assert (address["is_primary"] in {"True", "1"}, address["verified_at"]) == (True, "None")
    assert session["user_agent"] == agent["User-Agent"][:200]
    assert session["remember"] in {"False", "0"}
    assert [row["folded"] for row in rows["username_directory"]] == ["lin"]
    assert [row["folded"] for row in rows["address_directory"]] == ["lin@example.org"]
    assert (
        len(
            {
                row[name]
                for name, row in (
                    ("created_at", learner),
                    ("created_at", account),
                    ("created_at", session),
                    ("last_seen_at", session),
                )
            }
        )
        == 1
    )


def test_marks_and_journal_say_what_was_done(house: House) -> None:
    before = rows_of_all_tables(house.app)
    mark(house.ada, "b1", "learning", act_key="a-key-of-the-page")
    rows = difference(before, rows_of_all_tables(house.app))
    (new,), (act,), (event,) = rows["topic_mark"], rows["progress_act"], rows["progress_event"]
    assert (new["roadmap"], new["topic_id"], new["status"]) == (*IDS["b1"], "learning")
    assert (act["key"], act["kind"], act["undone_by"]) == ("a-key-of-the-page", "mark", "None")
    assert (event["act_id"], event["roadmap"], event["topic_id"]) == (act["id"], *IDS["b1"])
    assert (event["number"], event["before"], event["after"]) == ("5", "done", "learning")
    assert new["marked_at"] == act["at"] == event["at"]
    assert len(act["deed"]) == 64
    undo_last(house)
    (undo,) = [row for row in rows_of_all_tables(house.app)["progress_act"] if row["kind"] == "undo"]
    (undone,) = [row for row in rows_of_all_tables(house.app)["progress_act"] if row["id"] == act["id"]]
    assert undone["undone_by"] == undo["id"]
    (again,) = [
        row
        for row in rows_of_all_tables(house.app)["progress_event"]
        if row["number"] == "6" and row["learner_id"] == "1"
    ]
    assert (again["act_id"], again["before"], again["after"]) == (undo["id"], "learning", "done")
