"""One row of links on all pages of one's own."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, expect

from tests.browsing import sign_up

OWN = ["/me", "/me/plan", "/me/notes", "/me/history", "/me/year"]
BELOW = [
    ("/me/day", "/me/history"),
    ("/me/streak", "/me/year"),
    ("/me/year/alpha", "/me/year"),
    ("/me/notes?roadmap=alpha", "/me/notes"),
]


@pytest.mark.parametrize(
    ("path", "here", "current"), [*((p, p, "page") for p in OWN), *((*b, "true") for b in BELOW)]
)
def test_each_leads_to_all_and_says_which_one_it_is(
    path: str, here: str, current: str, ada: FlaskClient
) -> None:
    page = html.fromstring(ada.get(path).text)
    links = page.xpath('//nav[@aria-label="Your pages"]//a')
    assert [link.get("href") for link in links] == OWN
    assert [link.text for link in links] == ["Today", "Plan", "Notes", "History", "Year"]
    marked = [(link.get("href"), link.get("aria-current")) for link in links if link.get("aria-current")]
    assert marked == [(here, current)]


def test_a_visitor_is_asked_to_sign_in(visitor: FlaskClient) -> None:
    for path in OWN:
        assert visitor.get(path).status_code == 303


def test_they_are_one_row_on_the_smallest_phone_without_scripts(chromium: Browser, site: str) -> None:
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, has_touch=True, java_script_enabled=False
    )
    page = context.new_page()
    sign_up(page, site)
    for path in OWN:
        page.goto(f"{site}{path}")
        links = page.locator(".own a")
        expect(links).to_have_count(5)
        boxes = [box for link in links.all() if (box := link.bounding_box())]
        assert len({box["y"] for box in boxes}) == 1, path
        assert all(box["height"] >= 44 for box in boxes)
        assert boxes[-1]["x"] + boxes[-1]["width"] <= 320
    context.close()
