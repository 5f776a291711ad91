"""Which backups are kept: the newest one of each of the last days, weeks and months."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from webapp.backups.archive import manifest_of
from webapp.backups.errors import BackupError

NAME = "milepost-%Y%m%dT%H%M%SZ.tar.zst"
NAMED = re.compile(r"milepost-(\d{8}T\d{6}Z)\.tar\.zst(?:\.age)?")
PERIODS: Mapping[str, Callable[[datetime], object]] = {
    "d": lambda at: at.date(),
    "w": lambda at: at.isocalendar()[:2],
    "m": lambda at: (at.year, at.month),
    "y": lambda at: at.year,
}
Rule = tuple[int, str]


def read_rules(text: str) -> list[Rule]:
    """Returns the rules of a text such as 7d,4w,6m. Raises BackupError."""
    found = [re.fullmatch(r"([1-9]\d{0,3})([dwmy])", part.strip()) for part in text.split(",")]
    rules = [(int(match[1]), match[2]) for match in found if match]
    if len(rules) != len(found):
        raise BackupError("--keep: expected numbers of days, weeks, months or years, such as 7d,4w,6m.")
    return rules


def make_folder(path: Path) -> None:
    """Makes a folder for backups, which only its owner can read, unless it is there. Raises BackupError."""
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError:
        said = f"{path} is a file. With --keep, name the folder in which the backups are to be."
        raise BackupError(said) from None
    except OSError as error:
        raise BackupError(f"the folder {path} cannot be made: {error.strerror}.") from error


def to_delete(backups: Mapping[Path, datetime], rules: list[Rule]) -> list[Path]:
    """Returns the backups that no rule keeps, the oldest last.

    A rule keeps the newest backup of each of the last periods that have one, so that a time without
    backups deletes none.
    """
    newest_first = sorted(backups, key=lambda path: backups[path], reverse=True)
    kept: set[Path] = set(newest_first[:1])
    for count, letter in rules:
        of_period: dict[object, Path] = {}
        for path in newest_first:
            of_period.setdefault(PERIODS[letter](backups[path]), path)
        kept |= set(list(of_period.values())[:count])
    return [path for path in newest_first if path not in kept]


def backups_beside(file: Path) -> dict[Path, datetime]:
    """Returns the backups in the folder of one, and when each was made."""
    found: dict[Path, datetime] = {}
    for path in file.parent.iterdir():
        if path.is_file() and not path.is_symlink() and (made_at := _made_at(path)):
            found[path] = made_at
    return found


def _made_at(path: Path) -> datetime | None:
    if named := NAMED.fullmatch(path.name):
        return datetime.strptime(named[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if not path.name.endswith(".zst"):
        return None
    try:
        return manifest_of(path).made_at
    except (BackupError, OSError):
        # Something else is none of ours to delete.
        return None
