"""The container: what its Dockerfile copies is all that the site needs, and its commands run.

No container is built here. What is copied is laid out in an empty folder, and the commands run there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
STEPS = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
BIN = str(Path(sys.executable).parent)


def steps(name: str) -> list[str]:
    return [line.partition(" ")[2] for line in STEPS if line.startswith(f"{name} ")]


def copied() -> list[tuple[str, str]]:
    """What is copied from the project, and to where."""
    pairs = []
    for step in steps("COPY"):
        if not step.startswith("--from"):
            *sources, target = step.split()
            pairs += [(source, target) for source in sources]
    return pairs


def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_what_is_copied_exists_and_is_not_ignored() -> None:
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for source, _ in copied():
        assert (ROOT / source).exists(), source
        assert f"!{source}" in kept, source


def test_it_runs_as_nobody_special() -> None:
    assert steps("USER") == ["10001:10001"]
    assert steps("VOLUME") == ["/data"]


@pytest.mark.slow
def test_what_is_copied_is_all_that_the_site_needs(tmp_path: Path) -> None:
    root, data = tmp_path / "app", tmp_path / "data"
    root.mkdir()
    data.mkdir()
    for source, target in copied():
        there = root / source if target == "./" else root / target
        ignored = shutil.ignore_patterns("__pycache__")
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, there, ignore=ignored)
        else:
            shutil.copy(ROOT / source, there)
    before = {path for path in root.rglob("*") if path.is_file()}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environ = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "INSTANCE_DIR": str(data),
        "HOST": "127.0.0.1",
        "PORT": port,
        "WORKERS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    health = json.loads(steps("HEALTHCHECK")[0].partition("CMD ")[2])
    with (tmp_path / "log.txt").open("wb") as log:
        process = subprocess.Popen(json.loads(steps("CMD")[0]), cwd=root, env=environ, stdout=log, stderr=log)
    try:
        end = time.monotonic() + 60
        while subprocess.run(health, env=environ, capture_output=True).returncode:
            assert process.poll() is None, (tmp_path / "log.txt").read_text()
            assert time.monotonic() < end, "it never becomes healthy"
            time.sleep(0.2)
        page = [
            "python",
            "-c",
            f"import urllib.request as r; print(r.urlopen('http://127.0.0.1:{port}/readyz').status)",
        ]
        assert subprocess.run(page, env=environ, capture_output=True, text=True).stdout == "200\n"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)
    # The root file system of the container is read-only.
    assert {path for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("size", "names"), [("small", {"small"}), ("large", {"large", "database", "redis", "proxy"})]
)
def test_each_size_has_its_parts(size: str, names: set[str]) -> None:
    services = compose()["services"]
    assert {name for name, service in services.items() if size in service["profiles"]} == names
    site = services[size]
    assert (DEPLOY / site["build"]["context"] / site["build"]["dockerfile"]).is_file()
    assert site["read_only"] is True
    for name in site.get("depends_on", ()):
        assert size in services[name]["profiles"]


def test_the_settings_of_the_containers_are_those_of_the_site() -> None:
    from webapp.config import read_settings

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    environ = compose()["services"]["large"]["environment"]
    filled = {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in environ.items()}
    assert [name for name in environ if f"`{name}`" not in readme] == []
    assert read_settings(filled | {"SECRET_KEY": "a key of the test that nobody has"}).trusted_proxies == 1
