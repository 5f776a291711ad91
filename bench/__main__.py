"""`make bench`: what Milepost costs over the bare work, side by side in one run, as ratios."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response
from flask_migrate import upgrade

from bench import fronts, learner, many, rows
from tests.generator.tree import FOLDERS, TOPICS, grow
from webapp.app import create_app
from webapp.config import ROOT, read_settings
from webapp.web.site.services import services_of

ROUNDS, EACH = 7, 60


def best(work: Callable[[], object]) -> float:
    """Seconds of one call: the best of several rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(EACH):
            work()
        times.append((time.perf_counter() - start) / EACH)
    return min(times)


def main() -> None:
    """Prints the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = read_settings({"CONTENT_DIR": str(ROOT / "content"), "INSTANCE_DIR": folder}, root=place)
        app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
        with app.app_context():
            upgrade()
        measure(app)
        measure_size(place)
    many.main()
    learner.main()
    rows.main()
    fronts.main()


def measure_size(place: Path) -> None:
    """Measures one roadmap's page beside four others and beside 84 others, and how long reading the large
    tree takes.
    """
    pages = {}
    for name, folders in (("small", 4), ("large", 84)):
        tree = place / name
        grow(tree, folders=folders, topics=TOPICS * folders // FOLDERS)
        shutil.copytree(
            ROOT / "content" / "roadmaps" / "python", tree / "roadmaps" / "python", dirs_exist_ok=True
        )
        environ = {
            "CONTENT_DIR": str(tree),
            "INSTANCE_DIR": str(tree / "instance"),
            "DATABASE_URL": f"sqlite:///{tree}/m.db",
        }
        app, cold = started(environ, tree)
        _, warm = started(environ, tree)
        with app.app_context():
            upgrade()
        guest, ada = app.test_client(), app.test_client()
        account = {"username": "ada", "email": "ada@example.org", "password": "three blind mice"}
        assert ada.post("/signup", data=account).status_code == 303
        pages[name] = (
            best(lambda who=guest: who.get("/python")),
            best(lambda who=ada: who.get("/python")),
            cold,
            warm,
        )
    small, large = pages["small"], pages["large"]
    print(f"anonymous page among 85 roadmaps / among 5             {large[0] / small[0]:6.2f}")
    print(f"signed-in page among 85 roadmaps / among 5             {large[1] / small[1]:6.2f}")
    print(f"first reading of 85 roadmaps / of 5                    {large[2] / small[2]:6.2f}")
    print(f"second reading of 85 roadmaps / first                  {large[3] / large[2]:6.2f}")


def started(environ: Mapping[str, str], tree: Path) -> tuple[Flask, float]:
    """An application, and the seconds that it took to make it and to read its content."""
    start = time.perf_counter()
    app = create_app(read_settings(environ, root=tree), TESTING=True, RATELIMIT_ENABLED=False)
    assert services_of(app).catalog_store.catalog.roadmaps
    return app, time.perf_counter() - start


def measure(app: Flask) -> None:
    """Measures pages and the status POST of an application."""
    guest, ada = app.test_client(), app.test_client()
    account = {"username": "ada", "email": "ada@example.org", "password": "three blind mice"}
    assert ada.post("/signup", data=account).status_code == 303
    zipped = {"Accept-Encoding": "gzip"}
    body = gzip.compress(guest.get("/ai-engineer").data, 9)
    bare = Flask("bare")
    bare.add_url_rule("/x", "x", lambda: Response(body, headers={"Content-Encoding": "gzip"}))
    plain = bare.test_client()
    reference = best(lambda: plain.get("/x"))
    anonymous = best(lambda: guest.get("/ai-engineer", headers=zipped))
    signed_in = best(lambda: ada.get("/ai-engineer"))
    print(f"anonymous roadmap page / bare view of the same bytes   {anonymous / reference:6.2f}")
    print(f"signed-in roadmap page / bare view of the same bytes   {signed_in / reference:6.2f}")
    print(f"signed-in roadmap page / anonymous roadmap page        {signed_in / anonymous:6.2f}")

    from sqlalchemy import text

    from webapp.web.site.extensions import db

    roadmap = services_of(app).catalog_store.catalog.roadmaps["ai-engineer"]
    address = f"{roadmap.topics[roadmap.order[0]].path}/status"
    flip = iter(["done", "learning"] * 10_000)
    post = best(lambda: ada.post(address, data={"status": next(flip)}, headers={"HX-Request": "true"}))
    upsert = text(
        "INSERT INTO topic_mark VALUES (1, 'bench', 'topic', :s, :at)"
        " ON CONFLICT (learner_id, roadmap, topic_id) DO UPDATE SET status = :s"
    )

    def write() -> None:
        with db.engine.begin() as connection:
            connection.execute(upsert, {"s": next(flip), "at": datetime.now(UTC).isoformat()})

    with app.app_context():
        bare_write = best(write)
    print(f"status POST / bare upsert in the same database         {post / bare_write:6.2f}")


if __name__ == "__main__":
    main()
