"""`heatwire completion`: scripts that the shells can read, and what bash and fish make of them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli.arguments import COMMANDS, SHELLS
from reader.cli.main import main

_DRIVER = """\
source "$1"; shift
compopt() { :; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
_shtab_heatwire
printf '%s\\n' "${COMPREPLY[@]}"
"""


def needs(shell: str) -> str:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    return shell


@pytest.fixture
def script(tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Path:
    """The script for a shell, in a file beside a folder and a seed."""
    assert main(["completion", request.param]) == 0
    file = tmp_path / f"completion.{request.param}"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "seed.md").write_text("")
    return file


def run(words: list[str], folder: Path) -> list[str]:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize("script", SHELLS, indirect=True)
def test_a_script_knows_all_commands_and_can_be_read(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert all(word in text for command in COMMANDS for word in command.split())
    assert "startup-view" in text
    run([needs(script.suffix[1:]), "-n", str(script)], script.parent)


@pytest.mark.parametrize("script", ["bash"], indirect=True)
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ([""], [command for command in COMMANDS if " " not in command]),
        (["bookmarks", "e"], ["export"]),
        (["bookmarks", "export", "--format", ""], ["md", "json", "html", "seeds"]),
        (["list", "--topic", "comp"], ["computervision"]),
        (["--theme", "heat"], ["heatwire-dark", "heatwire-light"]),
        (["bookmarks", "import", "s"], ["seed.md", "site"]),
        (["li"], ["list"]),
        (["--so"], ["--sort"]),
        (["--density", ""], ["auto", "compact", "normal", "roomy"]),
        (["list", "--a"], ["--archived"]),
        (["list", "--sort", ""], ["heat", "date"]),
        (["list", "s"], ["seed.md", "site"]),
        (["check", "site", "se"], ["seed.md"]),
        (["completion", "f"], ["fish"]),
        (["config", "--"], ["--help", "--check"]),
        (["keys", "--m"], ["--markdown"]),
        (["help", "se"], ["searching", "settings", "seeds"]),
        (["nothing"], [""]),
    ],
)
def test_bash_completes(script: Path, words: list[str], offered: list[str]) -> None:
    found = run([needs("bash"), "-c", _DRIVER, "bash", str(script), "heatwire", *words], script.parent)
    assert sorted(found) == sorted(offered)


@pytest.mark.parametrize("script", ["bash"], indirect=True)
def test_bash_falls_back_to_files(script: Path) -> None:
    command = f"source '{script}'; complete -p heatwire"
    (found,) = run([needs("bash"), "-c", command], script.parent)
    assert found == "complete -o bashdefault -o default -F _shtab_heatwire heatwire"


@pytest.mark.parametrize("script", ["zsh"], indirect=True)
def test_zsh_offers_files_beside_the_commands(script: Path) -> None:
    assert "_describe 'heatwire commands' _commands\n  _files\n" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("script", ["fish"], indirect=True)
@pytest.mark.parametrize(
    ("line", "offered"),
    [("heatwire li", ["list"]), ("heatwire si", ["site/"]), ("heatwire list --sort ", ["heat", "date"])],
)
def test_fish_completes(script: Path, line: str, offered: list[str]) -> None:
    found = run([needs("fish"), "-c", f"source '{script}'; complete -C '{line}'"], script.parent)
    assert sorted(word.split("\t")[0] for word in found) == sorted(offered)


def test_without_shtab_it_says_what_to_do(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    monkeypatch.delitem(sys.modules, "reader.cli.commands.completion_command", raising=False)
    assert main(["completion", "bash"]) == 1
    assert capsys.readouterr() == ("", "heatwire: the package shtab is missing: reinstall heatwire\n")


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "choose from" in capsys.readouterr().err
