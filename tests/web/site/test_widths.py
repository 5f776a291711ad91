"""Nothing is wider than the window: every page type and every topic of our content, on phones and
desktops.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.conftest import CONTENT, serving
from webapp.catalog.loading.load import load

pytestmark = pytest.mark.slow
WIDTHS = (320, 390, 1440)
OTHER_PAGES = (
    "/",
    "/roadmaps",
    "/python",
    "/python?view=list",
    "/python/route",
    "/python/route?to=qUoKwHau_mb4MTXeENacm&known=BGXccyg0T_Zchse6jK3yJ",
    "/python/route?to=qUoKwHau_mb4MTXeENacm&view=map",
    "/search?q=python",
    "/signup",
    "/forgot-password",
    "/nothing",
    "/rss.xml",
)
LONG_TOPIC = """# Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft

A line of code that is long:

```
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
```

| one | two | three | four | five | six | seven | eight | nine |
|---|---|---|---|---|---|---|---|---|
| number one | number two | number three | number four | number five | number six | number seven | number eight | number nine |

And `a_name_in_code_that_nobody_would_break_but_that_has_to_be_broken_on_a_phone_all_the_same` in a sentence.

- [@article@Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa](https://example.org/a)
"""
LONG_LABEL = "Rindfleischetikettierungsüberwachungsgeset"
# Fetches pages with their styles, or topics as the panel shows them, once for all widths.
FETCH = """async ([paths, inPanel]) => {
  window.fetched = [];
  for (const path of paths) {
    const answer = await fetch(path, inPanel ? { headers: { "HX-Request": "true" } } : {});
    window.fetched.push([path, answer.status, await answer.text()]);
  }
  for (const [, , html] of window.fetched) {
    for (const { href, media } of new DOMParser().parseFromString(html, "text/html").querySelectorAll("link[rel=stylesheet]")) {
      if ([...document.styleSheets].some((sheet) => sheet.href === href)) continue;
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, media });
      await new Promise((loaded) => { link.onload = loaded; document.head.append(link); });
    }
  }
  return window.fetched.filter(([, status]) => status !== 200).map(([path, status]) => [path, status]);
}"""
# Puts each page's main part, or each topic into the open panel, and says what is wider than the window.
MEASURE = """(inPanel) => {
  const wide = [];
  const dialog = document.getElementById("panel");
  for (const [path, , html] of window.fetched) {
    if (inPanel) {
      document.getElementById("panel-body").innerHTML = html;
      if (!dialog.open) dialog.showModal();
      const close = dialog.querySelector("[data-panel-close]").getBoundingClientRect();
      const inside = close.right <= innerWidth && close.left >= 0 && dialog.scrollWidth <= dialog.clientWidth;
      if (!inside) wide.push([path, dialog.scrollWidth, close.right]);
    } else {
      document.querySelector("main").replaceWith(new DOMParser().parseFromString(html, "text/html").querySelector("main"));
    }
    const width = document.documentElement.scrollWidth;
    if (width > innerWidth) wide.push([path, width]);
  }
  return wide;
}"""


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A roadmap whose words are as long as words get."""
    tree = tmp_path_factory.mktemp("long")
    content = tree / "roadmaps" / "long" / "content"
    content.mkdir(parents=True)
    (tree / "roadmaps" / "long" / "long.md").write_text(
        f"---\ntitle: {LONG_LABEL}\ndescription: {LONG_LABEL * 2}\n---\n"
    )
    (content / f"{LONG_LABEL.lower()}@a1.md").write_text(LONG_TOPIC)
    yield from _running(tree)


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    instance = str(tmp_path_factory.mktemp("own"))
    yield from _running(CONTENT, DATABASE_URL=f"sqlite:///{instance}/m.db", INSTANCE_DIR=instance)


def _running(tree: Path, **environ: str) -> Iterator[str]:
    with serving(tree, **environ) as app:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 800}, bypass_csp=True)
    yield context.new_page()
    context.close()


def wider(window: Page, paths: list[str], in_panel: bool) -> dict[int, object]:
    """Returns by width what is wider than the window."""
    assert window.evaluate(FETCH, [paths, in_panel]) == []
    found = {}
    for width in WIDTHS:
        window.set_viewport_size({"width": width, "height": 800})
        assert window.evaluate("innerWidth") == width
        found[width] = window.evaluate(MEASURE, in_panel)
    return found


NOTHING: dict[int, object] = {width: [] for width in WIDTHS}


def test_no_page_of_ours_is_wider_than_the_window(window: Page, own_site: str) -> None:
    catalog = load(CONTENT, reserved=())
    window.goto(f"{own_site}/login")
    topics = [t.path for r in catalog.roadmaps.values() for t in r.topics.values()]
    assert wider(window, topics, in_panel=False) == NOTHING
    for path in OTHER_PAGES:
        window.goto(own_site + path)
        for width in WIDTHS:
            window.set_viewport_size({"width": width, "height": 800})
            assert window.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_no_panel_of_ours_is_wider_than_the_window(window: Page, own_site: str) -> None:
    catalog = load(CONTENT, reserved=())
    window.goto(f"{own_site}/python")
    topics = [t.path for r in catalog.roadmaps.values() for t in r.topics.values()]
    assert wider(window, topics, in_panel=True) == NOTHING


# WCAG 1.4.12: what readers may set, and nothing may be lost.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
)


@pytest.mark.parametrize("spacing", ["", SPACING], ids=["as it is", "with spaced text"])
def test_what_a_roadmap_is_about_is_whole_on_a_phone(window: Page, own_site: str, spacing: str) -> None:
    window.set_viewport_size({"width": 390, "height": 844})
    for slug in load(CONTENT, reserved=()).roadmaps:
        window.goto(f"{own_site}/{slug}")
        window.add_style_tag(content=spacing or "/* */")
        hidden = window.eval_on_selector(".roadmap-head__line", "e => e.scrollHeight - e.clientHeight")
        assert hidden <= 2, slug
        if not spacing:
            assert window.eval_on_selector(".roadmap-head", "e => e.getBoundingClientRect().bottom") < 300


def test_long_words_code_and_tables_widen_nothing(window: Page, long_site: str) -> None:
    topic = f"/long/{LONG_LABEL.lower()}@a1"
    window.goto(f"{long_site}/long?view=list")
    pages = ["/long?view=list", "/", "/roadmaps", "/search?q=r", topic]
    assert wider(window, pages, in_panel=False) == NOTHING
    window.goto(f"{long_site}/long")
    assert wider(window, [topic], in_panel=True) == NOTHING


def test_code_and_tables_can_be_scrolled_by_keyboard(window: Page, long_site: str) -> None:
    window.goto(f"{long_site}/long/{LONG_LABEL.lower()}@a1")
    for width in WIDTHS:
        window.set_viewport_size({"width": width, "height": 800})
        for name in ("Code", "Table"):
            region = window.get_by_role("region", name=name)
            region.focus()
            assert region.evaluate("e => document.activeElement === e")
