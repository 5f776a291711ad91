"""Notes, ticks and favorites on the page of a topic."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import insert

from tests.web.site.route_table import TOPIC
from webapp.db.unit_of_work import writing
from webapp.progress.own_models import Note
from webapp.web.notes.pages import MOST_NOTES
from webapp.web.site.extensions import db

HTMX = {"HX-Request": "true"}
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)


def note(client: FlaskClient, path: str = TOPIC) -> str:
    return str(html.fromstring(client.get(path).text).xpath("string(//textarea[@name='text'])")).strip()


def edition(client: FlaskClient) -> str:
    return str(html.fromstring(client.get(TOPIC).text).xpath("string(//input[@name='edition']/@value)"))


def test_a_note_is_on_the_page_of_its_topic_and_of_its_writer_only(
    ada: FlaskClient, grace: FlaskClient, visitor: FlaskClient
) -> None:
    answer = ada.post(f"{TOPIC}/note", data={"text": "**Mine** <b>not html</b>", "next": TOPIC})
    assert (answer.status_code, answer.location) == (303, TOPIC)
    page = ada.get(TOPIC).text
    assert "<strong>Mine</strong> &lt;b&gt;not html&lt;/b&gt;" in page
    assert note(ada) == "**Mine** <b>not html</b>"
    assert (note(grace), note(visitor)) == ("", "")


def test_a_guest_has_notes_too(visitor: FlaskClient) -> None:
    answer = visitor.post(f"{TOPIC}/note", data={"text": "a guest's"}, headers=HTMX)
    assert "Saved" in answer.text
    assert note(visitor) == "a guest's"


def test_a_conflict_shows_both_and_nothing_is_lost(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/note", data={"text": "from the phone"})
    for headers in ({}, HTMX):
        answer = ada.post(f"{TOPIC}/note", data={"text": "from the laptop"}, headers=headers)
        assert answer.status_code == 409
        assert "from the phone" in answer.text
    assert "from the laptop" in ada.post(f"{TOPIC}/note", data={"text": "from the laptop"}).text
    assert note(ada) == "from the phone"
    both = {"text": "both", "over": edition(ada)}
    assert ada.post(f"{TOPIC}/note", data=both, headers=HTMX).status_code == 200
    assert note(ada) == "both"


def test_what_waited_for_a_connection_is_kept_below(ada: FlaskClient) -> None:
    ada.post(f"{TOPIC}/note", data={"text": "newer"})
    late = {"text": "older", "waited": "60000", "act_key": "0123456789"}
    for _ in range(2):
        answer = ada.post(f"{TOPIC}/note", data=late, headers=HTMX)
        assert answer.status_code == 200
    assert note(ada) == "newer\n\n---\n\nolder"


def test_a_long_note_in_any_script_is_saved_and_a_longer_one_is_refused(ada: FlaskClient) -> None:
    text = "語" * 20_000
    assert ada.post(f"{TOPIC}/note", data={"text": text}).status_code == 303
    longer = {"text": text + "語", "edition": edition(ada)}
    assert ada.post(f"{TOPIC}/note", data=longer).status_code == 422
    assert ada.post(f"{TOPIC}/note", data=longer, headers=HTMX).status_code == 422
    assert note(ada) == text


def test_whose_session_has_ended_keeps_the_text(ada: FlaskClient, visitor: FlaskClient) -> None:
    viewer = html.fromstring(ada.get("/me/settings").text).xpath("string(//input[@name='viewer']/@value)")
    answer = visitor.post(f"{TOPIC}/note", data={"text": "mine", "viewer": viewer}, headers=HTMX)
    assert answer.status_code == 409
    assert "your text stays here" in answer.text


def test_resources_are_ticked_and_counted(ada: FlaskClient) -> None:
    path = next(
        link.get("href")
        for link in html.fromstring(ada.get("/alpha").text).xpath("//a[@data-node-id]")
        if "resource__tick" in ada.get(link.get("href")).text
    )

    def pressed() -> list[str]:
        return [str(b) for b in html.fromstring(ada.get(path).text).xpath("//button[@name='unread']/@value")]

    digest = html.fromstring(ada.get(path).text).xpath("//button[@name='read']/@value")[0]
    assert ada.post(f"{path}/resource", data={"read": digest}).status_code == 303
    assert pressed() == [digest]
    assert "resources__read" in ada.get(path).text
    answer = ada.post(f"{path}/resource", data={"unread": digest}, headers=HTMX)
    assert 'name="unread"' not in answer.text
    assert pressed() == []
    assert ada.post(f"{path}/resource", data={"read": "0" * 32}).status_code == 422


def test_all_notes_are_on_one_page_in_reading_order_and_can_be_taken_along(
    app: Flask, ada: FlaskClient
) -> None:
    links = html.fromstring(ada.get("/alpha?view=list").text).xpath("//a[@data-node-id]/@href")
    first, second = list(dict.fromkeys(links))[:2]
    ada.post(f"{second}/note", data={"text": "the *second* note"})
    ada.post(f"{first}/note", data={"text": "the first note"})
    ada.post(f"{second}/favorite", data={"keep": "1"})
    page = ada.get("/me/notes").text
    assert page.index("the first note") < page.index("the <em>second</em> note")
    assert "Favorites" in page
    found = ada.get("/me/notes?q=SECOND").text
    assert "the first note" not in found
    assert "the <em>second</em>" in found
    assert "No note has" in ada.get("/me/notes?q=nowhere").text
    assert ada.get("/me/notes?roadmap=alpha").status_code == 200
    assert ada.get("/me/notes?roadmap=nowhere").status_code == 404
    file = ada.get("/me/notes.md?roadmap=alpha")
    assert file.mimetype == "text/markdown"
    assert file.text.index("the first note") < file.text.index("the *second* note")
    ada.post(f"{second}/favorite", data={"keep": "0"})
    assert "Favorites" not in ada.get("/me/notes").text


def test_many_notes_are_on_several_pages_and_each_is_on_one_of_them(app: Flask, ada: FlaskClient) -> None:
    with app.app_context(), writing(db.session()) as session:
        rows = [
            {"learner_id": 1, "roadmap": roadmap, "topic_id": f"old-{n:03}", "text": f"word {roadmap}{n:03}"}
            for roadmap in ("alpha", "gone")
            for n in range(MOST_NOTES)
        ]
        extra = {"learner_id": 1, "roadmap": "alpha", "topic_id": "zz", "text": "the last one of alpha"}
        session.execute(
            insert(Note), [{**row, "written_at": WRITTEN, "writer": ""} for row in [*rows, extra]]
        )
    links = html.fromstring(ada.get("/alpha?view=list").text).xpath("//a[@data-node-id]/@href")
    ada.post(f"{links[0]}/favorite", data={"keep": "1"})
    for asked, count in (
        ("", 2 * MOST_NOTES + 1),
        ("?q=word", 2 * MOST_NOTES),
        ("?roadmap=alpha", MOST_NOTES + 1),
    ):
        address, shown, pages = f"/me/notes{asked}", [], []
        while address:
            page = html.fromstring(ada.get(address).text)
            pages.append(page)
            shown += [text.text_content().strip() for text in page.find_class("notes__text")]
            address = next(iter(page.xpath("//a[text()='More notes']/@href")), "")
        assert len(shown) == len(set(shown)) == count
        assert len(pages) == -(-count // MOST_NOTES)
        assert [bool(page.xpath("//h2[@id='favorites']")) for page in pages[1:]] == [False] * len(pages[1:])
    assert ada.get("/me/notes?after=alpha/nothing").text == ada.get("/me/notes").text
    assert ada.get("/me/notes.md").text.count("\n## ") == 2 * MOST_NOTES + 1
