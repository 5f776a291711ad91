"""How much the site is used: numbers of people, never who."""

from __future__ import annotations

from datetime import UTC, datetime

from werkzeug.wrappers import Response

from webapp.operators.usage import FLOOR, usage
from webapp.web.admin.access import admin_blueprint
from webapp.web.admin.parts import USAGE, admin_page
from webapp.web.admin.usage_page import endings, usage_page
from webapp.web.site.extensions import db
from webapp.web.site.services import catalog
from webapp.web.site.standings import slug_of
from webapp.web.site.translations import gettext

bp = admin_blueprint("admin_usage", __name__)


@bp.get("/admin/usage")
def show() -> Response:
    """Counts learners, who was here lately, and roadmaps by learners and completions."""
    roadmaps = catalog().roadmaps
    found = usage(db.session(), endings(roadmaps), slug_of, datetime.now(UTC))
    about = gettext("How many people learn here, and what.")
    context = usage_page(found, roadmaps)
    return admin_page("admin/usage.html", USAGE, gettext("Usage"), about, page=context, floor=FLOOR)
