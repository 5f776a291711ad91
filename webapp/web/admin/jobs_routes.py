"""Mail and other background work: what waits, and what has failed."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import redirect, request
from werkzeug.wrappers import Response

from webapp.db.unit_of_work import writing
from webapp.jobs.queue import retry_jobs
from webapp.jobs.reading import STATES, count_by_kind, list_open_jobs
from webapp.mail.outbox import read_outbox
from webapp.web.admin.access import admin_blueprint
from webapp.web.admin.jobs_page import job_rows, kind_rows
from webapp.web.admin.paging import AT_ONCE, LARGEST
from webapp.web.admin.parts import JOBS, admin_page
from webapp.web.site.extensions import db
from webapp.web.site.query import query_number
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import signed_in

bp = admin_blueprint("admin_jobs", __name__)


@bp.get("/admin/jobs")
def show() -> Response:
    """Counts the jobs by kind, and lists them, the newest first."""
    now = datetime.now(UTC)
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    found = list_open_jobs(db.session(), state, now, query_number("before"), AT_ONCE + 1)
    shown = found[:AT_ONCE]
    counts = count_by_kind(db.session(), now)
    older = urlencode({"state": state, "before": shown[-1].id}) if len(found) > AT_ONCE else ""
    about = gettext("What waits to be sent or done, and what has failed.")
    return admin_page(
        "admin/jobs.html",
        JOBS,
        gettext("Mail and jobs"),
        about,
        kinds=kind_rows(counts, now),
        failed=sum(one.failed for one in counts),
        jobs=job_rows(shown, now),
        state=state,
        older=older,
        outbox=None if settings().mail_url else read_outbox(settings().instance_dir),
    )


@bp.post("/admin/jobs/retry")
def retry_all() -> Response:
    """Lets everything that has failed be tried again."""
    return _retry(None)


@bp.post(f"/admin/jobs/<int(max={LARGEST}):job_id>/retry")
def retry(job_id: int) -> Response:
    """Lets one job that has failed be tried again."""
    return _retry(job_id)


def _retry(job_id: int | None) -> Response:
    with writing(db.session()) as session:
        count = retry_jobs(session, datetime.now(UTC), job_id)
        if count:
            security_event("jobs_retried", staff=signed_in().learner_id, count=count)
    words = ngettext("%(num)d job is tried again.", "%(num)d jobs are tried again.", count)
    show_on_next_page(Toast(words if count else gettext("Nothing had failed any more.")))
    return redirect("/admin/jobs", 303)
