"""The route to a topic: its address, its list and its map, for guests and learners, without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, expect
from werkzeug.datastructures import MultiDict

from tests.databases import on_both
from tests.ledgers import OLD, Author, follow, write_tea
from tests.pages import viewer_of
from tests.web.roadmaps.test_pages import queries
from webapp.config import Settings

FIRST, SECOND = "main-one-000000000001", "main-two-000000000001"
# The second part builds on it.
SUB = "sub-one-0000000000001"
TO_SECOND = f"/alpha/route?to={SECOND}"


def steps(client: FlaskClient, address: str) -> list[str]:
    """The ids of a route, in order."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    links = html.fromstring(answer.text).xpath('//li[contains(@class, "route__step")]//a[@data-node-id]')
    return [str(link.get("data-node-id")) for link in links]


def words(page: html.HtmlElement, expression: str) -> list[str]:
    return [" ".join(e.text_content().split()) for e in page.xpath(expression)]


def test_the_list_says_what_why_and_how_long(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get(TO_SECOND).text)
    assert page.xpath("string(//h1)") == "Route to Second Part"
    assert steps(visitor, TO_SECOND) == [FIRST, SUB, SECOND]
    facts = words(page, '//ul[@class="route-facts"]/li')
    assert facts[0] == "3 topics"
    assert facts[1].startswith("about ")
    why = words(page, '//span[@class="route__why"]')
    assert why == ["On the main path", "Needed for Second Part", "Where you want to get"]


def test_a_plain_form_leaves_out_what_one_knows_and_takes_it_back(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get(TO_SECOND).text)
    (form,) = [f for f in page.forms if f.get("id") == "route-known"]
    assert (form.method, form.action) == ("GET", "/alpha/route")
    # The boxes stand in the list, and belong to the form.
    boxes = page.xpath('//input[@form="route-known" and @name="known"]/@value')
    assert boxes == [FIRST, SUB, SECOND]
    query = MultiDict([*form.form_values(), ("known", FIRST)])
    page = html.fromstring(visitor.get("/alpha/route", query_string=query).text)
    (link,) = page.xpath('//a[text()="Link to this route"]/@href')
    assert link == f"{TO_SECOND}&known={FIRST}"
    assert steps(visitor, link) == [SUB, SECOND]
    (kept,) = page.xpath('//form[@id="route-known"]//input[@type="checkbox"]')
    assert (kept.get("value"), kept.get("checked")) == (FIRST, "checked")


def test_what_is_known_already_needs_no_route(visitor: FlaskClient, ada: FlaskClient) -> None:
    assert "Nothing is missing." in visitor.get(f"{TO_SECOND}&known={SECOND}").text
    ada.post(f"/alpha/x@{SECOND}/status", data={"status": "done"})
    assert "Nothing is missing." in ada.get(TO_SECOND).text


@on_both
def test_what_a_learner_or_a_guest_has_done_is_left_out_by_two_queries(
    app: Flask, ada: FlaskClient, visitor: FlaskClient
) -> None:
    for client in (ada, visitor):
        client.post(f"/alpha/x@{FIRST}/status", data={"status": "done"})
        client.post(f"/alpha/x@{SECOND}/status", data={"status": "learning"})
        client.get("/alpha")
        with queries(app) as seen:
            assert steps(client, TO_SECOND) == [SUB, SECOND]
        # Of the marks and of the plan.
        assert len(seen) == 2
        page = html.fromstring(client.get(TO_SECOND).text)
        assert page.xpath("//a[@data-node-id]/@data-status") == ["pending", "learning"]


def test_the_map_numbers_the_route_and_fades_the_rest(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get(f"{TO_SECOND}&view=map").text)
    on_route = page.xpath('//span[@class="node__place"]/../a/@data-node-id')
    assert on_route == [FIRST, SUB, SECOND]
    places = page.xpath('//span[@class="node__place"]')
    assert [p.text_content() for p in places] == ["Step 1", "Step 2", "Step 3"]
    assert len(page.xpath('//li[contains(@class, "item--on-route")]')) == len(places)
    every = page.xpath('//div[contains(@class, "map--route")]//a[@data-node-id and @data-status]')
    assert len(every) > len(places)
    assert page.xpath('//link[contains(@href, "/alpha/map.")]')
    assert not page.xpath("//@style")


def test_where_to_get_is_chosen_by_links_and_found_by_a_form(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get("/alpha/route").text)
    assert page.xpath("string(//h1)") == "Where do you want to go?"
    targets = page.xpath('//div[@class="destinations"]//a/@href')
    assert len(targets) == len(set(targets)) == 9
    assert steps(visitor, TO_SECOND)
    assert TO_SECOND in targets
    (form,) = [f for f in page.forms if "route-find" in f.get("class", "")]
    form.fields["q"] = "second"
    found = html.fromstring(visitor.get("/alpha/route", query_string=MultiDict(form.form_values())).text)
    assert found.xpath('//div[@class="destinations"]//a/@href') == [TO_SECOND]
    nothing = visitor.get("/alpha/route?q=%3Cnone%3E").text
    assert "No topic has “&lt;none&gt;” in its name." in nothing
    kept = html.fromstring(visitor.get(f"/alpha/route?q=second&known={FIRST}").text)
    assert kept.xpath('//div[@class="destinations"]//a/@href') == [f"{TO_SECOND}&known={FIRST}"]


def test_the_choice_is_folded_by_section_and_shows_what_is_done(ada: FlaskClient) -> None:
    ada.post(f"/alpha/x@{FIRST}/status", data={"status": "done"})
    page = html.fromstring(ada.get("/alpha/route").text)
    groups = page.xpath('//details[@class="destinations__group"]')
    # Open is where the learner is.
    assert [group.get("open") is not None for group in groups] == [True, False]
    assert words(page, "//summary//*[contains(@class, 'section-progress__words')]") == ["1 of 5", "0 of 4"]
    (link,) = page.xpath(f'//div[@class="destinations"]//a[@href="/alpha/route?to={FIRST}"]')
    assert link.text_content().endswith("done")
    assert link.xpath(".//*[contains(@class, 'signs__status--done')]")
    found = html.fromstring(ada.get("/alpha/route?q=second").text)
    assert all(group.get("open") is not None for group in found.xpath("//main//details"))


def test_a_topic_that_was_skipped_says_so(ada: FlaskClient) -> None:
    ada.post(f"/alpha/x@{SUB}/status", data={"status": "skipped"})
    page = html.fromstring(ada.get(TO_SECOND).text)
    assert words(page, '//span[@class="route__state"]') == ["You skipped it"]
    assert len(page.xpath('//main//button[@class="button"]')) == 1, "one main button"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere/route", 404),
        ("/gamma/route", 404),
        (f"/nowhere/route?to={FIRST}", 404),
        ("/alpha/route?to=nowhere", 404),
        ("/alpha/route?to=%00%ff%3Cscript%3E", 404),
        (f"/alpha/route?to={FIRST}&to=nowhere", 200),
        (f"{TO_SECOND}&known=&known=%ff&known={'x' * 4000}&view=globe", 200),
        ("/alpha/route?to=", 200),
        ("/beta/route?to=b2&view=map", 200),
    ],
)
def test_what_is_not_there_is_answered_by_a_page_that_says_so(
    visitor: FlaskClient, address: str, status: int
) -> None:
    answer = visitor.get(address)
    assert answer.status_code == status
    assert "<script>" not in html.tostring(html.fromstring(answer.text).find(".//main")).decode()


def test_an_unknown_target_offers_the_choice_and_unknown_ids_are_counted(visitor: FlaskClient) -> None:
    page = visitor.get("/alpha/route?to=nowhere").text
    assert "This roadmap has no such topic. Choose another one." in page
    assert TO_SECOND in page
    page = visitor.get(f"{TO_SECOND}&known=gone&known=gone&known=also-gone").text
    assert "2 topics in this address are not in this roadmap any more." in page


def test_four_hundred_ids_and_doubles_are_fine(visitor: FlaskClient) -> None:
    many = "".join(f"&known=none-{n:017}" for n in range(400))
    assert steps(visitor, f"{TO_SECOND}{many}&known={FIRST}&known={FIRST}") == [SUB, SECOND]


def test_everybody_unknown_gets_the_same_bytes_which_caches_may_keep(app: Flask) -> None:
    for address in ("/alpha/route", TO_SECOND, f"{TO_SECOND}&view=map"):
        one, other = (app.test_client().get(address) for _ in range(2))
        assert one.data == other.data
        assert one.headers["Cache-Control"].startswith("public")
        assert one.headers["ETag"] == other.headers["ETag"]
        assert "csrf" not in one.text
    assert steps(app.test_client(), TO_SECOND) != steps(app.test_client(), f"{TO_SECOND}&known={FIRST}")


def test_only_the_choice_itself_is_for_search_engines(visitor: FlaskClient) -> None:
    def head(address: str) -> tuple[list[str], list[str]]:
        page = html.fromstring(visitor.get(address).text)
        return page.xpath("//meta[@name='robots']/@content"), page.xpath("//link[@rel='canonical']/@href")

    own = "http://127.0.0.1:8000/alpha/route"
    assert head("/alpha/route") == head("/alpha/route?utm_source=mail") == ([], [own])
    for address in (TO_SECOND, f"/alpha/route?known={FIRST}", "/alpha/route?q=second"):
        assert head(address) == (["noindex"], []), address


def test_topics_and_roadmaps_lead_to_routes(visitor: FlaskClient) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        page = visitor.get(f"/alpha/second-part@{SECOND}", headers=headers).text
        assert f'<a href="{TO_SECOND}" rel="nofollow">Route to this topic</a>' in page
    assert 'href="/alpha/route"' in visitor.get("/alpha").text
    orphan = html.fromstring(visitor.get("/alpha/route").text).xpath("//a[contains(@href, 'orphan')]")
    assert orphan == []


def test_a_row_has_one_box_for_learners_and_one_for_others(visitor: FlaskClient, ada: FlaskClient) -> None:
    boxes = '//li[contains(@class, "route__step")]//input[@type="checkbox"]/@name'
    theirs, hers = (html.fromstring(client.get(TO_SECOND).text) for client in (visitor, ada))
    assert theirs.xpath(boxes) == ["known"] * 3
    assert hers.xpath(boxes) == ["topic"] * 3
    assert "What you tick is marked as known." in hers.text_content()
    on_map = ada.get(f"{TO_SECOND}&view=map").text
    assert "What you tick is marked as done." in on_map


def test_a_mark_from_the_list_leads_back_to_it(ada: FlaskClient) -> None:
    page = html.fromstring(ada.get(TO_SECOND).text)
    (form,) = [f for f in page.forms if f.get("id") == "mark"]
    data = {**dict(form.form_values()), "status": "done", "viewer": viewer_of(ada)}
    answer = ada.post(f"/alpha/first-steps@{FIRST}/status", data=data)
    assert (answer.status_code, answer.location) == (303, TO_SECOND)


class TestTopicsThatBecameOthers:
    """The ledger: renamed, merged, split, retired and moved topics."""

    @pytest.fixture
    def content_dir(self, tmp_path: Path) -> Path:
        return write_tea(tmp_path / "tree")

    def test_a_route_follows_the_ledger(self, app: Flask, visitor: FlaskClient, settings: Settings) -> None:
        author = Author(app, settings.content_dir)
        before = steps(visitor, f"/tea/route?to={OLD[-1]}")
        assert "mint" in before
        author.change()
        follow(app)
        assert steps(visitor, "/tea/route?to=mint")[-1] == "mint-tea"
        assert "mint-tea" not in steps(visitor, "/tea/route?to=cups&known=mint")
        # Merged into another one.
        assert steps(visitor, "/tea/route?to=verbena")[-1] == "herbs"
        for gone in ("water", "kettle"):
            assert visitor.get(f"/tea/route?to={gone}").status_code == 410
            assert visitor.get(f"/tea/route?to=cups&known={gone}").status_code == 200
        moved = visitor.get("/tea/route?to=docker&known=mint&view=map")
        assert (moved.status_code, moved.location) == (302, "/ops/route?to=boxes&view=map")


@pytest.mark.slow
def test_topics_are_found_while_one_types_and_the_time_follows_the_hours(
    chromium: Browser, site: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{site}/alpha/route")
    page.fill("#route-q", "second")
    expect(page.locator(".destination")).to_have_count(1)
    page.fill("#route-q", "nothing like it")
    expect(page.locator("#destinations")).to_contain_text("No topic has")
    page.goto(f"{site}{TO_SECOND}")
    page.fill("#route-hours", "0.5")
    with page.expect_response(lambda answer: "hours=0.5" in answer.url):
        page.keyboard.press("Tab")
    expect(page.locator("#route-facts li").first).to_have_text("3 topics")
    expect(page.get_by_role("button", name="Show the time")).not_to_be_visible()
    page.close()
