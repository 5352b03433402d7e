"""Fixtures of all tests: a home of its own for each, and seeds to write."""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

WriteSeed = Callable[..., Path]

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # In the background of a shell; the programs that tests start would ignore it, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples in every run, however slow the machine is.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two workers a core with `-n auto`: half of the time a test of the interface waits for a frame."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What the application kept from the garbage hunt, as it is there for good, is garbage when a test is over."""
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder in which nothing is, so that no test sees or touches the real one."""
    folder = tmp_path_factory.mktemp("home")
    for name in [*os.environ]:
        if name.startswith(("HEATWIRE_", "XDG_")) or name in ("BROWSER", "COLUMNS", "NO_COLOR"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    # Without one the reader goes line by line.
    monkeypatch.setenv("TERM", "xterm-256color")
    for kind in ("config", "data", "cache"):
        monkeypatch.setenv(f"HEATWIRE_{kind.upper()}_DIR", str(folder / kind))
    return folder


@pytest.fixture
def write_seed(tmp_path: Path) -> WriteSeed:
    """Writes one seed file below `tmp_path`; fields are lines of front matter, put in as they are."""

    def write(name: str, *fields: str, folder: Path | None = None) -> Path:
        path = (folder or tmp_path / "articles") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["---", *fields, "---", ""]), encoding="utf-8")
        return path

    return write
