"""No text of a note is lost, whichever of several pages and devices send theirs, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from tests.databases import on_both
from tests.parallel import in_parallel
from tests.portability.people import sessions
from webapp.db.unit_of_work import writing
from webapp.learning.merging import merge_guest
from webapp.progress import notes
from webapp.progress.errors import KeyReused
from webapp.progress.notes import Draft, NoteTooLong, Saved, edition_of, notes_of, save_note
from webapp.progress.own import Wish, favorites_of, own_of_topic, resource_digest, set_favorite, set_tick
from webapp.progress.own_models import Note

pytestmark = on_both
ADA = 1
NOW = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)


def save(
    app: Flask, text: str, edition: str = "", writer: str = "", at: datetime = NOW, late: bool = False
) -> Saved:
    with sessions(app) as session, writing(session):
        return save_note(session, ADA, ("alpha",), "a1", Draft(text, edition, writer), at, late)


def stored(app: Flask) -> str:
    with sessions(app) as session:
        return next((note.text for note in notes_of(session, ADA)), "")


def test_a_note_is_written_changed_and_emptied(app: Flask, ada: FlaskClient) -> None:
    assert save(app, "one\r\n").text == "one"
    assert save(app, "two", edition_of("one")).text == "two"
    assert save(app, "  ", edition_of("two")).text == ""
    assert stored(app) == ""


def test_another_tab_is_asked_and_nothing_changes(app: Flask, ada: FlaskClient) -> None:
    save(app, "mine")
    assert save(app, "theirs") == Saved("mine", is_conflict=True)
    assert stored(app) == "mine"
    assert save(app, "theirs", edition_of("mine")).text == "theirs"


def test_a_page_never_conflicts_with_itself(app: Flask, ada: FlaskClient) -> None:
    save(app, "one", "", "tab")
    # The answer was lost, so that the page does not know what is stored.
    assert save(app, "one two", "", "tab").text == "one two"


def test_what_comes_late_is_put_below_and_once(app: Flask, ada: FlaskClient) -> None:
    save(app, "mine", writer="tab")
    late = NOW - timedelta(hours=1)
    assert save(app, "offline", "", "phone", late, late=True).is_joined
    assert save(app, "offline", "", "phone", late, late=True).text == stored(app)
    assert stored(app) == "mine\n\n---\n\noffline"
    # The page that wrote it does not know the other text.
    assert save(app, "offline, and on", "", "phone").is_conflict


def test_limits_hold_and_what_is_there_stays(
    app: Flask, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoteTooLong):
        save(app, "x" * (notes.LONGEST_NOTE + 1))
    monkeypatch.setattr(notes, "MOST_TEXT", 10)
    save(app, "x" * 10)
    with pytest.raises(NoteTooLong):
        save(app, "x" * 11, edition_of("x" * 10))
    assert stored(app) == "x" * 10


def test_of_parallel_tabs_one_is_saved_and_the_others_are_asked(app: Flask, ada: FlaskClient) -> None:
    results = in_parallel([lambda n=n: save(app, f"tab {n}") for n in range(4)])  # type: ignore[misc]
    assert sorted(result.is_conflict for result in results) == [False, True, True, True]


DEVICES = st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.booleans()), max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=DEVICES)
def test_every_text_that_a_device_let_go_of_is_stored(
    app: Flask, ada: FlaskClient, steps: list[tuple[str, bool, bool]]
) -> None:
    """Devices that add a line to what they know, now or late, and learn what is stored only now and then."""
    with sessions(app) as session, writing(session):
        session.execute(delete(Note))
    known: dict[str, str] = {}
    for number, (device, is_late, hears) in enumerate(steps):
        text = f"{known.get(device, '')}\n<{number}>".strip()
        at = NOW + timedelta(minutes=number)
        result = save(app, text, edition_of(known.get(device, "")), device, at, is_late)
        if result.is_conflict:
            # The page shows both, and its reader keeps both.
            joined = f"{result.text}\n{text}"
            result = save(app, joined, edition_of(result.text), device, at)
        known[device] = result.text if hears or not is_late else text
        lines = {f"<{n}>" for n in range(number + 1)}
        missing = {line for line in lines if line not in stored(app)}
        assert not missing or all(any(line in own for own in known.values()) for line in missing)


def test_ticks_and_favorites_are_set_once_and_taken_back(app: Flask, ada: FlaskClient) -> None:
    address = "https://example.org/read"
    with sessions(app) as session, writing(session):
        for _ in range(2):
            set_tick(session, ADA, ("alpha",), "a1", address, Wish(True, NOW))
            set_favorite(session, ADA, ("alpha",), "a1", Wish(True, NOW))
    with sessions(app) as session, writing(session):
        own = own_of_topic(session, ADA, ("alpha",), "a1")
        assert (own.read, own.is_favorite) == ({resource_digest(address)}, True)
        set_tick(session, ADA, ("alpha",), "a1", address, Wish(False, NOW))
        set_favorite(session, ADA, ("alpha",), "a1", Wish(False, NOW))
        assert own_of_topic(session, ADA, ("alpha",), "a1").read == frozenset()
        assert favorites_of(session, ADA) == []


def test_a_guests_notes_come_along(app: Flask, ada: FlaskClient, visitor: FlaskClient) -> None:
    topic = "/alpha/first-steps@main-one-000000000001"
    visitor.post(f"{topic}/note", data={"text": "as a guest"})
    visitor.post(f"{topic}/favorite", data={"keep": "1"})
    ada.post(f"{topic}/note", data={"text": "as Ada"})
    with sessions(app) as session, writing(session):
        merge_guest(session, 2, ADA, NOW)
    assert stored(app) == "as Ada\n\n---\n\nas a guest"
    with sessions(app) as session:
        assert len(favorites_of(session, ADA)) == 1


def test_what_waited_does_not_let_a_note_grow_without_end(app: Flask, ada: FlaskClient) -> None:
    save(app, "here")
    for letter in "abcd":
        assert save(app, letter * 20_000, "other", "", late=True).is_joined
    before = stored(app)
    with pytest.raises(NoteTooLong):
        save(app, "e" * 20_000, "other", "", late=True)
    with pytest.raises(NoteTooLong):
        save(app, "f" * 200_000, "other", "", late=True)
    assert stored(app) == before


def test_a_tick_that_is_sent_twice_is_set_once(app: Flask, ada: FlaskClient) -> None:
    address, key = "https://example.org/read", "key-of-a-tick"
    with sessions(app) as session, writing(session):
        set_tick(session, ADA, ("alpha",), "a1", address, Wish(True, NOW, is_late=True, key=key))
        set_favorite(session, ADA, ("alpha",), "a1", Wish(True, NOW, is_late=True, key=f"{key}-2"))
    with sessions(app) as session, writing(session):
        # Another device takes both away before the answer to the first one has come, which is sent again.
        set_tick(session, ADA, ("alpha",), "a1", address, Wish(False, NOW))
        set_favorite(session, ADA, ("alpha",), "a1", Wish(False, NOW))
        set_tick(session, ADA, ("alpha",), "a1", address, Wish(True, NOW, is_late=True, key=key))
        set_favorite(session, ADA, ("alpha",), "a1", Wish(True, NOW, is_late=True, key=f"{key}-2"))
        own = own_of_topic(session, ADA, ("alpha",), "a1")
        assert (own.read, own.is_favorite) == (frozenset(), False)
        with pytest.raises(KeyReused):
            set_favorite(session, ADA, ("alpha",), "a1", Wish(True, NOW, is_late=True, key=key))
    assert "change" not in ada.get("/me/history").text.partition("<main")[2].partition('class="journal"')[2]


def test_a_late_wish_takes_away_nothing_newer(app: Flask, ada: FlaskClient) -> None:
    address, later = "https://example.org/read", NOW + timedelta(minutes=5)
    with sessions(app) as session, writing(session):
        set_tick(session, ADA, ("alpha",), "a1", address, Wish(True, later))
        set_favorite(session, ADA, ("alpha",), "a1", Wish(True, later))
        for at, is_there in ((NOW, True), (later + timedelta(minutes=1), False)):
            set_tick(session, ADA, ("alpha",), "a1", address, Wish(False, at, is_late=True))
            set_favorite(session, ADA, ("alpha",), "a1", Wish(False, at, is_late=True))
            own = own_of_topic(session, ADA, ("alpha",), "a1")
            assert (bool(own.read), own.is_favorite) == (is_there, is_there)
