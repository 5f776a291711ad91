"""The lists of our own roadmaps are what their authors wrote, on the page, in the PDF and in the feeds."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from lxml import html
from pypdf import PdfReader

from tests.conftest import CONTENT, serving
from tests.syndication.words import WORDS
from webapp.catalog.loading.load import load
from webapp.drawing.file_words import FileWords
from webapp.drawing.pdf import make_pdf
from webapp.syndication.feeds import make_feed

SLUGS = sorted(p.parent.name for p in CONTENT.glob("roadmaps/*/*.outline.md"))
LINE = re.compile(r"(?P<indent> *)(?P<sign>#+|-) (?P<label>[^{]*?)(?: \{(?P<block>.*)\})?\Z")
LINK = re.compile(r"\[(.*)\]\(.*\)\Z")
Row = tuple[int, str]


def authored(slug: str) -> Iterator[Row]:
    """The outline file of a roadmap as nested labels: how deep each stands, and what it says."""
    text = (CONTENT / "roadmaps" / slug / f"{slug}.outline.md").read_text(encoding="utf-8")
    body, _, foot = text.partition("\n---\n")
    heading = -1
    for line in body.splitlines()[1:]:
        match = LINE.match(line)
        if match is None:
            if line.strip():
                yield heading + 1, line.strip()
            continue
        if match["sign"] != "-":
            heading = len(match["sign"]) - 2
        depth = heading if match["sign"] != "-" else heading + 1 + len(match["indent"]) // 2
        choose = " (choose one)" if "chooseOne" in (match["block"] or "") else ""
        yield depth, LINK.sub(r"\1", match["label"]) + choose
    links = [LINK.sub(r"\1", m["label"]) for line in foot.splitlines() if (m := LINE.match(line))]
    words = [line for line in foot.splitlines() if line.strip() and not LINE.match(line)]
    yield 0, "".join(words) or "Where to go from here"
    yield from ((1, label) for label in links)


def topics(slug: str) -> list[str]:
    """The ids of the topics of an outline file, in its order: main topics, and items that are no links."""
    text = (CONTENT / "roadmaps" / slug / f"{slug}.outline.md").read_text(encoding="utf-8")
    lines = text.partition("\n---\n")[0].splitlines()
    return [
        match[1]
        for line in lines
        if re.match(r"(?:## | *- (?!\[))", line) and (match := re.search(r"\{#([^ }]+)", line))
    ]


def shown(items: html.HtmlElement, depth: int = 0) -> Iterator[Row]:
    """The list of a page as nested labels."""
    for item in items.xpath("./li"):
        label = item.xpath(
            "(.//a[contains(@class, 'node__link')]|.//a[@class='item__link']"
            "|.//*[@class='item__group']|.//*[@class='item__note'])[1]"
        )[0]
        yield depth, label.text.strip()
        for below in item.xpath("./ol"):
            yield from shown(below, depth + 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    tree = tmp_path_factory.mktemp("site")
    shutil.copytree(CONTENT / "roadmaps", tree / "roadmaps")
    with serving(tree) as app:
        yield app.test_client()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_list_of_a_page_is_the_outline_as_its_file_is_written(site: FlaskClient, slug: str) -> None:
    page = html.fromstring(site.get(f"/{slug}").text)
    assert list(shown(page.xpath("//ol[contains(@class, 'items--top')]")[0])) == list(authored(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_links_of_the_foot_are_no_part_of_the_last_topic(site: FlaskClient, slug: str) -> None:
    page = html.fromstring(site.get(f"/{slug}").text)
    foot = page.xpath("//ol[contains(@class, 'items--top')]/li")[-1]
    text = (CONTENT / "roadmaps" / slug / f"{slug}.outline.md").read_text(encoding="utf-8")
    assert foot.xpath(".//a/@href") == re.findall(r"\]\((.*?)\)", text.partition("\n---\n")[2])


@pytest.mark.parametrize("slug", SLUGS)
def test_previous_and_next_follow_the_outline_file(site: FlaskClient, slug: str) -> None:
    ids = topics(slug)
    roadmap = load(CONTENT, reserved=()).roadmaps[slug]
    assert list(roadmap.order) == ids
    for place in (0, 1, len(ids) // 2, len(ids) - 1):
        page = html.fromstring(site.get(roadmap.topics[ids[place]].path).text)
        around = [ids[n] for n in (place - 1, place + 1) if 0 <= n < len(ids)]
        assert page.xpath("//a[@rel='prev' or @rel='next']/@href") == [roadmap.topics[i].path for i in around]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_outline_in_the_pdf_is_the_authors(slug: str) -> None:
    pdf = PdfReader(
        io.BytesIO(
            make_pdf(
                load(CONTENT, reserved=()).roadmaps[slug], "https://site.example", FileWords(slug, "", "en")
            )
        )
    )
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages[1:]).split())
    end = 0
    for _, label in authored(slug):
        found = text.find(label, end)
        assert found >= 0, label
        end = found + len(label)


def test_the_feeds_name_topics_in_the_order_of_the_outline_file() -> None:
    catalog = load(CONTENT, reserved=())
    feed = make_feed(catalog, "https://site.example", WORDS, {"": datetime.now(UTC)})
    by_url = {e.url.rpartition("/")[2]: e for e in feed.entries}
    for slug in SLUGS:
        content = unescape(by_url[slug].html)
        assert re.findall(r"@([^\"]+)\">", content.partition("<h2>Topics</h2>")[2]) == topics(slug)
        assert "Where to go from here" not in content
