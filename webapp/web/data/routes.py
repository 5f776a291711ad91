"""The page about a learner's data: take it along, bring it, delete it."""

from __future__ import annotations

from flask import Blueprint
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.web.data.answers import data_response

bp = Blueprint("data", __name__)


@bp.get("/me/settings/data")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def data() -> Response:
    """Shows what is kept, and what can be done with it; a guest has data too."""
    return data_response()
