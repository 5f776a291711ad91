"""Addresses that front matter gives to a roadmap's graph, PDF and picture.

Only the path of an address counts, whatever host it names. An address below a page of the site or of a
roadmap is that page's, but for the folders in which the files lie by default.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from webapp.catalog.findings import Findings
from webapp.catalog.model import Roadmap
from webapp.catalog.slug import SLUG

ROUTES = {
    "json": "/jsons/roadmaps/{slug}.json",
    "pdf": "/pdfs/roadmaps/{slug}.pdf",
    "png": "/roadmaps/{slug}.png",
}


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A path that front matter gives to a file, under a key; `refusal` says why it cannot be there."""

    key: str
    roadmap: str
    path: str
    route: str
    refusal: str = ""


def named_files(roadmaps: Mapping[str, Roadmap], reserved: Collection[str]) -> Mapping[str, str]:
    """Returns the path of the usual route for each path that front matter names."""
    return {file.path: file.route for file in _files(roadmaps, reserved) if not file.refusal}


def report_named_files(roadmaps: Mapping[str, Roadmap], reserved: Collection[str], found: Findings) -> None:
    """Adds a warning for each address in front matter at which its file cannot be, or of another name."""
    for file in _files(roadmaps, reserved):
        findings = found.of(f"roadmaps/{file.roadmap}/{file.roadmap}.md")
        if file.refusal:
            findings.warning(
                file.key,
                f"{file.path} {file.refusal}, so the file is not there",
                f"Name another address or leave the key out: the file is at {file.route}.",
            )
        elif other := _other_slug(file):
            findings.warning(
                file.key,
                f"{file.path} is the address of a roadmap {other}, and this one is {file.roadmap}",
                f"After a rename, write {file.route}. The old address leads here as long as it is named.",
            )


def _files(roadmaps: Mapping[str, Roadmap], reserved: Collection[str]) -> Iterator[NamedFile]:
    default = {route.format(slug=slug): slug for slug in roadmaps for route in ROUTES.values()}
    taken: dict[str, NamedFile] = {}
    for roadmap in roadmaps.values():
        for key, kind, address in _addresses(roadmap):
            path = unquote(urlsplit(address).path)
            route = ROUTES[kind].format(slug=roadmap.slug)
            if path in {"", route}:
                continue
            refusal = _refusal(path, roadmaps, reserved)
            first = taken.get(path)
            if path in default:
                refusal = f"is the address of a file of {default[path]}"
            elif first and first.route != route:
                refusal = f"is named by {first.roadmap} too"
            file = NamedFile(key, roadmap.slug, path, route, refusal)
            if not refusal:
                taken.setdefault(path, file)
            yield file


def _other_slug(file: NamedFile) -> str:
    """Returns the slug in a graph's or PDF's address if it has the usual form for another slug, or "".

    A picture may have any name among the others.
    """
    route = {"jsonUrl": ROUTES["json"], "pdfUrl": ROUTES["pdf"]}.get(file.key)
    if route is None:
        return ""
    before, after = route.split("{slug}")
    name = file.path.removeprefix(before).removesuffix(after)
    return name if file.path == f"{before}{name}{after}" and SLUG.fullmatch(name) else ""


def _addresses(roadmap: Roadmap) -> Iterator[tuple[str, str, str]]:
    front = roadmap.front
    yield "jsonUrl", "json", front.json_url
    yield "pdfUrl", "pdf", front.pdf_url
    yield "schema.imageUrl", "png", front.schema.image_url
    yield "seo.ogImageUrl", "png", front.seo.og_image_url


def _refusal(path: str, roadmaps: Mapping[str, Roadmap], reserved: Collection[str]) -> str:
    folder, _, name = path.removeprefix("/").partition("/")
    if folder in {"jsons", "pdfs", "roadmaps"} and "." in name:
        return ""
    if not folder or folder in reserved:
        return "is an address of the site"
    return f"is an address of the roadmap {folder}" if folder in roadmaps else ""
