"""Meters, which show a learner's progress on a roadmap."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.learning.standing import Counts, Standing
from webapp.web.site.translations import gettext

# The fields of a Meter that depend on the learner.
OF_METER = ("words", "done_share", "learning_share")


@dataclass(frozen=True, slots=True)
class Meter:
    """A bar and its text. `done_share` and `learning_share` are percentages with one decimal."""

    slug: str
    words: str
    done_share: str
    learning_share: str


def meter(standing: Standing) -> Meter:
    """Returns the meter of a roadmap.

    Skipped topics do not count as done, and the bar shows only what the author demands.
    """
    counts = standing.counts
    return Meter(
        slug=standing.roadmap.slug,
        words=_words(counts),
        done_share=_share(counts.done, counts.total),
        learning_share=_share(counts.learning, counts.total),
    )


def _words(counts: Counts) -> str:
    """Returns the text of a meter, which is empty where there is nothing to learn."""
    if not counts.total:
        return ""
    words = [gettext("%(done)d of %(total)d done", done=counts.done, total=counts.total)]
    if learning := counts.learning + counts.optional_learning:
        words.append(gettext("%(count)d learning", count=learning))
    if counts.skipped:
        words.append(gettext("%(count)d skipped", count=counts.skipped))
    if counts.optional_done:
        done, optional = counts.optional_done, counts.optional
        words.append(gettext("%(done)d of %(total)d optional", done=done, total=optional))
    elif counts.optional:
        words.append(gettext("%(count)d optional", count=counts.optional))
    return ", ".join(words)


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f}" if total else "0.0"
