"""WSGI middleware for the addresses that front matter gives to files (`catalog/named_files.py`).

It maps them to the paths of the usual routes before Flask routes the request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class NamedFiles:
    """WSGI middleware that replaces a named path by the path of its route."""

    def __init__(self, app: WSGIApplication, routes: Callable[[], Mapping[str, str]]) -> None:
        self._app = app
        self._routes = routes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Passes the request on, with the path of the route if its own path is a named one."""
        route = self._routes().get(_decoded(environ.get("PATH_INFO", "")))
        return self._app({**environ, "PATH_INFO": route} if route else environ, start_response)


def _decoded(path: str) -> str:
    # WSGI passes the bytes of a path decoded as Latin-1 (PEP 3333).
    return path.encode("latin-1", "replace").decode("utf-8", "replace")
