"""The units for systemd: hardened, in order, and the site takes its socket from systemd."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import TREE
from tests.databases import missing

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
UNITS = [*SERVICES, *DEPLOY.glob("*.timer"), *DEPLOY.glob("*.socket")]
OPERATE = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
ALLOWED = 2.0


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not installed")
    return str(found)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_little_is_left_to_somebody_who_breaks_in(unit: Path) -> None:
    analyze = program("systemd-analyze")
    command = [analyze, "security", "--offline=true", "--no-pager", str(unit)]
    said = subprocess.run(command, capture_output=True, text=True).stdout
    level = re.search(r"exposure level for \S+: ([\d.]+)", said)
    assert level, said
    assert float(level[1]) < ALLOWED


def test_systemd_understands_all_of_them(tmp_path: Path) -> None:
    """With the paths of this machine, because it also looks for the programs."""
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/srv/milepost/.venv", sys.prefix)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = [program("systemd-analyze"), "verify", "--man=no", *map(str, tmp_path.iterdir())]
    said = subprocess.run(command, capture_output=True, text=True).stderr
    assert [line for line in said.splitlines() if "milepost" in line] == []


def test_what_the_page_installs_is_there() -> None:
    for name in re.findall(r"milepost[\w-]*\.(?:socket|service|timer)", OPERATE):
        assert (DEPLOY / name).is_file(), name
    # A timer starts the service of its name.
    for timer in DEPLOY.glob("*.timer"):
        assert timer.with_suffix(".service") in SERVICES
        assert timer.name in OPERATE


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_commands_are_those_of_flask(unit: Path) -> None:
    from wsgi import app

    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(unit)
    lines = [v for k, v in parser["Service"].items() if k in {"ExecStart", "ExecStartPre"}]
    for line in lines:
        if "--app wsgi" in line:
            first, *rest = line.partition("--app wsgi ")[2].split()
            command = app.cli.commands.get(first)
            assert command or first == "db", line
            assert rest


@pytest.mark.slow
def test_a_connection_waits_for_the_site_that_systemd_starts(tmp_path: Path) -> None:
    activate = program("systemd-socket-activate")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        "INSTANCE_DIR": str(tmp_path),
        "CONTENT_DIR": str(TREE),
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.db",
        "WORKERS": "1",
    }
    passed = [part for name in environ for part in ("-E", name)]
    with (tmp_path / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [activate, "-l", f"127.0.0.1:{port}", *passed, sys.executable, "-m", "deploy.serve"],
            cwd=ROOT,
            env=os.environ | environ,
            stdout=log,
            stderr=log,
        )
    try:
        link = _connected(port)
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b""
        while data := link.recv(4096):
            answer += data
        link.close()
        assert answer.startswith(b"HTTP/1.1 200"), (tmp_path / "log.txt").read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def _connected(port: int) -> socket.socket:
    """The first connection starts the site, and waits until it answers."""
    end = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            assert time.monotonic() < end, "nobody listens"
            time.sleep(0.05)
