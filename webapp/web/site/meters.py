"""A meter: how far a learner is on a roadmap."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.learning.standing import Counts, Standing
from webapp.learning.status import DONE, LEARNING, SKIPPED


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar and its words; `done_share` and `learning_share` are per cent with one decimal."""

    slug: str
    words: str
    done_share: str
    learning_share: str


def meter(standing: Standing) -> Meter:
    """Returns the meter of a roadmap; what is skipped is not done."""
    counts = standing.counts
    return Meter(
        slug=standing.roadmap.slug,
        words=_words(counts),
        done_share=_share(counts.done, counts.total),
        learning_share=_share(counts.learning, counts.total),
    )


def _words(counts: Counts) -> str:
    words = f"{counts.done} of {counts.total} {DONE.words}"
    if counts.learning:
        words += f", {counts.learning} {LEARNING.words}"
    if counts.skipped:
        words += f", {counts.skipped} {SKIPPED.words}"
    return words


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f}" if total else "0.0"
