"""PostgreSQL's own programs, as they are found on the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import make_url

from webapp.backups.errors import BackupError
from webapp.db.engine import normalize_url

PLACES = Path("/usr/lib/postgresql")


def dump(url: str, snapshot: str, target: Path) -> None:
    """Writes a database, as a snapshot of another transaction sees it, into a file. Raises BackupError."""
    # The archive is compressed as a whole.
    options = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    _run("pg_dump", url, [*options, f"--file={target}"])


def load(url: str, source: Path) -> None:
    """Restores a dump into a database without tables, whole or not at all. Raises BackupError."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run("pg_restore", url, [*options, str(source)])


def program(name: str) -> str:
    """Returns the path of one of PostgreSQL's programs, the newest there is. Raises BackupError."""
    found = sorted(PLACES.glob(f"*/bin/{name}"), key=_version, reverse=True)
    path = str(found[0]) if found else shutil.which(name)
    if path is None:
        said = f"{name} is not on this machine: install PostgreSQL's client (Debian: postgresql-client)."
        raise BackupError(said)
    return path


def _version(path: Path) -> int:
    numbers = re.findall(r"\d+", path.parts[-3])
    return int(numbers[0]) if numbers else 0


def _run(name: str, url: str, options: list[str]) -> None:
    parts = make_url(normalize_url(url)).set(drivername="postgresql")
    environ = dict(os.environ)
    if parts.password is not None:
        # Arguments can be read by everybody on the machine.
        environ["PGPASSWORD"] = str(parts.password)
    address = parts.set(password=None).render_as_string(hide_password=False)
    command = [program(name), f"--dbname={address}", "--no-password", *options]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603  # no shell, and every part is ours
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise BackupError(f"{name} failed: {lines[0] if lines else f'exit code {done.returncode}'}")
