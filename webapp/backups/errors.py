"""What can go wrong with a backup, in sentences for operators."""

from __future__ import annotations


class BackupError(Exception):
    """A backup was not made, or not restored; the message says why and what to do."""
