"""How editors are asked for a line."""

import pytest

from reader.ui.terminal.external_editor import line_arguments


@pytest.mark.parametrize(
    ("command", "line", "words"),
    [
        (("vim",), 7, ["vim", "+7", "/a.md"]),
        (("/usr/bin/nano", "-w"), 7, ["/usr/bin/nano", "-w", "+7", "/a.md"]),
        (("code", "--wait"), 7, ["code", "--wait", "--goto", "/a.md:7"]),
        (("hx",), 7, ["hx", "/a.md:7"]),
        (("notepad.exe",), 7, ["notepad.exe", "/a.md"]),
        (("vim",), None, ["vim", "/a.md"]),
    ],
)
def test_the_line_is_given_in_the_way_of_the_editor(
    command: tuple[str, ...], line: int | None, words: list[str]
) -> None:
    assert line_arguments(command, "/a.md", line) == words
