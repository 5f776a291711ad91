"""The page about a learner's data: take it along, bring it, delete it."""

from __future__ import annotations

from flask import Blueprint
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.portability.export import count_rows
from webapp.web.data.pages import data_page
from webapp.web.site.extensions import db
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import signed_in

bp = Blueprint("data", __name__)


@bp.get("/me/settings/data")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def data() -> Response:
    """Shows what is kept, and what can be done with it; a guest has data too."""
    who = signed_in()
    context = data_page(count_rows(db.session(), who.learner_id), who.is_guest)
    meta = meta_builder().simple(
        gettext("Your data"), gettext("Take along what this site keeps of you, or remove it."), section="me"
    )
    return page("data/data.html", meta, page=context)
