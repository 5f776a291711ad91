"""The overview: what an operator wants to know at a glance."""

from __future__ import annotations

from datetime import UTC, datetime

from werkzeug.wrappers import Response

from webapp.web.admin.access import admin_blueprint
from webapp.web.admin.overview import tiles
from webapp.web.admin.parts import OVERVIEW, admin_page
from webapp.web.site.translations import gettext

bp = admin_blueprint("admin", __name__)


@bp.get("/admin")
def overview() -> Response:
    """Shows how the site is doing, with a way to each part."""
    about = gettext("How this site is doing, and what waits for you.")
    title = gettext("Administration")
    return admin_page("admin/overview.html", OVERVIEW, title, about, tiles=tiles(datetime.now(UTC)))
