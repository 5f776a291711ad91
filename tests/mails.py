"""The mails that a site without a mail server writes into its outbox."""

from __future__ import annotations

import re
from email import message_from_bytes

from webapp.config import Settings


def mailed_links(settings: Settings, to: str = "") -> list[str]:
    """Returns the paths of the links for a new password, the oldest first."""
    files = sorted((settings.instance_dir / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [message_from_bytes(path.read_bytes()) for path in files]
    texts = [mail.get_payload(decode=True) for mail in mails if not to or mail["To"] == to]
    return [re.search(rb"/reset-password/\S+", text)[0].decode() for text in texts]  # type: ignore[index, arg-type]  # each has one
