"""What readers and search engines find where content is not as tidy as ours."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.catalog.trees import ONE, TWO, graph, grow, node
from tests.conftest import serving

FILES = """---
title: Files
jsonUrl: /data/files-graph.json
pdfUrl: https://origin.example/downloads/files.pdf
tags: [roadmap, main-sitemap, größe & maß]
schema:
  imageUrl: https://cdn.example.com/images/share/files%20v2.jpg
seo:
  ogImageUrl: /og/files.webp
relatedRoadmaps: [hidden, twice]
---
"""
THREE, FOUR = "third-0000000000000000"[:21], "fourth-000000000000000"[:21]


def header(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ntags: [roadmap, main-sitemap]\n{more}---\n"


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    root = tmp_path_factory.mktemp("messy")
    text = "# First\n\n## Deep\n\nWords.\n\n#### Deeper\n\n## Again\n\n[![badge](https://img.example/b.svg)](https://a.example/) More.\n"
    drawn = graph(node(), node(TWO, "Second", y=100))
    grow(root, {"files.md": FILES, "files.json": drawn, f"content/first@{ONE}.md": text}, "files")
    grow(root, {"hidden.md": header("Hidden", "isHidden: true\n"), "hidden.json": drawn}, "hidden")
    grow(
        root,
        {"later.md": header("Later", "isUpcoming: true\n"), "later.json": graph(node(label="Unheard of"))},
        "later",
    )
    same = [
        node(ONE, "Basics", "topic"),
        node(TWO, "Tools", y=60),
        node(THREE, "Basics", y=120),
        node(FOUR, "Basics", y=180),
    ]
    grow(
        root,
        {"twice.md": header("Twice"), "twice.json": graph(*same), "twice-short.json": graph(*same[:2])},
        "twice",
    )
    grow(
        root,
        {
            "bare.md": header("Bare"),
            f"content/loose@{TWO}.md": "# Loose\n",
            "bare.json": json.dumps({"nodes": []}),
        },
        "bare",
    )
    button = graph(node("go", "Go", "button"))
    texts = {f"content/first@{ONE}.md": "# First\n", f"content/second@{TWO}.md": "# Second\n"}
    grow(root, {"poster.md": header("Poster"), "poster.json": button}, "poster")
    grow(root, {"signed.md": header("Signed"), "signed.json": button, **texts}, "signed")
    with serving(root) as app:
        yield app


@pytest.fixture
def guest(messy: Flask) -> FlaskClient:
    return messy.test_client()


def page_of(guest: FlaskClient, path: str) -> html.HtmlElement:
    answer = guest.get(path)
    assert answer.status_code == 200, path
    return html.fromstring(answer.text)


def head_of(page: html.HtmlElement, name: str) -> str:
    found: list[str] = page.xpath(
        f"//link[@rel='{name}']/@href|//meta[@name='{name}' or @property='{name}']/@content"
    )
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("path", "kind", "start"),
    [
        ("/data/files-graph.json", "application/json", b'{"nodes'),
        ("/downloads/files.pdf", "application/pdf", b"%PDF"),
        ("/images/share/files%20v2.jpg", "image/png", b"\x89PNG"),
        ("/og/files.webp", "image/png", b"\x89PNG"),
        ("/jsons/roadmaps/files.json", "application/json", b'{"nodes'),
    ],
)
def test_files_answer_at_the_addresses_that_front_matter_names(
    guest: FlaskClient, path: str, kind: str, start: bytes
) -> None:
    answer = guest.get(path)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.data.startswith(start)
    assert guest.post(path).status_code in {404, 405}


def test_a_tag_of_any_letters_has_a_page_that_names_it(guest: FlaskClient) -> None:
    links = page_of(guest, "/files").xpath("//a[@class='tag']")
    page = page_of(guest, links[0].get("href"))
    assert [a.text for a in page.xpath("//nav[@class='tags']/a[@aria-current]")] == ["größe & maß"]


def test_the_picture_of_a_page_answers(guest: FlaskClient) -> None:
    picture = head_of(page_of(guest, "/files"), "og:image")
    assert picture.endswith("/og/files.webp")
    assert guest.get(picture.partition("127.0.0.1:8000")[2]).mimetype == "image/png"


def test_a_map_without_topics_gives_way_to_the_list_of_texts(guest: FlaskClient) -> None:
    page = page_of(guest, "/signed")
    assert [a.text for a in page.xpath("//a[@data-node-id]")] == ["First", "Second"]
    assert not page.xpath("//nav[@class='switch']")
    assert page.xpath("//p[@class='meter__words']/text()") == ["0 of 2 done"]


def test_a_map_that_is_only_looked_at_has_no_meter(guest: FlaskClient) -> None:
    page = page_of(guest, "/poster")
    assert page.xpath("//*[local-name() = 'svg' and contains(@class, 'map__layer')]"), page.text_content()
    assert "0 of 0" not in page.text_content()


def test_what_is_hidden_is_named_nowhere(guest: FlaskClient) -> None:
    assert guest.get("/hidden").status_code == 200
    for path in ("/", "/roadmaps", "/files", "/sitemap.xml", "/rss.xml", "/llms.txt", "/search?q=hidden"):
        assert "/hidden" not in guest.get(path).text


def test_what_is_upcoming_is_announced_and_not_indexed(guest: FlaskClient) -> None:
    assert "Later" in guest.get("/roadmaps").text
    page = page_of(guest, f"/later/unheard-of@{ONE}")
    assert head_of(page, "robots") == "noindex"
    assert head_of(page, "canonical") == ""
    assert "Unheard of" not in guest.get("/search?q=unheard").text
    assert not page_of(guest, "/roadmaps").xpath("//a[@href='/later']/ancestor::li//*[local-name()='rect']")


def test_titles_of_topics_with_the_same_label_differ(guest: FlaskClient) -> None:
    titles = [page_of(guest, f"/twice/basics@{i}").findtext(".//title") for i in (ONE, THREE, FOUR)]
    assert len(set(titles)) == 3
    assert all(title and title.startswith("Basics") for title in titles)


def test_a_topic_of_a_variant_names_the_one_to_list(guest: FlaskClient) -> None:
    copy, whole = (
        head_of(page_of(guest, f"/{slug}/tools@{TWO}"), "canonical") for slug in ("twice-short", "twice")
    )
    assert copy == whole
    assert whole.endswith(f"/twice/tools@{TWO}")
    addresses = guest.get("/sitemap.xml").text
    assert "/twice-short</loc>" in addresses
    assert "/twice-short/" not in addresses


def test_headings_of_a_text_leave_no_level_out_and_pictures_in_links_have_words(guest: FlaskClient) -> None:
    page = page_of(guest, f"/files/first@{ONE}")
    prose = page.xpath("//div[@class='prose']")[0]
    assert [(h.tag, h.text) for h in prose.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4]")] == [
        ("h2", "Deep"), ("h3", "Deeper"), ("h2", "Again"),
    ]  # fmt: skip
    assert [(a.get("href"), a.text_content()) for a in prose.xpath(".//a")] == [
        ("https://a.example/", "badge")
    ]


def test_an_empty_part_at_the_beginning_of_an_address_is_another_address(guest: FlaskClient) -> None:
    # Servers take the first of two slashes away, and say elsewhere what was asked.
    assert guest.get("/files").status_code == 200
    assert guest.get("/files", environ_overrides={"REQUEST_URI": "//files"}).status_code == 404
