"""The harness's terminal: what it shows, and what it answers."""

import pytest

from tests.bench.terminal import Answers, Screen


@pytest.mark.parametrize(
    "unknown",
    [
        b"\x1b[>1u",
        b"\x1b[<u",
        b"\x1b[?2026$p",
        b"\x1b[4:3m",
        b"\x1bP+q544e\x1b\\",
        b"\x1b]11;?\x07",
        b"\x1b[2 q",
        b"\x1b=",
    ],
)
def test_what_the_emulator_does_not_know_is_not_printed(unknown: bytes) -> None:
    """Wherever it is cut in two."""
    for cut in range(len(unknown) + 1):
        screen = Screen(10, 2)
        for data in (b"a" + unknown[:cut], unknown[cut:] + b"b"):
            screen.feed(data)
        assert screen.text[0] == "ab".ljust(10)


def test_known_sequences_and_characters_may_be_cut() -> None:
    """A move of the cursor and a letter of three bytes arrive in pieces."""
    screen = Screen(10, 2)
    for byte in "\x1b[2;3H→x".encode():
        screen.feed(bytes([byte]))
    assert screen.text[1] == "  →x".ljust(10)


def test_a_synchronized_update_is_noticed() -> None:
    """From its beginning to its end."""
    screen = Screen(10, 2)
    screen.feed(b"\x1b[?2026hone")
    assert screen.updating
    screen.feed(b"two\x1b[?2026l")
    assert not screen.updating


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
        (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
        (b"\x1b[c", b"\x1b[?62;22c"),
        (b"\x1b[>c", b"\x1b[>1;10;0c"),
        (b"\x1b[6n", b"\x1b[1;1R"),
        (b"\x1b[?u", b"\x1b[?0u"),
        (b"\x1b[18t", b"\x1b[8;40;120t"),
        (b"\x1b[16t", b"\x1b[6;20;10t"),
        (b"\x1b]11;?\x1b\\", b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\"),
    ],
)
def test_questions_are_answered_once(question: bytes, answer: bytes) -> None:
    """Even when they arrive in two pieces."""
    answers = Answers(120, 40)
    assert answers.to(b"words" + question[:3]) + answers.to(question[3:] + b"words") == answer
    assert answers.to(b"more") == b""
