"""Ids of topics whose files have none: made of their paths, as trees of the years 2021 to 2023 need them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from pathlib import PurePosixPath

LONGEST = 64
DIGITS = 12
UNUSABLE = re.compile(r"[^A-Za-z0-9_-]+")
NUMBER = re.compile(r"\A\d+-")
OWN_TEXTS = ("index", "readme")


def is_own_text(path: PurePosixPath) -> bool:
    """Whether a file is the text of the folder in which it lies."""
    return path.stem.lower() in OWN_TEXTS and len(path.parts) > 1


def slug_of_path(path: PurePosixPath) -> str:
    """Returns the slug of a topic's file without an id: its name, or that of its folder, without number."""
    return NUMBER.sub("", path.parent.name if is_own_text(path) else path.stem)


def path_ids(paths: Sequence[PurePosixPath], taken: Collection[str] = ()) -> dict[PurePosixPath, str]:
    """Returns the id of each path, `101-basics-100-loops` for `101-basics/100-loops.md`; no two are the same.

    Where an id would be too long, or is `taken` or another file's, a hash of the path is a part of it. Of
    several files the last one keeps the short id, because it was the one that earlier versions showed.
    """
    ids: dict[PurePosixPath, str] = {}
    taken = set(taken)
    # A folder's own text is index.md where it has a readme.md too.
    in_order = [*(p for p in paths if _is_readme(p)), *(p for p in paths if not _is_readme(p))]
    for path in reversed(in_order):
        name = _name(path)
        if len(name) > LONGEST or name in taken:
            digest = sha256(path.as_posix().encode("utf-8", "surrogateescape")).hexdigest()[:DIGITS]
            name = f"{name[: LONGEST - DIGITS - 1].strip('-')}-{digest}"
        taken.add(name)
        ids[path] = name
    return {path: ids[path] for path in paths}


def former_ids(ids: Mapping[PurePosixPath, str]) -> dict[str, str]:
    """Returns ids that were cut at 64 letters, each with the present id of the file that was shown by it."""
    cut = {path: _name(path) for path in ids if len(_name(path)) > LONGEST}
    return {name[:LONGEST].strip("-"): ids[path] for path, name in cut.items()}


def _is_readme(path: PurePosixPath) -> bool:
    return path.stem.lower() == "readme"


def _name(path: PurePosixPath) -> str:
    parts = path.parts[:-1] if is_own_text(path) else (*path.parts[:-1], path.stem)
    return UNUSABLE.sub("-", "-".join(parts)).strip("-") or "index"
