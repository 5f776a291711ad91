"""A route is put into the plan by one button, for learners, guests and those of whom nothing is kept yet."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.clock import Clock
from tests.conftest import PASSWORD
from tests.databases import on_both
from tests.ledgers import Author, follow, write_tea
from tests.pages import statuses_of, toast_of, viewer_of
from tests.web.habits.test_plan import address_of, days, plan
from webapp.config import Settings

FIRST, SECOND, SUB = "main-one-000000000001", "main-two-000000000001", "sub-one-0000000000001"
TO_SECOND = f"/alpha/route?to={SECOND}"


def plan_route(client: FlaskClient, to: str = SECOND, *, roadmap: str = "alpha", **also: object) -> int:
    data = {"to": to, "hours": "1", **also}
    return client.post(f"/{roadmap}/route", data=data).status_code


# Today's rows that are not done, and those of the coming days.
PLANNED = '//li[@class="tick"][.//button[@value="done"]]/a | //ul[@class="plan__topics"]//a'


def planned(client: FlaskClient) -> list[str]:
    """The topics of the plan, in order."""
    found = html.fromstring(client.get("/me/plan").text).xpath(PLANNED)
    return [str(a.text_content()) for a in found]


def words(client: FlaskClient, address: str, expression: str) -> list[str]:
    found = html.fromstring(client.get(address).text).xpath(expression)
    return [" ".join(e.text_content().split()) for e in found]


def undo(client: FlaskClient, path: str = "/me/plan") -> int:
    """Presses the button of the message on the next page."""
    (form,) = html.fromstring(client.get(path).text).xpath("//div[@data-toast]//form")
    return client.post(form.get("action"), data=dict(form.form_values())).status_code


@on_both
def test_a_route_is_planned_dated_and_moves_on(ada: FlaskClient, visitor: FlaskClient, clock: Clock) -> None:
    today = clock.now(UTC).date()
    address = address_of(ada)
    assert plan_route(ada) == 303
    assert toast_of(ada, "/me/plan") == "The route to Second Part is in your plan."
    first = days(visitor, address)
    assert [title for _, title in first.values()] == planned(ada)
    assert planned(ada)[-1] == "Second Part"
    assert len(first) == 3
    assert min(day for day, _ in first.values()) == today
    clock.wait(days=9)
    slipped = days(visitor, address)
    assert slipped.keys() == first.keys()
    assert min(day for day, _ in slipped.values()) == today + timedelta(days=9)
    ada.post("/login", data={"username": "ada", "password": PASSWORD})
    ada.post(f"/alpha/x@{FIRST}/status", data={"status": "done"})
    assert "First Steps" not in {title for _, title in days(visitor, address).values()}


@on_both
def test_who_plans_first_becomes_a_guest(app: Flask, visitor: FlaskClient) -> None:
    assert plan_route(visitor, known=FIRST) == 303
    assert toast_of(visitor, "/me/plan").endswith("1 topic marked as known.")
    assert "First Steps" not in planned(visitor)
    assert statuses_of(visitor) == {FIRST: "done"}
    assert app.test_client().get("/me/plan").status_code == 303


@on_both
def test_undo_brings_back_the_plan_and_the_marks_of_before(ada: FlaskClient, clock: Clock) -> None:
    plan_route(ada, known=[FIRST])
    assert undo(ada) == 303
    assert (planned(ada), statuses_of(ada)) == ([], {})
    plan(ada, "2", clock.now(UTC).date() + timedelta(days=3))
    whole = planned(ada)
    assert len(whole) == 9
    plan_route(ada)
    assert len(planned(ada)) == 3
    plan_route(ada, FIRST)
    assert undo(ada) == 303
    assert planned(ada)[-1] == "Second Part"
    plan(ada, "2", clock.now(UTC).date() + timedelta(days=3))
    plan_route(ada)
    undo(ada)
    assert planned(ada) == whole
    field = html.fromstring(ada.get("/me/plan").text).xpath('//input[@id="hours-alpha"]/@value')
    assert field == ["2"]


def test_the_undo_is_one_button_of_htmx_too(ada: FlaskClient) -> None:
    plan_route(ada)
    (action,) = html.fromstring(ada.get("/me/plan").text).xpath("//div[@data-toast]//form/@hx-post")
    answer = ada.post(action, data={"viewer": viewer_of(ada)}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/me/plan")
    assert planned(ada) == []


@pytest.mark.parametrize(
    "query",
    ["roadmap=nowhere", "roadmap=alpha&minutes=x&starts_on=2026-11-26", "roadmap=alpha&minutes=60&starts_on=0001-01-01",
     "roadmap=alpha&minutes=9999&starts_on=2026-11-26", "roadmap=alpha&minutes=60"],
)  # fmt: skip
def test_what_cannot_be_brought_back_changes_nothing(ada: FlaskClient, query: str) -> None:
    plan_route(ada)
    assert ada.post(f"/me/plan/undo?{query}").status_code in {404, 422}
    assert len(planned(ada)) == 3


def test_undo_of_an_act_of_somebody_else_leaves_it(ada: FlaskClient, grace: FlaskClient) -> None:
    plan_route(ada, known=FIRST)
    (action,) = html.fromstring(ada.get("/me/plan").text).xpath("//div[@data-toast]//form/@action")
    grace.post(action)
    assert statuses_of(ada) == {FIRST: "done"}
    assert len(planned(ada)) == 2


def test_a_plan_for_a_route_becomes_one_for_the_roadmap(ada: FlaskClient) -> None:
    plan_route(ada)
    forms = html.fromstring(ada.get("/me/plan").text).forms
    (form,) = [f for f in forms if f.action == "/me/plan" and "to" in f.fields]
    assert form.fields["to"] == SECOND
    ada.post("/me/plan", data=dict(form.form_values()))
    assert len(planned(ada)) == 3, "saving it again leaves it"
    ada.post("/me/plan", data={**dict(form.form_values()), "to": ""})
    assert len(planned(ada)) == 9
    assert ada.post("/me/plan", data={**dict(form.form_values()), "to": "nowhere"}).status_code == 404


def test_the_page_of_the_route_says_that_it_is_planned(ada: FlaskClient) -> None:
    buttons = '//form[@class="route-plan"]//button'
    assert words(ada, TO_SECOND, buttons) == ["Show the time", "Plan this route"]
    plan_route(ada)
    assert words(ada, TO_SECOND, buttons) == ["Show the time", "Change my plan"]
    said = '//p[contains(@class, "route-plan__words")]'
    assert words(ada, TO_SECOND, said) == ["This route is in your plan."]
    (other,) = words(ada, f"/alpha/route?to={SUB}", said)
    assert other == "This takes the place of your plan for the roadmap."


def test_the_hours_are_those_of_the_address_or_of_the_plan(ada: FlaskClient, visitor: FlaskClient) -> None:
    def hours(client: FlaskClient, address: str = TO_SECOND) -> str:
        (value,) = html.fromstring(client.get(address).text).xpath('//input[@id="route-hours"]/@value')
        return str(value)

    assert (hours(visitor), hours(ada)) == ("4", "4")
    assert hours(visitor, f"{TO_SECOND}&hours=0.5") == "0.5"
    for wrong in ("0", "-1", "nan", "inf", "1e9", "x", "%00", "61"):
        assert hours(visitor, f"{TO_SECOND}&hours={wrong}") == "4"
    plan(ada, "7", date.fromisoformat("2026-11-26"))
    assert (hours(ada), hours(ada, "/beta/route?to=b2")) == ("7", "7")
    assert hours(ada, f"{TO_SECOND}&hours=2") == "2"
    link = html.fromstring(visitor.get(f"{TO_SECOND}&hours=2,5").text).xpath(
        '//a[@class="switch__map"]/@href'
    )
    assert link == [f"{TO_SECOND}&hours=2.5&view=map"]


@pytest.mark.parametrize(
    ("roadmap", "to", "hours", "status"),
    [("nowhere", SECOND, "1", 404), ("gamma", SECOND, "1", 404), ("alpha", "nowhere", "1", 404), ("alpha", "", "1", 404),
     ("alpha", SECOND, "0", 422), ("alpha", SECOND, "", 422), ("alpha", SECOND, "nan", 422)],
)  # fmt: skip
def test_what_cannot_be_planned_is_not(
    ada: FlaskClient, visitor: FlaskClient, roadmap: str, to: str, hours: str, status: int
) -> None:
    for client in (ada, visitor):
        assert plan_route(client, to, roadmap=roadmap, hours=hours) == status
    assert planned(ada) == []
    assert visitor.get("/me").status_code == 303, "nobody has become a guest"


def test_a_page_of_somebody_who_is_signed_out_plans_nothing_for_a_guest(
    ada: FlaskClient, visitor: FlaskClient
) -> None:
    answer = visitor.post("/alpha/route", data={"to": SECOND, "hours": "1", "viewer": viewer_of(ada)})
    assert (answer.status_code, answer.location) == (303, "/login?next=/me")


def test_what_one_knows_is_ticked_in_the_list_and_no_learning(ada: FlaskClient, clock: Clock) -> None:
    page = html.fromstring(ada.get(TO_SECOND).text)
    (form,) = [f for f in page.forms if f.get("id") == "route-mark"]
    boxes = page.xpath('//li[contains(@class, "route__step")]//input[@form="route-mark"]')
    assert [(b.name, b.get("value")) for b in boxes] == [("topic", i) for i in (FIRST, SUB, SECOND)]
    answer = ada.post(form.action, data={**dict(form.form_values()), "topic": [FIRST, SUB]})
    assert (answer.status_code, answer.location) == (303, TO_SECOND)
    assert toast_of(ada, TO_SECOND) == "2 topics marked as known."
    assert statuses_of(ada) == {FIRST: "done", SUB: "done"}
    assert "Nothing yet" in ada.get("/me").text
    plan_route(ada)
    # What was known took nothing of today's time.
    assert words(ada, "/me/plan", '//a[@class="tick__topic"]') == ["Second Part"]


def test_undo_brings_a_topic_back_into_the_list(ada: FlaskClient) -> None:
    ada.post("/alpha/marks", data={"status": "known", "topic": FIRST, "next": TO_SECOND})
    (action,) = html.fromstring(ada.get(TO_SECOND).text).xpath("//div[@data-toast]//form/@hx-post")
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{TO_SECOND}"}
    answer = ada.post(action, data={"viewer": viewer_of(ada)}, headers=headers)
    assert (answer.status_code, answer.headers["Milepost-Stale"]) == (200, "1")


def test_what_is_skipped_is_not_planned(ada: FlaskClient) -> None:
    ada.post(f"/alpha/x@{SUB}/status", data={"status": "skipped"})
    plan_route(ada)
    assert planned(ada) == ["First Steps", "Second Part"]


def test_who_got_there_is_told(ada: FlaskClient) -> None:
    plan_route(ada)
    ada.post(f"/alpha/x@{SECOND}/status", data={"status": "done"})
    assert "You got there: nothing is left of this route." in ada.get("/me/plan").text


@on_both
def test_who_has_planned_and_not_begun_finds_the_first_topic_on_the_own_page(ada: FlaskClient) -> None:
    assert "Where do you want to go?" in ada.get("/me").text
    plan_route(ada)
    page = ada.get("/me").text
    assert "Where do you want to go?" not in page
    assert f"@{FIRST}" in page


@on_both
def test_the_own_page_leads_along_the_planned_route(ada: FlaskClient) -> None:
    # Not on the way: it would come before the last step.
    ada.post(f"/alpha/x@{SUB}/status", data={"status": "skipped"})
    ada.post(f"/alpha/x@{SUB}/status", data={"status": "pending"})
    plan_route(ada)
    for step in planned(ada):
        (current,) = html.fromstring(ada.get("/me").text).xpath('//h2[@id="current"]')
        assert current.text_content() == step
        (address,) = html.fromstring(ada.get("/me").text).xpath('//p[@class="current__actions"]/a[1]/@href')
        ada.post(f"{address}/status", data={"status": "done"})
    # Then what is left of the roadmap.
    assert html.fromstring(ada.get("/me").text).xpath('//h2[@id="current"]')


class TestTopicsThatBecameOthers:
    """A plan leads to what its topic is now."""

    @pytest.fixture
    def content_dir(self, tmp_path: Path) -> Path:
        return write_tea(tmp_path / "tree")

    @pytest.mark.parametrize(("to", "last"), [("mint", "mint-tea"), ("verbena", "herbs")])
    def test_a_plan_follows_its_topic(
        self, app: Flask, ada: FlaskClient, settings: Settings, to: str, last: str
    ) -> None:
        author = Author(app, settings.content_dir)
        assert plan_route(ada, to, roadmap="tea") == 303
        author.change()
        follow(app)
        page = html.fromstring(ada.get("/me/plan").text)
        assert page.xpath(PLANNED)[-1].get("href").endswith(f"@{last}")

    @pytest.mark.parametrize("to", ["water", "kettle", "docker"])
    def test_a_topic_that_is_gone_is_said_to_be(
        self, app: Flask, ada: FlaskClient, settings: Settings, to: str
    ) -> None:
        author = Author(app, settings.content_dir)
        assert plan_route(ada, to, roadmap="tea") == 303
        author.change()
        follow(app)
        assert planned(ada) == []
        page = ada.get("/me/plan").text
        assert "The topic that this plan led to is no longer on this roadmap." in page
        assert 'href="/tea/route"' in page


@on_both
@pytest.mark.parametrize(
    "query", ["act=a%00b", "minutes=60&starts_on=2026-01-01&to=a%00b", "minutes=60&starts_on=x%00"]
)
def test_an_undo_with_unprintable_letters_is_refused_or_does_nothing(ada: FlaskClient, query: str) -> None:
    assert ada.post(f"/me/plan/undo?roadmap=alpha&{query}").status_code in {303, 422}
