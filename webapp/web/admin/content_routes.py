"""What is wrong with the content that is being served."""

from __future__ import annotations

from datetime import UTC, datetime

from werkzeug.wrappers import Response

from webapp.web.admin.access import admin_blueprint
from webapp.web.admin.content_page import content_page
from webapp.web.admin.parts import CONTENT, admin_page
from webapp.web.site.services import services
from webapp.web.site.translations import gettext

bp = admin_blueprint("admin_content", __name__)


@bp.get("/admin/content")
def show() -> Response:
    """Shows every finding by roadmap, errors first, as `content check` says them."""
    context = content_page(services().catalog_store, datetime.now(UTC))
    about = gettext("What the site serves, and what its authors should mend.")
    return admin_page("admin/content.html", CONTENT, gettext("Content"), about, page=context)
