"""A roadmap in another language than the site: pages, feeds, structured data and files say which text is in which."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html

from tests.catalog.trees import ONE, grow, node
from tests.catalog.trees import graph as graph_of
from tests.conftest import TREE, serving

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WORDS = ("الأبجدية", "طريق قصير إلى الحروف", "الحرف الأول", "هذا هو الحرف الأول من الأبجدية.")
TITLE, LINE, LABEL, TEXT = WORDS
FRONT = f"title: {TITLE}\ndescription: {LINE}\nlanguage: AR\ntags: [letters, role-roadmap]\nnote: {LINE}"
FILES = {
    "arabic.md": f"---\n{FRONT}\n---\n",
    "arabic.json": graph_of(node(label=LABEL), node("two-00000000000000002", "Unicode", y=100)),
    f"content/@{ONE}.md": f"# {LABEL}\n\n{TEXT}\n\n- [@article@{LABEL}](https://example.org/alif)\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    shutil.copytree(TREE, tmp_path / "tree")
    grow(tmp_path / "tree", FILES, "arabic")
    return tmp_path / "tree"


@pytest.fixture
def content_dir(tree: Path) -> Path:
    return tree


@pytest.fixture
def german(tree: Path) -> Iterator[FlaskClient]:
    with serving(tree, LANGUAGE="de") as app:
        yield app.test_client()


def spoken(page: str) -> dict[str, set[str]]:
    """The words of a page's body by the language that they are marked with."""
    found: dict[str, set[str]] = {}
    body = html.fromstring(page).body
    for element in body.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            continue
        languages = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
        words = [element.text, *(child.tail for child in element), element.get("aria-label")]
        found.setdefault(languages[0], set()).update(w.strip() for w in words if w and w.strip())
    return found


ARABIC = re.compile(r"[\u0600-\u06ff]")
# The site's own sentences name roadmaps and topics, and are in the site's language.
SENTENCES = ("roadmap", "Mark ", "Read: ", "Your status on", "on الحرف", "1 result for", ": learning")
PAGES = (
    "/arabic",
    f"/arabic/@{ONE}",
    "/roadmaps",
    "/",
    "/tags/letters",
    "/search?q=" + LABEL,
    "/beta",
    "/arabic?view=list",
)


@pytest.mark.parametrize("path", PAGES)
def test_arabic_texts_are_marked_as_arabic_and_nothing_else_is(
    app: Flask, visitor: FlaskClient, tree: Path, path: str
) -> None:
    beta = tree / "roadmaps" / "beta" / "beta.md"
    beta.write_text(
        beta.read_text().replace("---\n", "---\nrelatedRoadmaps: [arabic]\n", 1)
        if beta.exists()
        else "---\nrelatedRoadmaps: [arabic]\n---\n"
    )
    answer = visitor.get(path)
    assert answer.status_code == 200
    page = spoken(answer.text)
    assert {w for w in page["en"] if ARABIC.search(w) and not any(s in w for s in SENTENCES)} == set()
    assert page["ar"]
    assert {w for w in page["ar"] if not ARABIC.search(w)} <= {"Unicode", "example.org", ","}
    assert html.fromstring(answer.text).get("lang") == "en"


def test_a_learner_s_pages_mark_them_too(app: Flask, ada: FlaskClient) -> None:
    assert ada.post(f"/arabic/@{ONE}/status", data={"status": "learning"}).status_code == 303
    fragment = ada.post(f"/arabic/@{ONE}/status", data={"status": "done"}, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    for path in ("/me", "/me/history", "/arabic"):
        page = spoken(ada.get(path).text)
        left = {w for w in page["en"] if ARABIC.search(w) and not any(s in w for s in SENTENCES)}
        assert {w for w in left if not w.startswith("Done on")} == set(), path


def test_pages_in_one_language_have_no_marks(visitor: FlaskClient) -> None:
    for path in ("/alpha", "/alpha/first-steps@main-one-000000000001"):
        assert html.fromstring(visitor.get(path).text).xpath("//body//@lang") == []


def test_the_site_s_own_language_is_not_marked_and_another_is(tree: Path, german: FlaskClient) -> None:
    page = html.fromstring(german.get("/arabic").text)
    assert page.get("lang") == "de"
    assert page.xpath("//h1/span/@lang") == ["ar"]
    assert html.fromstring(german.get("/alpha").text).xpath("//h1//@lang") == []


def test_structured_data_and_sharing_say_the_language(visitor: FlaskClient) -> None:
    for path in ("/arabic", f"/arabic/@{ONE}"):
        page = html.fromstring(visitor.get(path).text)
        data = [json.loads(script) for script in page.xpath("//script[@type='application/ld+json']/text()")]
        assert [d["inLanguage"] for d in data if "inLanguage" in d] == ["ar"]
        assert page.xpath("//meta[@property='og:locale']/@content") == ["ar"]
    page = html.fromstring(visitor.get("/alpha").text)
    assert page.xpath("//meta[@property='og:locale']/@content") == ["en"]


def test_feeds_say_it_of_the_entry(visitor: FlaskClient) -> None:
    feed = visitor.get("/feed.json").get_json()
    assert feed["language"] == "en"
    assert {i["title"]: i.get("language") for i in feed["items"]} == {
        "Alpha & Omega <roadmap>": None, "Beta": None, TITLE: "ar",
    }  # fmt: skip
    atom = etree.fromstring(visitor.get("/atom.xml").data)
    name = "{http://www.w3.org/2005/Atom}"
    assert atom.get(XML_LANG) == "en"
    assert {e.findtext(f"{name}title"): e.get(XML_LANG) for e in atom.iter(f"{name}entry")}[TITLE] == "ar"
    rss = etree.fromstring(visitor.get("/rss.xml").data)
    assert {e.findtext("title"): e.get(XML_LANG) for e in rss.iter("item")} == {
        "Alpha & Omega <roadmap>": None, "Beta": None, TITLE: "ar",
    }  # fmt: skip
    page = visitor.get("/rss.xml", headers={"Accept": "text/html"})
    assert TITLE in spoken(page.text)["ar"]


def test_the_pdf_says_it(visitor: FlaskClient) -> None:
    assert b"/Lang(ar)" in visitor.get("/pdfs/roadmaps/arabic.pdf").data
    assert b"/Lang(en)" in visitor.get("/pdfs/roadmaps/alpha.pdf").data
