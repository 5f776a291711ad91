"""What works while the connection is away: the service worker, the page that it shows, and the manifest."""

from __future__ import annotations

import hashlib
import json

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.web.offline.shell import WORKER, shell_addresses, shell_version
from webapp.web.site.responses import OFFLINE, meta_builder, public_page, shared
from webapp.web.site.services import services, settings
from webapp.web.site.translations import gettext, language_tag

bp = Blueprint("offline", __name__)
COLOR, PAPER = "#1f5b4a", "#faf8f3"


@bp.get("/sw.js")
def worker() -> BaseResponse:
    """Serves the service worker. Its text changes with the files that it keeps, so that browsers renew it."""
    assets = services().assets
    source = assets.find(WORKER)
    shell = json.dumps({"version": shell_version(assets), "addresses": shell_addresses(assets)})
    body = b"const SHELL = %s;\n%s" % (shell.encode(), source.body.plain if source else b"")
    response = Response(body, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(hashlib.sha256(body).hexdigest()[:20])
    return response.make_conditional(request)


@bp.get("/offline")
def offline() -> BaseResponse:
    """The page for an address that was not opened while there was a connection."""
    meta = meta_builder().simple(
        gettext("No connection"),
        gettext("This page was not opened on this device before, and the connection is away."),
    )
    response = public_page("offline/offline.html", meta)
    # It is part of the shell, not a page that somebody opened.
    del response.headers[OFFLINE]
    return response


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """Describes the site for devices on which it is installed."""
    name = settings().site_name
    address = services().assets.address
    sizes = ("192", "512")
    icons = [_icon(address(f"img/icon-{size}.png"), f"{size}x{size}", "any") for size in sizes]
    icons.append(_icon(address("img/icon-maskable-512.png"), "512x512", "maskable"))
    about = {
        "name": name,
        "short_name": name[:12],
        "description": gettext("Learning roadmaps that you can follow and tick off."),
        "lang": language_tag(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": COLOR,
        "icons": icons,
        "shortcuts": [
            {"name": gettext("Today"), "url": "/me"},
            {"name": gettext("All roadmaps"), "url": "/roadmaps"},
        ],
    }
    body = json.dumps(about, ensure_ascii=False)
    return shared(Response(body, mimetype="application/manifest+json"))


def _icon(src: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": src, "sizes": sizes, "type": "image/png", "purpose": purpose}
