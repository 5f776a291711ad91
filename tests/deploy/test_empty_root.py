"""Every step of the Dockerfile, run in an empty root instead of a container.

The root is a minimal Debian with Python, as the base image is, made by `debootstrap`, or the one that
MILEPOST_BASE_ROOT names. It takes minutes, the network and root, so that only `make image` runs it.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.image
ROOT = Path(__file__).parents[2]
BASE = "python:3.13-slim-trixie"
PACKAGES = "python3,python3-venv,python3-pip,ca-certificates"
USER = ["setpriv", "--reuid=10001", "--regid=10001", "--clear-groups"]
MIRROR = "http://deb.debian.org/debian"
# Where this machine has something that a download needs, the root gets it too.
NETWORK = ("etc/resolv.conf", "etc/pip.conf", "etc/ssl/certs/ca-certificates.crt")


class Stage:
    """A stage of the build: a root, and what the steps so far have set."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = "/"
        self.environ = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/root", "CLIENT": ""}
        self.user: list[str] = []

    def run(self, command: Sequence[str], **options: object) -> subprocess.Popen[bytes]:
        entered = ["chroot", str(self.root), *self.user, "env", "-C", self.folder, *command]
        network = {
            name: value
            for name, value in os.environ.items()
            if name.startswith("PIP_") or "proxy" in name.lower()
        }
        return subprocess.Popen(entered, env=network | self.environ, **options)  # type: ignore[call-overload,no-any-return]

    def place(self, target: str) -> Path:
        return self.root / (Path(self.folder) / target).relative_to("/")


def steps() -> list[tuple[str, str]]:
    lines = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8").splitlines()
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines if line and line[0] != "#"]


def make_base(folder: Path) -> Path:
    if named := os.environ.get("MILEPOST_BASE_ROOT"):
        return Path(named)
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        pytest.skip("this needs root and debootstrap")
    root = folder / "base"
    made = subprocess.run(
        ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "trixie", str(root), MIRROR],
        capture_output=True, text=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"debootstrap cannot make a root here: {made.stdout[-300:]}")
    return root


def copy_base(base: Path, root: Path) -> Stage:
    subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(root)], check=True)
    # The names that the image of Python has.
    (root / "usr/local/bin/python").symlink_to("/usr/bin/python3")
    for name in NETWORK:
        if (Path("/") / name).is_file():
            shutil.copy(Path("/") / name, root / name)
    return Stage(root)


def copy(step: str, stage: Stage, stages: dict[str, Stage]) -> None:
    source = ROOT
    if step.startswith("--from="):
        name, _, step = step.removeprefix("--from=").partition(" ")
        source = stages[name].root
    *names, target = step.split()
    for name in names:
        there = stage.place(target) / name if target == "./" else stage.place(target)
        there.parent.mkdir(parents=True, exist_ok=True)
        exclude = [] if source != ROOT else ["--exclude=__pycache__"]
        if (source / name.lstrip("/")).is_dir():
            there.mkdir(exist_ok=True)
            tar = ["tar", "-C", str(source / name.lstrip("/")), *exclude, "-cf", "-", "."]
            packed = subprocess.run(tar, check=True, capture_output=True)
            subprocess.run(["tar", "-C", str(there), "-xf", "-"], check=True, input=packed.stdout)
        else:
            shutil.copy(source / name.lstrip("/"), there)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The last stage, after all of its steps."""
    folder = Path(tmp_path_factory.mktemp("image"))
    base, stages = make_base(folder), dict[str, Stage]()
    for verb, step in steps():
        if verb == "FROM":
            assert step.partition(" ")[0] == BASE
            name = step.partition(" AS ")[2]
            stage = stages[name] = copy_base(base, folder / (name or "last"))
        elif verb == "WORKDIR":
            stage.folder = step
            stage.place(".").mkdir(parents=True, exist_ok=True)
        elif verb == "COPY":
            copy(step, stage, stages)
        elif verb == "ENV":
            words = dict(word.split("=", 1) for word in step.split())
            stage.environ |= {k: v.replace("$PATH", stage.environ["PATH"]) for k, v in words.items()}
        elif verb == "RUN":
            done = stage.run(["sh", "-c", step], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            said = done.communicate(timeout=900)[0].decode()
            assert done.returncode == 0, f"{step}\n{said[-3000:]}"
        elif verb == "USER":
            stage.user = USER
    yield stage
    for mounted in ("proc", "data", "tmp", ""):
        subprocess.run(["umount", "--lazy", str(stage.root / mounted)], capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)


def test_it_serves_on_a_read_only_file_system(image: Stage, tmp_path: Path) -> None:
    root = str(image.root)
    added = sum(f.lstat().st_blocks * 512 for f in (image.root / "app").rglob("*"))
    assert added < 290e6, f"the site and its libraries have grown to {added / 1e6:.0f} MB"
    for command in (
        ["mount", "--bind", root, root],
        ["mount", "-o", "remount,bind,ro", root],
        ["mount", "-t", "tmpfs", "-o", "uid=10001,mode=700", "tmpfs", f"{root}/data"],
        ["mount", "-t", "tmpfs", "tmpfs", f"{root}/tmp"],
        ["mount", "-t", "proc", "proc", f"{root}/proc"],
    ):
        subprocess.run(command, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    image.environ |= {"PORT": str(port), "HOST": "127.0.0.1", "WORKERS": "1"}
    commands = dict(steps())
    health = json.loads(commands["HEALTHCHECK"].partition("CMD ")[2])
    log = tmp_path / "log.txt"
    with log.open("wb") as written:
        process = image.run(json.loads(commands["CMD"]), stdout=written, stderr=written)
    try:
        end = time.monotonic() + 120
        while image.run(health, stderr=subprocess.DEVNULL).wait():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, "it never becomes healthy"
            time.sleep(0.5)
        for path in ("/", "/python", "/pdfs/roadmaps/python.pdf", "/readyz"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
                assert answer.status == 200, path
    finally:
        process.terminate()
        process.wait(timeout=60)
