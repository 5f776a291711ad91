"""Addresses that front matter gives to a roadmap's graph, PDF and picture.

A WSGI middleware maps them to the paths of the usual routes before Flask routes the request.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from webapp.catalog.model import Roadmap

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROUTES = {
    "json": "/jsons/roadmaps/{slug}.json",
    "pdf": "/pdfs/roadmaps/{slug}.pdf",
    "png": "/roadmaps/{slug}.png",
}


def named_files(roadmaps: Mapping[str, Roadmap], reserved: Collection[str]) -> Mapping[str, str]:
    """Returns the path of the usual route for each path that front matter names.

    Only the path of an address counts, whatever host it names. An address below a page of the site or of a
    roadmap is that page's, but for the folders in which the files lie by default.
    """
    default = {route.format(slug=slug) for slug in roadmaps for route in ROUTES.values()}
    found: dict[str, str] = {}
    for roadmap in roadmaps.values():
        for kind, address in _addresses(roadmap):
            path = unquote(urlsplit(address).path)
            if path not in default and _is_free(path, roadmaps, reserved):
                found.setdefault(path, ROUTES[kind].format(slug=roadmap.slug))
    return found


def _addresses(roadmap: Roadmap) -> Iterable[tuple[str, str]]:
    front = roadmap.front
    yield "json", front.json_url
    yield "pdf", front.pdf_url
    yield "png", front.schema.image_url
    yield "png", front.seo.og_image_url


def _is_free(path: str, roadmaps: Mapping[str, Roadmap], reserved: Collection[str]) -> bool:
    folder, _, name = path.removeprefix("/").partition("/")
    is_among_files = folder in {"jsons", "pdfs", "roadmaps"} and "." in name
    return bool(folder) and (is_among_files or (folder not in reserved and folder not in roadmaps))


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
