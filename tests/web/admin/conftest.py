"""Who administers the site of a test: Ada."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.admin.pages import make_admin


@pytest.fixture
def admin(app: Flask, sign_up: Callable[[str], FlaskClient]) -> FlaskClient:
    """Ada, who signed up first, as an administrator."""
    client = sign_up("ada")
    make_admin(app, "ada")
    return client
