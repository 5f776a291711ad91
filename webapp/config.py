"""Settings from the environment or `.env`: one frozen object; a value that cannot be used stops start-up
by its name.
"""

from __future__ import annotations

import difflib
import os
import secrets
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TypeVar

from dotenv import dotenv_values

import webapp.setting_values as are
from webapp.provider_settings import Provider, read_providers
from webapp.setting_values import Unusable

PACKAGE = Path(__file__).resolve().parent
# Templates, static files and migrations: inside of an installed wheel, beside the package in a checkout.
IS_INSTALLED = (PACKAGE / "files").is_dir()
FILES = PACKAGE / "files" if IS_INSTALLED else PACKAGE.parent
# The folder of the site, with `.env`, `content/` and `instance/`.
ROOT = Path.cwd() if IS_INSTALLED else PACKAGE.parent
WEAK_SECRETS = frozenset({"secret", "dev", "changeme", "change-me", "password", "test", "milepost"})
SHORTEST_SECRET = 16
STRONG = f"at least {SHORTEST_SECRET} characters that nobody can guess"
# How much a name is like that of a setting, from 0 to 1, to be taken for it: SIGNUP is 0.92 of SIGN_UP.
ALIKE = 0.85
Value = TypeVar("Value")


class BadSetting(Exception):
    """A setting that cannot be used: its name, what was expected, and where it was set."""

    def __init__(self, name: str, expected: str, place: str = "") -> None:
        super().__init__(f"{name}: expected {expected}{f'; {place}' if place else ''}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set; names as in the README, paths absolute, `site_url` without a
    final slash.
    """

    database_url: str
    content_dir: Path
    site_url: str
    site_name: str
    language: str
    sign_up: str
    secret_key: str
    secret_key_previous: str
    redis_url: str
    mail_url: str
    mail_from: str
    trusted_proxies: int
    providers: tuple[Provider, ...]
    keeps_promotion: bool
    instance_dir: Path
    host: str
    port: int
    workers: int
    log_format: str
    has_access_log: bool
    metrics_token: str
    otel_endpoint: str
    sentry_dsn: str
    misspelled: tuple[tuple[str, str], ...]

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The present secret key, then the one of before if it is named; what that sealed is still read."""
        return (self.secret_key, self.secret_key_previous) if self.secret_key_previous else (self.secret_key,)

    @property
    def is_https(self) -> bool:
        """Whether the site is served under https, so that cookies are Secure and HSTS is sent."""
        return self.site_url.startswith("https://")


def read_settings(environ: Mapping[str, str] | None = None, root: Path = ROOT) -> Settings:
    """The settings of `environ` over those of `.env` in `root`; raises BadSetting for a value that cannot
    be used.
    """
    values = Values(os.environ if environ is None else environ, root)
    instance = values.get("INSTANCE_DIR", are.instance_folder(root), "instance")
    port = values.get("PORT", are.whole_number(1, 65535), "8000")
    return Settings(
        database_url=values.get("DATABASE_URL", are.database_address(root, instance)),
        content_dir=values.get("CONTENT_DIR", are.content_folder(root), "content"),
        site_url=values.get("SITE_URL", are.site_address, f"http://127.0.0.1:{port}"),
        site_name=values.get("SITE_NAME", are.short_text, "Milepost"),
        language=values.get("LANGUAGE", are.language, "en"),
        sign_up=values.get("SIGN_UP", are.one_of("open", "invite", "closed"), "open"),
        secret_key=_secret_key(values, instance),
        secret_key_previous=values.get("SECRET_KEY_PREVIOUS", _strong_or_none)
        or values.get("SECRET_KEY_PREVIOUS_FILE", _key_of_file),
        redis_url=values.get("REDIS_URL", are.redis_address),
        mail_url=values.get("MAIL_URL", are.mail_server),
        mail_from=values.get("MAIL_FROM", are.mail_address),
        trusted_proxies=values.get("TRUSTED_PROXIES", are.whole_number(0, 10), "0"),
        providers=read_providers(values),
        keeps_promotion=values.get("PROMOTION", are.one_of("keep", "drop"), "keep") == "keep",
        instance_dir=instance,
        host=values.get("HOST", are.host_name, "127.0.0.1"),
        port=port,
        workers=values.get("WORKERS", are.whole_number(1, 64), str(min(4, os.cpu_count() or 1))),
        log_format=values.get("LOG_FORMAT", are.one_of("text", "json"), "text"),
        has_access_log=values.get("ACCESS_LOG", are.one_of("on", "off"), "off") == "on",
        metrics_token=values.get("METRICS_TOKEN", _strong_or_none),
        otel_endpoint=values.get("OTEL_EXPORTER_OTLP_ENDPOINT", are.collector_address),
        sentry_dsn=values.get("SENTRY_DSN", are.project_address),
        misspelled=tuple(values.misspelled()),  # when all others have been asked for
    )


def milepost_version() -> str:
    """Returns the version of this release."""
    if IS_INSTALLED:
        return metadata.version("milepost")
    project = tomllib.loads((FILES / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


class Values:
    """The texts of all settings, and where each was set."""

    def __init__(self, environ: Mapping[str, str], root: Path = ROOT) -> None:
        self._asked: set[str] = set()
        self._environ = environ
        self._path = root / ".env"
        try:
            self._file = {name: text or "" for name, text in dotenv_values(self._path).items()}
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(str(self._path), "a readable text file in UTF-8") from error

    def names(self) -> Iterable[str]:
        """Returns the names of everything that is set to a text."""
        return [name for name in {*self._environ, *self._file} if self._text(name)]

    def get(self, name: str, read: Callable[[str], Value], default: str = "") -> Value:
        """Returns a setting as `read` reads its text; raises BadSetting if that raises Unusable."""
        self._asked.add(name)
        try:
            return read(self._text(name) or default)
        except Unusable as error:
            raise self.bad(name, str(error)) from error

    def misspelled(self) -> Iterator[tuple[str, str]]:
        """Yields what is set, is no setting that was asked for, and is almost the name of one; and that."""
        known = sorted(self._asked)
        for name in sorted({*self.names()} - self._asked):
            near = difflib.get_close_matches(name.upper(), known, 1, ALIKE)
            if near and not self._text(near[0]):
                yield name, near[0]

    def bad(self, name: str, expected: str) -> BadSetting:
        """Returns the error of a setting, which says where the value was set."""
        return BadSetting(name, expected, self._place(name))

    def _text(self, name: str) -> str:
        return self._environ.get(name, self._file.get(name, ""))

    def _place(self, name: str) -> str:
        if not self._text(name):
            return "it is not set"
        # `flask` copies the file into the environment before anybody is asked.
        is_in_file = self._file.get(name) == self._text(name)
        return f"it is set in {self._path if is_in_file else 'the environment'}"


def _secret_key(values: Values, instance: Path) -> str:
    if named := values.get("SECRET_KEY", _strong_or_none):
        return named
    if named := values.get("SECRET_KEY_FILE", _key_of_file):
        return named
    return _kept_secret(instance / "secret_key")


def _strong_or_none(text: str) -> str:
    if text and _is_weak(text):
        raise Unusable(STRONG)
    return text


def _key_of_file(path: str) -> str:
    if not path:
        return ""
    try:
        key = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise Unusable(f"a readable text file that holds the key, and {path} is none") from error
    if _is_weak(key):
        raise Unusable(f"a file that holds {STRONG}")
    return key


def _kept_secret(path: Path) -> str:
    if not path.exists():
        _make_secret(path)
    try:
        stored = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting("SECRET_KEY", f"a readable text file at {path}") from error
    if _is_weak(stored):
        # A disk that was full leaves an empty file, and cookies would be signed with nothing.
        raise BadSetting(
            "SECRET_KEY", f"{STRONG} in {path}; remove the file and start again, and a new key is made"
        )
    return stored


def _make_secret(path: Path) -> None:
    """Writes a new key whole, or not at all; of several processes that start at once, the first one's
    stays.
    """
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(unfinished, path)
    except OSError as error:
        raise BadSetting(
            "INSTANCE_DIR", f"a folder in which the secret key can be written: {error.strerror}"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _is_weak(key: str) -> bool:
    return len(key) < SHORTEST_SECRET or key.lower() in WEAK_SECRETS or len(set(key)) < 6
