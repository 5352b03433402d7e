"""What the terminal sends becomes keys, or nothing; it never raises."""

import random
from collections.abc import Iterable

import pytest
from textual import events
from textual.message import Message

from reader.ui.terminal import input_parser
from reader.ui.terminal.input_parser import InputParser

SEEDS = (
    *("\x1b[A", "\x1bOA", "\x1b[1;5C", "\x1b[23$", "\x1b[[A", "\x1b[I", "\x1b[O", "\x1bj", "\x1b", "\r", "\x7f"),
    *("\x1b[<0;10;5M", "\x1b[<35;10;5m", "\x1b[M !!", "\x1b[35;10;5M", "\x1b[97;;97:98u", "\x1b[97:65;5:3;98u"),
    *("\x1b[57441;2u", "\x1b[48;24:3;80;480;800t", "\x1b[?2026;2$y", "\x1b[?2048;1$y", "é", "顔", "\ufffd", "j"),
    *("\x1b[200~two\nlines\x1b[201~", "\x1b]10;rgb:1e1e/1e1e/1e1e\x1b\\", "\x1bP>|kitty\x1b\\"),
)
ALPHABET = "\x1b\x1b\x1b[[OMP]_<>?:;;$0123456789~uAHRtyjJ \x00\x07\x7f\x9b\ufffd\u0660é"


def mutant(chance: random.Random) -> str:
    """A sequence with some characters replaced, left out or repeated; or mere noise."""
    if chance.random() < 0.3:
        return "".join(chance.choices(ALPHABET, k=chance.randrange(1, 12)))
    text = [*chance.choice(SEEDS)]
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(text) + 1)
        text[at : at + chance.randrange(3)] = chance.choices([*ALPHABET, "99999999999", "0", "1114112", "55296"], k=1)
    return "".join(text)


@pytest.mark.parametrize("seed", range(4))
def test_no_input_raises(seed: int) -> None:
    chance = random.Random(seed)
    parser = InputParser(["alt+j"])
    for number in range(25_000):
        for message in parser.feed(mutant(chance)):
            if isinstance(message, events.Key):
                (message.character or "").encode()
        if number % 16 == 0:
            [*parser.tick()]
    parser._fed = -1000.0
    [*parser.tick()]
    [*parser.tick()]
    parser._waiting = ""
    assert keys(parser.feed("j")) == ["j"]


def keys(messages: Iterable[Message]) -> list[str]:
    return [message.key if isinstance(message, events.Key) else type(message).__name__ for message in messages]


def typed(*pieces: str, alt: tuple[str, ...] = ()) -> list[str]:
    """The keys of pieces that arrive one by one, with silence after the last one."""
    parser = InputParser(alt)
    found = [message for piece in pieces for message in parser.feed(piece)]
    parser._fed -= 10
    return keys([*found, *parser.tick()])


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["\x1bj"], ["escape", "j"]),
        (["\x1b/"], ["escape", "slash"]),
        (["\x1b1"], ["escape", "1"]),
        (["\x1b\r"], ["escape", "enter"]),
        (["\x1b["], ["escape", "left_square_bracket"]),
        (["\x1b]"], ["escape", "right_square_bracket"]),
        (["\x1bO"], ["escape", "O"]),
        (["\x1b\x1b"], ["escape", "escape"]),
        (["\x1b\x1b[A"], ["escape", "up"]),
        (["\x1bk"], ["alt+k"]),
        (["\x1bb"], ["ctrl+left"]),
        (["\x1b", "[", "A"], ["up"]),
        (["\x1b[1;3D"], ["alt+left"]),
        (["j\x1b[6~k"], ["j", "pagedown", "k"]),
        (["\x1b[23$"], ["f23"]),
        (["\x1b[[A"], ["f1"]),
    ],
)
def test_keys(pieces: list[str], expected: list[str]) -> None:
    assert typed(*pieces, alt=("alt+k", "alt+left")) == expected


@pytest.mark.parametrize(
    "noise",
    [
        "\x1b[9999x",  # an unknown sequence
        "\x1b[M \xa5*",  # an old mouse report beyond column 95
        "\x1b[35;10;5M",  # the mouse as rxvt reports it
        "\x1b]10;rgb:1e1e/1e1e/1e1e\x07",
        "\x1b]10;rgb:1e1e/1e1e/1e1e\x1b\\",
        "\x1bP>|kitty(0.35)\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b[97;1:3u",  # a key is let go
        "\x1b[1114112u",  # no character
        "\x1b[55296;;55296u",  # half a character
        "\x1b[12;40R",  # the place of the cursor
        "\x1b[48;0;0;0;0t",
        "\x1b[48;99999;99999;1;1t",
        f"\x1b[{'1' * 5000}A",
    ],
)
def test_what_is_no_key_is_dropped(noise: str) -> None:
    assert typed(noise, "j") == ["j"]


def test_a_sequence_that_was_cut_short_is_dropped() -> None:
    assert typed("k", "\x1b[<35;1") == ["k"]


@pytest.mark.parametrize(
    ("sequence", "key", "character"),
    [
        ("\x1b[97:65;2;65u", "A", "A"),
        ("\x1b[97:65:99;5:1u", "ctrl+a", None),
        ("\x1b[97;1:2;97u", "a", "a"),
        ("\x1b[106;3u", "alt+j", None),
        ("\x1b[27;1:1u", "escape", None),
    ],
)
def test_longer_reports_of_the_kitty_protocol(sequence: str, key: str, character: str | None) -> None:
    (message,) = InputParser().feed(sequence)
    assert isinstance(message, events.Key)
    assert (message.key, message.character) == (key, character)


def test_a_paste_may_come_in_pieces() -> None:
    parser = InputParser()
    pieces = ["j\x1b[20", "0~one\x1b[A", " two\x1b[2", "01~k"]
    messages = [message for piece in pieces for message in parser.feed(piece)]
    assert keys(messages) == ["j", "Paste", "k"]
    assert isinstance(messages[1], events.Paste)
    assert messages[1].text == "one\x1b[A two"


def test_a_paste_without_an_end_is_over_after_some_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(input_parser, "monotonic", lambda: now)
    parser = InputParser()
    assert keys(parser.feed("\x1b[200~one")) == []
    now = 101.0
    assert keys(parser.tick()) == []
    now = 110.0
    assert keys(parser.tick()) == ["Paste"]
    assert keys(parser.feed("j")) == ["j"]


def test_a_terminal_without_pixels_reports_the_mouse_in_cells() -> None:
    parser = InputParser()
    assert keys(parser.feed("\x1b[48;24;80;0;0t")) == ["Resize"]
    (message,) = parser.feed("\x1b[<0;11;6M")
    assert isinstance(message, events.MouseDown)
    assert (message.x, message.y) == (10, 5)


def test_a_mouse_in_pixels() -> None:
    parser = InputParser()
    assert keys(parser.feed("\x1b[48;24;80;480;800t\x1b[<0;101;101M")) == ["Resize", "MouseDown"]
