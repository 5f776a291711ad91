"""The proxies that the documentation ships, real ones: nginx with its micro-cache, and Caddy."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.databases import missing
from tests.deploy.server import Server

ROOT = Path(__file__).parent.parent.parent
HOST = "learn.example.org"
pytestmark = pytest.mark.slow


def program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        missing(f"{name} is not installed")
    return str(found)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Answer:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read()

    @property
    def cache(self) -> str:
        return str(self.headers["X-Cache"])


class Front:
    """A proxy that runs, and the site behind it."""

    def __init__(self, port: int, site: Server) -> None:
        self.port = port
        self.site = site

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        # Both have certificates of their own making.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        link = socket.create_connection(("127.0.0.1", self.port), 20)
        secure = context.wrap_socket(link, server_hostname=HOST)
        with closing(http.client.HTTPConnection(HOST)) as connection:
            connection.sock = secure
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {"Host": HOST, **named})
            return Answer(connection.getresponse())

    def wait(self, process: subprocess.Popen[bytes], log: Path) -> None:
        for _ in range(200):
            with suppress(OSError):
                self.ask("/healthz")
                return
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
        raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("site")
    running = Server(folder, workers=1, SITE_URL=f"https://{HOST}", TRUSTED_PROXIES="1")
    yield running
    running.kill()


@contextmanager
def running_nginx(site: Server, folder: Path) -> Iterator[Front]:
    """The file of `deploy/`; only places and ports are this test's."""
    port = free_port()
    key, certificate = folder / "learn.key", folder / "learn.pem"
    make = [
        program("openssl"),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]
    names = ["-days", "1", "-subj", f"/CN={HOST}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make, *names], check=True, capture_output=True)
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    for here, there in (
        ("/etc/ssl", str(folder)),
        ("/var/cache/nginx", str(folder)),
        ("127.0.0.1:8000", f"127.0.0.1:{site.port}"),
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("listen 80", f"listen 127.0.0.1:{free_port()}"),
    ):
        assert here in text
        text = text.replace(here, there)
    body = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    head = f"daemon off;\n{user}pid {folder}/pid;\nworker_processes 1;\nerror_log stderr;\nevents {{}}\n"
    (folder / "nginx.conf").write_text(f"{head}http {{\naccess_log off;\n{body}{text}}}\n", encoding="utf-8")
    log = folder / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)], stdout=out, stderr=out
        )
    front = Front(port, site)
    front.wait(process, log)
    yield front
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def nginx(site: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with running_nginx(site, tmp_path_factory.mktemp("nginx")) as front:
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
    front = Front(port, site)
    front.wait(process, log)
    yield front
    process.terminate()
    process.wait(timeout=20)


def signed_up(front: Front, name: str) -> str:
    """The session cookie of a new learner."""
    fields = urlencode({"username": name, "email": f"{name}@example.org", "password": "three blind mice"})
    answer = front.ask("/signup", "POST", fields, Content_Type="application/x-www-form-urlencoded")
    assert answer.status == 303, answer.body
    cookies = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie") or []]
    return next(cookie for cookie in cookies if cookie.startswith("__Host-milepost="))


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
    assert "proxy:" not in front.site.log


def test_a_site_that_is_away_is_served_from_the_cache_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "nginx").mkdir()
    site = Server(tmp_path, workers=1, SITE_URL=f"https://{HOST}", TRUSTED_PROXIES="1")
    try:
        with running_nginx(site, tmp_path / "nginx") as front:
            assert front.ask("/beta").status == 200
            site.kill()
            assert front.ask("/beta").status == 200
            assert front.ask("/login").status == 502
    finally:
        site.kill()
