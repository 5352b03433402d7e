"""The person's own editor."""

from pathlib import Path

import pytest

from reader.services.editor import Editor, editor


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"EDITOR": "nano"}, Editor(("nano",), "EDITOR")),
        ({"VISUAL": "code --wait", "EDITOR": "nano"}, Editor(("code", "--wait"), "VISUAL")),
        ({"VISUAL": " ", "EDITOR": "'/opt/my editor' -n"}, Editor(("/opt/my editor", "-n"), "EDITOR")),
        ({"EDITOR": "it's"}, Editor(("it's",), "EDITOR")),
        ({}, Editor(("vi",), "vi")),
    ],
)
def test_what_starts_it(environment: dict[str, str], found: Editor) -> None:
    assert editor(environment, lambda name: "/usr/bin/vi" if name == "vi" else None) == found


def test_there_may_be_none() -> None:
    assert editor({}, lambda _: None) == Editor()


def test_the_usual_editors_are_looked_for_where_programs_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert editor({}) == Editor()
    nano = tmp_path / "nano"
    nano.write_text("#!/bin/sh\n")
    nano.chmod(0o700)
    assert editor({}) == Editor(("nano",), "nano")
