"""Routes of the static files."""

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
    """Serves the icon at the address that browsers request by default."""
    return serve_asset("img/favicon.svg")


def serve_asset(path: str) -> BaseResponse:
    """Serves a static file. Browsers may cache it for ever if the address contains its present hash."""
    found = services().assets.resolve(path)
    if found is None:
        abort(404)
    asset, is_current = found
    accepted = request.headers.get("Accept-Encoding", "") if asset.is_compressible else ""
    encoding, body = asset.body.encoded(accepted)
    response = Response(body, mimetype=asset.mimetype)
    if asset.is_compressible:
        response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(f"{asset.digest}-{encoding}" if encoding else asset.digest)
    response.headers["Cache-Control"] = FOREVER if is_current else "public, max-age=300"
    return response.make_conditional(request)
