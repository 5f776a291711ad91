"""What a guest's page costs on our server, beside nginx with the same bytes and behind our block for nginx.

`python -m bench.fronts` prints processor time as ratios, and what workers take of time and memory. nginx
speaks plain HTTP here, so that encryption is no part of what is compared.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.timing import memory_of, processor_time_of
from tests.deploy.server import Server
from webapp.config import ROOT

HOST, PAGE = "learn.example.org", "/ai-engineer"
ROUNDS, REQUESTS = 5, 1500


def main() -> None:
    """Prints the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        measure_fronts(place)
        measure_workers(place)


def measure_fronts(place: Path) -> None:
    """Compares the three for a page as it is, and compressed."""
    (place / "site").mkdir()
    site = Server(
        place / "site", ROOT / "content", workers=1, SITE_URL=f"https://{HOST}", TRUSTED_PROXIES="1"
    )
    try:
        for words, encoding in (("", "identity"), (", compressed", "gzip")):
            folder = place / encoding
            folder.mkdir()
            with running_nginx(folder, site.port, page(site, encoding), encoding) as (files, cache, pids):
                own = [site.process.pid, *site.workers]
                ours, plain, cached = cheapest(
                    (site.port, own, encoding), (files, pids, encoding), (cache, pids, encoding)
                )
            print(f"guest page on our server / on nginx{words:<20} {ours / plain:6.2f}")
            print(f"guest page behind our block / on nginx{words:<17} {cached / plain:6.2f}")
    finally:
        site.kill()


def page(site: Server, encoding: str) -> bytes:
    """The page as our server sends it."""
    with Client(site.port, encoding) as client:
        return client.get()


def cheapest(*fronts: tuple[int, list[int], str]) -> list[float]:
    """Seconds of processor time of a request to each front: the best of rounds in which they take turns."""
    best = [float("inf")] * len(fronts)
    for _ in range(ROUNDS):
        for place, (port, pids, encoding) in enumerate(fronts):
            with Client(port, encoding) as client:
                client.get()
                began = processor_time_of(pids)
                for _ in range(REQUESTS):
                    client.get()
                best[place] = min(best[place], (processor_time_of(pids) - began) / REQUESTS)
    return best


class Client:
    """A connection that stays open, and asks for the page."""

    def __init__(self, port: int, encoding: str) -> None:
        self._link = socket.create_connection(("127.0.0.1", port), 20)
        self._request = (
            f"GET {PAGE} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: {encoding}\r\n"
            "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n\r\n"
        ).encode()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._link.close()

    def get(self) -> bytes:
        """The body of an answer."""
        self._link.sendall(self._request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._received()
        head, _, body = data.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]
        parts, size = [body], len(body)
        while size < length:
            parts.append(self._received())
            size += len(parts[-1])
        return b"".join(parts)

    def _received(self) -> bytes:
        data = self._link.recv(1 << 20)
        assert data, "the connection was closed"
        return data


@contextmanager
def running_nginx(
    folder: Path, site_port: int, body: bytes, encoding: str
) -> Iterator[tuple[int, int, list[int]]]:
    """Runs nginx: yields the port of the page as a file, that of our block, and its processes."""
    files, cache = free_port(), free_port()
    (folder / PAGE[1:]).write_bytes(body)
    coded = "" if encoding == "identity" else f"add_header Content-Encoding {encoding};"
    block = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    block = re.sub(r" *ssl_.*\n", "", block)
    for here, there in (
        ("/var/cache", str(folder)),
        ("127.0.0.1:8000", f"127.0.0.1:{site_port}"),
        ("listen 443 ssl http2", f"listen 127.0.0.1:{cache}"),
        ("listen 80", f"listen 127.0.0.1:{free_port()}"),
        # What TLS says otherwise.
        ("X-Forwarded-Proto $scheme", "X-Forwarded-Proto https"),
    ):
        assert here in block, here
        block = block.replace(here, there)
    text = f"""daemon off;
{"user root;" if os.geteuid() == 0 else ""}
pid {folder}/pid;
worker_processes 1;
error_log stderr;
events {{}}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 1000000;
  open_file_cache max=10;
  server {{ listen 127.0.0.1:{files}; root {folder}; default_type text/html; {coded} }}
  {block}
}}
"""
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx, "nginx is not installed"
    process = subprocess.Popen([nginx, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        wait_for(files)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
        yield files, cache, [int(pid) for pid in children.split()]
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int) -> None:
    """Waits until somebody listens."""
    for _ in range(400):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.02)
    raise AssertionError(f"nobody listens on {port}")


def measure_workers(place: Path) -> None:
    """Prints how long the server takes until it answers, and the memory of all its processes."""
    for workers in (1, 2, 4):
        folder = place / f"workers-{workers}"
        folder.mkdir()
        # Prepared before the stop-watch runs.
        shutil.copy(place / "site" / "site.db", folder / "site.db")
        began = time.monotonic()
        site = Server(folder, ROOT / "content", workers=workers)
        try:
            page(site, "gzip")
            seconds = time.monotonic() - began
            for _ in range(20 * workers):
                page(site, "gzip")
            memory = memory_of([site.process.pid, *site.workers])
        finally:
            site.kill()
        print(f"with WORKERS={workers}: first answer after {seconds:.1f} s, memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
