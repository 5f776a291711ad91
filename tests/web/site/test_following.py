"""Topics are renamed, merged, split, retired and moved, and marks follow, on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select

from tests.databases import on_both
from tests.ledgers import ADA, DAY, OLD, ORDER, Author, follow, mark, marks, write_tea
from tests.parallel import in_parallel
from webapp.config import Settings
from webapp.db.unit_of_work import writing
from webapp.jobs.models import Job
from webapp.progress.acts import recent_acts
from webapp.progress.merging import DatedMark, dated_marks
from webapp.progress.models import MOVED, ProgressAct
from webapp.progress.notes import Draft, save_note
from webapp.progress.own import NOTHING, Wish, own_of_topic, set_favorite, set_tick
from webapp.web.site.extensions import db
from webapp.web.site.moves import KIND, put_following
from webapp.web.site.services import services_of


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    return write_tea(tmp_path / "tree")


@pytest.fixture
def author(app: Flask, settings: Settings) -> Author:
    return Author(app, settings.content_dir)


@on_both
@pytest.mark.parametrize("status", ORDER[1:])
def test_marks_go_where_each_entry_says_and_twice_changes_nothing(
    app: Flask, ada: FlaskClient, author: Author, status: str
) -> None:
    mark(app, dict.fromkeys(OLD, status))
    author.change()
    assert follow(app)
    wanted = {
        "tea/mint-tea": status,
        "tea/herbs": status,
        "tea/soft": status,
        "tea/hard": "learning" if status == "done" else status,
        "ops/boxes": status,
        "tea/cups": status,
        "tea/kettle": status,
    }
    assert marks(app) == wanted
    assert follow(app) == ""
    assert marks(app) == wanted


@on_both
def test_notes_and_favorites_go_along_without_any_mark(app: Flask, ada: FlaskClient, author: Author) -> None:
    now = datetime.now(UTC)
    with app.app_context(), writing(db.session()) as session:
        for topic, text in (("mint", "old words"), ("mint-tea", "new words")):
            save_note(session, 1, ("tea",), topic, Draft(text, ""), now)
        for _ in range(2):
            set_favorite(session, 1, ("tea",), "mint", Wish(True, now))
            set_tick(session, 1, ("tea",), "mint", "https://example.org", Wish(True, now))
    author.change()
    for _ in range(2):
        put_following(app)
        services_of(app).worker.run_due()
        follow(app)
    with app.app_context():
        own = own_of_topic(db.session(), 1, ("tea",), "mint-tea")
        assert own.note == "new words\n\n---\n\nold words"
        assert own.is_favorite
        assert len(own.read) == 1
        assert own_of_topic(db.session(), 1, ("tea",), "mint") == NOTHING


@on_both
@pytest.mark.parametrize("own", ORDER)
@pytest.mark.parametrize("status", ORDER[1:])
def test_of_two_marks_the_further_status_stays_and_of_the_same_the_earlier_date(
    app: Flask, ada: FlaskClient, author: Author, status: str, own: str
) -> None:
    later = DAY + timedelta(days=3)
    mark(app, {"verbena": status})
    mark(app, {"herbs": own}, later)
    author.change()
    follow(app)
    with app.app_context():
        found = dated_marks(db.session(), ADA)
    further = max(status, own, key=ORDER.index)
    assert found == {("tea", "herbs"): DatedMark(further, DAY if further == status else later)}


@on_both
def test_an_entry_that_is_missing_loses_nothing_and_may_come_later(
    app: Flask, ada: FlaskClient, author: Author
) -> None:
    mark(app, dict.fromkeys(OLD, "done"))
    before = marks(app)
    author.change("")
    assert follow(app) == ""
    assert marks(app) == before
    assert "1 of 4 done" not in ada.get("/tea").text
    author.change()
    assert follow(app)
    assert "4 of 5 done" in ada.get("/tea").text


@on_both
def test_the_job_moves_the_marks_of_all_learners_once(
    app: Flask, ada: FlaskClient, grace: FlaskClient, author: Author
) -> None:
    mark(app, {"mint": "done"})
    mark(app, {"mint": "learning", "cups": "done"}, learner=2)
    author.change()
    put_following(app)
    put_following(app)
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Job.kind == KIND)) == 1
    services_of(app).worker.run_due()
    put_following(app)
    assert services_of(app).worker.run_due() == 0
    assert marks(app, 1) == {"tea/mint-tea": "done"}
    assert marks(app, 2) == {"tea/mint-tea": "learning", "tea/cups": "done"}
    with app.app_context():
        kinds = db.session.scalars(select(ProgressAct.kind).where(ProgressAct.kind == MOVED)).all()
        assert len(kinds) == 2


@on_both
def test_a_job_that_a_worker_with_other_content_takes_waits_for_one_that_serves_it(
    app: Flask, ada: FlaskClient, author: Author
) -> None:
    mark(app, {"mint": "done"})
    author.change()
    put_following(app)
    author.publish(OLD)
    services_of(app).worker.run_due()
    assert marks(app) == {"tea/mint": "done"}
    with app.app_context():
        assert [job.payload["tries"] for job in db.session.scalars(select(Job)) if job.due] == [1]


@on_both
def test_two_workers_at_once_move_each_mark_once(app: Flask, ada: FlaskClient, author: Author) -> None:
    mark(app, dict.fromkeys(OLD, "done"))
    author.change()
    acts = in_parallel([lambda: follow(app)] * 4)
    assert len([act for act in acts if act]) == 1
    with app.app_context():
        assert len([a for a in recent_acts(db.session(), ADA, 10) if a.kind == MOVED]) == 1


def test_whoever_looks_before_the_job_has_come_finds_the_marks(
    app: Flask, ada: FlaskClient, author: Author
) -> None:
    mark(app, {"mint": "done"})
    author.change()
    assert "1 of 5 done" in ada.get("/tea").text
    assert marks(app) == {"tea/mint-tea": "done"}


def test_marks_that_arrive_late_are_set_on_what_the_topic_is_now(
    app: Flask, ada: FlaskClient, author: Author
) -> None:
    author.change()
    ada.post("/tea/mint@mint/status", data={"status": "done", "waited": "60000"})
    ada.post("/tea/docker@docker/status", data={"status": "learning"})
    ada.post("/tea/marks", data={"topic": ["verbena"], "status": "skipped"})
    assert marks(app) == {"tea/mint-tea": "done", "ops/boxes": "learning", "tea/herbs": "skipped"}
    assert ada.post("/tea/kettle@kettle/status", data={"status": "done"}).status_code == 410


def test_the_move_cannot_be_undone_and_what_was_done_before_it_can(
    app: Flask, ada: FlaskClient, author: Author
) -> None:
    answer = ada.post("/tea/mint@mint/status", data={"status": "done"}, headers={"HX-Request": "true"})
    undo = html.fromstring(answer.text).xpath("//form[contains(@action, '/undo')]/@action")[0]
    author.change()
    act = follow(app)
    shown = ada.post(f"/me/acts/{act}/undo", follow_redirects=True).text
    assert "cannot be undone" in shown
    assert f"{act}/undo" not in ada.get("/me/history").text
    assert marks(app) == {"tea/mint-tea": "done"}
    ada.post(undo)
    assert marks(app) == {}


def test_the_journal_names_topics_as_they_are_now_and_retired_ones_as_they_were(
    app: Flask, ada: FlaskClient, author: Author
) -> None:
    mark(app, {"mint": "done"}, datetime.now(UTC))
    mark(app, {"kettle": "done"}, datetime.now(UTC))
    author.change()
    follow(app)
    page = html.fromstring(ada.get("/me/history").text)
    assert page.xpath("//main//a[@href='/tea/mint-tea@mint-tea']")
    assert page.xpath("//main//a[contains(@href, '@kettle')]")[0].text_content().strip() == "The Old Kettle"
    assert "(the roadmap changed)" in page.text_content()


def test_a_move_is_no_learning(app: Flask, ada: FlaskClient, author: Author) -> None:
    mark(app, {"mint": "done"}, datetime.now(UTC) - timedelta(days=20))
    author.change()
    follow(app)
    assert "Nothing yet" in ada.get("/me").text


def test_old_addresses_lead_on_or_say_what_there_is_instead(
    app: Flask, visitor: FlaskClient, author: Author
) -> None:
    author.change()
    for old, new in {
        "mint": "/tea/mint-tea@mint-tea",
        "verbena": "/tea/herbs@herbs",
        "docker": "/ops/boxes@boxes",
    }.items():
        answer = visitor.get(f"/tea/{old}@{old}")
        assert (answer.status_code, answer.location) == (301, new)
    answer = visitor.get("/tea/kettle@kettle")
    page = html.fromstring(answer.text)
    assert answer.status_code == 410
    assert page.xpath("string(//h1)") == "The Old Kettle"
    assert page.xpath("//main//a/@href")[0] == "/tea/cups@cups"
    assert "About kettle." in page.text_content()
    panel = visitor.get("/tea/kettle@kettle", headers={"HX-Request": "true"})
    assert panel.status_code == 410
    assert "Cups" in html.fromstring(panel.text).xpath("string(//*[@data-own-words])")
    split = html.fromstring(visitor.get("/tea/water@water").text)
    assert split.xpath("//main//ul//a/@href") == ["/tea/soft@soft", "/tea/hard@hard", "/tea/cups@cups"]


@on_both
def test_the_dry_run_says_what_each_entry_touches_and_changes_nothing(
    app: Flask, ada: FlaskClient, grace: FlaskClient, author: Author
) -> None:
    mark(app, dict.fromkeys(OLD, "done"))
    mark(app, {"mint": "done"}, learner=2)
    author.change()
    before = marks(app)
    said = app.test_cli_runner().invoke(args=["content", "migrate", "--dry-run"]).output
    assert "tea: 2026-11-20 renamed mint to mint-tea: 2 learners, 2 marks\n" in said
    assert "moved docker to ops/boxes: 1 learner, 1 mark\n" in said
    assert (
        "retired kettle, see cups: 1 learner, 1 mark that stay in the journal and count for nothing" in said
    )
    assert said.endswith("Nothing was changed.\n")
    assert marks(app) == before
    done = app.test_cli_runner().invoke(args=["content", "migrate"], catch_exceptions=False).output
    assert done.endswith("The marks of 2 learners were moved.\n")
    again = app.test_cli_runner().invoke(args=["content", "migrate"]).output
    assert "renamed mint to mint-tea: nothing is left to move" in again
    assert again.endswith("The marks of 0 learners were moved.\n")


def test_an_import_from_before_the_change_follows_too(
    app: Flask, ada: FlaskClient, author: Author, tmp_path: Path
) -> None:
    mark(app, {"mint": "done"})
    file = ada.get("/me/export.json").data
    mark(app, {"mint": "pending"})
    author.change()
    ada.post("/me/settings/data/import", data={"file": (BytesIO(file), "export.json")})
    page = html.fromstring(ada.get("/me/settings/data/import").text)
    [action] = page.xpath("//form[contains(@action, '/me/settings/data/import/')]/@action")
    ada.post(action, data={"answer": "import"})
    assert marks(app) == {"tea/mint-tea": "done"}
    assert json.loads(ada.get("/me/export.json").data)["marks"][0]["topic_id"] == "mint-tea"
