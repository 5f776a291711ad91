"""A cache of pages for unknown visitors, as WSGI middleware in front of Flask.

A page is rendered once for each version of the content, stored compressed, and sent with an ETag.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

from flask import Flask
from werkzeug.http import parse_date, parse_etags

from webapp.request_ids import new_request_id
from webapp.web.site.accepts_html import prefers_page
from webapp.web.site.encodings import CompressedBody
from webapp.web.site.redirects import WHOLE_QUERY
from webapp.web.site.responses import CACHEABLE
from webapp.web.site.seen_requests import REQUEST_ID, name_route, route_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Bytes: of an entry without its body (estimated), of the whole cache, and of the largest entry.
OVERHEAD = 1000
MOST_BYTES, LARGEST = 48 << 20, 4 << 20
# The paths below which a page depends on its whole query string.
WITH_QUERY = ("/login", "/signup", "/me/settings/identities/", "/dev/")
# The same for these pages of a roadmap: nobody else asks for just this choice of topics.
OF_CHOSEN_TOPICS = ("/marks", "/route")
# Elsewhere what people type makes a page that is not cached, and some parts of a query string select a view.
TYPED = {"/search": {"q"}, "/roadmaps": {"q", "tag"}}
VIEWS = frozenset({"view=map", "view=list"})
CATALOG_SORTS = {"sort=suggested", "sort=title", "sort=newest", "sort=topics"}
CATALOG_VIEWS = frozenset({*CATALOG_SORTS, "as=cards", "as=index"})
_NAME = "milepost.page_cache"
Headers = list[tuple[str, str]]
# The headers that are cached. All others belong to the response to the first visitor.
SHARED_HEADERS = frozenset(
    {
        "access-control-allow-origin",
        "cache-control",
        "content-disposition",
        "content-language",
        "content-security-policy",
        "content-type",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "last-modified",
        "link",
        "milepost-offline",
        "permissions-policy",
        "referrer-policy",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
        "x-robots-tag",
    }
)
CACHE_HEADERS = frozenset({"cache-control", "etag", "last-modified"})
Key = tuple[str, str, str, bool, bool]


class Answer:
    """A cached response: its shared headers and its body."""

    __slots__ = ("body", "etag", "headers", "route")

    def __init__(self, headers: Headers, body: bytes, route: str) -> None:
        self.route = route
        vary = next((v for k, v in headers if k.lower() == "vary"), "")
        self.etag = next((v.strip('"') for k, v in headers if k.lower() == "etag"), "")
        self.headers = [(k, v) for k, v in headers if k.lower() in SHARED_HEADERS]
        self.headers.append(("Vary", ", ".join(filter(None, (vary, "Accept-Encoding")))))
        self.body = CompressedBody(body)

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return self.body.most_bytes + OVERHEAD


class PageCache:
    """WSGI middleware. `version` returns the version of the content; a new one empties the cache.

    `cookies` are the names of those by which a page may become personal: a learner's, and that of a message.
    """

    def __init__(self, app: WSGIApplication, cookies: tuple[str, ...], version: Callable[[], str]) -> None:
        self._app = app
        self._cookies = tuple(f"{name}=" for name in cookies)
        self._version = version
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._cached_version = ""
        self._lock = Lock()

    def __len__(self) -> int:
        """How many answers are cached."""
        return len(self._answers)

    @property
    def size(self) -> int:
        """About how many bytes of memory the cached answers take."""
        return self._bytes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers an unknown visitor's GET from the cache, and passes everything else on."""
        if not self._may_be_cached(environ):
            return self._app(environ, _never_public_with_cookie(start_response))
        version = self._version()
        if version != self._cached_version:
            with self._lock:
                self._answers.clear()
                self._bytes = 0
                self._cached_version = version
        key = _key(version, environ)
        answer = self._answers.get(key)
        if answer is None:
            # Only successful responses are cached, so that unknown paths do not fill the cache.
            response = self._request(environ, start_response)
            if not isinstance(response, Answer):
                return response
            answer = response
            self._store(key, answer)
        else:
            name_route(environ, answer.route, is_cached=True)
        return _send(answer, environ, start_response)

    def is_ready(self, environ: WSGIEnvironment) -> bool:
        """Returns whether a request is answered from memory, so that no other one has to wait for it."""
        if not self._may_be_cached(environ):
            return False
        answer = self._answers.get(_key(self._version(), environ))
        return answer is not None and answer.body.is_ready(environ.get("HTTP_ACCEPT_ENCODING", ""))

    def _store(self, key: Key, answer: Answer) -> None:
        with self._lock:
            if key not in self._answers and answer.size <= LARGEST:
                self._answers[key] = answer
                self._bytes += answer.size
            while self._bytes > MOST_BYTES:
                self._bytes -= self._answers.popitem(last=False)[1].size

    def _may_be_cached(self, environ: WSGIEnvironment) -> bool:
        return (
            environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            # Static files are in memory already, and answer conditional requests themselves.
            and not environ.get("PATH_INFO", "").startswith("/static/")
            and not _is_whole_query_meant(environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
            and not environ.get("REQUEST_URI", "").startswith("//")
            and not any(name in environ.get("HTTP_COOKIE", "") for name in self._cookies)
            and "HTTP_HX_BOOSTED" not in environ
            and "HTTP_HX_HISTORY_RESTORE_REQUEST" not in environ
        )

    def _request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Answer | Iterable[bytes]:
        """Returns the application's response as an Answer if it may be cached, or else as WSGI sends it."""
        query = _meaning_of(environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
        whole = environ.get("QUERY_STRING", "")
        inner = {**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": query, WHOLE_QUERY: whole}
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"):
            inner.pop(name, None)
        sent: list[Any] = []

        def record(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            sent[:] = [status, headers]
            return lambda data: None

        result = self._app(inner, record)
        try:
            body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        status, headers = sent
        if status.startswith("200") and any(k == CACHEABLE for k, _ in headers) and not _sets_cookie(headers):
            return Answer(headers, body, route_of(environ))
        _never_public_with_cookie(start_response)(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def init_page_cache(
    app: Flask, wsgi: WSGIApplication, cookies: tuple[str, ...], version: Callable[[], str]
) -> PageCache:
    """Returns a cache in front of an application, which knows it from then on."""
    made = app.extensions[_NAME] = PageCache(wsgi, cookies, version)
    return made


def page_cache_of(app: Flask) -> PageCache | None:
    """Returns the page cache of an application; under `make dev` there is none."""
    return cast("PageCache | None", app.extensions.get(_NAME))


def _key(version: str, environ: WSGIEnvironment) -> Key:
    path = environ.get("PATH_INFO", "")
    query = _meaning_of(path, environ.get("QUERY_STRING", ""))
    is_feed_page = path.endswith((".xml", ".json")) and prefers_page(environ.get("HTTP_ACCEPT", ""))
    # Only the value that HTMX sends counts, so that other values do not fill the cache.
    is_fragment = environ.get("HTTP_HX_REQUEST") == "true"
    return version, path, query, is_fragment, is_feed_page


def _is_whole_query_meant(path: str, query: str) -> bool:
    """Returns whether a page depends on all of its query string, so that it is not cached."""
    if not query:
        return False
    typed = TYPED.get(path)
    if path.startswith(WITH_QUERY) or path.endswith(OF_CHOSEN_TOPICS):
        return True
    return bool(typed and any(key in typed for key, _ in parse_qsl(query)))


def _meaning_of(path: str, query: str) -> str:
    """Returns the parts of a query string on which a cached page depends, in one order."""
    if not query:
        return ""
    known = CATALOG_VIEWS if path == "/roadmaps" else VIEWS
    # Flask reads the first value of a key.
    first = dict(reversed(parse_qsl(query, keep_blank_values=True)))
    return "&".join(sorted(part for key, value in first.items() if (part := f"{key}={value}") in known))


def _sets_cookie(headers: Headers) -> bool:
    return any(name.lower() == "set-cookie" for name, _ in headers)


def _never_public_with_cookie(start_response: StartResponse) -> StartResponse:
    """Returns a `start_response` that makes an answer private where it sets a cookie.

    Flask writes the session's cookie after all `after_request` functions, so this cannot be decided there.
    """

    def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
        allowed = [(name, value) for name, value in headers if name != CACHEABLE]
        if _sets_cookie(allowed):
            allowed = [(name, value) for name, value in allowed if name.lower() not in CACHE_HEADERS]
            allowed.append(("Cache-Control", "private, no-store"))
        return start_response(status, allowed, exc_info) if exc_info else start_response(status, allowed)

    return start


def _send(answer: Answer, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    encoding, body = answer.body.encoded(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f"{answer.etag}-{encoding}" if encoding else answer.etag
    request_id = environ.get(REQUEST_ID) or new_request_id()
    headers = [*answer.headers, ("ETag", f'"{etag}"'), ("X-Request-Id", request_id)]
    if_none_match = environ.get("HTTP_IF_NONE_MATCH")
    if if_none_match and parse_etags(if_none_match).contains_weak(etag):
        start_response("304 Not Modified", [(k, v) for k, v in headers if k != "Content-Type"])
        return []
    if not if_none_match and _unchanged_since(answer, environ):
        start_response("304 Not Modified", [(k, v) for k, v in headers if k != "Content-Type"])
        return []
    if encoding:
        headers.append(("Content-Encoding", encoding))
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _unchanged_since(answer: Answer, environ: WSGIEnvironment) -> bool:
    known = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    if known is None:
        return False
    stamped = parse_date(next((v for k, v in answer.headers if k == "Last-Modified"), None))
    return bool(stamped and stamped <= known)
