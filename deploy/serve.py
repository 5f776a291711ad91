"""The production server of `make run`: waitress, which reads requests without a thread each and so
survives stalled clients.
"""

from __future__ import annotations

import argparse
import gc
import logging
import signal
import socket
import threading
import time
from contextlib import suppress

from waitress import serve
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer

from webapp.web.site.server_control import announce_server, answer_reload, pending_request
from webapp.web.site.services import services_of
from wsgi import app

THREADS = 8
LARGEST_BODY = 1024 * 1024  # bytes; Flask's own limit is smaller and answers politely
MOST_PIPELINED = 16
UNREAD_SECONDS = 5


class Parser(HTTPRequestParser):
    """A request without a body that says `Expect: 100-continue` would keep waitress waiting for ever."""

    def parse_header(self, header_plus: bytes) -> None:
        """Parses the header, and expects nothing more if no body follows."""
        super().parse_header(header_plus)
        if self.content_length == 0 and not self.chunked:
            self.expect_continue = False


class Channel(HTTPChannel):
    """A connection with a limit on pipelined requests and on how long it may keep a thread waiting."""

    parser_class = Parser

    def received(self, data: bytes) -> bool:
        """Queues what was sent, at most MOST_PIPELINED requests; the connection ends after those."""
        is_complete: bool = super().received(data)
        with self.requests_lock:
            surplus = self.requests[MOST_PIPELINED:]
            if surplus:
                del self.requests[MOST_PIPELINED:]
                self.requests[-1].headers["CONNECTION"] = "close"
        for request in surplus:
            request.close()
        return is_complete

    def _flush_outbufs_below_high_watermark(self) -> None:
        # Waitress itself waits here without a limit, in one of few threads, for a client that does not read.
        end = time.monotonic() + UNREAD_SECONDS
        with self.outbuf_lock:
            while self.connected and self.total_outbufs_len > self.adj.outbuf_high_watermark:
                left = end - time.monotonic()
                if left <= 0:
                    self._give_up()
                    return
                self.server.pull_trigger()
                self.outbuf_lock.wait(left)

    def _give_up(self) -> None:
        self.will_close = True
        with self.requests_lock:
            del self.requests[1:]
        # The socket of a client that does not read never becomes writable; after a shutdown the loop wakes up
        # and closes it.
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


def read_content() -> None:
    """Reads the content before the first request."""
    if not services_of(app).catalog_store.catalog.roadmaps:
        logging.getLogger("milepost.content").warning(
            "content: there is nothing to serve; see `flask content check`"
        )
    # The catalog lives as long as the process, so the garbage collector need not look at it.
    gc.collect()
    gc.freeze()


def reload_on_signal() -> None:
    """Makes SIGHUP reload the content in a thread of its own, while requests are answered."""
    signal.signal(signal.SIGHUP, lambda *_: threading.Thread(target=reload, daemon=True).start())


def reload() -> None:
    """Reads the content again, and answers the pending request with the outcome."""
    store, settings = services_of(app).catalog_store, services_of(app).settings
    request = pending_request(settings.instance_dir)
    failure = []
    try:
        store.reload()
    except Exception:
        # Whatever happened, the present content goes on being served.
        logging.getLogger("milepost.content").exception("content: it could not be read again")
        failure = ["the content could not be read again; the server's log says why"]
    catalog = store.catalog
    errors = failure + [f"{f.file}: {f.place}: {f.message}. {f.remedy}" for f in catalog.errors]
    served = (
        f"{len(catalog.roadmaps)} roadmaps of {settings.content_dir.resolve()}, version {catalog.version}"
    )
    answer_reload(settings.instance_dir, request, {"served": served, "kept": store.kept, "errors": errors})


def main() -> None:
    """Serves the site until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    TcpWSGIServer.channel_class = Channel
    reload_on_signal()
    read_content()
    # Open as long as the process runs: `flask content reload` finds the server by this file's lock.
    announced = announce_server(services_of(app).settings.instance_dir)
    # Waitress gives the root logger a handler of its own, which would print every line a second time.
    logging.getLogger("milepost").propagate = False
    proxies = services_of(app).settings.trusted_proxies
    # ProxyFix in webapp/app.py decides by TRUSTED_PROXIES how many of these headers are believed.
    headers = {"x-forwarded-for", "x-forwarded-proto"}
    believed = (
        {"trusted_proxy": "*", "trusted_proxy_headers": headers, "trusted_proxy_count": proxies}
        if proxies
        else {}
    )
    serve(
        app,
        host=options.host,
        port=options.port,
        threads=THREADS,
        ident=None,
        channel_timeout=60,
        # select() fails for descriptors past 1,024, and the whole process with it.
        asyncore_use_poll=True,
        connection_limit=1000,
        max_request_body_size=LARGEST_BODY,
        clear_untrusted_proxy_headers=not proxies,
        **believed,
    )
    if announced:
        announced.close()


if __name__ == "__main__":
    main()
