"""Each test here runs in Chromium, Firefox and WebKit, against a real server of the site."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser import answering
from tests.catalog.trees import graph, grow, node
from tests.conftest import CONTENT, PASSWORD, serving
from tests.engines.driver import ENGINES, WIDE, Page, WebDriver, driving, screen

CODE = """# Tokens

```
first = "a line of code that is longer than a sheet of paper is wide, and wider than the window of a phone" + "zzz8"
```

| one | two | three | four |
|---|---|---|---|
| a_name_that_nobody_would_break_and_that_is_very_long | another_name_that_nobody_would_break | a_third_name_that_nobody_would_break | zzz9 |
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of an engine are one worker's, so that each engine starts once."""
    for item in items:
        if item.path.parent == Path(__file__).parent and hasattr(item, "callspec"):
            item.add_marker("slow")
            item.add_marker("engines")
            item.add_marker(pytest.mark.xdist_group(item.callspec.params["engine"]))


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    with ExitStack() as stack:
        if request.param == "webkit":
            stack.enter_context(screen())
        yield request.param


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a page is printed."""
    return tmp_path_factory.mktemp("print") / "page.pdf"


@pytest.fixture(scope="session")
def driver(engine: str, pdf: Path) -> Iterator[WebDriver]:
    with driving(engine, pdf) as started:
        yield started


@pytest.fixture
def page(driver: WebDriver, engine: str, site: str, pdf: Path) -> Page:
    """A window of 1440 by 900 of somebody who was never here."""
    made = Page(driver, engine, site, pdf)
    made.open("/healthz")
    made.forget()
    made.resize(WIDE)
    return made


@pytest.fixture(scope="session")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a roadmap of five printed pages, one of whose topics is code, and one with dark words."""
    roadmap = tmp_path_factory.mktemp("tree") / "roadmaps/ai-engineer"
    shutil.copytree(CONTENT / "roadmaps/ai-engineer", roadmap)
    next(roadmap.glob("content/tokens@*.md")).write_text(CODE, encoding="utf-8")
    root = roadmap.parent.parent
    words = node("dark-blue", kind="paragraph", data={"label": "Dark", "style": {"color": "#333366"}})
    grow(root, {"dark.md": "---\ntitle: Dark\n---\n", "dark.json": graph(words, node(y=100))}, "dark")
    with serving(root) as app, answering(app) as address:
        yield address


@pytest.fixture
def reader(driver: WebDriver, engine: str, long_site: str, pdf: Path) -> Page:
    """A guest's window on a site with a long roadmap."""
    made = Page(driver, engine, long_site, pdf)
    made.resize(WIDE)
    return made


@pytest.fixture
def scriptless(engine: str, site: str, pdf: Path) -> Iterator[Page]:
    """A browser that runs no scripts."""
    with driving(engine, pdf, scripts=False) as started:
        yield Page(started, engine, site, pdf, scripts=False)


@pytest.fixture
def sign_up_by_form() -> Callable[[Page], None]:
    def sign_up(page: Page) -> None:
        page.open("/signup")
        page.type("#username", "ada")
        page.type("#email", "ada@example.org")
        page.type("#password", PASSWORD)
        page.click("main form button[type=submit]")
        page.until_at("/me")

    return sign_up


@pytest.fixture
def learner(page: Page, sign_up_by_form: Callable[[Page], None]) -> Page:
    """Ada's window, just after she signed up."""
    sign_up_by_form(page)
    return page
