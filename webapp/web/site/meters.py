"""How far a learner is: done, learning and skipped, each on its own, of all topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from webapp.catalog.model import Roadmap
from webapp.web.site.views import MeterView


def meter(roadmap: Roadmap, marks: Mapping[str, str]) -> MeterView:
    """The meter of a roadmap; marks on topics that are no longer drawn do not count, and skipped is not
    done.
    """
    present = Counter(marks.get(topic_id, "pending") for topic_id in roadmap.order)
    total = len(roadmap.order)
    done, learning, skipped = present["done"], present["learning"], present["skipped"]
    words = f"{done} of {total} done"
    if learning:
        words += f", {learning} learning"
    if skipped:
        words += f", {skipped} skipped"

    def share(count: int) -> str:
        return f"{100 * count / total:.1f}" if total else "0.0"

    return MeterView(
        slug=roadmap.slug,
        words=words,
        done_share=share(done),
        learning_share=share(learning),
    )


def effective_marks(roadmap: Roadmap, marks: Mapping[str, str]) -> Mapping[str, str]:
    """`marks` with those of hidden twins counted for the topic that is shown, whose own mark goes first."""
    if not roadmap.aliases:
        return marks
    moved = {roadmap.aliases[i]: s for i, s in marks.items() if i in roadmap.aliases}
    return {**moved, **marks}
