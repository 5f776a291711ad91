"""A real OpenID Connect provider on loopback: npm's oidc-provider, which `tests/machine.sh` installs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from tests.databases import missing
from tests.ports import free_port
from webapp.provider_settings import OPENID, Provider

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "milepost-tests"
SCRIPT = Path(__file__).with_name("openid_provider.mjs")
# As the script has it.
SECRET = "a secret that both sides know, long enough for a key"
SITE = "http://127.0.0.1:8000"


class OpenIdProvider:
    """The running provider. Whoever enters a name at its form is the person of that name."""

    def __init__(self, process: subprocess.Popen[str], issuer: str, site: str) -> None:
        self.process = process
        self.issuer = issuer
        # Where a site has to run whose browser comes back from here.
        self.site = site

    @property
    def settings(self) -> Provider:
        return Provider("school", "The School", OPENID, self.issuer, "milepost", SECRET)

    def next(self, **changes: Any) -> None:
        """Changes what the provider does from now on; without arguments it does all as it should."""
        requests.post(f"{self.issuer}/_next", data=json.dumps(changes), timeout=5).raise_for_status()

    def answer(self, address: str, name: str = "ada", deny: bool = False) -> str:
        """Goes through the provider's pages as a person does; returns the address that leads back."""
        with requests.Session() as browser:
            page = browser.get(address, timeout=10, allow_redirects=False)
            for _ in range(12):
                if page.is_redirect:
                    target = urljoin(page.url, page.headers["Location"])
                    if not target.startswith(self.issuer):
                        return target
                    page = browser.get(target, timeout=10, allow_redirects=False)
                    continue
                assert page.status_code == 200, page.text
                document = html.fromstring(page.text)
                if deny:
                    page = browser.get(
                        urljoin(page.url, document.xpath("//a[contains(@href, '/abort')]/@href")[0]),
                        timeout=10,
                        allow_redirects=False,
                    )
                    continue
                (form,) = document.xpath("//form[1]")
                fields = {i.get("name"): i.get("value", "") for i in form.xpath(".//input[@name]")}
                if "login" in fields:
                    fields |= {"login": name, "password": "any"}
                page = browser.post(
                    urljoin(page.url, form.get("action")), data=fields, timeout=10, allow_redirects=False
                )
        raise AssertionError("the provider leads nowhere")


@pytest.fixture(scope="session")
def openid() -> Iterator[OpenIdProvider]:
    node = shutil.which("node")
    if node is None or not (CACHE / "node_modules/oidc-provider").exists():
        missing("node or npm's oidc-provider is not installed")
    site = f"http://127.0.0.1:{free_port()}"
    redirects = [f"{base}/login/school/callback" for base in (SITE, site)]
    process = subprocess.Popen(
        [str(node), str(SCRIPT), str(CACHE), *redirects],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    issuer = process.stdout.readline().strip()
    if not re.match(r"http://127\.0\.0\.1:\d+$", issuer):
        missing("npm's oidc-provider did not start")
    yield OpenIdProvider(process, issuer, site)
    process.stdin.close()
    process.wait(timeout=10)
    process.stdout.close()


@pytest.fixture
def school(openid: OpenIdProvider) -> Iterator[OpenIdProvider]:
    """The provider, which afterwards does all as it should."""
    openid.next()
    yield openid
    openid.next()


def come_back(client: FlaskClient, address: str) -> TestResponse:
    """Follows an address that leads back from a provider to the site."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
