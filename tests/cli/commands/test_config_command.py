"""`heatwire config` and `heatwire keys`: the settings file edited and checked, and its keys."""

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli.commands.config_command import template
from reader.cli.main import main
from reader.config.settings import Settings, settings
from reader.config.settings_loader import read_settings

FILE = "config.toml"


@pytest.fixture
def file(home: Path) -> Path:
    (home / "config").mkdir()
    return home / "config" / FILE


def an_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Make $EDITOR a script in Python, in which `path` is the file to edit."""
    script = tmp_path / "an editor.py"
    script.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[1])\n{code}\n")
    monkeypatch.setenv("EDITOR", f"{sys.executable} '{script}'")


# -- --check


def test_without_a_file_all_is_well(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "--check"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"no {home / 'config' / FILE}: using defaults\n")
    assert not (home / "config").exists()


def test_a_sound_file_is_fine(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('theme = "nord"\n[keys]\n"article.bookmark" = "B"\n')
    assert main(["config", "--check"]) == 0
    assert capsys.readouterr() == ("", f"{file}: no problems\n")


def test_everything_that_is_wrong_is_named_with_its_line(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(
        'thme = "x"\nsort = "hot"\ntheme = "nrod"\n'
        '[keys]\n"articles.open" = "x"\n"article.open" = "q"\n"article.copy" = 1\n'
    )
    monkeypatch.setenv("HEATWIRE_DWELL", "soon")
    assert main(["config", "--check"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert [line.removeprefix(f"{file.parent}/") for line in out.splitlines()] == [
        "config.toml:7: the keys of 'article.copy' must be text in quotes, not 1",
        "config.toml:1: unknown setting 'thme'; did you mean 'theme'?",
        "config.toml:2: sort must be one of heat, date, not 'hot'",
        "environment: dwell must be a number of seconds from 0 to 3600, or off, not 'soon'",
        "config.toml:5: there is no command 'articles.open'; did you mean 'article.open'?",
        "config.toml:6: q is the key of pane.leave (Leave the article, zoom or search, or quit); article.open keeps o",
        "config.toml:3: there is no theme 'nrod'; did you mean 'nord'?",
    ]


def test_a_check_without_keys_and_theme_needs_no_interface(file: Path) -> None:
    file.write_text("dwell = 1\n")
    code = (
        "import sys; from reader.cli.main import main; "
        "code = main(['config', '--check']); print('textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"


# -- opening it


def test_a_new_file_shows_every_setting_and_changes_none(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    an_editor(tmp_path, monkeypatch, "assert path.is_file()")
    assert main(["config"]) == 0
    file = home / "config" / FILE
    assert capsys.readouterr() == ("", f"created {file}\n")
    assert file.read_text() == template()
    assert read_settings(file, {}) == (Settings(), ())


def test_each_line_of_a_new_file_counts_once_its_sign_is_gone(file: Path) -> None:
    file.write_text(re.sub(r"^#(?! )", "", template(), flags=re.MULTILINE))
    found, problems = read_settings(file, {})
    assert problems == ()
    assert [change.command for change in found.keys] == ["article.bookmark"]
    assert all(f"\n#{setting.name} = " in template() for setting in settings())
    assert all(len(line) <= 100 for line in template().splitlines()[2:])


def test_a_file_that_is_there_is_never_written(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("# mine\n")
    file.chmod(0o400)
    an_editor(tmp_path, monkeypatch, "")
    before = file.stat()
    assert main(["config"]) == 0
    assert capsys.readouterr() == ("", "")
    assert file.read_text() == "# mine\n"
    assert (file.stat().st_mtime_ns, stat.S_IMODE(file.stat().st_mode)) == (before.st_mtime_ns, 0o400)


def test_what_is_wrong_after_editing_is_said(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    an_editor(tmp_path, monkeypatch, "path.write_text('x = 1')")
    assert main(["config"]) == 1
    assert f"{file}:1: unknown setting 'x'" in capsys.readouterr().err


def test_an_editor_that_fails_is_said(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    an_editor(tmp_path, monkeypatch, "sys.exit(3)")
    assert main(["config"]) == 1
    assert "exited with status 3" in capsys.readouterr().err
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    assert main(["config"]) == 1
    err = capsys.readouterr().err
    assert err == f"heatwire: VISUAL: no-such-editor: No such file or directory; the settings are in {file}\n"


def test_without_an_editor_the_place_is_said(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setenv("PATH", str(file.parent))
    assert main(["config"]) == 1
    assert f"heatwire: no editor found: set EDITOR, or edit {file}\n" in capsys.readouterr().err


# -- keys


def test_keys_are_printed_as_they_are_mapped(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('[keys]\n"article.bookmark" = "ctrl+b, B"\n"article.copy" = "o"\n')
    assert main(["keys"]) == 1
    out, err = capsys.readouterr()
    assert re.search(r"^  Ctrl\+B B +article\.bookmark +Bookmark the article", out, re.MULTILINE)
    assert re.search(r"^  y +article\.copy +Copy the link", out, re.MULTILINE)
    used = "Open the link, or those of the selection, in a browser"
    assert err == f"{file}:3: o is the key of article.open ({used}); article.copy keeps y\n"


def test_the_table_of_the_readme_holds_the_usual_keys(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('[keys]\n"article.bookmark" = "B"\n')
    assert main(["keys", "--markdown"]) == 0
    out, err = capsys.readouterr()
    assert "| `b` | Bookmark the article or the selection, or remove the bookmark |" in out
    assert err == ""
