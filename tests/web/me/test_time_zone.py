"""A learner chooses a time zone, or the browser tells it once."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, Page, expect

from tests.browsing import sign_in
from tests.conftest import PASSWORD
from webapp.learning.days import zone_named


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


def new_account(visitor: FlaskClient, zone: str) -> list[str]:
    data = {"username": "mary", "email": "mary@example.org", "password": PASSWORD, "time_zone": zone}
    assert visitor.post("/signup", data=data).status_code == 303
    return chosen(visitor)


def test_a_new_account_counts_its_days_by_the_browser_from_the_first_page_on(visitor: FlaskClient) -> None:
    assert new_account(visitor, "Asia/Tokyo") == ["Asia/Tokyo"]


@pytest.mark.parametrize("zone", ["", "Atlantis/Capital", "\0"])
def test_a_browser_in_no_known_zone_hinders_no_sign_up(visitor: FlaskClient, zone: str) -> None:
    assert new_account(visitor, zone) == []


def test_a_guest_with_a_zone_keeps_it_at_sign_up(visitor: FlaskClient) -> None:
    visitor.post("/alpha/first-steps@main-one-000000000001/status", data={"status": "done"})
    visitor.post("/me/settings/time-zone", data={"time_zone": "Europe/Berlin"})
    assert new_account(visitor, "Asia/Tokyo") == ["Europe/Berlin"]


@pytest.mark.slow
def test_the_first_page_says_the_day_of_the_browsers_clock(chromium: Browser, site: str) -> None:
    # At this hour it is another day in one of these two places.
    for zone, name in (("Pacific/Kiritimati", "mary"), ("Pacific/Niue", "hedy")):
        today = datetime.now(zone_named(zone)).strftime("%-d %B %Y")
        context = chromium.new_context(timezone_id=zone)
        page = context.new_page()
        page.goto(f"{site}/signup")
        expect(page.locator("[data-zone-here]")).to_have_value(zone)
        page.fill("#username", name)
        page.fill("#email", f"{name}@example.org")
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/me", wait_until="commit")
        assert today in page.inner_text(".today__date")
        context.close()


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


@pytest.mark.slow
def test_a_page_of_another_day_is_made_anew_once_the_zone_is_told(
    chromium: Browser, site: str, ada: FlaskClient
) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
        ada.post("/me/settings/time-zone", data={"time_zone": ""})
        page = page_in(chromium, site, zone)
        today = datetime.now(zone_named(zone)).strftime("%-d %B %Y")
        expect(page.locator(".today__date")).to_contain_text(today)
        page.context.close()


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
