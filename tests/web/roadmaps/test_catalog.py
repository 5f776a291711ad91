"""The catalog: cards for few roadmaps, an index of names for many; sorted, filtered, and cached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser import answering
from tests.conftest import serving
from webapp.web.site.page_cache import page_cache_of

NAMES = [f"Roadmap {number:02}" for number in range(83)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with as many roadmaps as the largest sites have, of 1 to 9 topics."""
    root = tmp_path_factory.mktemp("many")
    for number, name in enumerate(NAMES):
        folder = root / "roadmaps" / f"roadmap-{number:02}"
        (folder / "content").mkdir(parents=True)
        day = f"2026-01-{number % 28 + 1:02}"
        kind = "role-roadmap" if number % 2 else "skill-roadmap"
        header = f"title: {name}\nbriefDescription: About {name}\norder: {83 - number}\ntags: [{kind}]"
        schema = f"schema:\n  datePublished: {day}"
        (folder / f"roadmap-{number:02}.md").write_text(f"---\n{header}\n{schema}\n---\n")
        for topic in range(number % 9 + 1):
            label = f"Topic {'abcdefghi'[topic]}z"
            (folder / "content" / f"t{topic}@t{topic}.md").write_text(f"# {label}\n\nWords.\n")
    with serving(root) as app:
        yield app


def names(client: FlaskClient, path: str) -> list[str]:
    links = html.fromstring(client.get(path).text).xpath("//main//*[contains(@class, 'card__title')]/a")
    index = html.fromstring(client.get(path).text).xpath("//main//a[@class='name-index__name']")
    return [link.text_content().strip() for link in links or index]


def test_few_roadmaps_are_cards_many_an_index_and_the_reader_may_choose(
    visitor: FlaskClient, many: Flask
) -> None:
    assert "name-index__name" not in visitor.get("/roadmaps").text
    assert "name-index__name" in visitor.get("/roadmaps?as=index").text
    page = many.test_client().get("/roadmaps").text
    assert page.count('class="name-index__name"') == 83
    assert 'class="card"' not in page
    assert many.test_client().get("/roadmaps?as=cards").text.count('class="card"') == 83


def test_it_is_sorted_as_the_address_says(many: Flask) -> None:
    client = many.test_client()
    roles = NAMES[1::2]
    assert names(client, "/roadmaps?sort=suggested")[:41] == roles[::-1]
    assert names(client, "/roadmaps?sort=title")[:41] == roles
    # An index is read by its names, cards as they are suggested.
    assert names(client, "/roadmaps")[:41] == roles
    assert names(client, "/roadmaps?as=cards")[:41] == roles[::-1]
    assert names(client, "/roadmaps?sort=topics")[0] == "Roadmap 71"
    assert names(client, "/roadmaps?sort=newest")[0] == "Roadmap 55"
    assert names(client, "/roadmaps?sort=nonsense") == names(client, "/roadmaps")


def test_without_scripts_the_form_filters_and_keeps_what_was_chosen(many: Flask) -> None:
    client = many.test_client()
    answer = client.get("/roadmaps?q=roadmap+42&sort=title&as=cards")
    assert names(client, "/roadmaps?q=roadmap+42&sort=title&as=cards") == ["Roadmap 42"]
    page = html.fromstring(answer.text)
    (form,) = page.xpath('//main//form[@action="/roadmaps"]')
    assert dict(form.form_values()) == {"q": "roadmap 42", "sort": "title", "as": "cards"}
    assert "1 roadmap for" in page.xpath('string(//*[@class="choices__count"])')
    assert "/roadmaps?q=roadmap+42&sort=newest&as=cards" in page.xpath("//main//nav//a/@href")


def test_what_selects_a_view_is_cached_and_what_means_nothing_is_not_told_apart(many: Flask) -> None:
    client = many.test_client()
    kept = page_cache_of(many)
    assert kept is not None
    client.get("/roadmaps")
    before = len(kept)
    whole = client.get("/roadmaps").data
    for query in ("utm_source=x", "sort=nonsense", "q=", "x=sort=title"):
        assert client.get(f"/roadmaps?{query}").data == whole
    assert len(kept) == before
    by_title = client.get("/roadmaps?sort=title&as=index").data
    assert by_title != whole
    assert client.get("/roadmaps?a=b&as=index&sort=title").data == by_title
    assert len(kept) == before + 1  # type: ignore[arg-type]
    for word in ("42", "43", "44"):
        assert client.get(f"/roadmaps?q={word}").status_code == 200
        assert client.get(f"/search?q={word}").status_code == 200
    assert len(kept) == before + 1  # type: ignore[arg-type]


def test_as_one_types_the_list_comes_without_the_page_around_it(many: Flask) -> None:
    client = many.test_client()
    answer = client.get("/roadmaps?q=map-4&sort=title", headers={"HX-Request": "true"})
    listed = html.fromstring(answer.text)
    assert listed.get("id") == "listed"
    assert listed.get("data-href") == "/roadmaps?q=map-4&sort=title"
    assert answer.text.strip() in client.get("/roadmaps?q=map-4&sort=title").text
    assert "HX-Request" in answer.headers["Vary"]


def test_names_are_filtered_as_one_types_and_counted(desktop: BrowserContext, many: Flask) -> None:
    page = desktop.new_page()
    shown, words = page.locator(".name-index__name"), page.locator(".choices__count")
    field = page.get_by_label("Filter roadmaps")
    with answering(many) as site:
        page.goto(f"{site}/roadmaps")
        expect(page.get_by_role("button", name="Filter")).to_be_hidden()
        field.fill("map-4")
        expect(words).to_have_text("10 roadmaps for “map-4”")
        expect(shown).to_have_count(10)
        expect(page).to_have_url(f"{site}/roadmaps?q=map-4")
        field.fill("nothing like it")
        expect(page.get_by_role("heading", name="Nothing fits")).to_be_visible()
        expect(shown).to_have_count(0)
        field.fill("")
        expect(shown).to_have_count(83)
        expect(words).to_have_count(0)
        expect(page).to_have_url(f"{site}/roadmaps")


@pytest.mark.parametrize("query", ["zzz", "42", "topic"])
def test_from_the_page_of_a_query_all_roadmaps_are_found(
    desktop: BrowserContext, many: Flask, query: str
) -> None:
    page = desktop.new_page()
    with answering(many) as site:
        page.goto(f"{site}/roadmaps?q={query}&sort=title&as=index")
        field = page.get_by_label("Filter roadmaps")
        field.fill("roadmap-07")
        expect(page.locator(".name-index__name")).to_have_text(["Roadmap 07"])
        # What the topics are called is searched too, as on the server's page.
        field.fill("topic iz")
        expect(page.locator(".name-index__name")).to_have_count(9)
        expect(page).to_have_url(f"{site}/roadmaps?q=topic+iz&sort=title&as=index")
        page.reload()
        expect(page.locator(".name-index__name")).to_have_count(9)
        expect(field).to_have_value("topic iz")


def test_enter_opens_the_only_one_that_fits_or_goes_to_the_first(
    desktop: BrowserContext, many: Flask
) -> None:
    page = desktop.new_page()
    with answering(many) as site:
        page.goto(f"{site}/roadmaps")
        field = page.get_by_label("Filter roadmaps")
        field.fill("map-4")
        field.press("Enter")
        expect(page.locator(".name-index__name").first).to_be_focused()
        expect(page.locator(".name-index__name")).to_have_count(10)
        field.fill("map-42")
        field.press("Enter")
        expect(page).to_have_url(f"{site}/roadmap-42")
        page.go_back()
        expect(page.locator(".name-index__name")).to_have_text(["Roadmap 42"])


def test_without_scripts_the_button_is_there(chromium: Browser, many: Flask) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    with answering(many) as site:
        page.goto(f"{site}/roadmaps")
        page.get_by_label("Filter roadmaps").fill("map-42")
        page.get_by_role("button", name="Filter").click()
        expect(page.locator(".name-index__name")).to_have_text(["Roadmap 42"])
    page.context.close()


def test_the_home_page_of_many_suggests_six_and_leads_to_the_index(many: Flask) -> None:
    page = html.fromstring(many.test_client().get("/").text)
    shelves = [" ".join(h.text_content().split()) for h in page.xpath("//main//section[@class='shelf']/h2")]
    assert shelves == ["Suggested"]
    assert len(page.xpath("//main//li[@class='card']")) == 6
    (link,) = page.xpath("//main//p[@class='shelf__all']/a")
    assert (link.get("href"), link.text) == ("/roadmaps", "All 83 roadmaps")


def test_the_index_says_how_much_of_each_is_done(ada: FlaskClient) -> None:
    ada.post("/alpha/first-steps@main-one-000000000001/status", data={"status": "done"})
    page = html.fromstring(ada.get("/roadmaps?as=index").text)
    facts = {
        item.findtext("a"): " ".join(item.find("span").text_content().split())
        for item in page.xpath("//main//li[@class='name-index__item']")
    }
    assert facts["Alpha"].startswith("11%")
    assert "1 of 9 done" in facts["Alpha"]


def test_83_names_are_on_one_screen(chromium: Browser, many: Flask) -> None:
    with answering(many) as site:
        for width, height, screens in ((1440, 900, 1.0), (390, 844, 2.6)):
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.goto(f"{site}/roadmaps")
            last = page.locator(".name-index__name").evaluate_all(
                "links => Math.max(...links.map(e => e.getBoundingClientRect().bottom))"
            )
            assert last <= height * screens
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.close()
