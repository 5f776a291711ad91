"""Routes that take a file, which is larger than any form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from werkzeug.datastructures import FileStorage

View = TypeVar("View", bound=Callable[..., object])
_LARGEST = "largest_body"
# What a form needs around its file.
AROUND = 16 * 1024


def takes_file(largest: int) -> Callable[[View], View]:
    """Lets a view get a file of up to `largest` bytes. Put it above all other decorators but the route's."""

    def mark(view: View) -> View:
        setattr(view, _LARGEST, largest + AROUND)
        return view

    return mark


def init_uploads(app: Flask) -> None:
    """Raises the limit on a body where a view takes a file; call it before anything reads the form."""

    @app.before_request
    def raise_limit() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if largest := getattr(view, _LARGEST, 0):
            request.max_content_length = largest


def uploaded(name: str) -> bytes:
    """Returns the content of a file of the form, or nothing if none was chosen."""
    file: FileStorage | None = request.files.get(name)
    if file is None:
        return b""
    try:
        content: bytes = file.read()
        return content
    finally:
        file.close()
