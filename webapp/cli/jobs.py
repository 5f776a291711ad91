"""`flask --app wsgi jobs …`: background work."""

from __future__ import annotations

import signal
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from flask import current_app

from webapp.cli.groups.database import DatabaseGroup

if TYPE_CHECKING:
    from webapp.jobs.models import Job

jobs = DatabaseGroup("jobs", help="Look after background work, such as mail.")


@jobs.command("list")
@click.option("--failed", is_flag=True, help="Only what has failed for good.")
def show(failed: bool) -> None:
    """Name what waits to be done, and what has failed."""
    from webapp.jobs.reading import list_jobs
    from webapp.web.site.extensions import db

    found = list_jobs(db.session(), only_failed=failed)
    now = datetime.now(UTC)
    for job in found:
        click.echo(_line(job, now))
    if not found:
        click.echo("nothing has failed" if failed else "nothing waits, and nothing has failed")


@jobs.command("run")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def run(once: bool) -> None:
    """Do background work in this process until it is stopped."""
    from webapp.web.site.services import services_of

    worker = services_of(current_app).worker
    if once:
        count = worker.run_due()
        click.echo(f"{count} jobs were tried" if count != 1 else "1 job was tried")
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    click.echo("Background work is done here (Ctrl+C stops it)")
    worker.run()


@jobs.command("purge")
def purge() -> None:
    """Delete what nobody needs any more at once, also where the clock has jumped.

    Look at the clock first: what is deleted by a clock that is ahead does not come back.
    """
    from webapp.web.site.extensions import db
    from webapp.web.site.purges import PURGES, run_purge

    for name, one in PURGES.items():
        click.echo(f"{name}: {run_purge(lambda: nullcontext(db.session()), one)}")


@jobs.command("retry")
@click.argument("job_id", metavar="[ID]", required=False, type=int)
def retry(job_id: int | None) -> None:
    """Try again what has failed for good: the job with that number, or everything."""
    from webapp.db.unit_of_work import writing
    from webapp.jobs.queue import retry_jobs
    from webapp.web.site.extensions import db

    with writing(db.session()) as session:
        count = retry_jobs(session, datetime.now(UTC), job_id)
    if not count and job_id is not None:
        raise click.ClickException(f"no job with the number {job_id} has failed")
    click.echo(f"{count} jobs are tried again" if count != 1 else "1 job is tried again")


def _line(job: Job, now: datetime) -> str:
    if job.due is None:
        state = "failed"
    elif job.due <= now:
        state = "due"
    else:
        state = f"until {job.due:%Y-%m-%d %H:%M:%S} UTC"
    since = f"since {job.created_at:%Y-%m-%d %H:%M:%S} UTC"
    parts = (str(job.id), job.kind, state, since, f"attempts: {job.attempts}", job.last_error)
    return "  ".join(part for part in parts if part)
