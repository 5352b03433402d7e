"""The words of the command line: what there is to say, and what was said."""

import argparse
from collections.abc import Callable, Sequence
from typing import Final, NoReturn

from reader.choices import DENSITIES, ORDERS
from reader.version import VERSION

READER: Final = ""
"""The name of the command that is started without one: the reader itself."""

_PATHS = "folder or file of articles; the built-in edition if none is given"
_SUMMARIES: Final = {
    "list": "print the articles, the hottest first",
    "check": "print everything that is wrong with the files",
    "bookmarks": "print the bookmarks, the newest first",
    "paths": "print where settings, marks and cache live",
}
COMMANDS: Final = tuple(_SUMMARIES)

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


class Parser(argparse.ArgumentParser):
    """A parser whose complaints cannot drive the terminal, whatever the words hold."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, and end with exit code 2."""
        from reader.core.text import neutralise

        self.exit(2, f"{self.prog}: {neutralise(message)} (try {self.prog} --help)\n")


def parse(words: Sequence[str]) -> tuple[str, argparse.Namespace]:
    """The command that the words name, and its arguments; `paths` holds the PATHs, if it takes any.

    Raises:
        SystemExit: the words ask for help or the version (0), or make no sense (2).
    """
    command = words[0] if words and words[0] in COMMANDS else READER
    parser = _PARSERS[command]()
    rest = _with_query(words[1:] if command else words)
    # What follows `--` is PATHs alone; argparse, left to itself, does not mix them with options well.
    end = rest.index("--") if "--" in rest else len(rest)
    found = parser.parse_intermixed_args(rest[:end])
    after = rest[end + 1 :]
    if "paths" in found:
        found.paths = [*found.paths, *after]
    elif after:
        parser.error(f"unrecognized arguments: {' '.join(after)}")
    return command, found


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


def _reader_parser() -> Parser:
    commands = "\n".join(f"  {name:<11}{summary}" for name, summary in _SUMMARIES.items())
    parser = Parser(
        "heatwire",
        usage="heatwire [OPTION ...] [PATH ...]\n       heatwire COMMAND [OPTION ...] [PATH ...]",
        description="A news reader for the terminal. Where stdout is no terminal it prints the list instead.",
        epilog=_READER_HELP.format(commands=commands),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_paths(parser)
    parser.add_argument("--theme", metavar="NAME", help="colours; all names are in the command palette")
    parser.add_argument("--sort", choices=ORDERS, help="what comes first: the hottest or the newest")
    parser.add_argument("--density", choices=DENSITIES, help="lines of an article in the list")
    parser.add_argument("--browser", metavar="COMMAND", help="opens links; may be one for the terminal, such as w3m")
    parser.add_argument("--dwell", metavar="SECONDS", type=_dwell, help="until an article counts as read")
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


def _bookmarks_parser() -> Parser:
    parser = _parser("bookmarks", paths=False)
    _add_json(parser)
    return parser


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"a number from 0 up is needed, not {text!r}")
    return min(int(text[:18]), 2**31) if len(text) < 19 else 2**31


def _dwell(text: str) -> str:
    try:
        fits = 0 <= float(text) <= 3600
    except ValueError:
        fits = False
    if not fits:
        raise argparse.ArgumentTypeError(f"a number of seconds from 0 to 3600 is needed, not {text!r}")
    return text


_PARSERS: "Final[dict[str, Callable[[], Parser]]]" = {
    READER: _reader_parser,
    "list": _list_parser,
    "check": _check_parser,
    "bookmarks": _bookmarks_parser,
    "paths": lambda: _parser("paths", paths=False),
}
