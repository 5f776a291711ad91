"""A clock that tests move: what the site takes for the present time."""

from __future__ import annotations

import datetime as library
import sys
import time
from typing import Any

import itsdangerous.timed
import pytest

real = library.datetime


class Clock:
    """The present time, put forward by `wait`."""

    def __init__(self) -> None:
        self.ahead = library.timedelta()

    def wait(self, **spans: float) -> None:
        """Lets time go by, such as `hours=1, minutes=1`."""
        self.ahead += library.timedelta(**spans)

    def now(self, zone: library.tzinfo | None = None) -> library.datetime:
        return real.now(zone) + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Replaces the clock of every module of the site, and of the library that dates signed notes."""
    moved = Clock()

    class Moved(real):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return moved.now(tz)

    for name, module in list(sys.modules.items()):
        if name.startswith("webapp.") and getattr(module, "datetime", None) is real:
            monkeypatch.setattr(module, "datetime", Moved)

    def stamp(signer: object) -> int:
        return int(time.time() + moved.ahead.total_seconds())

    monkeypatch.setattr(itsdangerous.timed.TimestampSigner, "get_timestamp", stamp)
    return moved
