"""A connection of the server, bounded so that no client holds more than its share."""

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
    """A connection that takes few requests at once, and waits for its client only for so long.

    While the server drains, each answer tells the client that the connection ends with it.
    """

    parser_class = Parser

    def received(self, data: bytes) -> bool:
        """Takes requests that were sent at once, up to MOST_PIPELINED; more end the connection."""
        took: bool = super().received(data)
        with self.requests_lock:
            surplus = self.requests[MOST_PIPELINED:]
            del self.requests[MOST_PIPELINED:]
            if self.requests and (surplus or self.server.is_draining):
                self.requests[-1].headers["CONNECTION"] = "close"
        for request in surplus:
            request.close()
        return took

    @property
    def is_idle(self) -> bool:
        """Whether no request is under way and nothing is left to send."""
        return not self.requests and self.request is None and not self.total_outbufs_len

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
