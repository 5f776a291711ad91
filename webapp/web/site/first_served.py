"""When roadmaps without a date were first served, which feeds need where a format asks for a date.

The file is in the instance folder and outlives restarts.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from webapp.catalog.whole_files import write_whole

log = logging.getLogger("milepost.content")


class FirstServed:
    """The times at which names were seen first."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def times(self, names: Iterable[str]) -> Mapping[str, datetime]:
        """Returns the time of each name; those that are new are noted."""
        known = self._read()
        now = datetime.now(UTC).replace(microsecond=0)
        wanted = {name: known.get(name, now) for name in names}
        if wanted.keys() - known.keys():
            self._write(known | wanted)
        return wanted

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
            log.warning("content: %s cannot be written; feeds date anew what has no date", self._path)
