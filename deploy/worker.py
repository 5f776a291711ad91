"""A worker process: waitress's event loop and its threads, run by gunicorn's arbiter."""

from __future__ import annotations

import os
import time
from threading import get_ident
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.server import BaseWSGIServer, TcpWSGIServer, UnixWSGIServer, create_server

from deploy.capacity import LARGEST_BODY, LARGEST_HEADER, MOST_CONNECTIONS, MOST_UNREAD, THREADS
from deploy.channel import Channel
from webapp.web.site.page_cache import page_cache_of
from webapp.web.site.process_metrics import measure_process
from webapp.web.site.services import services_of

TURN_SECONDS = 0.25
MEASURED_EVERY = 1.0  # seconds
# How long an idle connection stays open while the worker drains, so that a request that is on its way is
# still answered.
SILENT_SECONDS = 2.0


def add_task(listener: BaseWSGIServer, channel: Channel) -> None:
    """Gives a request to a thread, unless the event loop answers it at once."""
    if get_ident() != listener.loop_thread or not channel.is_answered_at_once():
        listener.task_dispatcher.add_task(channel)


def pull_trigger(listener: BaseWSGIServer) -> None:
    """Wakes the event loop, unless it is the loop that calls."""
    if get_ident() != listener.loop_thread:
        listener.trigger.pull_trigger()


for server_class in (TcpWSGIServer, UnixWSGIServer):
    server_class.channel_class = Channel
BaseWSGIServer.add_task = add_task
BaseWSGIServer.pull_trigger = pull_trigger
BaseWSGIServer.is_draining = False


class WaitressWorker(Worker):  # type: ignore[misc]  # the library ships no types
    """Runs waitress, whose event loop reads requests, so that slow clients block no threads.

    Before it ends it answers the requests that are under way.
    """

    number = 0

    def run(self) -> None:
        """Serves until the arbiter stops the worker, and then drains the open connections."""
        self._measured_at = time.monotonic()
        self._connections: dict[int, Any] = {}
        services = services_of(self.wsgi)
        proxies = services.settings.trusted_proxies
        BaseWSGIServer.loop_thread = get_ident()
        BaseWSGIServer.page_cache = page_cache_of(self.wsgi)
        sockets = [listener.sock for listener in self.sockets]
        server = create_server(self.wsgi, map=self._connections, sockets=sockets, **_adjustments(proxies))
        services.worker.start()
        self._dispatcher = server.task_dispatcher
        while self.alive and self.ppid == os.getppid():
            self._turn()
        services.worker.stop()
        end = time.monotonic() + self.cfg.graceful_timeout
        self._drain(end)
        server.task_dispatcher.shutdown()
        services.worker.stop(max(0.0, end - time.monotonic()))

    def _turn(self) -> None:
        self.notify()
        self._measure()
        wasyncore.loop(TURN_SECONDS, use_poll=True, map=self._connections, count=1)

    def _measure(self) -> None:
        now = time.monotonic()
        if now - self._measured_at > MEASURED_EVERY:
            self._measured_at = now
            in_flight, queued = self._dispatcher.active_count, len(self._dispatcher.queue)
            measure_process(self.wsgi, in_flight, queued)

    def _drain(self, end: float) -> None:
        BaseWSGIServer.is_draining = True
        for listener in [c for c in self._connections.values() if isinstance(c, BaseWSGIServer)]:
            self._take_waiting(listener)
            listener.del_channel()
            listener.socket.close()
        while (channels := self._channels()) and time.monotonic() < end:
            for channel in channels:
                if not channel.requests and time.time() - channel.last_activity > SILENT_SECONDS:
                    channel.will_close = True
            self._turn()

    def _take_waiting(self, listener: BaseWSGIServer) -> None:
        # Closing the last copy of a socket resets the connections that nobody has taken yet.
        before = -1
        while before < len(self._connections) < MOST_CONNECTIONS:
            before = len(self._connections)
            listener.handle_accept()

    def _channels(self) -> list[Channel]:
        return [c for c in self._connections.values() if isinstance(c, Channel)]


def _adjustments(trusted_proxies: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "threads": THREADS,
        "ident": None,
        "channel_timeout": 60,
        # select() fails for file descriptors above 1,023, which would end the process.
        "asyncore_use_poll": True,
        "connection_limit": MOST_CONNECTIONS,
        "max_request_header_size": LARGEST_HEADER,
        "max_request_body_size": LARGEST_BODY,
        "outbuf_high_watermark": MOST_UNREAD,
        "clear_untrusted_proxy_headers": not trusted_proxies,
    }
    if trusted_proxies:
        # ProxyFix decides how many proxies are trusted, from TRUSTED_PROXIES.
        found["trusted_proxy"] = "*"
        found["trusted_proxy_count"] = trusted_proxies
        found["trusted_proxy_headers"] = {"x-forwarded-for", "x-forwarded-proto"}
    return found
