"""The proxies that the documentation ships, real ones: nginx with its micro-cache, and Caddy."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.fronts import HOST, Front, program, running_nginx, signed_up
from tests.deploy.server import ROOT, Server
from tests.ports import free_port
from webapp.portability.reading import LARGEST_FILE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("site")
    running = Server(folder, workers=1, SITE_URL=f"https://{HOST}", TRUSTED_PROXIES="1")
    yield running
    running.kill()


@pytest.fixture(scope="module")
def nginx(site: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with running_nginx([site], tmp_path_factory.mktemp("nginx")) as front:
        yield front


@pytest.fixture(scope="module")
def caddy(site: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder, port = tmp_path_factory.mktemp("caddy"), free_port()
    text = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{site.port}").replace(
        "MB\n\t}\n", "MB\n\t}\n\ttls internal\n"
    )
    options = f"{{\n\tadmin off\n\thttps_port {port}\n\thttp_port {free_port()}\n\tskip_install_trust\n}}\n"
    (folder / "Caddyfile").write_text(options + text, encoding="utf-8")
    log = folder / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"],
            stdout=out, stderr=out, env=os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        )  # fmt: skip
    front = Front(port, [site])
    front.wait(process, log)
    yield front
    process.terminate()
    process.wait(timeout=20)


def test_guests_are_served_by_the_cache_alone(nginx: Front) -> None:
    first, second = nginx.ask("/beta"), nginx.ask("/beta")
    assert (first.status, first.cache, second.cache) == (200, "MISS", "HIT")
    assert first.body == second.body
    again = nginx.ask("/beta", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_encodings_and_fragments_are_stored_apart(nginx: Front) -> None:
    path = "/alpha/first-steps@main-one-000000000001"
    for _ in range(2):
        plain = nginx.ask(path)
        packed = nginx.ask(path, Accept_Encoding="br")
        fragment = nginx.ask(path, HX_Request="true")
        assert plain.headers["Content-Encoding"] is None
        assert packed.headers["Content-Encoding"] == "br"
        assert (b"<html" in plain.body, b"<html" in fragment.body) == (True, False)
    assert [answer.cache for answer in (plain, packed, fragment)] == ["HIT"] * 3


def test_nobody_sees_what_is_anothers(nginx: Front) -> None:
    ada, grace = signed_up(nginx, "ada"), signed_up(nginx, "grace")
    for _ in range(2):
        pages = [nginx.ask("/alpha", Cookie=cookie) for cookie in (ada, grace)]
        guest = nginx.ask("/alpha")
        for page, name, other in zip(pages, (b"ada", b"grace"), (b"grace", b"ada"), strict=True):
            assert (page.cache, name in page.body, other in page.body) == ("BYPASS", True, False)
        assert (b"ada" in guest.body, b"grace" in guest.body) == (False, False)
        assert "Set-Cookie" not in guest.headers
    assert guest.cache == "HIT"


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_the_site_is_told_how_people_reach_it(name: str, request: pytest.FixtureRequest) -> None:
    front: Front = request.getfixturevalue(name)
    answer = front.ask("/")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"]
    assert f"https://{HOST}/".encode() in answer.body
    assert signed_up(front, f"lin-{name}")
    assert "proxy:" not in front.sites[0].log


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_the_largest_file_that_the_site_takes_gets_through(name: str, request: pytest.FixtureRequest) -> None:
    front: Front = request.getfixturevalue(name)
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="data.json"\r\n\r\n'
    answer = front.ask(
        "/me/settings/data/import",
        "POST",
        f"{head}{' ' * LARGEST_FILE}\r\n--x--\r\n",
        Cookie=signed_up(front, f"eve-{name}"),
        Content_Type="multipart/form-data; boundary=x",
    )
    assert (answer.status, b"The file is no JSON" in answer.body) == (422, True)


def test_a_site_that_is_away_is_served_from_the_cache_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "nginx").mkdir()
    site = Server(tmp_path, workers=1, SITE_URL=f"https://{HOST}", TRUSTED_PROXIES="1")
    try:
        with running_nginx([site], tmp_path / "nginx") as front:
            assert front.ask("/beta").status == 200
            site.kill()
            assert front.ask("/beta").status == 200
            assert front.ask("/login").status == 502
    finally:
        site.kill()
