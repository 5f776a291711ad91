"""The page of operators explains every line of the log and every event."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OPERATE = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
EXPLAINED = {
    name
    for line in OPERATE.splitlines()
    if line.startswith("| ")
    for name in re.findall(r"`([^`]+)`", line.split("|")[1])
}
# Commands for authors print these where they are run.
COMMANDS = {"webapp/authoring"}
LEVELS = {"debug", "info", "warning", "error", "exception"}


def calls(name: str) -> list[tuple[Path, ast.Call]]:
    """The calls of a function, or of a method of an object that has this name."""
    return all_calls().get(name, [])


@cache
def all_calls() -> dict[str, list[tuple[Path, ast.Call]]]:
    found: dict[str, list[tuple[Path, ast.Call]]] = {}
    for path in sorted([*(ROOT / "webapp").rglob("*.py"), *(ROOT / "deploy").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found.setdefault(ast.unparse(node.func).partition(".")[0], []).append((path, node))
    return found


def events() -> set[str]:
    return {
        c.value
        for _, call in calls("security_event")
        for c in ast.walk(call.args[0])
        if isinstance(c, ast.Constant) and isinstance(c.value, str)
    }


def lines() -> set[str]:
    found = set()
    for path, call in calls("log"):
        is_told = isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS
        if is_told and not any(str(path.relative_to(ROOT)).startswith(folder) for folder in COMMANDS):
            first = call.args[0]
            if isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def test_they_are_found() -> None:
    assert {"signed_in", "guest_made", "cross_origin_refused"} <= events()
    assert len(lines()) > 20


@pytest.mark.parametrize("event", sorted(events()))
def test_every_security_event_is_explained(event: str) -> None:
    assert event in EXPLAINED


@pytest.mark.parametrize("line", sorted(lines()))
def test_every_line_is_explained(line: str) -> None:
    assert any(re.match(_pattern(name), line) for name in EXPLAINED if name[0] != "-"), line


def _pattern(name: str) -> str:
    """What a row's beginning matches: … stands for what is filled in."""
    return ".*".join(re.escape(part) for part in name.split("…"))
