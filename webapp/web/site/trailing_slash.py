"""Redirects from addresses with a slash at the end to those without."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from webapp.web.site.redirects import moved


def init_trailing_slash(app: Flask) -> None:
    """Answers 308 if there is a page at the address without its last slash."""

    @app.before_request
    def without_slash() -> Response | None:
        path = request.path
        is_unknown = isinstance(request.routing_exception, NotFound)
        if not is_unknown or request.method not in {"GET", "HEAD"}:
            return None
        if not path.endswith("/") or path.endswith("//") or not _is_known(app, path[:-1]):
            return None
        return moved(path[:-1], 308)


def _is_known(app: Flask, path: str) -> bool:
    adapter = app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path))
    except HTTPException:
        return False
