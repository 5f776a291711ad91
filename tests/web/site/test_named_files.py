"""Addresses that front matter gives to a roadmap's files are answered by the routes of those files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.trees import HEADER, graph, grow, node
from tests.conftest import serving
from webapp.catalog.findings import Finding
from webapp.web.site.services import services_of

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
    ("taken", "kind"),
    [
        ("/login", "text/html"),
        ("/alpha", "text/html"),
        ("/alpha/x.json", "text/html"),
        ("/metrics", "text/plain"),
        ("/sw.js", "text/javascript"),
        ("/roadmaps", "text/html"),
        ("/", "text/html"),
    ],
)
def test_a_page_of_the_site_cannot_be_taken_by_a_file(tmp_path: Path, taken: str, kind: str) -> None:
    grow(tmp_path, {"alpha.md": header(f"jsonUrl: {taken}\n"), "alpha.json": graph(node())})
    with serving(tmp_path) as app:
        assert app.test_client().get(taken).mimetype == kind


FILE = "roadmaps/alpha/alpha.md"


@pytest.mark.parametrize(
    ("key", "address", "why"),
    [
        ("jsonUrl", "/metrics", "is an address of the site"),
        ("jsonUrl", "https://elsewhere.example/sw.js", "is an address of the site"),
        ("pdfUrl", "/.well-known/x.pdf", "is an address of the site"),
        ("pdfUrl", "/login", "is an address of the site"),
        ("pdfUrl", "https://elsewhere.example/", "is an address of the site"),
        ("pdfUrl", "/beta", "is an address of the roadmap beta"),
        ("jsonUrl", "/beta/x.json", "is an address of the roadmap beta"),
        ("pdfUrl", "/pdfs/roadmaps/beta.pdf", "is the address of a file of beta"),
        ("jsonUrl", "/alpha", "is an address of the roadmap alpha"),
        ("schema.imageUrl", "/static/x.png", "is an address of the site"),
        ("seo.ogImageUrl", "/me", "is an address of the site"),
    ],
)
def test_the_check_names_an_address_at_which_no_file_can_be(
    tmp_path: Path, key: str, address: str, why: str
) -> None:
    outer, _, inner = key.partition(".")
    line = f"{outer}:\n  {inner}: {address}\n" if inner else f"{key}: {address}\n"
    grow(tmp_path, {"alpha.md": header(line), "alpha.json": graph(node())})
    grow(tmp_path, {"beta.md": HEADER}, "beta")
    found = [f for f in check(tmp_path) if f.place == key]
    assert [(f.severity, f.file) for f in found] == [("warning", FILE)]
    assert why in found[0].message


def test_the_check_names_an_address_that_two_roadmaps_give(tmp_path: Path) -> None:
    for slug in ("alpha", "beta"):
        grow(
            tmp_path, {f"{slug}.md": header("pdfUrl: /files/map.pdf\n"), f"{slug}.json": graph(node())}, slug
        )
    found = [f for f in check(tmp_path) if f.place == "pdfUrl"]
    assert [f.file for f in found] == ["roadmaps/beta/beta.md"]
    assert "is named by alpha too" in found[0].message


@pytest.mark.parametrize("key", ["jsonUrl", "pdfUrl"])
def test_the_check_names_an_address_that_a_renamed_folder_has_left_behind(tmp_path: Path, key: str) -> None:
    ending = key.removesuffix("Url")
    address = f"/{ending}s/roadmaps/former.{ending}"
    grow(tmp_path, {"alpha.md": header(f"{key}: {address}\n"), "alpha.json": graph(node())})
    found = [f for f in check(tmp_path) if f.place == key]
    assert [(f.severity, f.file) for f in found] == [("warning", FILE)]
    assert "is the address of a roadmap former, and this one is alpha" in found[0].message
    assert f"write /{ending}s/roadmaps/alpha.{ending}" in found[0].remedy
    # Who has the old address still gets the file.
    with serving(tmp_path) as app:
        assert app.test_client().get(address).status_code == 200


def test_the_check_has_nothing_to_say_of_addresses_that_are_free_or_usual(tmp_path: Path) -> None:
    usual = "jsonUrl: https://elsewhere.example/jsons/roadmaps/alpha.json\npdfUrl: /pdfs/roadmaps/alpha.pdf\n"
    for front in (usual, NAMED, ""):
        grow(tmp_path, {"alpha.md": header(front), "alpha.json": graph(node())})
        assert [f for f in check(tmp_path) if "Url" in f.place] == []


def check(tree: Path) -> tuple[Finding, ...]:
    with serving(tree) as app:
        return services_of(app).catalog_store.catalog.findings


def test_what_nothing_names_is_not_found(tmp_path: Path) -> None:
    grow(tmp_path, {"alpha.md": header(NAMED), "alpha.json": graph(node())})
    with serving(tmp_path) as app:
        assert app.test_client().get("/maps/second.json").status_code == 404
