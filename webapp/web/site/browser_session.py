"""Flask's session, which holds what a browser is told on its next page, in a signed cookie."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class BrowserSessions(SecureCookieSessionInterface):
    """Flask's own interface, with one signer for all requests: it would make one for each."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Returns what signs the cookie and reads it."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer
