"""Redirects from the addresses of a roadmap that has another slug now."""

from __future__ import annotations

import re

from flask import Flask, request
from werkzeug.wrappers import Response

from webapp.web.site.redirects import moved
from webapp.web.site.standings import present_slug

# The slug in an address: of a file such as its PDF, or of a page and all that is below it.
FILE = re.compile(r"(/(?:jsons|pdfs)/roadmaps/|/roadmaps/)([^/.]+)(\.[a-z]+)\Z")
PAGE = re.compile(r"(/)([^/.]+)((?:[/.].*)?)\Z", re.S)


def init_former_slugs(app: Flask) -> None:
    """Answers 301 to an address with a former slug, or 308 to a form that is sent to it."""

    @app.before_request
    def to_present_slug() -> Response | None:
        match = FILE.match(request.path) or PAGE.match(request.path)
        slug = present_slug(match[2]) if match else ""
        if match is None or slug == match[2]:
            return None
        code = 301 if request.method in {"GET", "HEAD"} else 308
        return moved(f"{match[1]}{slug}{match[3]}", code)
