"""The front page: an invitation for visitors, and for learners the way on."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.web.me.test_today import finish

FIRST = "/alpha/first-steps@main-one-000000000001"


def test_a_visitor_is_told_what_this_is_and_sees_a_map(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get("/").text)
    assert page.findtext(".//h1") == "Know what to learn next, and see how far you have come"
    assert page.xpath("//section[@class='glimpse']//svg")


def test_a_learner_goes_on_first_of_all(ada: FlaskClient) -> None:
    ada.post(f"{FIRST}/status", data={"status": "done"})
    page = html.fromstring(ada.get("/").text)
    assert page.findtext(".//h1") == "Go on where you were"
    current = page.xpath("//section[@class='current']")[0]
    assert current.xpath(".//h2")[0].text_content() == "Alpha & Beta"
    assert current.xpath(".//a[@class='button']/@href") == ["/alpha/alpha--beta@sub-one-0000000000001"]
    assert not page.xpath("//section[@class='glimpse']")
    assert page.xpath("//*[@id='shelf-roles']")


def test_who_walked_everything_is_led_on_and_not_greeted_as_a_visitor(app: Flask, ada: FlaskClient) -> None:
    finish(app, "alpha")
    page = html.fromstring(ada.get("/").text)
    assert page.findtext(".//h1") == "Where to next"
    onward = page.xpath("//section[@class='current']")[0]
    assert onward.findtext(".//h2") == "You walked all of Alpha"
    assert onward.xpath(".//a[@class='button']/text()") == ["Begin Beta"]
    assert onward.xpath(".//*[@class='milestone milestone--end']")
    assert not page.xpath("//section[@class='glimpse']|//*[@class='hero']")
