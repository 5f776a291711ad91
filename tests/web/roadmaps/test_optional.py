"""What is optional, as a learner sees it: meter, map, list, panel, the rest of a section, and the end."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html as markup

from tests.catalog.trees import HEADER
from tests.databases import on_both
from webapp.catalog.loading.load import load
from webapp.catalog.outline_file.parse import parse_outline
from webapp.config import Settings
from webapp.drawing.layout import lay_out
from webapp.habits.days import Rules
from webapp.habits.planning import Pace, plan_topics, topics_left
from webapp.learning.burn_up import Step, TopicChange, burn_up
from webapp.learning.standing import Standing

OUTLINE = """# Tea

## Leaves {#leaves}

- Green {#green requires=water}
- White {#white optional}

### Herbs {#herbs chooseOne}

- Mint {#mint}
- Sage {#sage}
- Thyme {#thyme}

## Water {#water}

- Soft {#soft}
- Hard {#hard optional}
"""
DEMANDED = ("leaves", "green", "sage", "water", "soft")
HX = {"HX-Request": "true"}


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    """A roadmap with a choice and optional topics."""
    folder = tmp_path / "content" / "roadmaps" / "tea"
    folder.mkdir(parents=True)
    (folder / "tea.md").write_text(HEADER.replace("Alpha", "Tea"))
    (folder / "tea.outline.md").write_text(OUTLINE)
    (folder / "tea.json").write_text(json.dumps(lay_out(parse_outline(OUTLINE))))
    return tmp_path / "content"


def mark(client: FlaskClient, topic: str, status: str = "done") -> str:
    return client.post(f"/tea/{topic}@{topic}/status", data={"status": status}, headers=HX).text


def node(html: str, topic: str) -> str:
    """A topic of a page or an answer, without what says that it is swapped in."""
    found = re.search(rf'<span class="node[^"]*" id="node-{topic}"[^>]*>.*?</button>', html, re.DOTALL)
    assert found is not None, topic
    return found[0].replace(' hx-swap-oob="true"', "")


def shown(html: str, topic: str) -> tuple[str, str]:
    """Who leaves a topic to the learner, and what a screen reader says."""
    piece = node(html, topic)
    (said,) = re.findall(r'class="visually-hidden">, (.*?)</span></span>', piece)
    who = re.findall(r'data-optional="(\w*)"', piece)
    return (who[0] if who else "never"), re.sub("<[^>]+>", "", said)


def test_the_meter_names_what_is_optional(ada: FlaskClient) -> None:
    assert '<p class="meter__words">0 of 5 done, 4 optional</p>' in ada.get("/tea").text
    assert ">1 of 5 done, 4 optional<" in mark(ada, "sage")
    assert ">1 of 5 done, 1 of 4 optional<" in mark(ada, "mint")
    assert ">1 of 5 done, 1 learning, 1 of 4 optional<" in mark(ada, "hard", "learning")
    assert ">1 of 3</span>" in ada.get("/tea").text


def test_map_and_list_say_what_is_optional_by_sign_and_in_words(ada: FlaskClient) -> None:
    page = ada.get("/tea").text
    assert shown(page, "white") == ("author", "good to know, optional, not started")
    assert shown(page, "mint") == ("", "not started")
    assert shown(page, "soft") == ("never", "not started")
    mark(ada, "sage")
    page = ada.get("/tea").text
    assert shown(page, "mint") == ("left", "optional, not started")
    assert shown(page, "sage") == ("", "done")


def test_the_list_says_once_that_a_topic_may_be_left_out(ada: FlaskClient) -> None:
    rows = markup.fromstring(ada.get("/tea?view=list").text).xpath('//*[@id="node-white"]')
    words = [part.text_content() for part in rows[0].xpath("./*[@aria-hidden]")]
    assert [word for word in words if word] == ["Good to know"]


def test_what_becomes_optional_is_swapped_in_with_the_mark(ada: FlaskClient) -> None:
    answer = mark(ada, "sage")
    page = ada.get("/tea").text
    assert [node(answer, i) for i in ("mint", "thyme")] == [node(page, i) for i in ("mint", "thyme")]
    assert shown(answer, "thyme")[0] == "left"
    # A second one changes nothing for the others.
    assert "node-thyme" not in mark(ada, "mint")
    assert "node-thyme" not in mark(ada, "mint", "pending")
    assert shown(mark(ada, "sage", "learning"), "thyme")[0] == ""


def test_the_topic_says_what_it_asks_for(ada: FlaskClient) -> None:
    assert "Optional: it is good to know" in ada.get("/tea/hard@hard").text
    assert "One topic of Herbs is enough." in ada.get("/tea/mint@mint").text
    assert "Optional: enough of Herbs is done." in mark(ada, "sage") + ada.get("/tea/mint@mint").text
    assert 'class="demand"' not in ada.get("/tea/soft@soft").text


def test_the_topic_says_what_comes_first_and_whether_that_is_met(ada: FlaskClient) -> None:
    def first() -> str:
        (found,) = re.findall(r'class="first__state">(.*?)<', ada.get("/tea/green@green", headers=HX).text)
        return str(found)

    assert 'href="/tea/water@water"' in ada.get("/tea/green@green").text
    assert first() == "comes first"
    mark(ada, "water")
    assert first() == "done"
    mark(ada, "water", "skipped")
    assert first() == "skipped"


def test_continue_leads_on_past_what_is_not_ready_and_what_is_optional(ada: FlaskClient) -> None:
    def upcoming(html: str) -> str:
        (found,) = re.findall(r'id="continue-link" href="/tea/(\w+)@', html)
        return str(found)

    assert upcoming(mark(ada, "soft")) == "leaves"
    # Green waits for water, and white is optional.
    assert upcoming(mark(ada, "leaves")) == "mint"
    assert upcoming(mark(ada, "sage")) == "water"
    assert upcoming(mark(ada, "water")) == "green"


def test_the_rest_leaves_alone_what_one_chooses_oneself(ada: FlaskClient) -> None:
    page = ada.get("/tea/marks?section=leaves").text
    assert "leave out optional topics" in page
    ada.post("/tea/marks", data={"section": "leaves", "rest": "1", "status": "done"}, headers=HX)
    page = ada.get("/tea").text
    done = [
        i
        for i in ("leaves", "green", "white", "mint", "sage", "thyme")
        if 'data-status="done"' in node(page, i)
    ]
    assert done == ["leaves", "green"]
    # Of the choice alone it means all of it.
    ada.post("/tea/marks", data={"section": "herbs", "rest": "1", "status": "done"}, headers=HX)
    assert 'data-status="done"' in node(ada.get("/tea").text, "thyme")


def test_it_ends_when_all_is_done_that_counts(ada: FlaskClient) -> None:
    for topic in DEMANDED[:-1]:
        assert "You walked" not in mark(ada, topic)
    answer = mark(ada, DEMANDED[-1])
    for html in (answer, ada.get("/tea").text):
        assert "You walked all of Tea" in html
        assert "2 optional topics are left, if you like. The first one:" in html
        assert ">5 of 5 done, 4 optional<" in html
    assert "5 topics, the last one on" in ada.get("/me").text
    # What is taken up after the end is under way, and the end stays.
    assert "You walked all of Tea" in mark(ada, "hard", "learning")
    page = ada.get("/tea").text
    assert "You walked all of Tea" in page
    assert 'id="continue-link" href="/tea/hard@hard"' in page


def test_a_record_holds_what_was_done(ada: FlaskClient) -> None:
    for topic in (*DEMANDED, "hard"):
        mark(ada, topic)
    assert "5 topics and 1 optional one<" in ada.get("/tea").text
    made = ada.post("/tea/record", data={"name": "Ada"}, follow_redirects=True)
    assert "5 topics and 1 optional one · " in made.text


def test_growth_and_plan_go_by_what_counts(settings: Settings) -> None:
    tea = load(settings.content_dir, reserved=()).roadmaps["tea"]
    days = enumerate(("sage", "mint", "hard", "soft"), 1)
    events = [
        TopicChange(datetime(2026, 1, day, tzinfo=UTC), topic, "pending", "done") for day, topic in days
    ]
    steps = burn_up(tea, events, lambda moment: moment.date())
    assert steps == (Step(date(2026, 1, 1), 1), Step(date(2026, 1, 4), 2))
    standing = Standing(tea, {"sage": "done", "hard": "learning"})
    planned = plan_topics(topics_left(standing), Pace(date(2026, 1, 1), 600), Rules(), date(2026, 1, 1))
    assert [row.topic.id for row in planned] == ["leaves", "water", "green", "soft", "hard"]


@on_both
def test_operators_see_who_has_done_what_is_demanded(
    app: Flask, ada: FlaskClient, grace: FlaskClient
) -> None:
    for topic in DEMANDED:
        mark(ada, topic)
    for topic in (*DEMANDED[:4], "white", "mint", "hard"):
        mark(grace, topic)
    said = app.test_cli_runner().invoke(args=["learners", "stats", "--exact", "--format", "json"])
    assert json.loads(said.stdout)["roadmaps"] == [{"slug": "tea", "learners": 2, "finished": 1}]
