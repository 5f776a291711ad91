"""A learner chooses a time zone, or the browser tells it once."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser

from tests.conftest import PASSWORD


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


def test_the_browser_tells_its_zone_and_does_not_touch_a_chosen_one(
    chromium: Browser, site: str, ada: FlaskClient
) -> None:
    for zone, kept in (("Asia/Tokyo", "Asia/Tokyo"), ("America/New_York", "Asia/Tokyo")):
        context = chromium.new_context(timezone_id=zone)
        page = context.new_page()
        page.goto(f"{site}/login")
        page.fill("#username", "ada")
        page.fill("#password", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/me")
        page.wait_for_load_state("networkidle")
        context.close()
        assert chosen(ada) == [kept]
