"""Serves the static files."""

from __future__ import annotations

from flask import Flask, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.web.site.assets import FOREVER
from webapp.web.site.services import services, services_of


def init_static_files(app: Flask) -> None:
    """Serves the assets under `/static/` and gives templates `asset(name)`."""
    app.jinja_env.globals["asset"] = services_of(app).assets.address
    app.add_url_rule("/static/<path:path>", "static", serve_asset)
    app.add_url_rule("/favicon.ico", "favicon", serve_favicon)


def serve_favicon() -> BaseResponse:
    """The icon at the address that browsers ask for by themselves."""
    return serve_asset("img/favicon.svg")


def serve_asset(path: str) -> BaseResponse:
    """A static file; kept for ever where the address carries its hash, else asked for again."""
    found = services().assets.resolve(path) if "\0" not in path else None
    if found is None:
        abort(404)
    asset, is_current = found
    packed = asset.compressed is not None and request.accept_encodings["gzip"] > 0
    response = Response(asset.compressed if packed else asset.body, mimetype=asset.mimetype)
    if asset.compressed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(asset.digest + ("-gz" if packed else ""))
    response.headers["Cache-Control"] = FOREVER if is_current else "public, max-age=300"
    return response.make_conditional(request)
