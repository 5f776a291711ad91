"""Unsafe requests have to come from this site's own pages."""

from __future__ import annotations

import hmac

from flask import Flask, abort, request

from webapp.web.site.security_log import security_event
from webapp.web.site.visitor import csrf_token, refuse_while_database_is_away

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_origin_check(app: Flask, site_origin: str) -> None:
    """Answers 403 to an unsafe request that another site's page sent, or that carries another visitor's token.

    A browser names the sender in `Sec-Fetch-Site` or `Origin`. A request with neither does not come from a page.
    """

    @app.before_request
    def check_origin() -> None:
        if request.method in SAFE_METHODS or request.method == "TRACE":
            return
        if not _is_own(site_origin):
            security_event("cross_origin_refused", endpoint=request.endpoint or "")
            abort(403, "This request came from another site, so nothing was changed.")
        given = request.form.get("csrf_token")
        if given is not None and not hmac.compare_digest(given.encode(), csrf_token().encode()):
            refuse_while_database_is_away()
            security_event("foreign_token_refused", endpoint=request.endpoint or "")
            abort(403, "This page was made for another visit. Load it again and repeat what you did.")


def _is_own(site_origin: str) -> bool:
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None and fetch_site not in {"same-origin", "none"}:
        return False
    own = {site_origin, f"{request.scheme}://{request.host}"}
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in own
    referrer = request.headers.get("Referer")
    if fetch_site is None and referrer:
        return any(referrer == o or referrer.startswith(o + "/") for o in own)
    return True
