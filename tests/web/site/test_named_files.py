"""Addresses that front matter gives to a roadmap's files are answered by the routes of those files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.trees import HEADER, graph, grow, node
from tests.conftest import serving

NAMED = """jsonUrl: /maps/first.json
pdfUrl: https://elsewhere.example/files/f%C3%BCr%20alle.pdf
seo:
  ogImageUrl: /og-images/first.png
"""


def header(front: str) -> str:
    return HEADER.replace("---\n", f"---\n{front}", 1)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/maps/first.json", "application/json"),
        ("/files/für alle.pdf", "application/pdf"),
        ("/og-images/first.png", "image/png"),
        ("/jsons/roadmaps/alpha.json", "application/json"),
    ],
)
def test_a_named_address_gives_the_file(tmp_path: Path, address: str, kind: str) -> None:
    grow(tmp_path, {"alpha.md": header(NAMED), "alpha.json": graph(node())})
    with serving(tmp_path) as app:
        answer = app.test_client().get(address)
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert app.test_client().head(address).status_code == 200
        assert app.test_client().post(address).status_code == 405


@pytest.mark.parametrize(
    "taken", ["/login", "/alpha", "/alpha/x.json", "/metrics", "/sw.js", "/roadmaps", "/"]
)
def test_a_page_of_the_site_cannot_be_taken_by_a_file(tmp_path: Path, taken: str) -> None:
    grow(tmp_path, {"alpha.md": header(f"jsonUrl: {taken}\n"), "alpha.json": graph(node())})
    with serving(tmp_path) as app:
        assert app.test_client().get(taken).mimetype == "text/html"


def test_what_nothing_names_is_not_found(tmp_path: Path) -> None:
    grow(tmp_path, {"alpha.md": header(NAMED), "alpha.json": graph(node())})
    with serving(tmp_path) as app:
        assert app.test_client().get("/maps/second.json").status_code == 404
