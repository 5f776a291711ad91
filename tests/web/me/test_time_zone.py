"""A learner chooses a time zone, or the browser tells it once."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, Page, expect

from tests.browsing import sign_in


def chosen(client: FlaskClient) -> list[str]:
    page = html.fromstring(client.get("/me/settings").text)
    return list(page.xpath('//select[@name="time_zone"]/option[@selected]/text()'))


def test_a_zone_is_chosen_and_given_up_again(ada: FlaskClient, grace: FlaskClient) -> None:
    assert chosen(ada) == []
    answer = ada.post("/me/settings/time-zone", data={"time_zone": "Europe/Berlin"})
    assert (answer.status_code, answer.location) == (303, "/me/settings")
    assert "Your days are now those of this time zone" in ada.get("/me/settings").text
    assert (chosen(ada), chosen(grace)) == (["Europe/Berlin"], [])
    ada.post("/me/settings/time-zone", data={"time_zone": ""})
    assert chosen(ada) == []


@pytest.mark.parametrize("name", ["Atlantis/Capital", "../../etc/passwd", "Etc/GMT+5", "\0", "a" * 300])
def test_a_zone_that_is_not_in_the_list_is_refused(ada: FlaskClient, name: str) -> None:
    ada.post("/me/settings/time-zone", data={"time_zone": "Asia/Tokyo"})
    answer = ada.post("/me/settings/time-zone", data={"time_zone": name})
    assert answer.status_code == 422
    assert "Choose one of the time zones in the list." in answer.text
    assert chosen(ada) == ["Asia/Tokyo"]


def page_in(chromium: Browser, site: str, zone: str) -> Page:
    """Today's page of Ada, in a browser in that time zone."""
    page = chromium.new_context(timezone_id=zone).new_page()
    sign_in(page, site)
    page.wait_for_load_state("networkidle")
    return page


def test_the_browser_tells_its_zone_and_does_not_touch_a_chosen_one(
    chromium: Browser, site: str, ada: FlaskClient
) -> None:
    for zone in ("Asia/Tokyo", "America/New_York"):
        page_in(chromium, site, zone).context.close()
        assert chosen(ada) == ["Asia/Tokyo"]


def test_who_travels_is_offered_to_count_the_days_there(
    chromium: Browser, site: str, ada: FlaskClient
) -> None:
    ada.post("/me/settings/time-zone", data={"time_zone": "Europe/Berlin"})
    page = page_in(chromium, site, "Europe/Paris")
    offer = "form[data-own-time-zone]"
    assert not page.is_visible(offer), "the clocks show the same"
    page.context.close()

    page = page_in(chromium, site, "America/New_York")
    assert "Europe/Berlin. This browser is in America/New York." in page.inner_text(offer)
    page.click("text=Leave it")
    page.reload(wait_until="networkidle")
    assert not page.is_visible(offer)
    page.context.close()

    page = page_in(chromium, site, "America/New_York")
    page.click("text=Count them here")
    expect(page.locator("body")).to_contain_text("Your days are now those of this time zone.")
    assert urlsplit(page.url).path == "/me"
    assert not page.is_visible(offer)
    assert chosen(ada) == ["America/New_York"]
    page.context.close()
