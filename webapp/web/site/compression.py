"""Compression of personal pages, at the fastest level. Cached pages are compressed by the cache."""

from __future__ import annotations

from flask import Flask, Response, request

from webapp.web.site.encodings import compressed_fast, preferred_encoding
from webapp.web.site.responses import CACHEABLE

SHORTEST = 1000  # bytes; shorter bodies gain nothing


def init_compression(app: Flask) -> None:
    """Compresses pages and fragments that no cache holds."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype != "text/html" or response.direct_passthrough or CACHEABLE in response.headers:
            return response
        response.vary.add("Accept-Encoding")
        encoding = preferred_encoding(request.headers.get("Accept-Encoding", ""))
        if not encoding or "Content-Encoding" in response.headers:
            return response
        body = response.get_data()
        if len(body) >= SHORTEST:
            response.set_data(compressed_fast(body, encoding))
            response.headers["Content-Encoding"] = encoding
        return response
