"""Requests to providers, limited in time and size, so that a provider cannot hold up or fill a process."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from requests import PreparedRequest, RequestException, Response, Session
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from webapp.providers.model import ProviderAway, ProviderRefused

SECONDS = 5
LARGEST = 256 * 1024
# How many of a worker's eight threads may wait for providers; the others stay free for pages.
MOST_AT_ONCE = 2
_threads = BoundedSemaphore(MOST_AT_ONCE)


class BoundedAdapter(HTTPAdapter):
    """Reads whole answers of at most LARGEST bytes within SECONDS. Raises ProviderAway."""

    def send(self, request: PreparedRequest, *arguments: Any, **options: Any) -> Response:
        """Sends a request and reads its answer."""
        ends = time.monotonic() + SECONDS
        try:
            response = super().send(request, **{**options, "timeout": SECONDS, "stream": True})
            # The library would read without a limit; what is read here, it does not read again.
            response._content = b"".join(_chunks(response, ends))
        except (RequestException, HTTPError, OSError) as error:
            raise ProviderAway(type(error).__name__) from error
        if response.status_code >= 500 or response.status_code == 429:
            raise ProviderAway(f"status {response.status_code}")
        return response


@contextmanager
def provider_slot() -> Iterator[None]:
    """Reserves one of the few threads that may wait for providers. Raises ProviderAway if all are taken."""
    if not _threads.acquire(blocking=False):
        raise ProviderAway("too many wait")
    try:
        yield
    finally:
        _threads.release()


def bounded(session: Session) -> Session:
    """Puts the limits on a session."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, BoundedAdapter())
    # A compressed answer could be a thousand times larger than what is read of it.
    session.headers.update({"User-Agent": "Milepost", "Accept-Encoding": "identity"})
    return session


def get_json(address: str, token: str = "") -> Any:
    """Returns the JSON at an address, for the bearer of a token. Raises ProviderAway and ProviderRefused."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    with bounded(Session()) as session:
        response = session.get(address, headers=headers, auth=_as_given, allow_redirects=False)
    if response.status_code != 200:
        raise ProviderRefused(f"status {response.status_code}")
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError) as error:
        raise ProviderAway("no JSON") from error


def object_in(found: Any) -> Mapping[str, Any]:
    """Returns a JSON object. Raises ProviderAway if it is something else."""
    if not isinstance(found, dict):
        raise ProviderAway("no object")
    return found


def _as_given(request: PreparedRequest) -> PreparedRequest:
    """Keeps the library from looking for a password in the user's .netrc."""
    return request


def _chunks(response: Response, ends: float) -> Iterator[bytes]:
    size = 0
    # What has arrived, however little, so that an answer that trickles is noticed too.
    while chunk := response.raw.read1(16 * 1024):
        size += len(chunk)
        if size > LARGEST or time.monotonic() > ends:
            response.close()
            raise ProviderAway("too large or too slow")
        yield chunk
