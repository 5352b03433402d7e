"""The words of the command line: what there is to say, and what was said."""

import argparse
from collections.abc import Callable, Sequence
from typing import Final, NoReturn

from reader.config.choices import EXPORT_FORMS, ORDERS
from reader.version import VERSION

READER: Final = ""
"""The name of the command that is started without one: the reader itself."""

_PATHS = "folder or file of articles; the built-in edition if none is given"
_SUMMARIES: Final = {
    "list": "print the articles, the hottest first",
    "check": "print everything that is wrong with the files",
    "bookmarks": "print the bookmarks, the newest first",
    "bookmarks export": "write the bookmarks as Markdown, JSON, HTML or seeds",
    "bookmarks import": "take in the bookmarks of a JSON export or of a browser",
    "paths": "print where settings, marks and cache live",
    "config": "open the settings in your editor, or check them",
    "keys": "print all commands with their keys and names",
    "completion": "print what a shell needs to complete these words",
    "doctor": "print how the program and its surroundings are, and what to do about it",
}
COMMANDS: Final = tuple(_SUMMARIES)
_LONGEST = max(map(len, COMMANDS)) + 2

_READER_HELP: Final = """\
commands (the first word; `heatwire COMMAND --help` says more):
{commands}

examples:
  heatwire                            read the built-in edition
  heatwire ~/site                     read a folder, or the clone of a site with _news/ in it
  heatwire list --topic AI --limit 5  the five hottest articles on AI
  heatwire list --query 'robot* -title:vacuum is:unread'
                                      what fits a query; the README has the language
  heatwire list --json | jq           for programs
  heatwire check ~/site               what is wrong with its files
  heatwire -- list                    read a folder that is called "list"

exit codes: 0 fine, 1 problems found, 2 wrong use
"""

SHELLS: Final = ("bash", "zsh", "fish")
_COMPLETION_HELP = """\
where it goes:
  heatwire completion bash > ~/.local/share/bash-completion/completions/heatwire
  heatwire completion zsh > ~/.zfunc/_heatwire      with fpath+=~/.zfunc before compinit in ~/.zshrc
  heatwire completion fish > ~/.config/fish/completions/heatwire.fish
"""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints cannot drive the terminal, whatever the words hold."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, and end with exit code 2."""
        from reader.core.text.cleaning import strip_controls

        self.exit(2, f"{self.prog}: {strip_controls(message)} (try {self.prog} --help)\n")


def parse(words: Sequence[str]) -> tuple[str, argparse.Namespace]:
    """The command that the words name, and its arguments; `paths` holds the PATHs, if it takes any.

    Raises:
        SystemExit: the words ask for help or the version (0), or make no sense (2).
    """
    command = _command(words)
    parser = _PARSERS[command]()
    rest = _with_query(words[len(command.split()) :])
    # What follows `--` is PATHs alone; argparse, left to itself, does not mix them with options well.
    end = rest.index("--") if "--" in rest else len(rest)
    found = parser.parse_intermixed_args(rest[:end])
    after = rest[end + 1 :]
    if "paths" in found:
        found.paths = [*found.paths, *after]
    elif after:
        parser.error(f"unrecognized arguments: {' '.join(after)}")
    if command == "bookmarks import" and len(found.paths) != 1:
        parser.error("one FILE is needed" if not found.paths else "only one FILE at a time")
    return command, found


def _command(words: Sequence[str]) -> str:
    """The command that words begin with; the longest name counts."""
    named = (name for name in sorted(COMMANDS, reverse=True) if list(words[: len(name.split())]) == name.split())
    return next(named, READER)


def _with_query(words: Sequence[str]) -> list[str]:
    """The words with a query tied to its option: it may begin with a -, as options do."""
    found: list[str] = []
    for word in words:
        if found and found[-1] == "--query":
            found[-1] = f"--query={word}"
        else:
            found.append(word)
    return found


def _parser(command: str, paths: bool = True) -> Parser:
    summary = _SUMMARIES[command]
    parser = Parser(f"heatwire {command}", description=summary[0].upper() + summary[1:] + ".", allow_abbrev=False)
    if paths:
        _add_paths(parser)
    return parser


def _add_paths(parser: Parser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help=_PATHS)


def _add_json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")


def _add_settings(parser: Parser) -> None:
    """The flags of the settings that have one."""
    # Not at the top: no other command has them.
    from reader.config.settings import Setting, settings

    def fits(setting: Setting) -> Callable[[str], str]:
        def check(text: str) -> str:
            from reader.config.validators import InvalidValue

            try:
                setting.kind.parse(text)
            except InvalidValue as error:
                raise argparse.ArgumentTypeError(str(error)) from None
            return text

        return check

    for setting in settings():
        kind, words = setting.kind, setting.kind.words.replace("`", "").replace("%", "%%")
        if setting.flag and kind.choices:
            parser.add_argument(setting.flag, choices=kind.choices, help=words)
        elif setting.flag:
            parser.add_argument(setting.flag, metavar=kind.flag, type=fits(setting), help=words)


def _reader_parser() -> Parser:
    commands = "\n".join(f"  {name:<{_LONGEST}}{summary}" for name, summary in _SUMMARIES.items())
    parser = Parser(
        "heatwire",
        usage="heatwire [OPTION ...] [PATH ...]\n       heatwire COMMAND [OPTION ...] [PATH ...]",
        description="A news reader for the terminal. Where stdout is no terminal it prints the list instead.",
        epilog=_READER_HELP.format(commands=commands),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_paths(parser)
    _add_settings(parser)
    parser.add_argument("--plain", action="store_true", help="line by line, without a screen: for screen readers")
    parser.add_argument("--version", action="version", version=f"heatwire {VERSION}", help="print the version")
    return parser


def _list_parser() -> Parser:
    parser = _parser("list")
    parser.add_argument("--topic", metavar="NAME", help="only this topic and those below it")
    parser.add_argument("--query", metavar="QUERY", help="only what fits it, archived articles included")
    parser.add_argument("--sort", choices=ORDERS, default=ORDERS[0], help="what comes first (default: heat)")
    parser.add_argument("--limit", metavar="N", type=_limit, help="at most so many articles")
    parser.add_argument("--archived", action="store_true", help="archived articles, too")
    _add_json(parser)
    return parser


def _check_parser() -> Parser:
    parser = _parser("check")
    _add_json(parser)
    return parser


def _json_parser(command: str) -> Parser:
    parser = _parser(command, paths=False)
    _add_json(parser)
    return parser


def _bookmarks_parser() -> Parser:
    parser = _parser("bookmarks", paths=False)
    parser.epilog = (
        "`heatwire bookmarks export --help` and `heatwire bookmarks import --help` say how they come and go."
    )
    _add_json(parser)
    return parser


def _config_parser() -> Parser:
    parser = _parser("config", paths=False)
    parser.add_argument("--check", action="store_true", help="only say what is wrong with them, and where")
    return parser


def _keys_parser() -> Parser:
    parser = _parser("keys", paths=False)
    parser.add_argument("--markdown", action="store_true", help="as a table in Markdown, with the usual keys")
    return parser


def _completion_parser() -> Parser:
    parser = _parser("completion", paths=False)
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to read it")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _COMPLETION_HELP
    return parser


def parser_of(command: str) -> Parser:
    """The parser of a command."""
    return _PARSERS[command]()


def summary_of(command: str) -> str:
    """What a command does."""
    return _SUMMARIES[command]


def _export_parser() -> Parser:
    parser = _parser("bookmarks export", paths=False)
    parser.add_argument(
        "--format",
        required=True,
        choices=EXPORT_FORMS,
        help="md: one file of notes; html: for browsers; seeds: a folder",
    )
    parser.add_argument(
        "--output", metavar="PATH", help="the file, for seeds the folder, to write; stdout if not given"
    )
    return parser


def _import_parser() -> Parser:
    parser = _parser("bookmarks import", paths=False)
    parser.usage = "heatwire bookmarks import [-h] FILE"
    parser.add_argument("paths", nargs="*", metavar="FILE", help="JSON from an export, or HTML from a browser")
    return parser


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"a number from 0 up is needed, not {text!r}")
    return min(int(text[:18]), 2**31) if len(text) < 19 else 2**31


_PARSERS: "Final[dict[str, Callable[[], Parser]]]" = {
    READER: _reader_parser,
    "list": _list_parser,
    "check": _check_parser,
    "bookmarks": _bookmarks_parser,
    "bookmarks export": _export_parser,
    "bookmarks import": _import_parser,
    "paths": lambda: _parser("paths", paths=False),
    "config": _config_parser,
    "keys": _keys_parser,
    "completion": _completion_parser,
    "doctor": lambda: _json_parser("doctor"),
}
