"""What was read is kept between starts, and never serves what a file no longer says."""

from __future__ import annotations

import os
import pickle
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.catalog.trees import HEADER, ONE, TWO, graph, grow, node
from webapp.catalog import digest
from webapp.catalog.loading import cache
from webapp.catalog.loading.folder import FolderReader
from webapp.catalog.loading.load import Loader
from webapp.catalog.whole_files import write_whole

TEXT = f"roadmaps/alpha/content/first@{ONE}.md"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that were read, in order."""
    names: list[str] = []
    whole = FolderReader.read

    def note(self: FolderReader) -> object:
        names.append(self._slug)
        return whole(self)

    monkeypatch.setattr(FolderReader, "read", note)
    return names


@pytest.fixture
def loader(tmp_path: Path) -> Loader:
    grow(
        tmp_path,
        {
            "alpha.md": HEADER,
            "alpha.json": graph(node()),
            f"content/first@{ONE}.md": "# First\n\nSome words.\n",
        },
    )
    grow(tmp_path, {"beta.md": HEADER, f"content/second@{TWO}.md": "# Second\n"}, "beta")
    return again(tmp_path)


def again(root: Path, keeps_promotion: bool = True) -> Loader:
    return Loader(
        root, reserved=(), keeps_promotion=keeps_promotion, cache_path=root / "instance" / "catalog.bin"
    )


def test_the_next_start_reads_nothing_and_serves_the_same(
    tmp_path: Path, loader: Loader, read: list[str]
) -> None:
    first = loader.load()
    assert read == ["alpha", "beta"]
    second = again(tmp_path).load()
    assert read == ["alpha", "beta"]
    assert (second.version, second.findings) == (first.version, first.findings)
    one, other = first.roadmaps["alpha"], second.roadmaps["alpha"]
    assert one.graph
    assert other.graph
    assert (one.topics, one.outline, one.front, one.graph.nodes) == (
        other.topics,
        other.outline,
        other.front,
        other.graph.nodes,
    )
    with pytest.raises(TypeError):
        other.topics["new"] = other.topics[ONE]  # type: ignore[index]  # it has to stay immutable


def test_a_folder_is_read_again_when_a_file_of_it_is_another(
    tmp_path: Path, loader: Loader, read: list[str]
) -> None:
    loader.load()
    stat = (tmp_path / TEXT).stat()
    (tmp_path / TEXT).write_text("# First\n\nOther words.\n", encoding="utf-8")
    # As an unpacked archive would have it: the same size, and the time of before.
    os.utime(tmp_path / TEXT, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert again(tmp_path).load().roadmaps["alpha"].topics[ONE].text == "Other words."
    assert read == ["alpha", "beta", "alpha"]


def test_a_linked_folder_is_looked_into(tmp_path: Path, loader: Loader) -> None:
    (tmp_path / "roadmaps/beta/content").rename(tmp_path / "texts")
    (tmp_path / "roadmaps/beta/content").symlink_to(tmp_path / "texts")
    (tmp_path / "texts/round").symlink_to(tmp_path / "roadmaps")
    assert list(loader.load().roadmaps["beta"].topics) == [TWO]
    (tmp_path / f"texts/second@{TWO}.md").write_text("# Second\n\nWritten since.\n", encoding="utf-8")
    assert loader.has_changed()
    assert again(tmp_path).load().roadmaps["beta"].topics[TWO].text == "Written since."


@pytest.mark.parametrize("harm", ["cut", "changed", "gone", "empty", "foreign", "folder"])
def test_a_file_that_is_not_whole_is_not_believed(
    tmp_path: Path, loader: Loader, read: list[str], harm: str
) -> None:
    first = loader.load()
    file = tmp_path / "instance" / "catalog.bin"
    data = file.read_bytes()
    file.unlink()
    if harm == "folder":
        file.mkdir()
    elif harm != "gone":
        file.write_bytes(
            {"cut": data[:-9], "changed": data[:-9] + b"x" * 9, "empty": b"", "foreign": pickle.dumps({})}[
                harm
            ]
        )
    assert again(tmp_path).load().version == first.version
    assert read == ["alpha", "beta"] * 2


def test_other_code_or_another_setting_reads_anew(
    tmp_path: Path, loader: Loader, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loader.load()
    again(tmp_path, keeps_promotion=False).load()
    assert len(read) == 4
    monkeypatch.setattr(cache, "code_version", lambda folder: "newer")
    again(tmp_path, keeps_promotion=False).load()
    assert len(read) == 6


def test_only_its_owner_may_read_it(tmp_path: Path, loader: Loader) -> None:
    loader.load()
    assert (tmp_path / "instance" / "catalog.bin").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in (tmp_path / "instance").iterdir()] == ["catalog.bin"]


def test_a_file_that_another_key_has_signed_is_not_believed(
    tmp_path: Path, loader: Loader, read: list[str]
) -> None:
    loader.load()
    file = tmp_path / "instance" / "catalog.bin"
    theirs = cache.FolderCache(file, "all", b"another key")
    theirs.write({"alpha": None})  # type: ignore[dict-item]  # what somebody else wants to be run
    assert set(theirs.read()) == {"alpha"}
    assert set(again(tmp_path).load().roadmaps) == {"alpha", "beta"}
    assert read == ["alpha", "beta"] * 2


def test_what_another_version_of_a_library_read_is_read_again(
    tmp_path: Path, loader: Loader, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loader.load()
    digest.code_version.cache_clear()
    monkeypatch.setattr(digest, "version", lambda name: "99")
    try:
        again(tmp_path).load()
    finally:
        digest.code_version.cache_clear()
    assert read == ["alpha", "beta"] * 2


def test_every_library_that_reads_content_is_in_the_key() -> None:
    webapp = Path(digest.__file__).parent.parent
    files = [*(webapp / "catalog").rglob("*.py"), *(webapp / "drawing").rglob("*.py"), webapp / "language.py"]
    imported = {
        word.split(".")[0]
        for file in files
        for word in re.findall(r"^ *(?:from|import) (\S+)", file.read_text(encoding="utf-8"), re.M)
    }
    known = packages_distributions()
    used = {name for module in imported - {"webapp"} for name in known.get(module, ())}
    assert {name.lower() for name in used} <= {name.lower() for name in digest.LIBRARIES}


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    left, new = tmp_path / "catalog.bin.abc.part", tmp_path / "other.def.part"
    for path in (left, new):
        path.write_bytes(b"half")
    os.utime(left, (1, 1))
    write_whole(tmp_path / "catalog.bin", b"whole")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["catalog.bin", "other.def.part"]
    assert (tmp_path / "catalog.bin").stat().st_mode & 0o777 == 0o600
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(tmp_path / "folder", b"whole")
    assert len(list(tmp_path.glob("*.part"))) == 1
