"""Noticing that files came or went, by the times of folders, which are set and never waited for."""

import os
from pathlib import Path

from reader.services.loader.folder_watch import FolderWatch
from tests.edition import write_edition

START = 1_700_000_000.0


class _Clock:
    now = START

    def __call__(self) -> float:
        return self.now


def _touch(place: Path, seconds: float) -> None:
    time = int((START + seconds) * 1e9)
    os.utime(place, ns=(time, time))


def _edition(folder: Path) -> Path:
    write_edition(folder)
    (folder / "news" / "2021").mkdir()
    (folder / "news" / ".hidden").mkdir()
    for place in (folder, folder / "topics", *(folder / "news").glob("**/")):
        _touch(place, -100)
    return folder


def test_a_change_at_any_depth_is_noticed_once(tmp_path: Path) -> None:
    clock = _Clock()
    watch = FolderWatch([_edition(tmp_path)], clock)
    assert not watch.changed()
    clock.now += 60
    for place in ("news", "news/2021", "topics"):
        _touch(tmp_path / place, 10)
        assert watch.changed()
        assert not watch.changed()
    _touch(tmp_path / "news" / ".hidden", 10)
    _touch(tmp_path / "news" / "no-link.md", 10)
    assert not watch.changed()


def test_what_came_between_the_reading_and_the_first_look_is_noticed(tmp_path: Path) -> None:
    clock = _Clock()
    watch = FolderWatch([_edition(tmp_path)], clock)
    _touch(tmp_path / "news", 1)
    clock.now += 5
    assert watch.changed()


def test_while_files_are_being_written_it_waits(tmp_path: Path) -> None:
    clock = _Clock()
    watch = FolderWatch([_edition(tmp_path)], clock)
    assert not watch.changed()
    clock.now += 10
    _touch(tmp_path / "news", 9.5)
    assert not watch.changed()
    clock.now += 2
    assert watch.changed()


def test_folders_that_come_and_go_and_single_files_are_noticed(tmp_path: Path) -> None:
    clock = _Clock()
    folder = _edition(tmp_path)
    single = folder / "news" / "expired.md"
    _touch(single, -100)
    folders, file = FolderWatch([folder], clock), FolderWatch([single, tmp_path / "nowhere"], clock)
    assert (folders.changed(), file.changed()) == (False, False)
    clock.now += 60
    (folder / "news" / "2021").rmdir()
    _touch(folder / "news", 20)
    _touch(single, 20)
    assert (folders.changed(), file.changed()) == (True, True)
    (folder / "news" / "2022").mkdir()
    for place in (folder / "news", folder / "news" / "2022"):
        _touch(place, 30)
    assert folders.changed()
    _touch(folder / "news" / "2022", 40)
    assert folders.changed()
