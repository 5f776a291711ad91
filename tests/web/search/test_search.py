"""What a visitor finds by words."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html


def found(client: FlaskClient, query: str) -> list[str]:
    answer = client.get("/search", query_string={"q": query})
    assert answer.status_code == 200
    return html.fromstring(answer.text).xpath("//main//li//a/text()")


def test_topics_are_found_by_label_best_first(visitor: FlaskClient) -> None:
    assert found(visitor, "first STEPS") == ["First Steps"]
    assert "Alpha & Beta" in found(visitor, "alpha")


def test_roadmaps_are_found_by_what_they_say(visitor: FlaskClient) -> None:
    assert "Alpha" in found(visitor, "every node")


@pytest.mark.parametrize("query", ["zzzz", "<script>alert(1)</script>", "zz\x00zz", "%", "' OR 1=1 --"])
def test_nothing_fits_is_said_in_words(visitor: FlaskClient, query: str) -> None:
    answer = visitor.get("/search", query_string={"q": query})
    assert "Nothing fits" in answer.text
    assert "\x00" not in answer.text
    assert "<script>alert" not in answer.text
    assert 'content="noindex"' in answer.text
