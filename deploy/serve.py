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

from webapp.web.site.server_control import announce, answer_reload, who_asks
from webapp.web.site.services import services_of
from wsgi import app

THREADS = 8
LARGEST_BODY = 1024 * 1024
MOST_PIPELINED = 16
UNREAD_SECONDS = 5


class Parser(HTTPRequestParser):
    """Waitress would wait for ever for the body of a request that announces none but says `Expect:
    100-continue`.
    """

    def parse_header(self, header_plus: bytes) -> None:
        """Reads the header; expects nothing more where no body follows."""
        super().parse_header(header_plus)
        if self.content_length == 0 and not self.chunked:
            self.expect_continue = False


class Channel(HTTPChannel):
    """A connection that holds no more than its share of the server: few requests at once, and no thread
    for long.
    """

    parser_class = Parser

    def received(self, data: bytes) -> bool:
        """Takes the requests that were sent at once, up to MOST_PIPELINED; after those the connection
        ends.
        """
        took: bool = super().received(data)
        with self.requests_lock:
            surplus = self.requests[MOST_PIPELINED:]
            if surplus:
                del self.requests[MOST_PIPELINED:]
                self.requests[-1].headers["CONNECTION"] = "close"
        for request in surplus:
            request.close()
        return took

    def _flush_outbufs_below_high_watermark(self) -> None:
        # Waitress waits here for ever, in a thread that other visitors need, for a client that does not read.
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
        # A socket whose client does not read never becomes writable; ended, it wakes the loop, which closes
        # it.
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


def read_content() -> None:
    """Reads the content before the first visitor comes."""
    if not services_of(app).catalog_store.catalog.roadmaps:
        logging.getLogger("milepost.content").warning(
            "content: there is nothing to serve; see `flask content check`"
        )
    # What was read stays: it need not be searched for garbage again and again.
    gc.collect()
    gc.freeze()


def reload_on_signal() -> None:
    """Lets SIGHUP read the content again; requests go on meanwhile."""
    signal.signal(signal.SIGHUP, lambda *_: threading.Thread(target=reload, daemon=True).start())


def reload() -> None:
    """Reads the content again, and says what came of it."""
    store, settings = services_of(app).catalog_store, services_of(app).settings
    asked = who_asks(settings.instance_dir)
    failure = []
    try:
        store.reload()
    except Exception:
        # Whatever it was, what is served goes on being served.
        logging.getLogger("milepost.content").exception("content: it could not be read again")
        failure = ["the content could not be read again; the server's log says why"]
    catalog = store.catalog
    errors = failure + [f"{f.file}: {f.place}: {f.message}. {f.remedy}" for f in catalog.errors]
    served = (
        f"{len(catalog.roadmaps)} roadmaps of {settings.content_dir.resolve()}, version {catalog.version}"
    )
    answer_reload(settings.instance_dir, asked, {"served": served, "kept": store.kept, "errors": errors})


def main() -> None:
    """Serves the site until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    TcpWSGIServer.channel_class = Channel
    reload_on_signal()
    read_content()
    # Held open for as long as the process lives: `flask content reload` finds it by this.
    announced = announce(services_of(app).settings.instance_dir)
    # Waitress gives the root logger a handler too; one line per event is enough.
    logging.getLogger("milepost").propagate = False
    proxies = services_of(app).settings.trusted_proxies
    # How many proxies may be believed is Flask's to judge, from TRUSTED_PROXIES.
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
