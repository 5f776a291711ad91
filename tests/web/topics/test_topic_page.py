"""What the page of a topic has beyond its panel."""

from __future__ import annotations

from flask.testing import FlaskClient
from lxml import html

FIRST = "/alpha/first-steps@main-one-000000000001"


def test_a_guest_reads_near_the_status_where_marks_are_kept(visitor: FlaskClient) -> None:
    visitor.post(f"{FIRST}/status", data={"status": "done"})
    page = html.fromstring(visitor.get(FIRST).text)
    assert "Kept in this browser." in page.xpath("//header//*[@id='kept']")[0].text_content()
    assert len(page.xpath("//*[@id='kept']")) == 1


def test_one_thing_leads_to_the_next_topic(visitor: FlaskClient) -> None:
    words = html.fromstring(visitor.get(FIRST).text).xpath("//article")[0].text_content()
    assert words.count("next:") == 1
    assert "Next" not in words
    assert "After this" in words


def test_it_lists_the_keys_that_work_on_it(visitor: FlaskClient) -> None:
    page = html.fromstring(visitor.get(FIRST).text)
    keys = page.xpath("//dialog[@id='keys']//kbd/text()")
    assert {"r", "l", "d", "s", "g", "u", "n", "p", "?"} <= set(keys)
    assert "←" not in keys
