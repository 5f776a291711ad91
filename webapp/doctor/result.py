"""What was found out about one part of a site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

OK, LOOK, WRONG = "ok", "look", "wrong"
# Whether something is so, how bad that is, and the sentence about it.
Trouble = tuple[object, str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """A part of the site, its state, and a sentence: what is so, and what to do if it is not ok.

    "look" will hurt one day, "wrong" hurts now. No text ever holds a password, a key or an address of a
    learner.
    """

    part: str
    state: str
    text: str


def judge(part: str, troubles: Sequence[Trouble], fine: str) -> Result:
    """Returns one result for a part: all that is wrong, or else all that is worth a look, or `fine`."""
    for state in (WRONG, LOOK):
        texts = [text for is_so, how_bad, text in troubles if is_so and how_bad == state]
        if texts:
            return Result(part, state, " ".join(texts))
    return Result(part, OK, fine)
