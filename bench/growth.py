"""What a learner takes, and what a growing site needs: `python -m bench.growth [--database URL]`.

One learner signs up and marks topics by requests; many others get copies of those rows. It prints the bytes
that each learner takes with indexes, and the processor time of a page and of a mark beside all of them; from
these and from what learners are assumed to do, what sites of different sizes need. `--database` is an empty
PostgreSQL on this machine; without it, it is SQLite.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Connection, Table, text

from bench.learner import HX, SLUG, signed_up, status
from bench.timing import Work, processor_time_of, processor_times
from webapp.app import create_app
from webapp.backups.databases import opened
from webapp.config import ROOT, read_settings
from webapp.db.base import Base
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

# What learners do is assumed. Change it to what `learners stats` says of your site.
ACTIVE_ON_A_DAY = 0.10  # of all who have signed up
PAGES, MARKS = 20, 10  # of one of them on such a day
TOPICS = 150  # that each has marked in all, first as learning, then as done
PEAK = 10  # the busiest minute beside the mean of the day
USED = 0.5  # of a processor in the busiest minute
SITES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)

OTHERS = 1000
CALLS = 200
DAY = 86_400
NUMBERS = "WITH RECURSIVE number(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n <= :others)"
SQLITE_SIZE = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
POSTGRESQL_SIZE = """SELECT sum(pg_total_relation_size(oid)) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
PROCESSES = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
DIRECTORIES = ("username_directory", "address_directory")


@dataclass(frozen=True, slots=True)
class Measured:
    """Bytes of a learner; seconds of processor time of a page and of a mark."""

    size: float
    page: float
    mark: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints what was measured, and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="the address of an empty PostgreSQL on this machine")
    given = parser.parse_args(arguments).database
    with tempfile.TemporaryDirectory() as folder:
        url = given or f"sqlite:///{folder}/growth.db"
        site = make_site(Path(folder), url)
        ada = signed_up(site)
        mark_topics(site, ada)
        add_others(url)
        found = measure(site, ada)
    print(f"a learner with {TOPICS} topics takes {found.size / 1000:.1f} kB with indexes")
    page, mark = 1000 * found.page, 1000 * found.mark
    print(f"processor time with the database's: a page {page:.2f} ms, a mark {mark:.2f} ms")
    print(f"{'learners':>12} {'GB':>8} {'pages/s':>9} {'marks/s':>9} {'processors':>11}")
    for learners in SITES:
        print(row(learners, found))


def make_site(folder: Path, url: str) -> Flask:
    """Our site with its tables."""
    environ = {"CONTENT_DIR": str(ROOT / "content"), "INSTANCE_DIR": str(folder), "DATABASE_URL": url}
    app = create_app(read_settings(environ, folder), TESTING=True, RATELIMIT_ENABLED=False)
    with app.app_context():
        upgrade()
    return app


def mark_topics(site: Flask, client: FlaskClient) -> None:
    """Marks so many topics of several roadmaps, twice each."""
    roadmaps = services_of(site).catalog_store.catalog.roadmaps.values()
    paths = [roadmap.topics[topic_id].path for roadmap in roadmaps for topic_id in roadmap.order]
    for path in paths[:TOPICS]:
        for turn in (1, 0):
            assert client.post(f"{path}/status", data={"status": status(turn)}, headers=HX).status_code == 200


def add_others(url: str) -> None:
    """Gives many others what the first learner has."""
    # Copying takes longer than the site's own connections would wait.
    with opened(url) as engine:
        with engine.begin() as connection:
            for table in Base.metadata.sorted_tables:
                key = "id" if table.name == "learner" else "learner_id"
                if key in table.columns:
                    connection.execute(text(_copy(table, key)), {"others": OTHERS})
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("ANALYZE")


def _copy(table: Table, key: str) -> str:
    names = [f'"{column.name}"' for column in table.columns if column.name != key]
    # What is unique over all learners is made so.
    unique = "folded || n" if table.name in DIRECTORIES else '"folded"'
    values = [unique if name == '"folded"' else name for name in names]
    return (
        f"INSERT INTO {table.name} ({', '.join([key, *names])}) {NUMBERS}"  # names of our own tables
        f" SELECT {', '.join(['n', *values])} FROM {table.name}, number WHERE {key} = 1"
    )


def measure(site: Flask, client: FlaskClient) -> Measured:
    """Measures the first learner's page and mark beside all others."""
    path = next(iter(services_of(site).catalog_store.catalog.roadmaps[SLUG].topics.values())).path
    turns = count()

    def read() -> object:
        return client.get(f"/{SLUG}")

    def mark() -> object:
        return client.post(f"{path}/status", data={"status": status(next(turns))}, headers=HX)

    of_page, of_mark = processor_times([read, mark])
    with site.app_context(), db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        size = float(connection.exec_driver_sql(SQLITE_SIZE if is_sqlite else POSTGRESQL_SIZE).scalar_one())
        if not is_sqlite:
            of_page += _database_time(connection, read)
            of_mark += _database_time(connection, mark)
    return Measured(size / (OTHERS + 1), of_page, of_mark)


def _database_time(connection: Connection, work: Work) -> float:
    """Seconds that PostgreSQL's processes for this site work for one call."""
    work()
    pids = connection.exec_driver_sql(PROCESSES).scalars().all()
    began = processor_time_of(pids)
    for _ in range(CALLS):
        work()
    return (processor_time_of(pids) - began) / CALLS


def row(learners: int, found: Measured) -> str:
    """What a site of so many learners needs."""
    visits = learners * ACTIVE_ON_A_DAY / DAY * PEAK
    pages, marks = visits * PAGES, visits * MARKS
    processors = (pages * found.page + marks * found.mark) / USED
    size = learners * found.size / 1e9
    return f"{learners:>12,} {size:>8.1f} {pages:>9.1f} {marks:>9.1f} {processors:>11.2f}"


if __name__ == "__main__":
    main()
