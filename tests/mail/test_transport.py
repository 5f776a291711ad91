"""Mail against a real server's conversation: STARTTLS, TLS, credentials, refusals."""

from __future__ import annotations

import socket
import ssl
import stat
import subprocess
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from webapp.config import BadSetting, Settings, read_settings
from webapp.mail.message import Mail, make_message
from webapp.mail.transport import MailRefused, deliver, send_message

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

MAIL = Mail("hello", "Hello", "Words.\n", "<p>Words.</p>\n")


class Box:
    """Keeps what arrives, and how: (was encrypted, user, mail)."""

    def __init__(self) -> None:
        self.arrived: list[tuple[bool, str, Any]] = []

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802  # the library calls it so
        is_encrypted = session.ssl is not None or isinstance(
            server.transport.get_extra_info("ssl_object"), ssl.SSLObject
        )
        self.arrived.append((is_encrypted, session.auth_data or "", message_from_bytes(envelope.content)))
        return "250 OK"


def authenticate(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.password == b"pass#word", auth_data=data.login.decode())


Start = Callable[..., tuple[Box, int]]


@pytest.fixture
def certificate(tmp_path: Path) -> Callable[[str], ssl.SSLContext]:
    def make(host: str) -> ssl.SSLContext:
        key, pem = tmp_path / f"{host}.key", tmp_path / f"{host}.pem"
        command = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            f"/CN={host}",
        ]
        names = ["-addext", f"subjectAltName=DNS:{host}", "-keyout", str(key), "-out", str(pem)]
        subprocess.run([*command, *names], check=True, capture_output=True)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem, key)
        return context

    return make


@pytest.fixture
def server() -> Iterator[Start]:
    running = []

    def start(**options: Any) -> tuple[Box, int]:
        box = Box()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(box, hostname="127.0.0.1", port=port, server_hostname="localhost", **options)
        controller.start()
        running.append(controller)
        return box, port

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def message(settings: Settings) -> Any:
    return make_message(settings, "ada@example.org", MAIL)


def test_smtp_changes_to_tls_before_anything_else(
    server: Start, certificate: Any, message: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    box, port = server(tls_context=certificate("localhost"), authenticator=authenticate)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
    deliver(f"smtp://ada:pass%23word@localhost:{port}", message)
    is_encrypted, user, mail = box.arrived[0]
    assert (is_encrypted, user) == (True, "ada")
    assert mail["Message-ID"]
    assert mail["Date"]


def test_smtps_speaks_tls_from_the_start(
    server: Start, certificate: Any, message: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    box, port = server(ssl_context=certificate("localhost"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
    deliver(f"smtps://localhost:{port}", message)
    assert box.arrived[0][0]


@pytest.mark.parametrize(("scheme", "option"), [("smtp", "tls_context"), ("smtps", "ssl_context")])
@pytest.mark.parametrize("host", ["localhost", "evil.invalid"])
def test_a_certificate_that_is_not_the_hosts_is_refused(
    server: Start,
    certificate: Any,
    message: Any,
    tmp_path: Path,
    monkeypatch: Any,
    scheme: str,
    option: str,
    host: str,
) -> None:
    box, port = server(**{option: certificate(host)})
    if host != "localhost":
        # Known to the system, but for another host; the other case is a certificate that nobody vouches for.
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / f"{host}.pem"))
    with pytest.raises(ssl.SSLCertVerificationError):
        deliver(f"{scheme}://localhost:{port}", message)
    assert box.arrived == []


def test_credentials_never_go_in_the_clear_unless_that_is_asked_for(server: Start, message: Any) -> None:
    box, port = server(authenticator=authenticate, auth_require_tls=False)
    with pytest.raises(MailRefused, match="in the clear"):
        deliver(f"smtp://ada:pass%23word@127.0.0.1:{port}", message)
    assert box.arrived == []
    deliver(f"smtp://ada:pass%23word@127.0.0.1:{port}?insecure=1", message)
    assert box.arrived[0][1] == "ada"


def test_mail_without_credentials_goes_to_a_server_without_tls(server: Start, message: Any) -> None:
    box, port = server()
    deliver(f"smtp://127.0.0.1:{port}", message)
    assert box.arrived[0][2]["From"] == "no-reply@127.0.0.1"


def test_the_outbox_is_the_sites_alone(settings: Settings) -> None:
    send_message(settings, make_message(settings, "ada@example.org", MAIL))
    (file,) = (settings.instance_dir / "outbox").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_sender_is_the_operators_choice(settings: Settings, tmp_path: Path) -> None:
    environ = {
        "CONTENT_DIR": str(settings.content_dir),
        "INSTANCE_DIR": str(tmp_path / "i"),
        "MAIL_FROM": "learn@example.org",
    }
    mail = make_message(read_settings(environ, root=tmp_path), "ada@example.org", MAIL)
    assert mail["From"] == "learn@example.org"
    assert mail["Message-ID"].endswith("@example.org>")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_URL", "smtp://user:pass#word@host:587"),
        ("MAIL_URL", "smtp://host:port"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_FROM", "Milepost"),
        ("MAIL_FROM", "a@b\r\nBcc: x@example.org"),
        ("MAIL_FROM", "Milepost <learn@example.org>"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    settings: Settings, tmp_path: Path, name: str, value: str
) -> None:
    environ = {"CONTENT_DIR": str(settings.content_dir), "INSTANCE_DIR": str(tmp_path / "i"), name: value}
    with pytest.raises(BadSetting, match=f"^{name}: expected"):
        read_settings(environ, root=tmp_path)
