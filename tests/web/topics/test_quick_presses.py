"""Presses that follow each other faster than their answers: the last one counts, and none is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask import Flask, request
from playwright.sync_api import BrowserContext, Page, expect

from tests.tables import rows_of_all_tables

pytestmark = pytest.mark.slow
FIRST, SECOND, THIRD = "main-one-000000000001", "main-two-000000000001", "sub-one-0000000000001"
TOPIC = f"/alpha/first-steps@{FIRST}"


@pytest.fixture(autouse=True)
def slow_answers(app: Flask) -> None:
    """What is posted takes as long as on a phone in a train."""

    def wait() -> None:
        if request.method == "POST":
            time.sleep(0.6)

    app.before_request_funcs.setdefault(None, []).insert(0, wait)


@pytest.fixture
def page(desktop: BrowserContext) -> Iterator[Page]:
    """A page whose scripts fail nowhere."""
    page = desktop.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    assert wrong == []


def statuses(app: Flask) -> dict[str, str]:
    return {row["topic_id"]: row["status"] for row in rows_of_all_tables(app)["topic_mark"]}


def known(page: Page, site: str) -> None:
    """Gives the reader something that is kept, so that the site knows them."""
    page.goto(f"{site}/alpha?view=list")
    page.get_by_role("button", name="Mark Second Part as done").click()
    expect(page.locator(f'[data-node-id="{SECOND}"]')).to_have_attribute("data-status", "done")


@pytest.mark.parametrize("is_known", [False, True], ids=["guest", "known"])
@pytest.mark.parametrize("way", ["page", "panel", "key", "tick"])
def test_of_two_presses_the_second_counts(
    app: Flask, page: Page, site: str, way: str, is_known: bool
) -> None:
    if is_known:
        known(page, site)
    page.goto(site + {"page": TOPIC, "tick": "/alpha?view=list"}.get(way, "/alpha"))
    node = page.locator(f'[data-node-id="{FIRST}"]')
    if way == "panel":
        node.click()
    if way in {"page", "panel"}:
        for status in ("done", "learning"):
            page.locator(f".status [value={status}]").click()
        expect(page.locator(".status [value=learning]")).to_have_attribute("aria-pressed", "true")
    else:
        node.focus()
        if way == "tick":
            page.get_by_role("button", name="Mark First Steps as done").click()
            node.focus()
        else:
            page.keyboard.press("d")
        page.keyboard.press("l")
        expect(node).to_have_attribute("data-status", "learning")
    page.wait_for_load_state("networkidle")
    assert statuses(app)[FIRST] == "learning"


def test_a_tick_that_is_taken_back_at_once_is_taken_back(app: Flask, page: Page, site: str) -> None:
    page.goto(f"{site}/alpha")
    page.get_by_text("Which of these do you know?").click()
    box = page.locator(f"#known-{FIRST}")
    box.check()
    box.uncheck()
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("5 of 9 done")
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("0 of 9 done")
    expect(box).not_to_be_checked()
    assert statuses(app) == {}


def test_a_double_click_holds_nothing_up(app: Flask, page: Page, site: str) -> None:
    page.goto(f"{site}/alpha?view=list")
    begin = time.monotonic()
    page.get_by_role("button", name="Mark First Steps as done").dblclick()
    page.get_by_role("button", name="Mark Second Part as done").dblclick()
    expect(page.locator("#meter-alpha .meter__words")).to_have_text("2 of 9 done")
    assert time.monotonic() - begin < 6
    acts = rows_of_all_tables(app)["progress_act"]
    assert len(acts) == 2


@pytest.mark.parametrize("is_known", [False, True], ids=["guest", "known"])
def test_who_leaves_before_the_answer_loses_nothing(
    app: Flask, page: Page, site: str, is_known: bool
) -> None:
    if is_known:
        known(page, site)
    page.goto(f"{site}/roadmaps")
    page.goto(f"{site}/alpha?view=list")
    page.get_by_role("button", name="Mark First Steps as done").click()
    page.locator(f'[data-node-id="{THIRD}"]').focus()
    page.keyboard.press("d")
    page.keyboard.press("s")
    # The browser has this page already: it is there before any answer.
    page.get_by_role("link", name="Roadmaps").first.click(no_wait_after=True)
    page.wait_for_url(f"{site}/roadmaps")
    expected = {FIRST: "done", THIRD: "skipped"} | ({SECOND: "done"} if is_known else {})
    deadline = time.monotonic() + 8
    while statuses(app) != expected and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    page.goto(f"{site}/alpha?view=list")
    for topic, status in expected.items():
        expect(page.locator(f'[data-node-id="{topic}"]')).to_have_attribute("data-status", status)
