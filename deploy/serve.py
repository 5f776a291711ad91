"""The production server of `make run`: an arbiter that reads the content, and workers that share it.

SIGHUP, or `flask content reload`, reads the content again and replaces the workers, and those of other
machines with the same database. SIGUSR2 starts a new
arbiter on the same sockets, for another release; SIGTERM then ends the old one. Requests that are under way
are always answered.
"""

from __future__ import annotations

import argparse
import errno
import gc
import logging
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from deploy.capacity import GRACEFUL_SECONDS, HUNG_SECONDS, MOST_CONNECTIONS
from deploy.content_watch import ContentWatch
from deploy.shared_metrics import SharedMetrics
from deploy.worker import WaitressWorker
from webapp.config import Settings, Values
from webapp.doctor.checkup import startup_checkup
from webapp.doctor.result import OK
from webapp.setting_values import Unusable, host_name, whole_number
from webapp.web.site.extensions import db
from webapp.web.site.logs import take_over_logs
from webapp.web.site.moves import put_following
from webapp.web.site.roadmap_names import remember_roadmap_names
from webapp.web.site.server_control import ControlSocket
from webapp.web.site.services import services_of
from webapp.web.site.templates import read_templates
from wsgi import app

PORT_SECONDS = 3
# Where one of these is set, the sockets come from the arbiter before, or from systemd.
INHERITED = {"GUNICORN_FD", "LISTEN_FDS"}
# Open files of a worker besides its connections: database, logs, content.
OTHER_FILES = 500
log = logging.getLogger("milepost.server")


class Site(BaseApplication):  # type: ignore[misc]  # the library ships no types
    """The site as an application of gunicorn's arbiter."""

    def __init__(self, site: Flask, settings: Settings) -> None:
        self._site = site
        self._settings = settings
        self.control = ControlSocket(settings.instance_dir)
        self.measured = SharedMetrics(services_of(site).metrics, settings.instance_dir)
        self.watch = ContentWatch(site)
        # Whether the next reload is an operator's, rather than another machine's.
        self.is_asked = False
        super().__init__()

    def load_config(self) -> None:
        """Configures gunicorn. Its own configuration files and options are not read."""
        settings = self._settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        options = {
            "bind": f"{host}:{settings.port}",
            "workers": settings.workers,
            "worker_class": WaitressWorker,
            "preload_app": True,
            "timeout": HUNG_SECONDS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "milepost",
            "when_ready": self._say_address,
            "pre_fork": self._number_worker,
            "post_fork": self._begin_worker,
            "child_exit": self._forget_worker,
            "on_exit": self._end,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Reads content, templates and static files before the fork, so that the workers share them."""
        take_over_logs()
        self.measured.open()
        if not services_of(self._site).catalog_store.catalog.roadmaps:
            log.warning("content: there is nothing to serve; see `flask content check`")
        self._remember_names()
        self.watch.begin()
        read_templates(self._site)
        services_of(self._site).assets.read_all()
        _freeze()
        return self._site

    def reload(self) -> None:
        """Reads the content again. Afterwards the arbiter starts new workers."""
        super().reload()
        self.watch.has_news = False
        self.answer = self._read_again()
        self._remember_names()
        if self.is_asked:
            self._announce()
        _freeze()

    def _announce(self) -> None:
        if self.watch.announce():
            self.answer["tells"] = self.watch.is_shared
        else:
            self.answer["errors"].append("the other machines were not told, because the database is away")

    def _remember_names(self) -> None:
        parts = services_of(self._site)
        remember_roadmap_names(self._site, parts.roadmap_names, parts.catalog_store.catalog)
        put_following(self._site)

    def _read_again(self) -> dict[str, Any]:
        store = services_of(self._site).catalog_store
        failure = []
        try:
            store.reload()
        except Exception:
            # After any error the present content is still served.
            log.exception("content: it could not be read again")
            failure = ["the content could not be read again; the server's log says why"]
        catalog = store.catalog
        errors = failure + [f"{f.file}: {f.place}: {f.message}. {f.remedy}" for f in catalog.errors]
        folder = self._settings.content_dir.resolve()
        served = f"{len(catalog.roadmaps)} roadmaps of {folder}, version {catalog.version}"
        return {"served": served, "kept": store.stale, "errors": errors, "tells": False}

    def _say_address(self, arbiter: Arbiter) -> None:
        self.control.open()
        self.watch.start()
        shown = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        print(f"Milepost answers on http://{shown}:{self._settings.port} (Ctrl+C stops it)", flush=True)

    def _number_worker(self, arbiter: Arbiter, worker: WaitressWorker) -> None:
        worker.number = self.measured.free_number(other.number for other in arbiter.WORKERS.values())

    def _forget_worker(self, arbiter: Arbiter, worker: WaitressWorker) -> None:
        self.measured.forget(worker.number)

    def _begin_worker(self, arbiter: Arbiter, worker: WaitressWorker) -> None:
        self.measured.number = worker.number
        self.control.close()
        # A worker must not use connections of the arbiter, which all workers would share.
        with self._site.app_context():
            db.engine.dispose(close=False)

    def _end(self, arbiter: Arbiter) -> None:
        self.control.close()
        self.measured.close()


class SiteArbiter(Arbiter):  # type: ignore[misc]  # the library ships no types
    """Gunicorn's arbiter, which also reports the result of a reload."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        # SIGUSR2 starts a new arbiter, as a module: as a script it would not find the packages.
        self.START_CTX["args"] = [sys.executable, "-m", "deploy.serve", *sys.argv[1:]]

    def wait_for_signals(self, timeout: float = 1.0) -> list[int]:
        """Returns the signals that came; one reload, after all else, does for all that asked for one.

        What another machine announces is a reload too.
        """
        signals = super().wait_for_signals(timeout)
        others = [number for number in signals if number != signal.SIGHUP]
        self.app.is_asked = signal.SIGHUP in signals
        return [*others, signal.SIGHUP] if self.app.is_asked or self.app.watch.has_news else others

    def reload(self) -> None:
        """Reads the content again, and waits until the old workers have ended."""
        self.app.control.note_start()
        super().reload()
        self.app.control.answer(self.app.answer)

    def reexec(self) -> None:
        """Starts a new arbiter on the same sockets.

        Where systemd gave them, gunicorn would name the numbers that they had then, and it has closed those.
        """
        given, self.systemd = self.systemd, False
        try:
            super().reexec()
        finally:
            self.systemd = given

    def manage_workers(self) -> None:
        """Keeps the number of workers, and the control socket in its place."""
        super().manage_workers()
        self.app.control.take_back()


def _check_address(host: str, port: int) -> None:
    """Ends with a sentence where the address cannot be used, also after some seconds."""
    if INHERITED & set(os.environ):
        return
    end = time.monotonic() + PORT_SECONDS
    while True:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
                return
            except OSError as error:
                # A server that is ending may hold it for a moment.
                if error.errno != errno.EADDRINUSE or time.monotonic() > end:
                    raise SystemExit(_cannot_listen(host, port, error)) from None
        time.sleep(0.2)


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    # The address of a host that there is can only be taken by its port.
    name = "PORT" if error.errno in {errno.EADDRINUSE, errno.EACCES} else "HOST"
    expected = f"an address that is free, and {host}, port {port}, cannot be used: {error.strerror}"
    return f"Milepost cannot start. {Values(os.environ).bad(name, expected)}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves the site until it is stopped; options override HOST, PORT and WORKERS."""
    settings = services_of(app).settings
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=settings.host, type=_option(host_name))
    parser.add_argument("--port", default=settings.port, type=_option(whole_number(1, 65535)))
    parser.add_argument("--workers", default=settings.workers, type=_option(whole_number(1, 64)))
    options = parser.parse_args(arguments)
    _check_address(options.host, options.port)
    _raise_descriptor_limit()
    _warn(settings)
    site = Site(app, replace(settings, host=options.host, port=options.port, workers=options.workers))
    SiteArbiter(site).run()


def _warn(settings: Settings) -> None:
    """Logs what will hurt, once; `flask doctor` says the same and more."""
    with app.app_context():
        session = db.session()
        for result in startup_checkup(settings, session):
            if result.state != OK:
                log.warning("doctor: %s: %s", result.part, result.text)
        db.session.remove()


def _option(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Returns the type of an option, which may be what the setting of that name may be."""

    def convert(text: str) -> Any:
        try:
            return read(text)
        except Unusable as error:
            raise argparse.ArgumentTypeError(f"expected {error}") from error

    return convert


def _freeze() -> None:
    # The content is never garbage. Without being searched it stays shared with the workers after a fork.
    gc.collect()
    gc.freeze()


def _raise_descriptor_limit() -> None:
    """Raises the limit on open files to what MOST_CONNECTIONS needs, as far as the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = MOST_CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < needed:
        allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


if __name__ == "__main__":
    main()
