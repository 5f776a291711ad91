"""A connection of the server, with limits on what one client can use up."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError

from deploy.capacity import MOST_PIPELINED, UNREAD_SECONDS


class Parser(HTTPRequestParser):
    """Waitress's parser, which also answers what waitress leaves without an answer."""

    def received(self, data: bytes) -> int:
        """Takes bytes of the request, and returns how many; asks for no body of a refused request."""
        took: int = super().received(data)
        if self.error:
            self.expect_continue = False
        return took

    def parse_header(self, header_plus: bytes) -> None:
        """Reads the header; expects nothing more where no body follows. Raises ParsingError."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            # Of an address such as http://[x/ waitress would close the connection, and say so in the log.
            raise ParsingError("Bad URI") from error
        # Waitress would wait for ever for the body of a request that announces none but says `Expect:
        # 100-continue`.
        if self.content_length == 0 and not self.chunked:
            self.expect_continue = False


class Channel(HTTPChannel):
    """A connection with limits on pipelined requests and on waiting for a client that does not read.

    While the server drains, each response closes the connection (`Connection: close`).
    """

    parser_class = Parser
    _is_ready = False

    def received(self, data: bytes) -> bool:
        """Accepts up to MOST_PIPELINED pipelined requests; with more the connection is closed."""
        took: bool = super().received(data)
        with self.requests_lock:
            surplus = self.requests[MOST_PIPELINED:]
            del self.requests[MOST_PIPELINED:]
            if self.requests and (surplus or self.server.is_draining):
                self.requests[-1].headers["CONNECTION"] = "close"
        for request in surplus:
            request.close()
        if self._is_ready:
            self._is_ready = False
            self._answer_at_once()
        return took

    def is_answered_at_once(self) -> bool:
        """Returns whether the answer is in the page cache; the event loop sends it then itself.

        Passing a request to a thread, and being woken by it, takes longer than such an answer.
        """
        request, cache = self.requests[0], self.server.page_cache
        self._is_ready = bool(cache and not request.error and cache.is_ready(_environ(request)))
        return self._is_ready

    def _answer_at_once(self) -> None:
        if len(self.requests) == 1:
            self.service()
        else:
            # Between pipelined answers a thread may have to wait until the client has read.
            self.server.task_dispatcher.add_task(self)

    def _flush_outbufs_below_high_watermark(self) -> None:
        # Waitress would wait here for ever for a client that does not read, and block a thread.
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
        # The socket never becomes writable if the client does not read. Its shutdown wakes the event loop,
        # which closes it.
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


def _environ(request: HTTPRequestParser) -> dict[str, str]:
    """Returns what of a request the page cache looks at, under the names of WSGI."""
    headers = {f"HTTP_{name}": value for name, value in request.headers.items()}
    return headers | {
        "REQUEST_METHOD": request.command,
        "PATH_INFO": request.path,
        "QUERY_STRING": request.query,
        "REQUEST_URI": request.request_uri,
    }
