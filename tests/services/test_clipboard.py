"""How a text is copied, and what is said of it."""

import pytest

from reader.services.clipboard import copy_text

X11, WAYLAND, TMUX, SSH = {"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"TMUX": "/tmp/s,1,0"}, {"SSH_TTY": "/x"}


@pytest.mark.parametrize(
    ("environment", "platform", "installed", "how"),
    [
        ({}, "linux", ["wl-copy", "xclip", "xsel", "pbcopy", "tmux"], ""),
        (X11, "linux", ["xclip", "xsel"], "with xclip"),
        (X11, "linux", ["xsel"], "with xsel"),
        (X11, "linux", [], ""),
        (X11 | WAYLAND, "linux", ["xclip", "wl-copy"], "with wl-copy"),
        (X11 | WAYLAND, "linux", ["xclip"], "with xclip"),
        (X11 | SSH, "linux", ["xclip"], ""),
        ({}, "darwin", ["pbcopy"], "with pbcopy"),
        (TMUX, "linux", ["tmux"], "to the tmux buffer"),
        (TMUX | SSH | X11, "linux", ["tmux", "xclip"], "to the tmux buffer"),
        (TMUX | X11, "linux", ["tmux", "xclip"], "to the tmux buffer and with xclip"),
        (TMUX | X11, "linux", ["xclip"], "with xclip"),
    ],
)
def test_the_way(environment: dict[str, str], platform: str, installed: list[str], how: str) -> None:
    copied: list[bytes] = []

    def run(argv: tuple[str, ...], data: bytes) -> bool:
        copied.append(data)
        return argv[0] in installed

    assert copy_text("a ★ link", environment, platform, run) == how
    assert set(copied) <= {"a ★ link".encode()}


def test_an_old_tmux_is_asked_without_passing_the_text_on() -> None:
    asked: list[tuple[str, ...]] = []

    def run(argv: tuple[str, ...], _: bytes) -> bool:
        asked.append(argv)
        return "-w" not in argv

    assert copy_text("a link", TMUX, "linux", run) == "to the tmux buffer"
    assert asked == [("tmux", "load-buffer", "-w", "-"), ("tmux", "load-buffer", "-")]


def test_a_program_that_is_missing_or_fails_copies_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert copy_text("a link", X11, "linux") == ""
