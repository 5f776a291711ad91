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
            (folder / "content" / f"t{topic}@t{topic}.md").write_text(f"# Topic {topic}\n\nWords.\n")
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
    assert names(client, "/roadmaps")[:41] == roles[::-1]
    assert names(client, "/roadmaps?sort=title")[:41] == roles
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
    assert "1 roadmap for" in page.xpath("string(//output)")
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


def test_names_are_filtered_as_one_types_and_counted(desktop: BrowserContext, many: Flask) -> None:
    page = desktop.new_page()
    with answering(many) as site:
        page.goto(f"{site}/roadmaps")
        page.get_by_label("Filter roadmaps").fill("map 4")
        expect(page.locator("[data-filter-count]")).to_have_text("17 roadmaps fit")
        expect(page.locator(".name-index__name:visible")).to_have_count(17)
        page.get_by_label("Filter roadmaps").fill("nothing like it")
        expect(page.locator("[data-filter-count]")).to_have_text("No roadmaps fit")
        expect(page.locator(".name-index:visible")).to_have_count(0)
        page.get_by_label("Filter roadmaps").fill("")
        expect(page.locator(".name-index__name:visible")).to_have_count(83)


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
