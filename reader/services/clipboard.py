"""Copies text with a program that is installed: not every terminal takes text for the clipboard from programs."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

_PATIENCE: Final = 3.0
"""Seconds after which a program that has not ended has failed."""

Run = Callable[[tuple[str, ...], bytes], bool]


def copy_text(
    text: str,
    environment: Mapping[str, str] | None = None,
    platform: str = sys.platform,
    run: Run | None = None,
) -> str:
    """Copy a text to the clipboard and to the buffer of tmux; call it in a worker thread.

    Args:
        text: what to copy.
        environment: `os.environ` if not given.
        platform: like `sys.platform`.
        run: starts a program with an input and returns whether it succeeded.

    Returns:
        How it was copied, such as "with xclip"; "" if only the terminal can do it (OSC 52).
    """
    data, start = text.encode("utf-8", "replace"), run or _run
    places = _places(os.environ if environment is None else environment, platform)
    ways = [next((way for way, argv in programs if start(argv, data)), "") for programs in places]
    return " and ".join(filter(None, ways))


def _places(environment: Mapping[str, str], platform: str) -> Iterator[Sequence[tuple[str, tuple[str, ...]]]]:
    """For each place that takes a copy the programs that put it there, the best first, each with how."""
    if environment.get("TMUX"):
        # With -w, tmux also passes the text on to the terminal that it runs in; versions before 3.2 do not have it.
        loading = "tmux", "load-buffer"
        yield [("to the tmux buffer", (*loading, "-w", "-")), ("to the tmux buffer", (*loading, "-"))]
    if any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")):
        # The clipboard of this machine is not the user's.
        return
    wayland, x11 = environment.get("WAYLAND_DISPLAY"), environment.get("DISPLAY")
    programs = {
        "pbcopy": platform == "darwin" and ("pbcopy",),
        "wl-copy": wayland and ("wl-copy",),
        "xclip": x11 and ("xclip", "-selection", "clipboard"),
        "xsel": x11 and ("xsel", "--clipboard", "--input"),
    }
    yield [(f"with {name}", argv) for name, argv in programs.items() if argv]


def _run(argv: tuple[str, ...], data: bytes) -> bool:
    try:
        done = subprocess.run(
            argv,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            # xclip and wl-copy keep the text for as long as it is not replaced.
            start_new_session=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
