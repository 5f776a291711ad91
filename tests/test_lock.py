"""The lock installs with the oldest Python that is promised, by the pip that comes with it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import missing

ROOT = Path(__file__).parent.parent
OLDEST = (3, 11)
# Of Debian 12, which has 3.11.2; markers of some packages tell it from 3.11.3.
PLACES = ("/usr/bin/python3.11", "/usr/local/bin/python3.11")


def test_the_readme_promises_the_version_that_the_lock_is_made_for() -> None:
    promised = ".".join(map(str, OLDEST))
    assert f'requires-python = ">={promised}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"--python-version {promised} " in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"Python {promised} or later" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_oldest_python_would_install_the_lock(tmp_path: Path) -> None:
    python = _oldest()
    made = subprocess.run([python, "-m", "venv", tmp_path / "venv"], capture_output=True, text=True)
    if made.returncode:
        missing(f"{python} makes no environment: {made.stdout}{made.stderr}")
    pip = [tmp_path / "venv/bin/python", "-m", "pip", "--disable-pip-version-check"]
    # What pip resolves is all that can fail; unpacking it would take half a minute.
    ran = subprocess.run(
        [*pip, "install", "--dry-run", "--quiet", "--require-hashes", "-r", ROOT / "requirements.lock"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    if "Failed to establish a new connection" in ran.stderr:
        missing("no package index can be reached")
    assert ran.returncode == 0, ran.stderr


def _oldest() -> str:
    """Returns the path of the Python with the lowest patch number of OLDEST on this machine."""
    found: dict[int, str] = {}
    for place in (*PLACES, shutil.which("python3.11") or sys.executable):
        if Path(place).exists():
            said = subprocess.run([place, "--version"], capture_output=True, text=True, check=True).stdout
            if version := re.fullmatch(r"Python 3\.11\.(\d+)\n", said):
                found.setdefault(int(version[1]), place)
    if not found:
        missing("there is no Python 3.11")
    return found[min(found)]
