"""A browser with its service worker, and the line to the site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.web.offline.line import Line


@pytest.fixture
def line(app: Flask) -> Iterator[Line]:
    made = Line(app)
    made.mend()
    yield made
    made.cut()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, service_workers="allow")
    context.set_default_timeout(10000)
    yield context.new_page()
    context.close()
