"""The passwords that are guessed first: the most frequent passwords, names and words in zxcvbn's lists."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

SHORTEST_WORD = 4
# "password2026" and "summer123!" are guessed as soon as "password" and "summer" are.
_TAIL = re.compile(r"[0-9]{0,4}[!.?*]{0,2}\Z")


def is_common(folded: str) -> bool:
    """Returns whether many people use a password, which is given casefolded.

    A common password with a few digits at its end, or written twice, is common too.
    """
    half = folded[: len(folded) // 2]
    candidates = {folded, _TAIL.sub("", folded)}
    if half * 2 == folded:
        candidates.add(half)
    return not _common().isdisjoint(candidates)


@cache
def _common() -> frozenset[str]:
    package = importlib.util.find_spec("zxcvbn")
    assert package is not None  # noqa: S101  # the lock installs it
    assert package.submodule_search_locations is not None  # noqa: S101  # it is a package
    path = Path(package.submodule_search_locations[0]) / "frequency_lists.py"
    # The package itself would build dictionaries of names and films too, which takes longer and stays in
    # memory.
    spec = importlib.util.spec_from_file_location("_frequency_lists", path)
    assert spec is not None  # noqa: S101  # the file is there
    assert spec.loader is not None  # noqa: S101  # it is a Python file
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # zxcvbn lists each word once, in the list where it is most frequent; all lists count here.
    return frozenset(
        word for words in module.FREQUENCY_LISTS.values() for word in words if len(word) >= SHORTEST_WORD
    )
