"""Which command opens a link: what a person named, else the system's own. Pure but for a look for programs."""

import os
import re
import shlex
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

WATCHED: Final = 10.0
"""Seconds in which a browser that cannot work is expected to have said so."""

TERMINAL_BROWSERS: Final = frozenset(
    {
        "w3m",
        "lynx",
        "links",
        "links2",
        "elinks",
        "felinks",
        "browsh",
        "carbonyl",
        "retawq",
        "netsurf-fb",
        "chawan",
        "cha",
    }
)
_SHELLS: Final = frozenset(
    {"sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "busybox", "cmd", "powershell", "pwsh"}
)
_CODE_OPTION: Final = re.compile(r"-[A-Za-z]?[ceCE]|--(command|eval|exec|execute)|/[ckCK]")
"""An option whose value is run as code, so that a link must never be that value."""

Which = Callable[[str], "str | None"]


class Unusable(ValueError):
    """Why no command can be made, in words."""


class Command(Struct, frozen=True):
    """A browser's words with the place of the link; `terminal` if it needs this terminal."""

    words: tuple[str, ...]
    terminal: bool = False

    def argv(self, url: str) -> tuple[str, ...]:
        """The argument list for a link: in place of each `%s`, else at the end."""
        if "%s" in self.words:
            return tuple(url if word == "%s" else word for word in self.words)
        return (*self.words, url)


def named_command(line: str, which: Which) -> Command:
    """The command of one line that a person wrote.

    Raises:
        Unusable: it cannot be used safely, or is not installed.
    """
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise Unusable(f"the browser command {line!r} cannot be read: {error}") from error
    if words and words[-1] == "&":
        # The standard library's sign for "in the background", which every browser here is.
        words.pop()
    if not words:
        raise Unusable("the browser command is empty")
    for word in words:
        if "%" in word and word != "%s":
            raise Unusable(f"the browser command holds {word!r}: %s must be a word of its own, other % are not used")
    if words[0] == "%s":
        raise Unusable("the browser command has no program")
    _refuse_code(words)
    program = which(words[0])
    if program is None:
        raise Unusable(f"the browser {words[0]!r} is not installed")
    return Command(tuple(words), _in_terminal(words[0], program))


def _refuse_code(words: list[str]) -> None:
    """Refuse commands that would run the link instead of opening it."""
    for word in words:
        if _name(word) in _SHELLS:
            raise Unusable(f"the browser command holds the shell {word!r}; name the browser itself")
    slots = [place for place, word in enumerate(words) if word == "%s"] or [len(words)]
    for place in slots:
        if _CODE_OPTION.fullmatch(words[place - 1]):
            raise Unusable(f"the browser command would run the link as code after {words[place - 1]!r}")


def _name(program: str) -> str:
    return re.sub(r"\.exe$", "", re.split(r"[/\\]", program)[-1].lower())


def _in_terminal(word: str, program: str) -> bool:
    # The real name, too: x-www-browser and the like are links to one of them.
    return bool({_name(word), _name(os.path.realpath(program))} & TERMINAL_BROWSERS)


def environment_command(value: str, which: Which) -> Command:
    """The command of $BROWSER: the first of its alternatives that is installed.

    Raises:
        Unusable: there is none; the first reason is given.
    """
    reasons: list[str] = []
    for line in filter(None, (part.strip() for part in value.split(os.pathsep))):
        try:
            return named_command(line, which)
        except Unusable as error:
            reasons.append(str(error))
            if which(line.split()[0]) is not None:
                # It is there and was written wrongly: say so rather than start another.
                break
    raise Unusable(reasons[0] if reasons else "$BROWSER is empty")


def system_command(platform: str, environment: Mapping[str, str], which: Which) -> Command:
    """The system's own way to open a link; no words on Windows, where it is no command.

    Raises:
        Unusable: there is no display or no opener.
    """
    if platform == "win32":
        return Command(())
    remote = any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
    if platform == "darwin":
        if remote:
            raise Unusable("this is a remote session without a display")
        opener = "open"
    else:
        if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
            raise Unusable("this is a remote session without a display" if remote else "there is no display")
        opener = "xdg-open"
    if which(opener) is None:
        raise Unusable(f"{opener} is not installed; name a browser in $BROWSER")
    return Command((opener,))
