"""What there is: accounts, one of them as a whole, numbers of people."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from webapp.cli.learners.group import learners, number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from webapp.operators.usage import Usage

as_json = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)


@learners.command("list")
@click.argument("search", required=False, default="")
@click.option(
    "--state",
    type=click.Choice(["active", "disabled", "leaving", "unverified", "admin"]),
    help="Only accounts in that state.",
)
@click.option(
    "--limit", type=click.IntRange(1, 100_000), default=50, help="How many at most; 50 if left out."
)
@click.option("--before", type=int, help="Only numbers below this one: the next page of a list.")
@as_json
def show_list(search: str, state: str | None, limit: int, before: int | None, form: str) -> None:
    """Name accounts, the newest first: all, or those whose name or address begins with SEARCH."""
    from webapp.operators.learners import Wanted, count_learners, list_learners
    from webapp.web.site.extensions import db

    wanted = Wanted(search, state or "")
    found = list_learners(db.session(), wanted, limit, before)
    if form == "json":
        _print_json([asdict(one) for one in found])
        return
    for one in found:
        marks = [one.state, *["admin"] * one.is_admin, *["unverified"] * (not one.is_verified)]
        parts = (
            str(one.id),
            one.username,
            one.email or "-",
            ", ".join(marks),
            f"seen {_day(one.last_seen_at)}",
        )
        click.echo("  ".join(parts))
    click.echo(f"{len(found)} of {count_learners(db.session(), wanted)}")


@learners.command("show")
@click.argument("name")
@as_json
def show(name: str, form: str) -> None:
    """Say what the site knows of the learner with that name, but not what they have marked."""
    from webapp.operators.details import learner_details
    from webapp.web.site.extensions import db

    session = db.session()
    found = learner_details(session, number_of(session, name), datetime.now(UTC))
    facts = asdict(found) if found is not None else {}
    if form == "json":
        _print_json(facts)
        return
    for key, value in {**facts.pop("account", {}), **facts.pop("ways", {}), **facts}.items():
        click.echo(f"{key.replace('_', ' ')}: {_words(value)}")


@learners.command("stats")
@click.option("--exact", is_flag=True, help="Numbers below five too.")
@as_json
def stats(exact: bool, form: str) -> None:
    """Count learners, guests, who was here lately, and who has marks on which roadmap."""
    from webapp.operators.usage import FLOOR, usage
    from webapp.web.admin.usage_page import endings
    from webapp.web.site.extensions import db
    from webapp.web.site.services import catalog
    from webapp.web.site.standings import slug_of

    ends = endings(catalog().roadmaps)
    found = usage(db.session(), ends, slug_of, datetime.now(UTC), 1 if exact else FLOOR)
    if form == "json":
        _print_json(asdict(found))
        return
    _print_usage(found, lambda count: f"fewer than {FLOOR}" if count is None else str(count))


def _print_usage(found: Usage, number: Callable[[int | None], str]) -> None:
    click.echo(f"accounts: {number(found.accounts)}, guests: {number(found.guests)}")
    for one in found.periods:
        here = f"{number(one.accounts)} accounts and {number(one.guests)} guests were here"
        click.echo(f"{one.days} days: {here}, {number(one.new)} accounts are new")
    for row in found.roadmaps:
        click.echo(f"{row.slug}: {row.learners} have marks, {number(row.finished)} have finished it")


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {sum(counts.values())}" for key, counts in value.items()) or "-"
    if isinstance(value, (tuple, list)):
        return ", ".join(value) or "-"
    return "-" if value in (None, "") else str(value)


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "-"


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, default=lambda moment: moment.isoformat()))
