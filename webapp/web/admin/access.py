"""Who may: the only place that decides it for every page of the administration."""

from __future__ import annotations

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from webapp.web.site.step_up import ask_again
from webapp.web.site.visitor import refuse_while_database_is_away, visitor


def admin_blueprint(name: str, import_name: str) -> Blueprint:
    """Returns a blueprint all of whose routes are for administrators."""
    bp = Blueprint(name, import_name)
    bp.before_request(administrators_only)
    return bp


def administrators_only() -> Response | None:
    """Answers 404 to everybody but administrators, who prove again after 15 minutes who they are."""
    refuse_while_database_is_away()
    who = visitor()
    if who is None or not who.is_admin:
        abort(404)
    return ask_again()
