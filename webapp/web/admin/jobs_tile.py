"""What the overview says of mail and jobs."""

from __future__ import annotations

from datetime import datetime

from webapp.jobs.reading import DUE, FAILED, WAITING, count_jobs
from webapp.web.admin.parts import JOBS
from webapp.web.admin.tiles import Tile
from webapp.web.site.extensions import db
from webapp.web.site.services import settings
from webapp.web.site.translations import gettext, ngettext

# A worker looks every few seconds, so that what is due for longer tells that none is there.
LATE_SECONDS = 15 * 60


def jobs_tile(now: datetime) -> Tile:
    """Returns how much waits, and asks to look where something has failed or nobody does the work."""
    found = count_jobs(db.session(), now)
    due, waiting, failed = (found[state] for state in (DUE, WAITING, FAILED))
    lines = [ngettext("%(num)d job waits", "%(num)d jobs wait", due.count + waiting.count)]
    is_late = due.oldest_seconds > LATE_SECONDS
    if is_late:
        lines.append(gettext("Nobody has done what is due for 15 minutes. Is a worker there?"))
    if not settings().mail_url:
        lines.append(gettext("No mail server is set: mails are kept as files."))
    headline = ngettext("%(num)d has failed", "%(num)d have failed", failed.count)
    if not failed.count:
        headline = gettext("Nothing has failed")
    return Tile(JOBS, headline, tuple(lines), is_urgent=failed.count > 0 or is_late)
