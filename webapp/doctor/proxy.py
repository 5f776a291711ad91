"""What stands in front of the site: the site is asked by its own address how the question reached it.

The question carries a token, which only those who have the secret key can make, and which holds for a
minute; others get no such answer.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from webapp.config import Settings
from webapp.doctor.result import LOOK, WRONG, Result, judge
from webapp.doctor.site import is_local

HEADER = "X-Milepost-Doctor"
TOKEN_SECONDS = 60
ANSWER_SECONDS = 10
LARGEST_ANSWER = 256 * 1024
HEADERS = "see the headers in docs/proxy.md."


def make_token(key: str, now: float | None = None) -> str:
    """Returns a token for a question that is asked now."""
    at = str(int(time.time() if now is None else now))
    return f"{at}.{hmac.new(key.encode(), f'doctor {at}'.encode(), hashlib.sha256).hexdigest()}"


def is_token(text: str, key: str, now: float | None = None) -> bool:
    """Returns whether a text is a token of the last minute."""
    at = text.partition(".")[0]
    if not (at.isascii() and at.isdigit() and len(at) < 12 and text.isascii()):
        return False
    here = time.time() if now is None else now
    return abs(here - int(at)) <= TOKEN_SECONDS and hmac.compare_digest(text, make_token(key, int(at)))


class _NotReached(Exception):
    """A proxy answers that nobody is behind it, with this status."""


def check_proxy(settings: Settings) -> Result:
    """Returns whether the site answers at SITE_URL, and is told how people reach it."""
    url = settings.site_url
    # The address is the site's own setting, which is http or https.
    question = urllib.request.Request(f"{url}/readyz", headers={HEADER: make_token(settings.secret_key)})  # noqa: S310
    try:
        told = _answer(question)
    except urllib.error.URLError as error:
        reason = str(error.reason)
        if "certificate" in reason.lower():
            todo = "renew it, or name the file of your own authority by SSL_CERT_FILE."
            return Result("proxy", WRONG, f"the certificate at {url} is not trusted ({reason}): {todo}")
        said = f"nobody answers at {url} ({reason}): start the site, or set SITE_URL to where it answers."
        return Result("proxy", LOOK, said)
    except _NotReached as error:
        said = f"a proxy at {url} reaches no site ({error}): start the site, or set its port in the proxy."
        return Result("proxy", WRONG, said)
    except (OSError, ValueError):
        return Result("proxy", WRONG, f"what answers at {url} is not this site: look at SITE_URL.")
    request = told.get("request")
    if not isinstance(request, dict):
        said = f"what answers at {url} is another site, or has another SECRET_KEY: look at both."
        return Result("proxy", WRONG, said)
    return _judged(settings, request)


def _answer(question: urllib.request.Request) -> Mapping[str, Any]:
    try:
        with urllib.request.urlopen(question, timeout=ANSWER_SECONDS) as answer:  # noqa: S310  # as above
            body = answer.read(LARGEST_ANSWER)
    except urllib.error.HTTPError as error:
        # One that is not ready answers too.
        with error:
            body = error.read(LARGEST_ANSWER)
        if error.code in (502, 504):
            raise _NotReached(error.code) from error
    told = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("no object")
    return told


def _judged(settings: Settings, request: Mapping[str, Any]) -> Result:
    parts, trusted = urlsplit(settings.site_url), settings.trusted_proxies
    scheme, host = str(request.get("scheme"))[:100], str(request.get("host"))[:100]
    sent = int(request.get("addresses", 0))
    counted = f"X-Forwarded-For has {sent} addresses, TRUSTED_PROXIES is {trusted}"
    nothing = "nothing stands in front." if is_local(parts.hostname or "") else "the site answers by itself."
    return judge(
        "proxy",
        [
            (scheme != parts.scheme, WRONG, f"requests come as {scheme}, not {parts.scheme}: {HEADERS}"),
            (host != parts.netloc, WRONG, f"requests come for {host}, not {parts.netloc}: {HEADERS}"),
            (
                sent < trusted,
                WRONG,
                f"{counted}: {HEADERS}",
            ),
            (
                sent > trusted,
                LOOK,
                f"{counted}: set it to {sent}.",
            ),
        ],
        f"{trusted} in front, as set." if trusted else nothing,
    )
