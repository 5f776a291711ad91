"""Proxies of `deploy/` that run in front of real servers."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from tests.databases import missing
from tests.deploy.server import ROOT, Server
from tests.ports import free_port

HOST = "learn.example.org"
# What deploy/nginx.conf says of a machine.
MACHINE = "    server 127.0.0.1:8000 max_fails=0;"


def program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        missing(f"{name} is not installed")
    return str(found)


class Answer:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read()

    @property
    def cache(self) -> str:
        return str(self.headers["X-Cache"])


class Front:
    """A proxy that runs, and the machines behind it."""

    def __init__(self, port: int, sites: Sequence[Server]) -> None:
        self.port = port
        self.sites = sites

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        # Both have certificates of their own making.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        link = socket.create_connection(("127.0.0.1", self.port), 20)
        secure = context.wrap_socket(link, server_hostname=HOST)
        with closing(http.client.HTTPConnection(HOST)) as connection:
            connection.sock = secure
            yield connection

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        with self.connection() as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            return Answer(connection.getresponse())

    def wait(self, process: subprocess.Popen[bytes], log: Path) -> None:
        for _ in range(200):
            with suppress(OSError):
                self.ask("/healthz")
                return
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
        raise AssertionError(log.read_text())


@contextmanager
def running_nginx(sites: Sequence[Server], folder: Path) -> Iterator[Front]:
    """The file of `deploy/`; only places and ports are this test's, and a line for each machine."""
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
        ("/var/cache", str(folder)),
        (MACHINE, "\n".join(MACHINE.replace("8000", str(site.port)) for site in sites)),
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
    front = Front(port, sites)
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
