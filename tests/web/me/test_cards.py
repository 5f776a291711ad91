"""Cards of roadmaps draw their maps in the learner's own colors."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html

TOPIC = "/alpha/first-steps@main-one-000000000001"


def drawn_statuses(client: FlaskClient, path: str) -> set[str]:
    page = html.fromstring(client.get(path).text)
    return set(page.xpath('//*[contains(@class, "__picture")]//@data-status'))


@pytest.mark.parametrize("path", ["/", "/roadmaps", "/tags/letters", "/me"])
def test_a_learner_sees_the_own_marks_and_a_visitor_none(
    path: str, ada: FlaskClient, visitor: FlaskClient
) -> None:
    ada.post(f"{TOPIC}/status", data={"status": "done"})
    assert drawn_statuses(ada, path) == {"done"}
    if path != "/me":
        assert drawn_statuses(visitor, path) == set()
