"""The outbox: mails of a site without a mail server, as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many mails lie in a folder, and when the newest one was written."""

    folder: Path
    count: int
    newest_at: datetime | None


def read_outbox(instance_dir: Path) -> Outbox:
    """Counts the mails, without opening one: they hold links."""
    folder = instance_dir / "outbox"
    times = [path.stat().st_mtime for path in folder.glob("*.eml")]
    newest = datetime.fromtimestamp(max(times), UTC) if times else None
    return Outbox(folder, len(times), newest)
