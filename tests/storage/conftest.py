"""Fixtures of the tests of storage."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.storage.marks.database import FILE_NAME, MarkDatabase

Opener = Callable[..., MarkDatabase]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens the marks in `tmp_path`, as often as called: each is another window. All are closed at the end."""
    stores: list[MarkDatabase] = []

    def open_one(folder: Path = tmp_path, timeout: float = 5.0) -> MarkDatabase:
        stores.append(MarkDatabase(folder, timeout))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the file of marks is."""
    return tmp_path / FILE_NAME
