"""The catalog that is served: read once, read anew when asked, whoever asks at the same moment."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.catalog.trees import HEADER, grow
from tests.parallel import in_parallel
from webapp.catalog.catalog import Catalog
from webapp.catalog.loading.load import Loader
from webapp.web.site.catalog_store import CatalogStore


class CountingLoader(Loader):
    """A slow loader that counts its readings, and how many there were at the same moment."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, reserved=())
        self.count = 0
        self.at_once = 0
        self.most_at_once = 0
        self._counting = threading.Lock()

    def load(self, *known: Any) -> Catalog:
        with self._counting:
            self.count += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(0.02)
        try:
            return super().load(*known)
        finally:
            with self._counting:
                self.at_once -= 1


@pytest.fixture
def loader(tmp_path: Path) -> CountingLoader:
    grow(tmp_path, {"alpha.md": HEADER, "content/one@1.md": "# One\n\nThe first.\n"})
    return CountingLoader(tmp_path)


@pytest.fixture
def store(loader: CountingLoader, tmp_path: Path) -> CatalogStore:
    return CatalogStore(loader, tmp_path / "instance" / "since")


def write(tmp_path: Path, text: str) -> None:
    path = tmp_path / "roadmaps" / "alpha" / "content" / "one@1.md"
    path.write_text(text)
    os.utime(path, (len(text), len(text)))


def test_it_is_read_once_however_many_ask_first(store: CatalogStore, loader: CountingLoader) -> None:
    found = in_parallel([lambda: store.catalog] * 8)
    assert loader.count == 1
    assert {id(catalog) for catalog in found} == {id(store.catalog)}


def test_two_who_ask_to_read_anew_wait_for_each_other(store: CatalogStore, loader: CountingLoader) -> None:
    assert store.catalog
    in_parallel([store.reload] * 4)
    assert (loader.count, loader.most_at_once) == (5, 1)


def test_reading_anew_returns_what_is_served(store: CatalogStore, tmp_path: Path) -> None:
    before = store.catalog
    write(tmp_path, "# One\n\nAnother.\n")
    after = store.reload()
    assert after is store.catalog
    assert after.version != before.version
    assert after.roadmaps["alpha"].topics["1"].text == "Another."


def test_only_what_was_read_before_and_has_changed_is_read_again(
    store: CatalogStore, loader: CountingLoader, tmp_path: Path
) -> None:
    store.reload_if_changed()
    assert loader.count == 0
    assert store.catalog
    store.reload_if_changed()
    assert loader.count == 1
    write(tmp_path, "# One\n\nAnother text.\n")
    store.reload_if_changed()
    assert loader.count == 2
    assert store.catalog.roadmaps["alpha"].topics["1"].text == "Another text."
    store.reload_if_changed()
    assert loader.count == 2


def test_the_log_names_errors_and_what_stays_as_it_was(
    store: CatalogStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "milepost.content")
    assert store.catalog
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert caplog.messages == [f"content: 1 roadmaps, version {store.catalog.version}"]
    caplog.clear()
    version = store.catalog.version
    write(tmp_path, "")
    (tmp_path / "roadmaps" / "alpha" / "alpha.md").write_text("---\ntitle: [unclosed\n---\n")
    store.reload()
    assert store.stale == ("alpha",)
    # What is served is the same, so nobody has to fetch it again.
    assert store.catalog.version == version
    assert {record.levelname for record in caplog.records} == {"ERROR", "INFO", "WARNING"}
    assert any(message.startswith("content error: roadmaps/alpha/alpha.md: ") for message in caplog.messages)
    assert any("alpha stays as it was" in message for message in caplog.messages)


def test_since_when_a_version_is_served_is_kept_over_restarts(
    store: CatalogStore, loader: CountingLoader, tmp_path: Path
) -> None:
    noted = tmp_path / "instance" / "since"
    version = store.catalog.version
    assert noted.read_text() == f"{version} {store.since.isoformat()}\n"
    assert (store.since.microsecond, store.since.tzname()) == (0, "UTC")
    noted.write_text(f"{version} 2026-01-02T03:04:05+00:00\n")
    again = CatalogStore(loader, noted)
    assert again.catalog
    assert again.since.isoformat() == "2026-01-02T03:04:05+00:00"
    noted.write_text(f"{version} no date\n")
    third = CatalogStore(loader, noted)
    assert third.catalog
    assert third.since >= store.since
    assert noted.read_text() == f"{version} {third.since.isoformat()}\n"


def test_versions_of_one_second_have_times_of_their_own(
    store: CatalogStore, loader: CountingLoader, tmp_path: Path
) -> None:
    """`Last-Modified` is compared in whole seconds: a reader of the first must get the second."""
    assert store.catalog
    times = [store.since]
    for words in ("Second", "The third"):
        write(tmp_path, f"# One\n\n{words}.\n")
        store.reload()
        times.append(store.since)
    assert times == sorted(set(times))
    assert CatalogStore(loader, tmp_path / "instance" / "since").catalog


@pytest.mark.parametrize("what", ["a file", "a link to nowhere", "a pipe"])
def test_a_roadmap_whose_folder_is_something_else_stays_as_it_was(
    store: CatalogStore, tmp_path: Path, what: str
) -> None:
    grow(tmp_path, {"beta.md": "---\ntitle: Beta\nrelatedRoadmaps: [alpha]\n---\n"}, "beta")
    assert list(store.catalog.roadmaps) == ["alpha", "beta"]
    folder, away = tmp_path / "roadmaps/alpha", tmp_path / "away"
    folder.rename(away)
    if what == "a file":
        folder.write_text("")
    elif what == "a pipe":
        os.mkfifo(folder)
    else:
        folder.symlink_to("nowhere")
    served = store.reload()
    assert list(served.roadmaps["alpha"].topics) == ["1"]
    assert store.stale == ("alpha",)
    assert served.roadmaps["beta"].front.related_roadmaps == ("alpha",)
    folder.unlink()
    away.rename(folder)
    assert store.reload().roadmaps.keys() == {"alpha", "beta"}
    assert store.stale == ()
