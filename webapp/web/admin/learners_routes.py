"""The list of learners."""

from __future__ import annotations

from werkzeug.wrappers import Response

from webapp.operators.learners import Wanted, list_learners
from webapp.web.admin.access import admin_blueprint
from webapp.web.admin.parts import LEARNERS, admin_page
from webapp.web.site.extensions import db
from webapp.web.site.translations import gettext

bp = admin_blueprint("admin_learners", __name__)
AT_ONCE = 50


@bp.get("/admin/learners")
def show() -> Response:
    """Lists accounts, the newest first."""
    found = list_learners(db.session(), Wanted(), AT_ONCE)
    about = gettext("Who has an account here, and what state it is in.")
    return admin_page("admin/learners.html", LEARNERS, gettext("Learners"), about, learners=found)
