"""The audit log: what was done to accounts, by their owners and by operators."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Response, request, stream_with_context
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.audit import Entry, Filter, all_entries, event_names, list_entries
from webapp.accounts.directory import find_learner
from webapp.portability.values import to_cell
from webapp.web.admin.access import admin_blueprint
from webapp.web.admin.audit_entries import entry_rows
from webapp.web.admin.event_words import event_words
from webapp.web.admin.paging import AT_ONCE
from webapp.web.admin.parts import AUDIT, admin_page
from webapp.web.site.extensions import db
from webapp.web.site.query import query_number, to_number
from webapp.web.site.responses import NEVER
from webapp.web.site.security_log import security_event
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import signed_in

bp = admin_blueprint("admin_audit", __name__)
COLUMNS = ("id", "at", "event", "actor_id", "actor", "subject_id", "subject", "details", "reason")
# No learner has this number.
NOBODY = 0


@bp.get("/admin/audit")
def show() -> BaseResponse:
    """Lists entries, the newest first, of one event or about one learner."""
    wanted = _wanted()
    entries = list_entries(db.session(), wanted, query_number("before"), AT_ONCE + 1)
    shown = entries[:AT_ONCE]
    query = {"event": wanted.event, "learner": request.args.get("learner", "")}
    older = urlencode(query | {"before": shown[-1].id}) if len(entries) > AT_ONCE else ""
    about = gettext("What was done to accounts, by their owners and by those who run the site.")
    return admin_page(
        "admin/audit.html",
        AUDIT,
        gettext("Audit log"),
        about,
        rows=entry_rows(shown),
        events=_event_choices(),
        event=wanted.event,
        learner=query["learner"],
        is_unknown=wanted.learner_id == NOBODY,
        older=older,
        csv=f"/admin/audit.csv?{urlencode(query)}",
    )


@bp.get("/admin/audit.csv")
def as_csv() -> BaseResponse:
    """The same entries, all of them, as CSV that is sent while it is read."""
    wanted = _wanted()
    security_event("audit_exported", staff=signed_in().learner_id)
    response = Response(stream_with_context(_lines(wanted)), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=milepost-audit.csv"
    response.headers["Cache-Control"] = NEVER
    response.headers["Vary"] = "Cookie"
    return response


def _event_choices() -> list[tuple[str, str]]:
    """Returns the names of the events that there are, with their words, in the order of the words."""
    choices = [(name, event_words(name)) for name in event_names(db.session())]
    return sorted(choices, key=lambda choice: choice[1].casefold())


def _wanted() -> Filter:
    event = request.args.get("event", "").replace("\0", "")[:40]
    return Filter(event, _learner(request.args.get("learner", "").strip()))


def _learner(text: str) -> int | None:
    """Returns the learner of a number, a name or an address; NOBODY if there is none."""
    if not text:
        return None
    number = to_number(text)
    return number if number is not None else find_learner(db.session(), text) or NOBODY


def _lines(wanted: Filter) -> Iterator[str]:
    yield "\ufeff" + _line(COLUMNS)
    for entry in all_entries(db.session(), wanted):
        yield _line(_cells(entry))


def _cells(entry: Entry) -> tuple[str, ...]:
    return tuple(to_cell(getattr(entry, name)) for name in COLUMNS)


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
