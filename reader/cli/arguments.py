"""The commands and their arguments."""

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

from reader.config.choices import EXPORT_FORMS, MANUAL_TOPICS
from reader.config.paths import seeds
from reader.core.model.errors import HeatwireError
from reader.version import VERSION

READER: Final = ""
"""The name of the command that has none: opening the reader."""
SHELLS: Final = ("bash", "zsh", "fish")

_READER_HELP: Final = """\
commands (`heatwire COMMAND --help` explains one):
{commands}

examples:
  heatwire                            read the built-in edition
  heatwire ~/site                     read a folder, or the clone of a site with a _news/ folder
  heatwire list --topic AI --limit 5  list the five hottest articles on AI
  heatwire list --query 'robot* -title:vacuum is:unread'
                                      list what matches a query; see `heatwire help searching`
  heatwire list --json | jq           use the articles in a script
  heatwire check ~/site               find problems in the files of a folder
  heatwire -- list                    read a folder named "list"

exit codes: 0 success, 1 problems found, 2 wrong usage
"""
_COMPLETION_HELP: Final = """\
to install it:
  heatwire completion bash > ~/.local/share/bash-completion/completions/heatwire
  heatwire completion zsh > ~/.zfunc/_heatwire      with fpath+=~/.zfunc before compinit in ~/.zshrc
  heatwire completion fish > ~/.config/fish/completions/heatwire.fish
"""


class UsageError(HeatwireError):
    """Arguments that make no sense; the text names the command."""


class Parser(argparse.ArgumentParser):
    """A parser that raises its errors."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)
        self.completed: list[tuple[argparse.Action, Sequence[str] | str | None]] = []
        """The arguments for which shells are to offer words (see `add_completed`)."""

    def add_completed(self, *names: str, words: Sequence[str] | str | None = None, **options: Any) -> None:
        """Add an argument, as `add_argument` does, with words for shells to offer; files and folders if None.

        A text is "topics" or "themes".
        """
        self.completed.append((self.add_argument(*names, **options), words))

    def error(self, message: str) -> NoReturn:
        """Raise a UsageError."""
        raise UsageError(f"{self.prog}: {message} (try {self.prog} --help)")


class Subcommand(NamedTuple):
    """A command.

    `function` is `module:function` in `reader.cli.commands`; it takes the parsed arguments and returns the exit code.
    """

    summary: str
    function: str
    add_arguments: Callable[[Parser], object] = lambda _: None


def parse(argv: Sequence[str]) -> tuple[str, argparse.Namespace]:
    """The command that some arguments name, and its parsed arguments.

    If it takes PATHs, `paths` are these, or the built-in edition if there are none; `file` is a FILE.

    Raises:
        SystemExit: with code 0, after printing the help or the version.
        UsageError: the arguments make no sense.
    """
    command = _command_of(argv)
    # `--version` is not to wait for the import of the settings.
    parser = build_parser(command, flags="--version" not in argv)
    rest = _join_query(argv[len(command.split()) :])
    # Only PATHs follow `--`; argparse itself does not mix them well with options.
    end = rest.index("--") if "--" in rest else len(rest)
    parsed = parser.parse_intermixed_args(rest[:end])
    after = rest[end + 1 :]
    if "file" in parsed:
        files = [*parsed.file, *after]
        if len(files) != 1 or "" in files:
            parser.error("expected one FILE")
        parsed.file = Path(files[0])
    elif "paths" in parsed:
        parsed.paths = _article_paths(parser, [*parsed.paths, *after])
    elif after:
        parser.error(f"unrecognized arguments: {' '.join(after)}")
    return command, parsed


def build_parser(command: str, paths: bool = True, flags: bool = True) -> Parser:
    """The parser of a command; that of the reader may be had without its PATHs and the flags of settings."""
    if command == READER:
        return _reader_parser(paths, flags)
    summary, _, add_arguments = COMMANDS[command]
    parser = Parser(f"heatwire {command}", description=f"{summary[0].upper()}{summary[1:]}.")
    add_arguments(parser)
    return parser


def _article_paths(parser: Parser, names: Sequence[str]) -> list[Path]:
    if "" in names:
        # Path would take it for the current folder.
        parser.error("a PATH is empty")
    if names and not os.path.exists(names[0]) and (command := _near(names[0])):
        parser.error(f"{names[0]!r} is no folder, file or command; did you mean `heatwire {command}`?")
    return [Path(name) for name in names] or [seeds()]


def _near(name: str) -> str:
    """The command that a word is nearly the name of; "" if there is none."""
    from difflib import get_close_matches  # lazy: commands

    return next(iter(get_close_matches(name.lower(), COMMANDS, n=1, cutoff=0.6)), "")


def _command_of(argv: Sequence[str]) -> str:
    names = (name for name in sorted(COMMANDS, reverse=True) if list(argv[: len(name.split())]) == name.split())
    return next(names, READER)


def _join_query(argv: Sequence[str]) -> list[str]:
    """The arguments with a query joined to its option, because it may begin with "-"."""
    joined: list[str] = []
    for argument in argv:
        if joined and joined[-1] == "--query":
            joined[-1] = f"--query={argument}"
        else:
            joined.append(argument)
    return joined


def _reader_parser(paths: bool, flags: bool) -> Parser:
    width = max(map(len, COMMANDS)) + 2
    parser = Parser(
        "heatwire",
        usage="heatwire [OPTION ...] [PATH ...]\n       heatwire COMMAND [OPTION ...] [PATH ...]",
        description="A news reader for the terminal. In a pipe it lists the articles instead.",
        epilog=_READER_HELP.format(
            commands="\n".join(f"  {name:<{width}}{command.summary}" for name, command in COMMANDS.items())
        ),
    )
    if paths:
        _add_paths(parser)
    if flags:
        from reader.cli.setting_flags import add_setting_flags  # lazy: commands

        parser.completed.append((add_setting_flags(parser)["theme"], "themes"))
    parser.add_argument(
        "--plain", action="store_true", help="read line by line, for screen readers and simple terminals"
    )
    parser.add_argument("--version", action="version", version=f"heatwire {VERSION}", help="print the version")
    return parser


def _add_paths(parser: Parser) -> None:
    parser.add_completed(
        "paths", nargs="*", metavar="PATH", help="folder or file with articles (default: the built-in edition)"
    )


def _flag(name: str, description: str) -> Callable[[Parser], object]:
    return lambda parser: parser.add_argument(name, action="store_true", help=description)


_add_json = _flag("--json", "print JSON")


def _add_list_arguments(parser: Parser) -> None:
    from reader.core.model.listing import Order  # lazy: commands

    orders = [order.value for order in Order]
    _add_paths(parser)
    parser.add_completed("--topic", metavar="NAME", words="topics", help="only this topic and the topics below it")
    parser.add_argument("--query", metavar="QUERY", help="only articles that match, including archived ones")
    parser.add_argument("--sort", choices=orders, default=orders[0], help=f"sort order (default: {orders[0]})")
    parser.add_argument("--limit", metavar="N", type=_limit, help="at most N articles")
    parser.add_argument("--archived", action="store_true", help="include archived articles")
    parser.add_argument("--links", action="store_true", help="print the link of each article below it")
    _add_json(parser)


def _add_check_arguments(parser: Parser) -> None:
    _add_paths(parser)
    _add_json(parser)


def _add_bookmarks_arguments(parser: Parser) -> None:
    _add_json(parser)
    parser.epilog = "See also `heatwire bookmarks export --help` and `heatwire bookmarks import --help`."


def _add_export_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--format",
        required=True,
        choices=EXPORT_FORMS,
        help="md: Markdown notes; json: for programs; html: for browsers; seeds: a folder of articles",
    )
    parser.add_completed(
        "--output", metavar="PATH", help="the file, or the folder for seeds, to write (default: stdout)"
    )


def _add_import_arguments(parser: Parser) -> None:
    parser.usage = "heatwire bookmarks import [-h] FILE"
    parser.add_completed("file", nargs="*", metavar="FILE", help="JSON from an export, or HTML from a browser")


def _add_completion_arguments(parser: Parser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell to print a script for")
    parser.epilog = _COMPLETION_HELP


def _add_help_arguments(parser: Parser) -> None:
    parser.add_completed(
        "topic", nargs="?", metavar="TOPIC", words=MANUAL_TOPICS, help="the page to print (default: a list)"
    )


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"must be a whole number from 0, not {text!r}")
    return min(int(text[:18]), 2**31) if len(text) < 19 else 2**31


COMMANDS: Final = {
    "list": Subcommand("list articles, hottest first", "list_command:list_articles", _add_list_arguments),
    "check": Subcommand("check article files for problems", "check_command:check_articles", _add_check_arguments),
    "bookmarks": Subcommand(
        "list bookmarks, newest first", "bookmarks_command:list_bookmarks", _add_bookmarks_arguments
    ),
    "bookmarks export": Subcommand(
        "export bookmarks as Markdown, JSON, HTML or seeds",
        "bookmarks_export_command:export_bookmarks",
        _add_export_arguments,
    ),
    "bookmarks import": Subcommand(
        "import bookmarks from a JSON export or from a browser",
        "bookmarks_import_command:import_bookmarks",
        _add_import_arguments,
    ),
    "config": Subcommand(
        "edit the settings, or check them",
        "config_command:configure",
        _flag("--check", "only print the problems in the settings"),
    ),
    "keys": Subcommand(
        "list all commands with their keys and ids",
        "keys_command:list_keys",
        _flag("--markdown", "print the default keys as a Markdown table"),
    ),
    "paths": Subcommand("list the folders that heatwire uses", "paths_command:list_folders"),
    "doctor": Subcommand("check the installation and suggest fixes", "doctor_command:examine", _add_json),
    "completion": Subcommand(
        "print a completion script for a shell", "completion_command:print_completion", _add_completion_arguments
    ),
    "help": Subcommand("read the manual", "help_command:print_page", _add_help_arguments),
}
"""All commands by name, in the order of the help."""
