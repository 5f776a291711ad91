"""Content that attacks its readers: nothing of it runs, and the pages are whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html
from playwright.sync_api import BrowserContext

from tests.broken.vectors import LINKS, MARKDOWN
from tests.catalog.trees import ONE, TWO, node
from tests.conftest import serving
from webapp.catalog.links import safe_href
from webapp.catalog.node_types import NODE_SIZES
from webapp.catalog.texts.markdown import plain, render, render_inline
from webapp.web.site.services import services_of

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)></script></title></textarea>--><svg onload=alert(1)>"
ADDRESS = "javascript:alert(1)//https://example.org"
TEXTS = ["title", "description", "briefTitle", "briefDescription", "renderer", "note"]
ACTIVE = {"iframe", "object", "embed", "base", "math", "frame", "applet", "portal", "template"}


def header() -> str:
    data = {
        **dict.fromkeys(TEXTS, ATTACK),
        "jsonUrl": ADDRESS, "pdfUrl": ADDRESS,
        "question": {"title": ATTACK, "description": ATTACK},
        "schema": {"headline": ATTACK, "description": ATTACK, "imageUrl": ADDRESS, "datePublished": "2026-01-02"},
        "seo": {"title": ATTACK, "description": ATTACK, "keywords": [ATTACK], "ogImageUrl": ADDRESS},
        "partner": {"description": ATTACK, "link": ADDRESS, "linkText": ATTACK},
        "relatedRoadmaps": [ATTACK], "relatedQuestions": [ATTACK], "tags": ["roadmap", "main-sitemap", "<b>x", ATTACK],
        "courses": [{"title": ATTACK, "description": ATTACK, "link": ADDRESS, "features": [ATTACK],
                     "instructor": {"name": ATTACK, "title": ATTACK, "image": ADDRESS}}],
        "sitemap": {"priority": 1, "changefreq": ATTACK}, ATTACK: ATTACK,
    }  # fmt: skip
    return f"---\n{json.dumps(data)}\n---\n"


def drawn() -> str:
    style = dict.fromkeys(
        (
            "backgroundColor",
            "borderColor",
            "color",
            "stroke",
            "strokeDasharray",
            "textAlign",
            "justifyContent",
            "colorType",
            "badgeColor",
        ),
        ATTACK,
    )
    nodes = []
    for number, kind in enumerate(NODE_SIZES):
        name = {"topic": ONE, "subtopic": TWO}.get(kind, f"node-{kind}")
        data = {
            "label": ATTACK, "href": ADDRESS, "badge": ATTACK, "color": ATTACK, "backgroundColor": ATTACK, "style": style,
            "legend": {"id": ATTACK, "label": ATTACK, "color": ATTACK, "position": ATTACK},
            "legends": [{"id": ATTACK, "label": ATTACK, "color": ATTACK}],
            "links": [{"id": ATTACK, "label": ATTACK, "url": ADDRESS}, {"id": "2", "label": ATTACK, "url": "https://example.org/\"onclick=alert(1)"}],
            "checklists": [{"id": f"item-{number}", "label": ATTACK}], "requires": [ATTACK],
        }  # fmt: skip
        nodes.append(node(name, kind=kind, y=200 * number, data=data, style=style))
    edges = [
        {
            "id": ATTACK,
            "source": ONE,
            "target": TWO,
            "type": ATTACK,
            "style": style,
            "data": {"edgeStyle": ATTACK},
            "sourceHandle": ATTACK,
        }
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    root = tmp_path_factory.mktemp("hostile")
    folder = root / "roadmaps/alpha"
    (folder / "content").mkdir(parents=True)
    (folder / "alpha.md").write_text(header(), encoding="utf-8")
    (folder / "alpha.json").write_text(drawn(), encoding="utf-8")
    rows = "\n".join(
        f"- [@{ATTACK}@{ATTACK}]({ADDRESS})\n- [@article@{ATTACK}](https://example.org/{n})" for n in range(3)
    )
    (folder / f"content/x@{ONE}.md").write_text(f"# {ATTACK}\n\n{ATTACK}\n\n{rows}\n", encoding="utf-8")
    (folder / f"content/y@{TWO}.md").write_text("# Vectors\n\n" + "\n\n".join(MARKDOWN), encoding="utf-8")
    (folder / f"content/{'z' * 21}@{'z' * 21}.md").write_text(f"# {ATTACK}\n", encoding="utf-8")
    with serving(root, SITE_NAME="<b>&\"'") as app:
        yield app


@pytest.fixture
def reader(hostile: Flask) -> FlaskClient:
    return hostile.test_client()


def assert_harmless(text: str) -> None:
    page = html.fromstring(text)
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        # The page's own templates of messages; content keeps no ids.
        is_own = element.tag == "template" and element.get("id") in {"failure", "refused-note"}
        assert is_own or element.tag not in ACTIVE, etree.tostring(element)
        if element.tag == "script":
            assert (
                element.get("src", "").startswith("/static/") or element.get("type") == "application/ld+json"
            )
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (element.tag, name)
            assert name not in {"style", "srcdoc", "ping"}, (element.tag, name)
            if name in {
                "href",
                "src",
                "action",
                "formaction",
                "poster",
                "data",
                "xlink:href",
                "hx-get",
                "hx-post",
                "srcset",
            }:
                assert value.startswith(("/", "#", "https://", "http://", "mailto:", "?")), (
                    element.tag,
                    name,
                    value,
                )
                assert not value.startswith(("//", "/\\"))
    for script in page.xpath("//script[@type='application/ld+json']"):
        json.loads(script.text)


def addresses(client: FlaskClient) -> list[str]:
    catalog = services_of(client.application).catalog_store.catalog
    return [
        "/",
        "/roadmaps",
        "/alpha",
        "/alpha?view=list",
        "/search?q=script",
        "/search?q=%3Cscript%3E",
        *(t.path for t in catalog.roadmaps["alpha"].topics.values()),
    ]


def test_no_page_holds_anything_active(reader: FlaskClient) -> None:
    for path in addresses(reader):
        for headers in ({}, {"HX-Request": "true"}):
            answer = reader.get(path, headers=headers)
            assert answer.status_code == 200, path
            assert_harmless(answer.text)


def test_feeds_and_lists_for_machines_stay_well_formed(reader: FlaskClient) -> None:
    for path in ("/rss.xml", "/atom.xml", "/sitemap.xml"):
        answer = reader.get(path)
        assert answer.status_code == 200
        etree.fromstring(answer.data)
        assert b"<script" not in answer.data
    feed = feedparser.parse(reader.get("/atom.xml").data)
    assert not feed.bozo
    assert "alert" in feed.entries[0].title
    for item in json.loads(reader.get("/feed.json").data)["items"]:
        assert_harmless(f"<div>{item.get('content_html', '')}</div>")


def test_drawings_that_stand_alone_hold_nothing_active(reader: FlaskClient) -> None:
    from webapp.drawing.standalone_svg import standalone_svg

    roadmap = services_of(reader.application).catalog_store.catalog.roadmaps["alpha"]
    assert roadmap.graph
    svg = etree.fromstring(standalone_svg(roadmap.graph, ATTACK).encode())
    for element in svg.iter():
        assert etree.QName(element).localname not in {"script", "foreignObject", "image", "animate", "set"}
        assert not [n for n in element.attrib if n.startswith("on") or "href" in n]
    assert reader.get("/pdfs/roadmaps/alpha.pdf").data.startswith(b"%PDF")
    assert b"/JavaScript" not in reader.get("/pdfs/roadmaps/alpha.pdf").data
    assert reader.get("/roadmaps/alpha.png").status_code == 200
    sheet = html.fromstring(reader.get("/alpha").text).xpath("//link[contains(@href, '/alpha/map.')]/@href")[
        0
    ]
    css = reader.get(sheet).text
    assert "alert" not in css
    assert "url(" not in css


@pytest.mark.parametrize("text", MARKDOWN)
def test_nothing_active_is_left_of_any_published_vector(text: str) -> None:
    for made in (render(text), render_inline(text)):
        assert_harmless(f"<div>{made}</div>")
    assert "<" not in plain(text) or "&lt;" not in plain(text)


@pytest.mark.parametrize("link", [x for x in LINKS if not x.startswith("https:")])
def test_no_address_of_another_kind_is_usable(link: str) -> None:
    found = safe_href(link)
    assert not found or (found.startswith("/") and not found.startswith(("//", "/\\")))


def test_a_browser_runs_none_of_it(hostile: Flask, desktop: BrowserContext) -> None:
    """Without our content security policy, as in a feed reader: what a browser makes of the sanitised HTML stays quiet."""
    page = desktop.new_page()
    heard: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    body = "\n".join(f"<div>{render(text)}</div><p>{render_inline(text)}</p>" for text in MARKDOWN)
    page.set_content(f"<!doctype html><title>x</title>{body}")
    page.wait_for_timeout(500)
    found = page.evaluate(
        """() => [...document.body.querySelectorAll('*')].flatMap(e =>
            [...e.attributes].filter(a => /^on|^style$|^hx-|^data-hx/.test(a.name) || a.name != 'title' && /^\\s*(javascript|data|vbscript):/i.test(a.value)).map(a => e.outerHTML))"""
    )
    assert found == []
    assert heard == []
    assert [u for u in asked if "evil" in u] == []
    assert (
        page.evaluate(
            "document.querySelectorAll('body script, iframe, object, embed, form, input, style, svg, math').length"
        )
        == 0
    )


def test_vectors_reach_no_page_of_the_site(hostile: Flask, desktop: BrowserContext, tmp_path: Path) -> None:
    import threading

    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, hostile, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = desktop.new_page()
    heard: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    try:
        for path in addresses(hostile.test_client()):
            page.goto(f"http://127.0.0.1:{server.server_port}{path}")
    finally:
        server.shutdown()
        server.server_close()
    assert heard == []
    assert [u for u in asked if not u.startswith(f"http://127.0.0.1:{server.server_port}/")] == []


def test_no_file_of_the_machine_is_served_for_a_map(tmp_path: Path) -> None:
    """What lies in the place of a map after it was read is nobody's business."""
    secret = tmp_path / "secret"
    secret.write_text("root:x:0:0")
    path = tmp_path / "tree/roadmaps/alpha/alpha.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"nodes": [node()]}), encoding="utf-8")
    with serving(tmp_path / "tree") as app:
        client, store = app.test_client(), services_of(app).catalog_store
        before = client.get("/jsons/roadmaps/alpha.json").data
        assert json.loads(before)["nodes"][0]["id"] == ONE
        for change in (path.unlink, lambda: path.symlink_to(secret), store.reload):
            change()
            answer = client.get("/jsons/roadmaps/alpha.json")
            assert (answer.status_code, answer.data) == (200, before)
        assert store.stale == ("alpha",)
