"""A wheel is built without the network, installed, and serves a site that is a folder with `.env` and `content/`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import TREE
from webapp.config import milepost_version

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
ENVIRON = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "FLASK", "VIRTUAL_ENV"))}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`milepost` in an environment of its own, which borrows the libraries of this one."""
    venv = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = venv / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index"]
    subprocess.run([*install, "--quiet", str(wheel)], check=True, env=ENVIRON)
    (packages,) = venv.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return venv / "bin" / "milepost"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A fresh folder with content and settings, and nothing else."""
    folder = tmp_path / "site"
    shutil.copytree(TREE, folder / "content")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / ".env").write_text(f"PORT={port}\nSITE_NAME=Harbor\nWORKERS=1\n")
    return folder


def run(command: Path, site: Path, *arguments: str) -> str:
    done = subprocess.run([str(command), *arguments], cwd=site, env=ENVIRON, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def served(command: Path, site: Path) -> Iterator[str]:
    """The address of the site that the folder is."""
    run(command, site, "db", "upgrade")
    address = f"http://127.0.0.1:{(site / '.env').read_text().split()[0].removeprefix('PORT=')}"
    with (site / "log.txt").open("wb") as log:
        process = subprocess.Popen([str(command), "serve"], cwd=site, env=ENVIRON, stdout=log, stderr=log)
    try:
        end = time.monotonic() + 60
        while "Milepost answers" not in (site / "log.txt").read_text():
            assert process.poll() is None, (site / "log.txt").read_text()
            assert time.monotonic() < end
            time.sleep(0.1)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


def test_it_holds_what_is_served_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("templates", "static", "migrations"):
        files = [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()]
        expected = {f"webapp/files/{path}" for path in files if "__pycache__" not in path.parts}
        assert expected <= names
    assert {
        "wsgi.py",
        "deploy/serve.py",
        "deploy/nginx.conf",
        "webapp/drawing/fonts/Figtree-Bold.ttf",
    } <= names
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"webapp", "deploy", "wsgi.py", f"milepost-{milepost_version()}.dist-info"}
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".env", ".db"))]


def test_a_folder_with_content_is_a_site(command: Path, site: Path, served: str) -> None:
    page = read(f"{served}/alpha")
    assert "Harbor" in page
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "{" in read(f"{served}{style}")
    assert read(f"{served}/healthz") == "ok\n"
    assert (site / "instance" / "milepost.db").exists()
    assert f'version="{milepost_version()}"' in read(f"{served}/metrics")
    with urllib.request.urlopen(f"{served}/pdfs/roadmaps/alpha.pdf", timeout=60) as answer:
        assert answer.read(5) == b"%PDF-", "fonts and templates of the drawing are in the wheel"
    assert str(site / "content") in run(command, site, "content", "reload")
    assert "database    ok" in run(command, site, "doctor")


def test_commands_work_in_it(command: Path, site: Path) -> None:
    run(command, site, "db", "upgrade")
    assert "content check" in run(command, site, "content", "check", "--help")
    assert "0 guests were deleted" in run(command, site, "learners", "purge-guests")
    run(command, site, "backup", str(site / "backup.tar.zst"))
    assert (site / "backup.tar.zst").stat().st_size > 0


def test_a_folder_without_content_says_what_is_missing(command: Path, tmp_path: Path) -> None:
    done = subprocess.run([str(command), "serve"], cwd=tmp_path, env=ENVIRON, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"CONTENT_DIR: expected a folder that exists, and {tmp_path}/content is none" in done.stderr
