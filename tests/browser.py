"""A real Chromium against a real server."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import make_server

from tests.databases import missing

# First the build that has the same engine and no windows: it takes half the processor time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # As in the build with windows, so that the kept pictures fit both.
    "--font-render-hinting=none",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        missing("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        _block_workers(browser)
        yield browser
        browser.close()


def _block_workers(browser: Browser) -> None:
    """Lets pages reach the site directly, unless a test asks for the service worker as `tests/web/offline` does."""
    new_context = browser.new_context
    browser.new_context = lambda **options: new_context(**{"service_workers": "block"} | options)


@contextmanager
def answering(app: Flask) -> Iterator[str]:
    """The address at which the site answers meanwhile."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the running site."""
    with answering(app) as address:
        yield address


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[BrowserContext]:
    """A window of 1440 by 900."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(8000)
    yield context
    context.close()
