"""A slash at the end of an address is no other page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

TOPIC = "/alpha/first-steps@main-one-000000000001"


@pytest.mark.parametrize(
    "path", ["/alpha", TOPIC, "/roadmaps", "/login", "/tags/letters", "/pdfs/roadmaps/alpha.pdf"]
)
def test_it_leads_to_the_address_without(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(f"{path}/?view=list")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{path}?view=list")
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/alpha//", "//evil.example/", "/%2f%2fevil.example/", "/a/b/c/d/"])
def test_nothing_else_is_led_anywhere(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert "Location" not in answer.headers or answer.headers["Location"].startswith("/%")
    assert visitor.post("/alpha/").status_code == 404
