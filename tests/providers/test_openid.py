"""Signing in at a real OpenID Connect provider, and every answer that must not count."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import TREE
from tests.openid import SITE, OpenIdProvider, query_of
from tests.ports import free_port
from webapp.config import BadSetting, read_settings
from webapp.provider_settings import OPENID, RESERVED, Provider
from webapp.providers import http, metadata
from webapp.providers.model import Person, ProviderAway, ProviderRefused, Request
from webapp.providers.registry import Providers

BACK = f"{SITE}/login/school/callback"
# By a name, because workers of a run have to name their tests alike whatever the time is.
WRONG_TOKENS: dict[str, dict[str, object]] = {
    "another nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "expired": {"claims": {"exp": int(time.time()) - 120}},
    "no end": {"claims": {"exp": None}},
    "another issuer": {"claims": {"iss": "https://else.example.org"}},
    "another audience": {"claims": {"aud": "another-site"}},
    "another party": {"claims": {"aud": ["milepost", "another-site"], "azp": "another-site"}},
    "nobody": {"claims": {"sub": ""}},
    "a number": {"claims": {"sub": 5}},
    "a long name": {"claims": {"sub": "x" * 256}},
    "from the future": {"claims": {"iat": int(time.time()) + 3600}},
    "unsigned": {"alg": "none"},
    "by the shared secret": {"alg": "HS256"},
    "by a foreign key": {"alg": "foreign"},
    "by an unknown key": {"alg": "foreign", "kid": "unknown"},
}


@pytest.fixture
def providers(school: OpenIdProvider) -> Providers:
    return Providers([school.settings])


def arrive(
    school: OpenIdProvider, providers: Providers, name: str = "ada", request: Request | None = None
) -> Person:
    asked = request or Request.new()
    (provider,) = providers
    answer = query_of(school.answer(providers.address(provider, asked, BACK), name))
    assert answer["state"] == asked.state
    return providers.person(provider, asked, BACK, answer["code"], answer.get("iss", ""))


def test_the_browser_is_sent_with_state_nonce_and_a_challenge(
    school: OpenIdProvider, providers: Providers
) -> None:
    asked = Request.new()
    (provider,) = providers
    sent = query_of(providers.address(provider, asked, BACK))
    assert sent["redirect_uri"] == BACK
    assert (sent["state"], sent["nonce"], sent["response_type"]) == (asked.state, asked.nonce, "code")
    assert sent["code_challenge_method"] == "S256"
    assert asked.verifier not in str(sent)
    assert len({asked.state, asked.nonce, asked.verifier}) == 3
    assert min(map(len, (asked.state, asked.nonce, asked.verifier))) >= 43


def test_the_provider_says_who_it_is(school: OpenIdProvider, providers: Providers) -> None:
    person = arrive(school, providers)
    assert person == Person(school.issuer, "ada", "ada@example.org", True, "ada@example.org", "ada")


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_only_true_verifies_an_address(school: OpenIdProvider, providers: Providers, said: object) -> None:
    school.next(people={"grace": {"email_verified": said}})
    person = arrive(school, providers, "grace")
    assert (person.address, person.is_verified) == ("grace@example.org", False)
    school.next(people={"grace": {}})


@pytest.mark.parametrize("wrong", WRONG_TOKENS)
def test_a_token_that_is_wrong_in_one_thing_is_refused(
    school: OpenIdProvider, providers: Providers, wrong: str
) -> None:
    school.next(token=WRONG_TOKENS[wrong])
    with pytest.raises(ProviderRefused):
        arrive(school, providers)


def test_a_clock_that_is_some_seconds_off_does_no_harm(school: OpenIdProvider, providers: Providers) -> None:
    school.next(token={"claims": {"exp": int(time.time()) - 20, "iat": int(time.time()) + 20}})
    assert arrive(school, providers).subject == "ada"


def test_a_code_is_good_once_and_for_its_verifier(school: OpenIdProvider, providers: Providers) -> None:
    asked = Request.new()
    (provider,) = providers
    address = providers.address(provider, asked, BACK)
    answer = query_of(school.answer(address))
    stolen = Request(asked.state, asked.nonce, Request.new().verifier)
    with pytest.raises(ProviderRefused):
        providers.person(provider, stolen, BACK, answer["code"], answer["iss"])
    answer = query_of(school.answer(address))
    assert providers.person(provider, asked, BACK, answer["code"], answer["iss"]).subject == "ada"
    with pytest.raises(ProviderRefused, match="invalid_grant"):
        providers.person(provider, asked, BACK, answer["code"], answer["iss"])


@pytest.mark.parametrize("code", ["", "x", "a b\0", "ü" * 500, "%zz"])
def test_an_invented_code_is_refused(school: OpenIdProvider, providers: Providers, code: str) -> None:
    (provider,) = providers
    with pytest.raises(ProviderRefused):
        providers.person(provider, Request.new(), BACK, code, school.issuer)


@pytest.mark.parametrize("issuer", ["", "https://else.example.org"])
def test_an_answer_of_another_provider_is_refused(
    school: OpenIdProvider, providers: Providers, issuer: str
) -> None:
    (provider,) = providers
    with pytest.raises(ProviderRefused, match="another issuer"):
        providers.person(provider, Request.new(), BACK, "code", issuer)


def test_what_is_told_about_somebody_else_is_refused(school: OpenIdProvider, providers: Providers) -> None:
    school.next(userinfo={"sub": "grace"})
    with pytest.raises(ProviderRefused, match="another subject"):
        arrive(school, providers)


@pytest.mark.parametrize(
    "broken",
    [
        {"/.well-known/openid-configuration": {"body": "<html>"}},
        {"/.well-known/openid-configuration": {"body": "[]"}},
        {"/.well-known/openid-configuration": {"body": "{}"}},
        {"/.well-known/openid-configuration": {"status": 404}},
        {"/.well-known/openid-configuration": {"body": "[" * 100_000}},
        {"/.well-known/openid-configuration": {"body": " " * 300_000}},
        {"/token": {"status": 500}},
        {"/token": {"status": 503, "body": "{}"}},
        {"/jwks": {"status": 502}},
        {"/jwks": {"body": "x" * 300_000}},
        {"/me": {"status": 500}},
    ],
    ids=lambda broken: str(broken)[:70],
)
def test_nonsense_is_a_provider_that_is_away(
    school: OpenIdProvider, providers: Providers, broken: dict[str, object]
) -> None:
    (provider,) = providers
    is_early = "/.well-known/openid-configuration" in broken
    if not is_early:
        providers.address(provider, Request.new(), BACK)
    school.next(broken=broken)
    with pytest.raises(ProviderAway):
        arrive(school, providers) if not is_early else providers.address(provider, Request.new(), BACK)


@pytest.mark.parametrize("body", ["", "<html>", "[]", "[1]", "null", '{"access_token": 5}', "{}"])
def test_tokens_without_sense_are_refused(school: OpenIdProvider, providers: Providers, body: str) -> None:
    school.next(broken={"/token": {"body": body}})
    with pytest.raises(ProviderRefused):
        arrive(school, providers)


def test_a_provider_that_names_itself_otherwise_is_not_used(
    school: OpenIdProvider,
) -> None:
    nearly = Provider("nearly", "Nearly", OPENID, f"{school.issuer}/", "milepost", "x")
    with pytest.raises(ProviderAway, match="another issuer"):
        Providers([nearly]).address(nearly, Request.new(), BACK)


def test_a_provider_that_has_gone_is_away() -> None:
    gone = Provider("gone", "Gone", OPENID, f"http://127.0.0.1:{free_port()}", "a", "b")
    with pytest.raises(ProviderAway):
        Providers([gone]).address(gone, Request.new(), BACK)


def test_a_slow_provider_is_away_after_a_while(
    school: OpenIdProvider, providers: Providers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "SECONDS", 0.5)
    (provider,) = providers
    school.next(delay={"path": "/.well-known/openid-configuration", "milliseconds": 1500})
    began = time.monotonic()
    with pytest.raises(ProviderAway):
        providers.address(provider, Request.new(), BACK)
    assert time.monotonic() - began < 1.4


def test_a_provider_that_trickles_is_away_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "SECONDS", 0.5)
    began = time.monotonic()
    with trickling() as issuer:
        slow = Provider("slow", "Slow", OPENID, issuer, "a", "b")
        with pytest.raises(ProviderAway, match="too slow"):
            Providers([slow]).address(slow, Request.new(), BACK)
    assert time.monotonic() - began < 3


def test_few_threads_wait_for_providers(
    school: OpenIdProvider, providers: Providers, monkeypatch: pytest.MonkeyPatch
) -> None:
    (provider,) = providers
    school.next(delay={"path": "/.well-known/openid-configuration", "milliseconds": 1500})
    waiting = [
        threading.Thread(target=lambda: providers.address(provider, Request.new(), BACK))
        for _ in range(http.MOST_AT_ONCE)
    ]
    for thread in waiting:
        thread.start()
    time.sleep(0.3)
    began = time.monotonic()
    with pytest.raises(ProviderAway, match="too many"):
        providers.address(provider, Request.new(), BACK)
    assert time.monotonic() - began < 0.5
    for thread in waiting:
        thread.join()


def test_what_is_published_is_asked_for_once(school: OpenIdProvider, providers: Providers) -> None:
    arrive(school, providers)
    school.next(broken={"/.well-known/openid-configuration": {"status": 500}, "/jwks": {"status": 500}})
    assert arrive(school, providers, "grace").subject == "grace"


def test_keys_that_were_changed_are_asked_for_again(
    school: OpenIdProvider, providers: Providers, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(school, providers)
    monkeypatch.setattr(metadata, "REFETCH_SECONDS", 0.0)
    asked: list[str] = []
    fetch = metadata.get_json
    monkeypatch.setattr(metadata, "get_json", lambda address: asked.append(address) or fetch(address))
    school.next(token={"alg": "foreign", "kid": "second"})
    with pytest.raises(ProviderRefused):
        arrive(school, providers)
    assert [address.rpartition("/")[2] for address in asked] == ["jwks"]


@pytest.mark.parametrize("endpoint", ["ftp://a.example/x", "javascript:alert(1)", "", "/relative"])
def test_an_endpoint_that_is_no_address_is_not_used(
    school: OpenIdProvider, providers: Providers, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    fetch = metadata.get_json
    monkeypatch.setattr(
        metadata, "get_json", lambda address: {**fetch(address), "authorization_endpoint": endpoint}
    )
    (provider,) = providers
    with pytest.raises(ProviderAway, match="authorization_endpoint"):
        providers.address(provider, Request.new(), BACK)


@contextmanager
def trickling() -> Iterator[str]:
    """A server that sends a byte now and then, for ever."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                return

        def log_message(self, format: str, *arguments: object) -> None:
            """Keeps the run's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_no_provider_has_a_name_that_the_site_uses_below_the_same_address(app: Flask) -> None:
    """Addresses such as /login/passkey and /me/confirm/code stay the site's own."""
    named = {rule.rule.rpartition("<name>")[0] for rule in app.url_map.iter_rules() if "<name>" in rule.rule}
    for rule in app.url_map.iter_rules():
        for start in named:
            first = rule.rule.removeprefix(start).partition("/")[0]
            if rule.rule.startswith(start) and not first.startswith("<"):
                assert first.upper().replace("-", "_") in RESERVED, rule.rule
    assert {"CODE", "PASSKEY", "NEW"} <= RESERVED


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_provider_with_such_a_name_stops_the_start(name: str, tmp_path: Path) -> None:
    values = {f"OIDC_{name}_ISSUER": "https://id.example.org", f"OIDC_{name}_CLIENT_ID": "milepost"}
    values |= {"CONTENT_DIR": str(TREE)}
    with pytest.raises(BadSetting, match=f"another name than {name}, which the site itself uses"):
        read_settings(values, root=tmp_path)
