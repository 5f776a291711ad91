"""What a check found, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

from webapp.catalog.catalog import Catalog

RANK = {"error": 0, "warning": 1, "note": 2}


def as_text(catalog: Catalog) -> str:
    """Findings by file, errors first, and a summary."""
    ordered = sorted(catalog.findings, key=lambda f: (f.file, RANK[f.severity], f.place))
    rows = [f"{f.severity}: {f.file}: {f.place}: {f.message}. {f.remedy}".rstrip() for f in ordered]
    return "\n".join((*rows, _summary(catalog)))


def as_json(catalog: Catalog) -> str:
    """The same as JSON: `summary` and `findings`."""
    count = Counter[str](f.severity for f in catalog.findings)
    topics = sum(len(r.topics) for r in catalog.roadmaps.values())
    summary = {"roadmaps": len(catalog.roadmaps), "topics": topics, **{s: count[s] for s in RANK}}
    return json.dumps({"summary": summary, "findings": [asdict(f) for f in catalog.findings]}, ensure_ascii=False, indent=1)


def _summary(catalog: Catalog) -> str:
    count = Counter(f.severity for f in catalog.findings)
    topics = sum(len(r.topics) for r in catalog.roadmaps.values())
    return f"{len(catalog.roadmaps)} roadmaps, {topics} topics: {count['error']} errors, {count['warning']} warnings, {count['note']} notes"
