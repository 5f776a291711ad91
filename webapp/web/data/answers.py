"""The answer with the page about a learner's data, which several routes give."""

from __future__ import annotations

from werkzeug.wrappers import Response

from webapp.portability.export import count_rows
from webapp.web.data.pages import data_page
from webapp.web.site.extensions import db
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import signed_in


def data_response(import_error: str = "", status: int = 200) -> Response:
    """Returns the page, with a message at the field for a file if one could not be read."""
    who = signed_in()
    context = data_page(count_rows(db.session(), who.learner_id), who.is_guest)
    meta = meta_builder().simple(
        gettext("Your data"), gettext("Take along what this site keeps of you, or remove it."), section="me"
    )
    return page("data/data.html", meta, status=status, page=context, import_error=import_error)
