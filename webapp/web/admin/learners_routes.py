"""The list of learners, and the way to one of them by name."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.directory import find_learners
from webapp.operators.learners import LONGEST_SEARCH, STATES, Wanted
from webapp.web.admin.access import admin_blueprint
from webapp.web.admin.learners_list import learners_page, list_href
from webapp.web.admin.parts import LEARNERS, admin_page
from webapp.web.site.extensions import db
from webapp.web.site.query import query_number, query_text
from webapp.web.site.translations import gettext

bp = admin_blueprint("admin_learners", __name__)


@bp.get("/admin/learners")
def show() -> Response:
    """Lists accounts, the newest first: all, those found (`q`) or in a state (`state`), below `before`."""
    state = request.args.get("state", "")
    wanted = Wanted(query_text("q", LONGEST_SEARCH), state if state in STATES else "")
    context = learners_page(db.session(), wanted, query_number("before"), datetime.now(UTC))
    about = gettext("Who has an account here, and what state it is in.")
    return admin_page("admin/learners.html", LEARNERS, gettext("Learners"), about, page=context)


@bp.get("/admin/learners/<name>")
def by_name(name: str) -> Response:
    """Leads to the account with a username or an address. Its page is at its number, which never changes.

    An address that several have named, and none has verified, leads to the list of them.
    """
    found = find_learners(db.session(), name)
    if not found:
        abort(404)
    if len(found) > 1:
        return redirect(list_href(Wanted(name.strip())), 303)
    return redirect(f"{LEARNERS.href}/{found[0]}", 303)
