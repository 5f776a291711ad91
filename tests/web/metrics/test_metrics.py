"""`/metrics`: what it counts, who may read it, and that nobody is named in it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families as parsed
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.conftest import PASSWORD
from tests.databases import missing, on_both
from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

ROOT = Path(__file__).parents[3]
TOKEN = "a token of the metrics test"
HERE = {"REMOTE_ADDR": "127.0.0.1"}
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read(app: Flask) -> Samples:
    answer = app.test_client().get("/metrics", environ_base=HERE)
    assert answer.status_code == 200
    return {(s.name, frozenset(s.labels.items())): s.value for f in parsed(answer.text) for s in f.samples}


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples.get((f"milepost_{name}", frozenset(labels.items())), 0.0)


def test_requests_are_counted_by_route_and_by_who_answered(app: Flask, visitor: FlaskClient) -> None:
    for path in ("/alpha", "/alpha", "/alpha?utm_source=ada", "/beta", "/nowhere", "/a/b/c/d"):
        visitor.get(path)
    samples = read(app)

    def count(route: str, status: str, by: str) -> float:
        return value(samples, "requests_total", route=route, status=status, answered_by=by)

    assert count("/<slug>", "200", "application") == 2
    assert count("/<slug>", "200", "page cache") == 2
    assert count("/<slug>", "404", "application") == 1
    assert count("none", "404", "application") == 1
    assert value(samples, "request_seconds_count", route="/<slug>") == 5
    assert value(samples, "request_seconds_sum", route="/<slug>") > 0
    buckets = {
        dict(k[1])["le"]: v
        for k, v in samples.items()
        if k[0].endswith("_bucket") and ("route", "/<slug>") in k[1]
    }
    assert list(buckets.values()) == sorted(buckets.values())
    assert buckets["+Inf"] == 5
    assert value(samples, "page_cache_pages") == 2
    assert value(samples, "page_cache_bytes") > len(visitor.get("/alpha").data)


def test_what_people_type_makes_no_label(app: Flask, ada: FlaskClient) -> None:
    labels = []
    for number in range(20):
        for path in (
            f"/x{number}",
            f"/alpha/y{number}",
            f"/search?q=z{number}",
            f"/reset-password/t{number}",
        ):
            ada.get(path)
        ada.open("/", method=f"METHOD{number}")
        app.test_client().post("/login", data={"username": f"ada{number}", "password": f"wrong{number}"})
        labels.append(read(app).keys())
    assert labels[-1] == labels[1]
    said = app.test_client().get("/metrics", environ_base=HERE).text
    assert not re.search(r"ada|x1\d|y1\d|t1\d|wrong|METHOD|198\.51|example\.org", said)


@on_both
def test_learners_sign_ins_and_jobs(app: Flask, ada: FlaskClient) -> None:
    app.test_client().post("/login", data={"username": "ada", "password": PASSWORD})
    app.test_client().post("/login", data={"username": "ada", "password": "wrong"})
    app.test_client().post("/alpha/first-steps@main-one-000000000001/status", data={"status": "done"})
    samples = read(app)
    events = {
        e: value(samples, "security_events_total", event=e)
        for e in ("signed_up", "signed_in", "sign_in_failed", "guest_made")
    }
    assert events == {"signed_up": 1, "signed_in": 2, "sign_in_failed": 1, "guest_made": 1}
    for window in ("1h", "24h"):
        assert value(samples, "learners_active", kind="account", window=window) == 1
        assert value(samples, "learners_active", kind="guest", window=window) == 1
    due = value(samples, "jobs", state="due")
    assert due >= 1
    services_of(app).worker.run_due()
    samples = read(app)
    assert value(samples, "jobs", state="due") == 0
    assert value(samples, "jobs_tried_total", kind="mail", outcome="done") == due


def test_jobs_that_fail_and_have_failed(
    app: Flask, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = services_of(app).worker
    monkeypatch.setattr(worker, "_handlers", {"mail": lambda _: 1 // 0})
    worker.run_due()
    samples = read(app)
    waiting = value(samples, "jobs", state="waiting")
    assert waiting >= 1
    assert value(samples, "jobs_tried_total", kind="mail", outcome="tried again") == waiting
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE job SET due = NULL"))
    assert value(read(app), "jobs", state="failed") == waiting


def test_while_the_database_is_away_the_rest_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert value(read(app), "database_up") == 1
    with app.app_context():
        with pytest.raises(OperationalError):
            db.session.execute(text("SELECT * FROM nowhere"))
        db.session.remove()

    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr("webapp.web.metrics.gauges.count_jobs", away)
    samples = read(app)
    assert value(samples, "database_up") == 0
    assert value(samples, "content_roadmaps") == 3
    assert value(samples, "database_errors_total", kind="OperationalError") == 1


@pytest.mark.parametrize(
    ("site", "proxies", "token", "headers", "address", "status"),
    [
        ("http://127.0.0.1:8000", 0, "", {}, "127.0.0.1", 200),
        ("http://127.0.0.1:8000", 0, "", {}, "::1", 200),
        ("http://127.0.0.1:8000", 0, "", {}, "198.51.100.1", 401),
        ("http://127.0.0.1:8000", 0, "", {"X-Forwarded-For": "198.51.100.1"}, "127.0.0.1", 401),
        ("http://127.0.0.1:8000", 0, "", {"Via": "1.1 proxy"}, "127.0.0.1", 401),
        ("http://127.0.0.1:8000", 0, "", {"Host": "learn.example.org"}, "127.0.0.1", 401),
        # A proxy that nobody has counted would make everybody a neighbor.
        ("https://learn.example.org", 0, "", {}, "127.0.0.1", 401),
        ("https://learn.example.org", 1, "", {}, "127.0.0.1", 200),
        ("https://learn.example.org", 1, "", {"X-Forwarded-For": "198.51.100.1"}, "127.0.0.1", 401),
        ("https://learn.example.org", 1, "", {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 401),
        ("https://learn.example.org", 1, "", {"X-Forwarded-For": ""}, "198.51.100.1", 401),
        ("https://learn.example.org", 1, TOKEN, {}, "127.0.0.1", 401),
        ("https://learn.example.org", 1, TOKEN, {"Authorization": f"Bearer {TOKEN}"}, "198.51.100.1", 200),
        ("https://learn.example.org", 1, TOKEN, {"Authorization": f"bearer {TOKEN}"}, "198.51.100.1", 200),
        ("https://learn.example.org", 1, TOKEN, {"Authorization": f"Bearer {TOKEN}x"}, "198.51.100.1", 401),
        ("https://learn.example.org", 1, TOKEN, {"Authorization": f"Basic {TOKEN}"}, "198.51.100.1", 401),
        ("https://learn.example.org", 1, TOKEN, {"Authorization": "Bearer \xe9"}, "198.51.100.1", 401),
    ],
)  # fmt: skip
def test_only_this_machine_or_the_token_opens_it(
    settings: Settings,
    app: Flask,
    site: str,
    proxies: int,
    token: str,
    headers: dict[str, str],
    address: str,
    status: int,
) -> None:
    here = replace(settings, site_url=site, trusted_proxies=proxies, metrics_token=token)
    made = create_app(here, TESTING=True, RATELIMIT_ENABLED=False)
    answer = made.test_client().get(
        "/metrics", headers={"Host": "127.0.0.1:8000"} | headers, environ_base={"REMOTE_ADDR": address}
    )
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("milepost_" in answer.text) is (status == 200)


@pytest.fixture
def names(app: Flask, ada: FlaskClient) -> set[str]:
    """All names that Prometheus finds, counters with nothing counted too."""
    answer = app.test_client().get("/metrics", environ_base=HERE).text
    families = list(parsed(answer))
    declared = {f"{f.name}_total" for f in families if f.type == "counter"} | {f.name for f in families}
    return declared | {s.name for f in families for s in f.samples}


def expressions() -> list[str]:
    board = json.loads((ROOT / "deploy/grafana.json").read_text(encoding="utf-8"))
    rules = yaml.safe_load((ROOT / "deploy/alerts.yml").read_text(encoding="utf-8"))
    shown = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    variables = [v["definition"] for v in board["templating"]["list"] if v["type"] == "query"]
    return shown + variables + [rule["expr"] for group in rules["groups"] for rule in group["rules"]]


def test_what_the_dashboard_and_the_alerts_ask_for_exists(names: set[str]) -> None:
    asked = {name for expression in expressions() for name in re.findall(r"milepost_\w+", expression)}
    assert len(asked) > 10
    assert asked - names == set()


def test_operators_read_what_each_measurement_and_each_alert_means(names: set[str]) -> None:
    page = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
    rules = yaml.safe_load((ROOT / "deploy/alerts.yml").read_text(encoding="utf-8"))
    alerts = {rule["alert"] for group in rules["groups"] for rule in group["rules"]}
    families = {
        re.sub(r"_(bucket|sum|count|total|created)$", "", name)
        for name in names
        if name.startswith("milepost_")
    }
    assert [name for name in sorted(families | alerts) if f"`{name}" not in page] == []


def test_the_dashboard_has_ten_panels_with_a_query_each() -> None:
    board = json.loads((ROOT / "deploy/grafana.json").read_text(encoding="utf-8"))
    assert len(board["panels"]) == 10
    assert all(panel["targets"] and panel["title"] for panel in board["panels"])


def test_prometheus_takes_the_alerts() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        missing("promtool is not installed; Debian has it in the package prometheus")
    checked = subprocess.run(
        [promtool, "check", "rules", str(ROOT / "deploy/alerts.yml")], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
