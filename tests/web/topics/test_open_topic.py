"""What is open, in the panel or as a page, changes with marks that are made elsewhere."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages import viewer_of

FIRST, SECOND, SUB = "main-one-000000000001", "main-two-000000000001", "sub-one-0000000000001"
OPEN = {"HX-Request": "true", "Milepost-Open": f"panel {SECOND}"}
ON_THE_MAP = {**OPEN, "HX-Current-URL": "http://localhost/alpha?view=map"}


def pieces(text: str) -> dict[str, html.HtmlElement]:
    found = html.fragments_fromstring(text.strip())
    return {str(piece.get("id")): piece for piece in found if piece.get("hx-swap-oob")}


def words(piece: html.HtmlElement) -> str:
    return " ".join(piece.text_content().split())


def test_a_mark_says_it_in_what_the_open_topic_builds_on(ada: FlaskClient) -> None:
    answer = ada.post(f"/alpha/x@{SUB}/status", data={"status": "done"}, headers=OPEN)
    found = pieces(answer.text)[f"first-{SECOND}"]
    assert words(found) == "Builds on Alpha & Beta done"
    assert found.xpath(".//a/@hx-target") == ["#panel-body"]
    on_page = {**OPEN, "Milepost-Open": f"page {SECOND}"}
    answer = ada.post(f"/alpha/x@{SUB}/status", data={"status": "pending"}, headers=on_page)
    found = pieces(answer.text)[f"first-{SECOND}"]
    assert not found.xpath(".//a/@hx-target")
    assert "done" not in words(found)


def test_the_way_on_leads_past_what_was_marked(ada: FlaskClient) -> None:
    ada.post(f"/alpha/x@{SUB}/status", data={"status": "done"}, headers=OPEN)
    opened = {**OPEN, "Milepost-Open": f"panel {FIRST}"}
    then = '//form[@class="go-on"]/input[@name="then"]/@value'
    (following,) = html.fromstring(ada.get(f"/alpha/first-steps@{FIRST}", headers=OPEN).text).xpath(then)
    answer = ada.post(f"/alpha/x@{following}/status", data={"status": "done"}, headers=opened)
    (after,) = pieces(answer.text)[f"goes-on-{FIRST}"].xpath(".//input[@name='then']/@value")
    assert after != following


def test_a_mark_on_the_open_topic_itself_needs_no_more(ada: FlaskClient) -> None:
    answer = ada.post(f"/alpha/x@{SECOND}/status", data={"status": "done"}, headers=OPEN)
    assert f"first-{SECOND}" not in pieces(answer.text)


@pytest.mark.parametrize("header", ["", "panel", "panel nowhere", "panel %00%ff", "x" * 9000])
def test_what_is_not_open_changes_nothing(ada: FlaskClient, header: str) -> None:
    headers = {"HX-Request": "true", "Milepost-Open": header}
    answer = ada.post(f"/alpha/x@{SUB}/status", data={"status": "done"}, headers=headers)
    assert answer.status_code == 200
    assert not [name for name in pieces(answer.text) if name.startswith("first-")]


def test_many_marks_come_as_pieces_of_the_page_and_so_does_their_undo(
    ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.web.topics.changes.FEW", 3)
    data = {"status": "done", "all": "1", "viewer": viewer_of(ada)}
    answer = ada.post("/alpha/marks", data=data, headers=ON_THE_MAP)
    assert answer.status_code == 200
    found = pieces(answer.text)
    assert len([name for name in found if name.startswith("node-")]) == 9
    assert words(found["meter-alpha"]).startswith("9 of 9 done")
    assert f"known-{FIRST}" in found
    pressed = found[f"status-{SECOND}"].xpath(".//button[@aria-pressed='true']/@value")
    assert pressed == ["done"], "of the open topic also the control"
    assert words(found[f"first-{SECOND}"]).endswith("done")
    assert f"status-{FIRST}" not in found
    (undo,) = found["toasts"].xpath(".//form/@hx-post")
    undone = pieces(ada.post(undo, headers=ON_THE_MAP).text)
    assert words(undone["meter-alpha"]).startswith("0 of 9 done")


@pytest.mark.slow
def test_a_mark_on_the_map_is_told_in_the_panel_beside_it(desktop: BrowserContext, site: str) -> None:
    page: Page = desktop.new_page()
    page.goto(f"{site}/alpha?view=map")
    page.locator(f'.map [data-node-id="{SECOND}"]').click()
    expect(page.locator("#panel-title")).to_have_text("Text of second-part")
    page.locator(f'.map [data-node-id="{SUB}"]').focus()
    page.keyboard.press("d")
    builds_on = page.locator(f"#panel #first-{SECOND}")
    expect(builds_on).to_contain_text("done")
    page.get_by_role("button", name="Undo").click()
    expect(builds_on).not_to_contain_text("done")
    expect(page.locator("#panel-title")).to_have_text("Text of second-part")
    builds_on.get_by_role("link").click()
    expect(page.locator("#panel-title")).to_have_text("Alpha & Beta")
