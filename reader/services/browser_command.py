"""The command that opens a link: the user's own, or the system's. Nothing is started here."""

import os
import re
import shlex
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

WATCHED: Final = 10.0  # seconds in which a browser that cannot start is expected to exit

TERMINAL_BROWSERS: Final = frozenset((
    "w3m", "lynx", "links", "links2", "elinks", "felinks", "browsh", "carbonyl", "retawq", "netsurf-fb",
    "chawan", "cha",
))  # fmt: skip
# fmt: off
_SHELLS: Final = frozenset({
    "sh", "bash", "rbash", "dash", "ash", "zsh", "ksh", "mksh", "yash", "fish", "csh", "tcsh", "nu", "elvish", "xonsh",
    "busybox", "toybox", "cmd", "powershell", "pwsh",
    # These hand their arguments to a shell, here or elsewhere.
    "ssh", "slogin", "autossh", "mosh", "rsh", "adb", "wsl", "su", "tmux", "screen", "script", "watch", "parallel",
    "i3-msg", "swaymsg", "hyprctl", "riverctl", "awesome-client",
})
# fmt: on
_SPLIT_OPTION: Final = re.compile(r"-[A-Za-z0-9]*S.*|--s(p.*)?")  # by which `env` makes several words of one
_ALTERNATIVE: Final = re.compile(rf"""(?:"[^"]*"|'[^']*'|[^{os.pathsep}])+""")
_SPECIAL: Final = re.compile(r"""[$`"'();{}<>|^\\]""")
_CODE_OPTION: Final = re.compile(r"-[A-Za-z]?[ceCE]|--(command|eval|exec|execute)|/[ckCK]")
"""An option whose value is run as code: a link must never be that value."""

Which = Callable[[str], "str | None"]


class Unusable(ValueError):
    """No command can be made; the message says why."""


class BrowserCommand(Struct, frozen=True):
    """The words of a command, of which `%s` stands for the link; `terminal` if it runs in this terminal.

    If `escaped`, what a shell interprets is percent-encoded in links: the program hands them to one.
    """

    words: tuple[str, ...]
    terminal: bool = False
    escaped: bool = False

    def argv(self, url: str) -> tuple[str, ...]:
        """The arguments for a link, which replaces each `%s` or comes last."""
        if self.escaped:
            url = _SPECIAL.sub(lambda found: f"%{ord(found[0]):02X}", url)
        if "%s" in self.words:
            return tuple(url if word == "%s" else word for word in self.words)
        return (*self.words, url)


def named_command(line: str, which: Which) -> BrowserCommand:
    """The command in one line that the user wrote: words as in a shell, or the path of a program, blanks and all.

    Raises:
        Unusable: the command is unsafe, or its program is not installed.
    """
    program_file = os.path.expanduser(line)
    try:
        words = [program_file] if os.path.isfile(program_file) else [*map(os.path.expanduser, shlex.split(line))]
    except ValueError as error:
        raise Unusable(f"the browser command {line!r} cannot be read: {error}") from error
    if words and words[-1] == "&":
        # As for `webbrowser`, where it means "in the background"; every browser is started in the background here.
        words.pop()
    if not words:
        raise Unusable("the browser command is empty")
    for word in words:
        if "%" in word and word != "%s":
            raise Unusable(f"the browser command contains {word!r}: %s must be a word of its own, without other %")
    if words[0] == "%s":
        raise Unusable("the browser command names no program")
    _refuse_code(words)
    program = which(words[0])
    if program is None:
        raise Unusable(f"the browser {words[0]!r} is not installed")
    return BrowserCommand(tuple(words), _in_terminal(words[0], program))


def _refuse_code(words: list[str]) -> None:
    """Refuse a command that would run the link as code instead of opening it."""
    for word in words:
        if any(_name(part) in _SHELLS for part in (word, *word.split())):
            raise Unusable(f"the browser command hands the link to a shell by {word!r}; name the browser itself")
    if "env" in map(_name, words) and any(map(_SPLIT_OPTION.fullmatch, words)):
        raise Unusable("the browser command would run the link as code by env -S; name the browser itself")
    slots = [place for place, word in enumerate(words) if word == "%s"] or [len(words)]
    for place in slots:
        if _CODE_OPTION.fullmatch(words[place - 1]):
            raise Unusable(f"the browser command would run the link as code after {words[place - 1]!r}")


def _name(program: str) -> str:
    return re.sub(r"\.exe$", "", re.split(r"[/\\]", program)[-1].lower())


def _in_terminal(word: str, program: str) -> bool:
    # Names like x-www-browser are symbolic links to the browser.
    return bool({_name(word), _name(os.path.realpath(program))} & TERMINAL_BROWSERS)


def environment_command(value: str, which: Which) -> BrowserCommand:
    """The first of the alternatives in $BROWSER that is installed; raises Unusable (about the first) if none is."""
    reasons: list[str] = []
    for line in filter(None, map(str.strip, _ALTERNATIVE.findall(value))):
        try:
            return named_command(line, which)
        except Unusable as error:
            reasons.append(str(error))
            if which(os.path.expanduser(line.split()[0])) is not None:
                # Installed but written wrongly: report that instead of starting another one.
                break
    raise Unusable(reasons[0] if reasons else "$BROWSER is empty")


def system_command(platform: str, environment: Mapping[str, str], which: Which) -> BrowserCommand:
    """The system's command to open a link, empty on Windows; raises Unusable if it or a display is missing."""
    if platform == "win32":
        return BrowserCommand(())
    remote = any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
    if platform == "darwin":
        if remote:
            raise Unusable("this is a remote session without a display")
        opener = "open"
    elif any(map(environment.get, ("WSL_DISTRO_NAME", "WSL_INTEROP"))) and which("wslview") is not None:
        # It has PowerShell open the link in Windows.
        return BrowserCommand(("wslview",), escaped=True)
    else:
        if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
            raise Unusable("this is a remote session without a display" if remote else "there is no display")
        opener = "xdg-open"
    if which(opener) is None:
        raise Unusable(f"{opener} is not installed; set $BROWSER to a browser")
    return BrowserCommand((opener,))
