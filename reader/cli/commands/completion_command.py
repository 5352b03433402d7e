"""`heatwire completion`: a script for a shell that completes the arguments of `heatwire`."""

import argparse
from collections.abc import Sequence
from typing import Final

import shtab

from reader.cli.arguments import COMMANDS, READER, Parser, build_parser
from reader.cli.read_all import read_all
from reader.config.paths import seeds
from reader.console import write_lines
from reader.ui.themes import NAMES

_ZSH_COMMANDS: Final = "_describe 'heatwire commands' _commands\n"
_FISH_FIRST: Final = "_shtab_heatwire_using; and test $_shtab_heatwire_npos -eq 0"


def print_completion(arguments: argparse.Namespace) -> int:
    """Print the script; the exit code is 0."""
    parser = _offering(build_parser(READER, paths=False))
    _add_commands(parser, "")
    write_lines([_with_files(arguments.shell, shtab.complete(parser, arguments.shell))])
    return 0


def _with_files(shell: str, script: str) -> str:
    """The script with files offered beside the commands, because shtab offers only one of the two."""
    if shell == "bash":
        return f"{script}\ncomplete -o bashdefault -o default -F _shtab_heatwire heatwire"
    if shell == "zsh":
        return script.replace(_ZSH_COMMANDS, f"{_ZSH_COMMANDS}  _files\n")
    return f"{script}\ncomplete -c heatwire -n '{_FISH_FIRST}' -ka '(__fish_complete_path (commandline -ct))'"


def _add_commands(parser: argparse.ArgumentParser, before: str) -> None:
    """Add the commands whose name is `before` and one more word, and in turn the commands below them."""
    names = [name for name in COMMANDS if name.startswith(before) and " " not in name[len(before) :]]
    if not names:
        return
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=argparse.ArgumentParser)
    for name in names:
        whole = _offering(build_parser(name))
        below = commands.add_parser(name[len(before) :], parents=[whole], add_help=False, help=COMMANDS[name].summary)
        _add_commands(below, f"{name} ")


def _offering(parser: Parser) -> Parser:
    """The parser, with what shtab is to offer for its arguments; topics are those of the built-in edition."""
    for action, words in parser.completed:
        if words is None:
            vars(action)["complete"] = shtab.FILE
        else:
            action.choices = _words(words) if isinstance(words, str) else words
    return parser


def _words(kind: str) -> Sequence[str]:
    """The themes, or the topics of the built-in edition without blanks, which shells would split at."""
    if kind == "themes":
        return NAMES
    return sorted(key for key, _ in read_all([seeds()], cached=True).store.topics.walk())
