"""The person's own editor."""

import pytest

from reader.services.editor import editor_command


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"EDITOR": "nano"}, ("nano",)),
        ({"VISUAL": "code --wait", "EDITOR": "nano"}, ("code", "--wait")),
        ({"VISUAL": " ", "EDITOR": "'/opt/my editor' -n"}, ("/opt/my editor", "-n")),
        ({"EDITOR": "it's"}, ("it's",)),
        ({}, ("vi",)),
    ],
)
def test_what_starts_it(environment: dict[str, str], words: tuple[str, ...]) -> None:
    assert editor_command(environment, lambda name: "/usr/bin/vi" if name == "vi" else None) == words


def test_there_may_be_none() -> None:
    assert editor_command({}, lambda _: None) == ()
