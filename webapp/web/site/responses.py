"""How a page is answered: rendered with its head, and marked as the same for everybody or as personal."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.web.site.page_meta import Heads, PageMeta
from webapp.web.site.services import settings
from webapp.web.site.toasts import kept_toasts
from webapp.web.site.translations import language_tag
from webapp.web.site.visitor import cookie_name, viewer

SHARED = "public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400"
NEVER = "private, no-store"
CACHEABLE = "X-Milepost-Cacheable"


def heads() -> Heads:
    """Makes page heads for this site."""
    return Heads(settings().site_url, settings().site_name, language_tag())


def page(template: str, meta: PageMeta, *, status: int = 200, **context: Any) -> BaseResponse:
    """A personal page: stored nowhere, so that Back shows what is true and nothing stays after sign-out."""
    html = render_template(template, meta=meta, viewer=viewer(), toasts=kept_toasts(), **context)
    response = make_response(html, status)
    # Browsers give history's pages back without asking, unless they may not store them.
    response.headers["Cache-Control"] = NEVER
    response.headers["Vary"] = "Cookie, HX-Request"
    return response


def public_page(template: str, meta: PageMeta, **context: Any) -> BaseResponse:
    """A page that is the same bytes for every guest; for a learner it is personal."""
    if viewer() is not None or cookie_name(settings()) in request.cookies:
        return page(template, meta, **context)
    html = render_template(template, meta=meta, viewer=None, toasts=(), **context)
    return shared(Response(html, mimetype="text/html"), "Cookie, HX-Request")


def shared(response: Response, vary: str = "") -> Response:
    """Marks an answer as the same for everybody: an ETag of its bytes, and leave to keep it."""
    response.headers["Cache-Control"] = SHARED
    if vary:
        response.headers["Vary"] = vary
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:20])
    response.headers[CACHEABLE] = "1"
    return response
