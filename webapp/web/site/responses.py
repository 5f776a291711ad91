"""Responses: personal pages, which are never stored, and shared ones, which caches may store."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.web.site.fragments import wants_fragment
from webapp.web.site.page_meta import MetaBuilder, PageMeta
from webapp.web.site.services import settings
from webapp.web.site.session_cookies import cookie_name
from webapp.web.site.toasts import has_pending_toast, pending_toasts
from webapp.web.site.translations import language_tag
from webapp.web.site.visitor import come_back_first, viewer

SHARED = "public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400"
NEVER = "private, no-store"
CACHEABLE = "X-Milepost-Cacheable"
# Of a page that the service worker may keep: the key of the learner whose page it is, or "everybody".
OFFLINE = "Milepost-Offline"


def meta_builder() -> MetaBuilder:
    """Returns the builder of page metadata for this site."""
    return MetaBuilder(settings().site_url, settings().site_name, language_tag())


def page(template: str, meta: PageMeta, *, status: int = 200, **context: Any) -> BaseResponse:
    """Returns a personal page."""
    who = viewer()
    if asked := come_back_first():
        return asked
    html = render_template(template, meta=meta, viewer=who, toasts=pending_toasts(), **context)
    return personal(html, status)


def personal(html: str | bytes, status: int = 200) -> BaseResponse:
    """Returns a personal page. It is not stored, so that nothing of it stays after signing out."""
    response = make_response(html, status)
    # With no-store the Back button also loads the page again, so that it shows the present marks.
    response.headers["Cache-Control"] = NEVER
    response.headers["Vary"] = "Cookie, HX-Request"
    return response


def public_page(template: str, meta: PageMeta, **context: Any) -> BaseResponse:
    """Returns a page that is the same for everybody unknown and personal for a learner, also for a guest.

    It is personal too where it shows a message of the change before it, such as signing out.
    """
    is_known = viewer() is not None or cookie_name(settings()) in request.cookies
    if is_known or (has_pending_toast() and not wants_fragment()):
        return kept_offline(page(template, meta, **context))
    html = render_template(template, meta=meta, viewer=None, toasts=(), **context)
    return kept_offline(shared(Response(html, mimetype="text/html"), "Cookie, HX-Request"))


def kept_offline(response: BaseResponse) -> BaseResponse:
    """Lets the service worker keep a page until its learner signs out."""
    who = viewer()
    response.headers[OFFLINE] = who.key if who else "everybody"
    return response


def shared(response: Response, vary: str = "") -> Response:
    """Marks a response as the same for everybody: gives it an ETag and lets caches store it."""
    response.headers["Cache-Control"] = SHARED
    if vary:
        response.headers["Vary"] = vary
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:20])
    response.headers[CACHEABLE] = "1"
    return response
