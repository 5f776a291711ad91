"""Guests: marks without an account, from the first one to signing up."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.pages import statuses_of, viewer_of
from tests.tables import difference, rows_of_all_tables
from tests.web.roadmaps.test_pages import queries
from webapp.accounts import limits

pytestmark = on_both

FIRST, SECOND = "main-one-000000000001", "main-two-000000000001"
TOPIC = f"/alpha/first-steps@{FIRST}"
OTHER = f"/alpha/second-part@{SECOND}"
HX = {"HX-Request": "true"}
NEW = {"username": "lin", "email": "lin@example.org", "password": PASSWORD}


@pytest.fixture
def guest(app: Flask) -> FlaskClient:
    """Somebody without an account who has marked the first topic as done."""
    client = app.test_client()
    assert client.post(f"{TOPIC}/status", data={"status": "done"}).status_code == 303
    return client


def test_a_plain_form_keeps_a_first_mark_and_leads_back(visitor: FlaskClient) -> None:
    answer = visitor.post(f"{TOPIC}/status", data={"status": "done", "next": "/alpha?view=list"})
    assert (answer.status_code, answer.location) == (303, "/alpha?view=list")
    assert visitor.get_cookie("milepost")
    page = visitor.get("/alpha?view=list")
    assert "First Steps: done" in page.text
    assert statuses_of(visitor) == {FIRST: "done"}
    assert page.headers["Cache-Control"] == "private, no-store"


def test_htmx_gets_the_changed_pieces_and_the_page_is_the_guests_from_then_on(visitor: FlaskClient) -> None:
    answer = visitor.post(f"{TOPIC}/status", data={"status": "learning"}, headers=HX)
    assert answer.status_code == 200
    pieces = {p.get("id"): p for p in html.fragments_fromstring(answer.text.strip())}
    assert {name for name, piece in pieces.items() if piece.get("hx-swap-oob") == "true"} >= {
        f"node-{FIRST}", f"status-{FIRST}", "meter-alpha", "toasts", "kept", "mark-viewer",
    }  # fmt: skip
    assert "Kept in this browser" in pieces["kept"].text_content()
    assert pieces["kept"].xpath(".//a/@href") == ["/signup?next=%2Falpha"]
    assert pieces["mark-viewer"].get("value") == viewer_of(visitor)
    assert "Undo" in answer.text
    assert statuses_of(visitor) == {FIRST: "learning"}


def test_the_note_stands_once_and_sign_up_is_still_offered(guest: FlaskClient) -> None:
    for path in ("/alpha", TOPIC, "/me"):
        page = guest.get(path).text
        assert page.count("Kept in this browser") == 1
        assert "Sign out" not in page
        back = "" if path == "/me" else f"?{urlencode({'next': path})}"
        assert html.fromstring(page).xpath('//nav[@aria-label="Site"]//a/@href') == [
            "/roadmaps", "/me", "/search", f"/login{back}", f"/signup{back}",
        ]  # fmt: skip


def test_reading_makes_no_guest_and_sets_no_cookie(app: Flask, visitor: FlaskClient) -> None:
    before = rows_of_all_tables(app)
    for path in ("/", "/alpha", TOPIC, "/roadmaps", "/me", "/login", "/signup", "/search?q=a"):
        assert "Set-Cookie" not in visitor.get(path).headers
    assert visitor.post(f"{TOPIC}/status", data={"status": "finished"}).status_code == 422
    assert visitor.post("/alpha/x@nothing/status", data={"status": "done"}).status_code == 404
    assert difference(before, rows_of_all_tables(app)) == {}


def test_a_page_for_nobody_stays_the_same_bytes(app: Flask, visitor: FlaskClient) -> None:
    before = visitor.get("/alpha")
    somebody = app.test_client()
    somebody.post(f"{TOPIC}/status", data={"status": "done"})
    somebody.get("/alpha")
    after = visitor.get("/alpha")
    assert (before.data, before.headers["ETag"]) == (after.data, after.headers["ETag"])
    assert "public" in after.headers["Cache-Control"]


def test_a_guests_page_costs_two_queries_and_that_of_a_roadmap_one(app: Flask, guest: FlaskClient) -> None:
    guest.get("/alpha")
    for path, count in (("/alpha", 1), (TOPIC, 2), ("/", 2)):
        with queries(app) as seen:
            assert guest.get(path).status_code == 200
        assert len(seen) == count, seen


def test_a_guest_undoes_and_has_a_page_of_progress(guest: FlaskClient) -> None:
    guest.post(f"{TOPIC}/status", data={"status": "learning"})
    undo = re.search(r"/me/acts/\w+/undo", guest.get("/alpha").text)
    assert undo
    assert guest.post(undo[0], headers=HX).status_code == 200
    assert statuses_of(guest) == {FIRST: "done"}
    page = guest.get("/me")
    assert page.status_code == 200
    assert "/alpha" in page.text


def test_settings_of_an_account_lead_a_guest_to_sign_up(guest: FlaskClient) -> None:
    assert guest.get("/me/settings").location == "/signup?next=/me/settings"
    for path in ("/me/settings/password", "/me/settings/sessions/end"):
        assert guest.post(path).location == "/signup?next=/me"


def test_another_guests_act_is_not_there(app: Flask, guest: FlaskClient) -> None:
    other = app.test_client()
    undo = re.search(
        r"/me/acts/\w+/undo", other.post(f"{TOPIC}/status", data={"status": "done"}, headers=HX).text
    )
    assert undo
    assert guest.post(undo[0]).status_code == 404
    assert statuses_of(other) == {FIRST: "done"}


def test_a_guests_page_acts_for_nobody_else(guest: FlaskClient, ada: FlaskClient) -> None:
    answer = ada.post(f"{OTHER}/status", data={"status": "done", "viewer": viewer_of(guest)})
    assert answer.status_code == 409
    assert statuses_of(ada) == {}


def test_signing_up_turns_the_guest_into_the_account(app: Flask, guest: FlaskClient) -> None:
    before, old = rows_of_all_tables(app), guest.get_cookie("milepost")
    page = viewer_of(guest, "/alpha")
    answer = guest.post("/signup", data=NEW | {"next": "/alpha", "viewer": page})
    assert (answer.status_code, answer.location) == (303, "/alpha")
    assert "Your marks are kept in your account now." in guest.get("/alpha").text
    rows = difference(before, rows_of_all_tables(app))
    # Nothing is copied: marks and journal are the same rows.
    assert set(rows) == {
        "learner", "-learner", "session", "-session", "account", "email_address", "password",
        "username_directory", "address_directory", "email_link", "job",
    }  # fmt: skip
    assert [row["kind"] for row in rows["learner"]] == ["account"]
    assert statuses_of(guest) == {FIRST: "done"}
    # A page from before still acts for the same learner.
    assert guest.post(f"{OTHER}/status", data={"status": "done", "viewer": page}).status_code == 303
    elsewhere = app.test_client()
    elsewhere.post("/login", data=NEW)
    assert statuses_of(elsewhere) == {FIRST: "done", SECOND: "done"}
    # The cookie from before is of no use to anybody.
    assert old
    thief = app.test_client()
    thief.set_cookie("milepost", old.value)
    assert thief.get("/me").status_code == 303


def test_a_refused_sign_up_leaves_the_guest_as_it_is(
    app: Flask, guest: FlaskClient, ada: FlaskClient
) -> None:
    before = rows_of_all_tables(app)
    for change in ({"username": "ada"}, {"password": "short"}):
        assert guest.post("/signup", data=NEW | change).status_code == 422
    assert difference(before, rows_of_all_tables(app)) == {}
    assert statuses_of(guest) == {FIRST: "done"}


def test_signing_out_does_not_bring_a_guest_back(guest: FlaskClient) -> None:
    guest.post("/signup", data=NEW)
    answer = guest.post("/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert statuses_of(guest) == {}
    assert guest.get("/me").status_code == 303


def test_a_guest_is_asked_before_marks_are_removed(app: Flask, guest: FlaskClient) -> None:
    assert "/me/forget" in guest.get("/me").text
    page = guest.get("/me/forget").text
    assert "You have marked 1 topic. This cannot be undone." in page
    assert statuses_of(guest) == {FIRST: "done"}
    old = viewer_of(guest, "/alpha")
    answer = guest.post("/me/forget", data={"viewer": old})
    assert (answer.status_code, answer.location) == (303, "/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert statuses_of(guest) == {}
    rows = rows_of_all_tables(app)
    assert {name for name, found in rows.items() if found} <= {"sign_in_try", "roadmap_name"}
    # A page that is still open says so, instead of beginning anew behind the reader's back.
    late = guest.post(f"{TOPIC}/status", data={"status": "done", "viewer": old}, headers=HX)
    assert late.status_code == 409
    assert "Load this page again" in late.text


def test_an_account_is_not_removed_as_a_guest(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    assert ada.get("/me/forget").location == ada.post("/me/forget").location == "/me/settings"
    assert statuses_of(ada) == {FIRST: "done"}


def test_a_guests_session_lasts_while_it_is_used(visitor: FlaskClient, clock: Clock) -> None:
    visitor.post(f"{TOPIC}/status", data={"status": "done"})
    for _ in range(6):
        clock.wait(days=89)
        assert statuses_of(visitor) == {FIRST: "done"}
    visitor.post(f"{OTHER}/status", data={"status": "done"})
    cookie = visitor.get_cookie("milepost")
    assert cookie
    assert cookie.max_age == 400 * 24 * 3600
    clock.wait(days=91)
    assert statuses_of(visitor) == {}


def test_a_network_brings_so_many_new_guests_and_no_more(
    app: Flask, ada: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GUESTS_PER_NETWORK", 3)

    def begin(address: str) -> tuple[int, str, str | None]:
        answer = app.test_client().post(
            f"{TOPIC}/status", data={"status": "done"}, environ_base={"REMOTE_ADDR": address}
        )
        return answer.status_code, answer.text, answer.headers.get("Retry-After")

    assert [begin(f"2001:db8::{n}")[0] for n in range(1, 4)] == [303] * 3
    before = rows_of_all_tables(app)
    status, words, wait = begin("2001:db8::9")
    assert status == 429
    assert wait
    assert 800 < int(wait) <= 900
    assert "Many people have begun here from your network. Wait 15 minutes, or sign up" in words
    assert difference(before, rows_of_all_tables(app)) == {}
    assert begin("2001:db8:0:1::1")[0] == 303
    # Whoever is known already goes on.
    here = {"REMOTE_ADDR": "2001:db8::9"}
    assert ada.post(f"{TOPIC}/status", data={"status": "done"}, environ_base=here).status_code == 303
    clock.wait(minutes=15, seconds=1)
    assert begin("2001:db8::9")[0] == 303
