"""Protection against cross-site request forgery: unsafe requests have to come from this site's pages."""

from __future__ import annotations

from flask import Flask, abort, request

from webapp.web.site.origins import origin_of
from webapp.web.site.security_log import security_event
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import OF_GUEST, refuse_while_database_is_away, viewer_key, visitor

# What mail programs send, from wherever they are and without cookies: only the token in the address counts.
OPEN_TO_ALL = frozenset({"digest.unsubscribe"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_origin_check(app: Flask, site_origin: str) -> None:
    """Answers 403 to an unsafe request that another site's page sent, and 409 to one from a page made for
    another learner.

    A browser names the sender in `Sec-Fetch-Site` or `Origin`, which pages cannot forge, so forms need no
    token. A request with neither does not come from a page.
    """

    @app.before_request
    def check_origin() -> None:
        if request.method in SAFE_METHODS or request.method == "TRACE" or request.endpoint in OPEN_TO_ALL:
            return
        if not _is_own(site_origin):
            security_event("cross_origin_refused", endpoint=request.endpoint or "")
            abort(403, gettext("This request came from another site, so nothing was changed."))
        made_for = request.form.get("viewer")
        if made_for:
            _check_viewer(made_for)


def _check_viewer(made_for: str) -> None:
    """Answers 409 if another learner is here than the one that the page was made for.

    What happens to an account whose session has ended since then is for the view to decide.
    """
    who = visitor()
    refuse_while_database_is_away()
    if who is None and made_for.endswith(OF_GUEST):
        abort(409, gettext("The marks of this browser are gone. Load this page again."))
    if who is not None and made_for.removesuffix(OF_GUEST) != viewer_key(who.learner_id):
        abort(
            409,
            gettext(
                "This page was made for another account than the one that is signed in now. Load it again."
            ),
        )


def _is_own(site_origin: str) -> bool:
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None and fetch_site not in {"same-origin", "none"}:
        return False
    own = {origin_of(site_origin), origin_of(f"{request.scheme}://{request.host}")} - {""}
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin_of(origin) in own
    referrer = request.headers.get("Referer")
    if fetch_site is None and referrer:
        return origin_of(referrer) in own
    return True
