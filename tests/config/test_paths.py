"""Where things live."""

import os
from pathlib import Path

import platformdirs
import pytest

from reader.config import paths
from reader.core.model.errors import HeatwireError

FOLDERS = {
    paths.CONFIG_VARIABLE: paths.config_folder,
    paths.DATA_VARIABLE: paths.data_folder,
    paths.CACHE_VARIABLE: paths.cache_folder,
}


@pytest.mark.parametrize("variable", FOLDERS)
def test_a_variable_overrides_its_folder(variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "mine"))
    assert FOLDERS[variable]() == tmp_path / "mine"
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("variable", FOLDERS)
def test_otherwise_it_is_the_system_s(variable: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, " ")
    folder = FOLDERS[variable]()
    kind = variable.split("_")[1].lower()
    assert folder == Path(getattr(platformdirs.PlatformDirs("heatwire", appauthor=False), f"user_{kind}_dir"))
    assert folder.is_relative_to(home)
    assert folder.name == "heatwire"


def test_a_variable_may_be_relative_or_name_the_home(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(paths.DATA_VARIABLE, "mine")
    assert paths.data_folder() == tmp_path / "mine"
    monkeypatch.setenv(paths.DATA_VARIABLE, "~/mine")
    assert paths.data_folder() == home / "mine"


@pytest.mark.parametrize("variable", FOLDERS)
def test_without_a_home_no_folder_is_called_tilde(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable)
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    with pytest.raises(paths.NoFolder, match=variable):
        FOLDERS[variable]()
    assert "~" not in os.listdir()


def test_what_is_shipped_is_found_in_the_checkout() -> None:
    assert (paths.seeds() / "news").is_dir()
    assert paths.styles().is_dir()


def test_what_is_beside_the_package_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "reader"
    (tmp_path / "site" / "seeds").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.seeds() == tmp_path / "site" / "seeds"
    (package / "seeds").mkdir(parents=True)
    assert paths.seeds() == package / "seeds"


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "reader")
    with pytest.raises(HeatwireError, match=r"incomplete.*styles"):
        paths.styles()
