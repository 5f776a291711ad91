"""A month of two learners: one who learns daily, and one who comes back after three weeks."""

from __future__ import annotations

from datetime import UTC

from flask.testing import FlaskClient
from lxml import html

from tests.clock import Clock
from tests.conftest import PASSWORD

FIRST = "/alpha/first-steps@main-one-000000000001"


def line(client: FlaskClient) -> str:
    page = html.fromstring(client.get("/me").text)
    return " ".join(page.xpath('string(//*[@class="week__words"])').split())


def come(client: FlaskClient) -> None:
    client.post("/login", data={"username": "ada", "password": PASSWORD})


def test_daily_learning_is_counted_and_never_nought_in_the_morning(ada: FlaskClient, clock: Clock) -> None:
    for number in range(1, 31):
        come(ada)
        if number > 1:
            assert f"{number - 1} day" in line(ada)
            assert line(ada).endswith("One topic today keeps it.")
        ada.post(f"{FIRST}/status", data={"status": "learning" if number % 2 else "done"})
        assert line(ada).endswith(f"Streak: {number} day{'s' if number > 1 else ''}")
        clock.wait(days=1)
    come(ada)
    assert len(html.fromstring(ada.get("/me/streak").text).xpath('//ol[@class="dated"]/li')) == 30


def test_who_comes_back_after_three_weeks_is_not_reproached(ada: FlaskClient, clock: Clock) -> None:
    ada.post("/me/plan", data={"roadmap": "alpha", "hours": "2", "starts_on": str(clock.now(UTC).date())})
    ada.post(f"{FIRST}/status", data={"status": "done"})
    clock.wait(days=21)
    come(ada)
    assert line(ada) == "Nothing yet. One topic is enough for a day."
    assert "The next topic begins a new streak." in ada.get("/me/streak").text
    plan = html.fromstring(ada.get("/me/plan").text)
    assert plan.xpath('string(//*[@class="plan__date"]/text())').strip() == "Today"
    assert "late" not in plan.text_content()
    assert plan.xpath('string(//select[@name="roadmap"]/option)') != "Alpha"
