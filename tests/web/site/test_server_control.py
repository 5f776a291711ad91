"""What `flask content reload` is told by the server."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from webapp.web.site.server_control import NAME, ControlSocket, request_reload


@pytest.fixture
def hangups() -> Iterator[SimpleQueue[int]]:
    heard: SimpleQueue[int] = SimpleQueue()
    before = signal.signal(signal.SIGHUP, lambda number, _: heard.put(number))
    yield heard
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def control(tmp_path: Path) -> Iterator[ControlSocket]:
    made = ControlSocket(tmp_path)
    made.open()
    yield made
    made.close()


def test_an_author_hears_of_the_reload_that_read_the_change(
    control: ControlSocket, tmp_path: Path, hangups: SimpleQueue[int]
) -> None:
    """One that was under way may have read the content before it was changed."""
    heard: list[object] = []
    control.note_start()
    author = threading.Thread(target=lambda: heard.append(request_reload(tmp_path)))
    author.start()
    hangups.get(timeout=10)
    control.answer({"served": "before"})
    author.join(0.3)
    assert not heard
    control.note_start()
    control.answer({"served": "after"})
    author.join(10)
    assert [answer["served"] for answer in heard if isinstance(answer, dict)] == ["after"]


def test_a_server_takes_its_place_back(control: ControlSocket, tmp_path: Path) -> None:
    another = ControlSocket(tmp_path)
    another.open()
    theirs = (tmp_path / NAME).stat().st_ino
    control.take_back()
    assert (tmp_path / NAME).stat().st_ino == theirs
    another.close()
    (tmp_path / NAME).unlink()
    control.take_back()
    mine = (tmp_path / NAME).stat().st_ino
    control.take_back()
    assert (tmp_path / NAME).stat().st_ino == mine
