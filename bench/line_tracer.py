"""A plugin of pytest for `bench/mutants.py`: keeps slow tests out, and notes which lines each test runs."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

SLOW_FIXTURES = {"chromium", "cluster", "server"}
MOST_SECONDS = 8
FILES = {str(Path(name).absolute()): name for name in json.loads(os.environ.get("MUTANTS_FILES", "[]"))}

_noted: dict[str, tuple[float, dict[str, list[int]]]] = {}
_running: dict[str, set[int]] = defaultdict(set)
_failed: set[str] = set()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the tests that need a browser, PostgreSQL or a server of their own."""
    slow = [item for item in items if _is_slow(item)]
    items[:] = [item for item in items if item not in slow]
    config.hook.pytest_deselected(items=slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Notes lines and seconds of a test with its fixtures."""
    if not FILES:
        return (yield)
    _running.clear()
    began = time.monotonic()
    threading.settrace(_trace)
    sys.settrace(_trace)
    try:
        return (yield)
    finally:
        sys.settrace(None)
        threading.settrace(None)
        seconds = time.monotonic() - began
        if item.nodeid not in _failed and seconds < MOST_SECONDS:
            _noted[item.nodeid] = seconds, {name: sorted(lines) for name, lines in _running.items()}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remembers what failed without a mutant."""
    if report.failed:
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Writes what was noted."""
    if FILES:
        Path(os.environ["MUTANTS_NOTED"]).write_text(json.dumps(_noted))


def _is_slow(item: pytest.Item) -> bool:
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return bool(
        set(getattr(item, "fixturenames", ())) & SLOW_FIXTURES
        or parameters.get("database_url") == "postgresql"
        or item.get_closest_marker("slow")
    )


def _trace(frame: FrameType, event: str, argument: Any) -> Any:
    name = FILES.get(frame.f_code.co_filename)
    if name is None:
        return None
    lines = _running[name]
    lines.add(frame.f_lineno)

    def note(inner: FrameType, event: str, argument: Any) -> Any:
        lines.add(inner.f_lineno)
        return note

    return note
