"""Reads text files of a content tree: within the tree, within limits, and as UTF-8."""

from __future__ import annotations

from pathlib import Path

from webapp.catalog.findings import Findings

LARGEST_TEXT = 1024 * 1024
LARGEST_GRAPH = 8 * 1024 * 1024


def read_bytes(path: Path, root: Path, found: Findings, limit: int = LARGEST_TEXT) -> bytes | None:
    """The bytes of a file, or None with an error where it lies outside the tree, is too large or unreadable."""
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            found.error("file", "it is a link that leads out of the content tree", "Put the file itself there.")
            return None
        if not path.is_file():
            found.error("file", "it is not a plain file", "Put a plain file there.")
            return None
        if path.stat().st_size > limit:
            found.error("file", f"it is larger than {limit // 1024} KB", "Split it, or remove what does not belong there.")
            return None
        return path.read_bytes()
    except OSError as error:
        found.error("file", f"it cannot be read ({error.strerror})", "Check its permissions.")
        return None


def decode(data: bytes, found: Findings) -> str | None:
    """The text of UTF-8 bytes with plain line ends; None with an error for any other encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.error("encoding", "it is UTF-16", "Save it as UTF-8.")
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        found.note("encoding", "it starts with a byte order mark, which is left out", "Save it as UTF-8 without one.")
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        found.error("encoding", f"byte {error.start} is not UTF-8", "Save it as UTF-8.")
        return None
    if "\0" in text:
        found.error("encoding", "it holds NUL characters", "Remove them.")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
