"""Every page links the styles of all that it shows, and no more than it needs to begin with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.admin.pages import PAGES_OF_ADMIN, make_admin
from tests.web.me.test_today import finish
from tests.web.records.test_records import make as make_record
from tests.web.sharing.test_sharing import made as make_link
from tests.web.site.route_table import ROWS, TOPIC
from webapp.web.offline.shell import shell_addresses
from webapp.web.site.services import services_of
from webapp.web.site.sheets import compact, read_sheets

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "static/css"
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.css"))}
SHEETS = read_sheets(FOLDER)
LINKED = re.compile(r"/static/css/([\w-]+)\.\w{10}\.css")
DRAWN = set(SHEETS["drawn-map.css"])
# What comes into a page that is open, and where.
FRAGMENTS = [(TOPIC, "panel-body"), ("/alpha/marks?all=1", "many-body"), ("/search?q=alpha", "finder")]

# The files with a rule for something in a document, whatever its pseudo-elements are or the pointer does.
NEEDED = """(html) => {
  const doc = html === null ? document : new DOMParser().parseFromString(html, "text/html");
  const state = /::[\\w-]+(\\([^)]*\\))?|:(hover|focus-visible|focus-within|focus|active|target|popover-open)(?![\\w-])/g;
  const styles = (rules) => [...rules].flatMap((rule) =>
    rule.selectorText ? [rule.selectorText] : rule.cssRules && !(rule instanceof CSSKeyframesRule) ? styles(rule.cssRules) : []);
  const matches = (selector) => {
    try { return doc.querySelector(selector.replace(state, "") || "*"); }
    catch { return doc.querySelector(selector); }
  };
  return Object.entries(window.files).filter(([, css]) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return styles(sheet.cssRules).some(matches);
  }).map(([name]) => name);
}"""


@pytest.fixture
def reader(chromium: Browser) -> Page:
    """An empty page that can read styles and markup."""
    page = chromium.new_context().new_page()
    give_files(page)
    return page


def give_files(page: Page) -> None:
    page.evaluate("files => { window.files = files; }", FILES)


def linked(text: str) -> list[str]:
    """The files that a page gets its styles from, in their order."""
    return [file for name in LINKED.findall(text) for file in SHEETS.get(f"{name}.css", [f"{name}.css"])]


def missing(page: Page, address: str, text: str, shown: str | None = "") -> set[str]:
    """The files with rules for what a page shows that it does not link. `shown` is its markup if that has changed."""
    is_drawn = 'class="map__layer"' in text and not address.endswith("view=list")
    needed = set(page.evaluate(NEEDED, text if shown == "" else shown))
    return needed - set(linked(text)) - (set() if is_drawn else DRAWN)


def pages_of(client: FlaskClient, addresses: list[str]) -> dict[str, str]:
    answers = {address: client.get(address) for address in addresses}
    return {
        at: answer.text
        for at, answer in answers.items()
        if answer.mimetype == "text/html" and b"</head>" in answer.data
    }


def every_page(app: Flask, ada: FlaskClient) -> list[tuple[str, str]]:
    """The pages of the table of routes and some more, as a visitor and as an administrator with marks see them."""
    addresses = [row.address for row in ROWS if row.method == "GET"]
    addresses += ["/alpha?view=list", "/alpha?view=map", "/roadmaps?as=index", "/beta", "/gamma", "/nothing"]
    finish(app, "beta")
    addresses.append(make_record(ada))
    ada.post("/me/settings/profile", data={"is_open": "y", "roadmap": "beta"})
    addresses += ["/u/ada", make_link(ada, "7")]
    make_admin(app, "ada")
    asked = [("visitor", app.test_client(), addresses), ("ada", ada, [*addresses, *PAGES_OF_ADMIN])]
    return [
        (f"{who} {at}", text) for who, client, paths in asked for at, text in pages_of(client, paths).items()
    ]


def test_each_page_links_the_styles_of_all_that_it_shows(reader: Page, app: Flask, ada: FlaskClient) -> None:
    pages = every_page(app, ada)
    assert len(pages) > 100
    wrong = {at: names for at, text in pages if (names := missing(reader, at, text))}
    assert wrong == {}
    for at, text in pages:
        # On a phone the front page has the sheets of its map further down, instead of those in its head.
        once = re.sub(r'<link [^>]*media="screen and \(max-width[^>]*>', "", text)
        assert len(linked(once)) == len(set(linked(once))), at


@pytest.mark.parametrize(("address", "place"), FRAGMENTS)
@pytest.mark.parametrize("around", ["/", "/alpha", "/alpha?view=list"])
def test_what_comes_into_an_open_page_has_its_styles_there(
    reader: Page, ada: FlaskClient, around: str, address: str, place: str
) -> None:
    text = ada.get(around).text
    fragment = ada.get(address, headers={"HX-Request": "true", "HX-Target": place}).text
    assert "<!doctype" not in fragment
    page = html.fromstring(text)
    page.get_element_by_id(place).append(html.fragment_fromstring(fragment, create_parent="div"))
    assert missing(reader, around, text, html.tostring(page, encoding="unicode")) == set()


def test_what_scripts_open_has_its_styles_there(desktop: BrowserContext, site: str) -> None:
    page = desktop.new_page()
    page.goto(f"{site}/alpha")
    give_files(page)
    page.locator('[data-node-id="main-one-000000000001"]').click()
    expect(page.locator("#panel-title")).to_be_visible()
    assert missing(page, "/alpha", page.content(), None) == set()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("alpha")
    expect(page.locator(".finder .found__link").first).to_be_visible()
    assert missing(page, "/alpha", page.content(), None) == set()


def test_a_sheet_that_is_not_linked_is_noticed(reader: Page, visitor: FlaskClient) -> None:
    text = visitor.get("/alpha").text
    for sheet, part in (("roadmap", "bar.css"), ("topics", "panel.css"), ("search", "finder.css")):
        without = re.sub(rf'<link rel="stylesheet" href="/static/css/{sheet}\.[^>]*>', "", text)
        assert part in missing(reader, "/alpha", without)


def test_every_file_is_in_a_sheet_or_linked_by_a_template() -> None:
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"asset\('css/([\w-]+\.css)'\)", templates))
    in_sheets = {file for files in SHEETS.values() for file in files}
    assert set(SHEETS) <= named
    assert set(FILES) == in_sheets | (named - set(SHEETS))
    assert not set(SHEETS) & set(FILES)


def test_the_service_worker_keeps_every_sheet(app: Flask) -> None:
    kept = " ".join(shell_addresses(services_of(app).assets))
    assert {f"{name}.css" for name in LINKED.findall(kept)} == {*SHEETS, "print.css"}


def test_a_browser_reads_the_same_rules_without_comments(reader: Page) -> None:
    read = """css => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      return [...sheet.cssRules].map(rule => rule.cssText.replace(/\\s+/g, " "));
    }"""
    for name, css in FILES.items():
        assert "/*" not in compact(css)
        assert reader.evaluate(read, compact(css)) == reader.evaluate(read, css), name


def test_the_licence_of_a_sheet_stays_with_it() -> None:
    assert compact("/*! MIT */\n/* why */\na {\n  top: 0;\n}\n") == "/*! MIT */\na {\ntop: 0;\n}\n"


@pytest.mark.parametrize("path", ["/", "/alpha", TOPIC, "/login", "/roadmaps"])
def test_what_a_page_waits_for_fits_into_the_first_packets_of_a_connection(
    visitor: FlaskClient, path: str
) -> None:
    """Ten packets come in the first round trip: a larger sheet takes a second one."""
    head = visitor.get(path).text.partition("</head>")[0]
    for address in re.findall(r'<link rel="stylesheet" href="([^"]+)"', head):
        answer = visitor.get(address, headers={"Accept-Encoding": "gzip"})
        assert len(answer.data) < 10 * 1400, address
