"""When roadmaps without a date were first served, which feeds need where a format asks for a date.

The database has the times, so that all machines say the same. A copy in the instance folder is for when the
database is away; earlier releases had that file alone.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from webapp.catalog.whole_files import write_whole
from webapp.db.first_served import remember_first_servings
from webapp.db.unit_of_work import end_reading
from webapp.web.site.extensions import db

log = logging.getLogger("milepost.content")


class FirstServed:
    """The times at which names were seen first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, datetime] = {}

    def times(self, names: Iterable[str]) -> tuple[Mapping[str, datetime], bool]:
        """Returns the time of each name, and whether other machines say the same; new names are noted."""
        wanted = tuple(names)
        if self._known.keys() >= set(wanted):
            return self._known, True
        noted = self._read()
        now = datetime.now(UTC).replace(microsecond=0)
        times = {name: noted.get(name, now) for name in wanted}
        try:
            times = remember_first_servings(db.session(), times)
        except SQLAlchemyError as error:
            end_reading(db.session())
            log.warning("content: feeds date by this machine alone now (%s)", type(error).__name__)
            return times, noted.keys() >= set(wanted)
        if times.items() - noted.items():
            self._write(noted | times)
        self._known = self._known | times
        return self._known, True

    def _read(self) -> dict[str, datetime]:
        try:
            noted = json.loads(self._path.read_text(encoding="utf-8"))
            times = {str(name): datetime.fromisoformat(moment) for name, moment in noted.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
        return {name: moment for name, moment in times.items() if moment.tzinfo}

    def _write(self, times: Mapping[str, datetime]) -> None:
        noted = {name: moment.isoformat() for name, moment in sorted(times.items())}
        try:
            write_whole(self._path, json.dumps(noted, indent=1).encode())
        except OSError:
            log.warning("content: %s cannot be written; feeds need the database", self._path)
