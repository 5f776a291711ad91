"""`flask --app wsgi learners …`: the operator's work on accounts and guests."""

from __future__ import annotations

from webapp.cli.learners import access, guests, listing, new, secrets, states
from webapp.cli.learners.group import learners

__all__ = ["access", "guests", "learners", "listing", "new", "secrets", "states"]
