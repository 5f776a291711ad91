"""Which backups `--keep` leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from webapp.backups.errors import BackupError
from webapp.backups.retention import read_rules, to_delete

TODAY = datetime(2026, 11, 26, 3, tzinfo=UTC)


def kept(rules: str, *times: datetime) -> list[str]:
    backups = {Path(f"{at:%Y-%m-%d %H}"): at for at in times}
    gone = to_delete(backups, read_rules(rules))
    return [path.name for path in backups if path not in gone]


def test_a_year_of_nights() -> None:
    nights = [TODAY - timedelta(days=days) for days in range(365)]
    assert kept("7d,4w,6m", *nights) == [
        *[f"2026-11-{day} 03" for day in (26, 25, 24, 23, 22, 21, 20)],
        "2026-11-15 03",
        "2026-11-08 03",
        "2026-10-31 03",
        "2026-09-30 03",
        "2026-08-31 03",
        "2026-07-31 03",
        "2026-06-30 03",
    ]


def test_of_one_day_the_newest_stays() -> None:
    assert kept("1d", TODAY - timedelta(hours=2), TODAY) == ["2026-11-26 03"]


def test_a_time_without_backups_deletes_none() -> None:
    assert len(kept("3d", *[TODAY - timedelta(days=400 + days) for days in range(3)])) == 3


@pytest.mark.parametrize("text", ["", "7", "d7", "0d", "7d,", "7h", "-1d"])
def test_a_rule_that_is_none_deletes_nothing(text: str) -> None:
    with pytest.raises(BackupError, match="7d,4w,6m"):
        read_rules(text)


def test_the_folder_of_kept_backups_is_made(run: Callable[..., Result], tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    done = run("backup", folder, "--keep", "7d")
    assert done.exit_code == 0, done.output
    (made,) = folder.iterdir()
    assert folder.stat().st_mode & 0o77 == 0
    in_a_file = run("backup", made, "--keep", "7d")
    assert in_a_file.exit_code == 1
    assert "is a file. With --keep, name the folder" in in_a_file.output
    assert "cannot be made: No such file" in run("backup", tmp_path / "a/b", "--keep", "7d").output


def test_only_backups_are_deleted(run: Callable[..., Result], tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    strangers = ["notes.txt", "holiday.tar.zst", "milepost-2026.tar.zst"]
    for name in strangers:
        (folder / name).write_text("mine")
    (folder / "milepost-20250101T030000Z.tar.zst").write_text("an old one")
    assert run("backup", folder / "by-hand.tar.zst").exit_code == 0
    assert run("backup", folder, "--keep", "0d").exit_code == 1
    done = run("backup", folder, "--keep", "1d")
    assert done.exit_code == 0, done.output
    left = {path.name for path in folder.iterdir()}
    assert left >= set(strangers)
    assert not {"by-hand.tar.zst", "milepost-20250101T030000Z.tar.zst"} & left
    assert len(left) == len(strangers) + 1
