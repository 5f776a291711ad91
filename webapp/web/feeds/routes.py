"""Feeds, sitemap, robots.txt, llms.txt and security.txt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.syndication import feed_formats as formats
from webapp.syndication.feeds import Feed, FeedWords, make_feed
from webapp.syndication.sitemap import sitemap
from webapp.web.feeds.pages import feed_page
from webapp.web.site.accepts_html import prefers_page
from webapp.web.site.responses import meta_builder, public_page, shared
from webapp.web.site.services import catalog, services, settings
from webapp.web.site.translations import gettext, language_tag

bp = Blueprint("feeds", __name__)


@bp.get("/rss.xml", defaults={"tag": ""})
@bp.get("/tags/<tag>/rss.xml")
def rss(tag: str) -> BaseResponse:
    """New roadmaps as RSS."""
    return _feed(tag, "application/rss+xml", formats.rss)


@bp.get("/atom.xml", defaults={"tag": ""})
@bp.get("/tags/<tag>/atom.xml")
def atom(tag: str) -> BaseResponse:
    """New roadmaps as Atom."""
    return _feed(tag, "application/atom+xml", formats.atom)


@bp.get("/feed.json", defaults={"tag": ""})
@bp.get("/tags/<tag>/feed.json")
def json_feed(tag: str) -> BaseResponse:
    """New roadmaps as JSON Feed."""
    response = _feed(tag, "application/feed+json", formats.json_feed)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@bp.get("/sitemap.xml")
def sitemap_file() -> Response:
    """The sitemap."""
    return shared(Response(sitemap(catalog(), settings().site_url), mimetype="application/xml"))


@bp.get("/robots.txt")
def robots() -> Response:
    """The paths that crawlers may fetch."""
    lines = ("User-agent: *", "Disallow: /me", "Disallow: /search", "Disallow: /reset-password/", "")
    return shared(
        Response(
            "\n".join((*lines, f"Sitemap: {settings().site_url}/sitemap.xml", "")), mimetype="text/plain"
        )
    )


@bp.get("/llms.txt")
def llms() -> Response:
    """An overview of the site in Markdown, for language models (llmstxt.org)."""
    site = settings()
    rows = [
        f"- [{r.brief_title}]({site.site_url}/{r.slug}): {r.brief_description}"
        for r in catalog().listed_with_variants
        if not r.front.is_upcoming
    ]
    summary = gettext("What to learn, in which order, with resources for each topic.")
    text = f"# {site.site_name}\n\n> {summary}\n\n## {gettext('Roadmaps')}\n\n"
    return shared(Response(text + "\n".join(rows) + "\n", mimetype="text/plain"))


@bp.get("/.well-known/security.txt")
def security() -> Response:
    """The address to report vulnerabilities to (RFC 9116)."""
    site = settings()
    # RFC 9116 recommends less than a year. The date is rounded so that the file changes once a month.
    expires = (datetime.now(UTC).replace(day=1) + timedelta(days=300)).strftime("%Y-%m-%dT00:00:00Z")
    host = site.site_url.partition("://")[2].partition(":")[0]
    here = f"{site.site_url}/.well-known/security.txt"
    lines = (
        f"Contact: mailto:security@{host}",
        f"Expires: {expires}",
        f"Preferred-Languages: {language_tag()}",
        f"Canonical: {here}",
        "",
    )
    return Response("\n".join(lines), mimetype="text/plain")


def _feed(tag: str, mimetype: str, write: Callable[[Feed], bytes]) -> BaseResponse:
    if tag and not any(tag in r.front.tags for r in catalog().listed):
        abort(404)
    times = _Times()
    feed = make_feed(catalog(), settings().site_url, _feed_words(), times, tag)
    if prefers_page(request.headers.get("Accept", "")):
        # Browsers show feeds as source text, so they get a page instead.
        meta = meta_builder().simple(feed.title, feed.description)
        page = public_page("feeds/feed.html", meta, page=feed_page(feed, settings().site_url + request.path))
        page.vary.add("Accept")
        return page
    response = Response(write(feed), mimetype=mimetype)
    if not times.are_sure:
        # Another machine may say something else, so nobody keeps it.
        response.cache_control.no_store = True
        return response
    # The dates of the entries would not do, because a text may change without its date.
    response.last_modified = services().catalog_store.since
    return shared(response, "Accept")


class _Times:
    """When roadmaps without a date were first served. The database is asked for all at once, and only if
    there is one.
    """

    are_sure = True

    def __init__(self) -> None:
        self._times: Mapping[str, datetime] = {}

    def __call__(self, name: str) -> datetime:
        if not self._times:
            names = ("", *services().catalog_store.undated)
            self._times, self.are_sure = services().first_served.times(names)
        return self._times[name]


def _feed_words() -> FeedWords:
    return FeedWords(
        site_name=settings().site_name,
        language=language_tag(),
        title=gettext("%(site)s, new roadmaps"),
        tag_title=gettext("%(site)s, new roadmaps: %(tag)s"),
        description=gettext("New learning roadmaps on %(site)s"),
        tag_description=gettext("New learning roadmaps on %(site)s: %(tag)s"),
        topics=gettext("Topics"),
    )
