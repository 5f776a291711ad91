"""Content trees to compare: a folder, or the content as it was in a revision of git."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class UnknownRevision(Exception):
    """Why a name is neither a folder nor a revision, and what would be right."""


@contextmanager
def tree_of(name: str, content: Path) -> Iterator[Path]:
    """Yields the folder of that name, or a copy of the `content` folder as it was in that revision.

    The copy is removed afterwards. Raises UnknownRevision.
    """
    if Path(name).is_dir():
        if not (Path(name) / "roadmaps").is_dir():
            remedy = "Give the folder above it." if Path(name).resolve().name == "roadmaps" else ""
            raise UnknownRevision(f"{name} holds no folder roadmaps. {remedy}".rstrip())
        yield Path(name)
        return
    if name.startswith("-"):
        raise UnknownRevision(f"{name!r} is no revision. Give a folder, a branch or a commit.")
    # The name is an argument of its own, and the check above keeps it from being read as an option.
    # Git follows links, and so the content may lie in another repository than its name says.
    content = content.resolve()
    top = _git(content, "rev-parse", "--show-toplevel", name=name).decode().strip()
    inside = content.relative_to(Path(top).resolve()).as_posix()
    packed = _git(Path(top), "archive", "--format=tar", name, inside, name=name)
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            # The filter is the library's own, but it leaves out what that refuses.
            archive.extractall(place, filter=_without_links_outside)  # noqa: S202
        yield Path(place) / inside


def _without_links_outside(member: tarfile.TarInfo, place: str) -> tarfile.TarInfo | None:
    """Leaves out a link that leads out of the tree: a tree is read without what is behind such a link."""
    try:
        return tarfile.data_filter(member, place)
    except tarfile.FilterError:
        return None


def _git(folder: Path, *arguments: str, name: str) -> bytes:
    try:
        run = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)  # noqa: S603, S607  # no shell, git from the path
    except FileNotFoundError as error:
        raise UnknownRevision(
            f"{name} is no folder, and git is not here to look for a revision of that name."
        ) from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise UnknownRevision(
            f"{name} is neither a folder nor a revision of {folder}: {said[0] if said else 'git failed'}"
        ) from error
    return run.stdout
