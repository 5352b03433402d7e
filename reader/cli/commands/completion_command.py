"""`heatwire completion`: what a shell needs to complete the words of the command line."""

import argparse
from typing import Final

from reader.cli.arguments import COMMANDS, READER, parser_of, summary_of
from reader.console import narrate, write_lines

FILES: Final = ("PATH", "FILE")
"""What stands for a file in the help."""

_COMMANDS_OF_ZSH: Final = "_describe 'heatwire commands' _commands\n"
_FIRST_IN_FISH: Final = "_shtab_heatwire_using; and test $_shtab_heatwire_npos -eq 0"


def print_completion(shell: str) -> int:
    """Print the script for a shell; 1 where the library that makes it is missing, else 0."""
    try:
        # Not at the top: nothing else needs it.
        import shtab
    except ImportError:
        narrate("heatwire: completion needs the package shtab: pip install shtab")
        return 1
    parser = whole_parser()
    for command in _below(parser):
        for action in command._actions:
            if action.metavar in FILES:
                # How shtab is told; argparse knows no such attribute.
                vars(action)["complete"] = shtab.FILE
    write_lines([_with_files(shell, shtab.complete(parser, shell))])
    return 0


def _with_files(shell: str, script: str) -> str:
    """The script with files for the first word, too, which is a command or a PATH: shtab offers either."""
    if shell == "bash":
        return f"{script}\ncomplete -o bashdefault -o default -F _shtab_heatwire heatwire"
    if shell == "zsh":
        return script.replace(_COMMANDS_OF_ZSH, f"{_COMMANDS_OF_ZSH}  _files\n")
    return f"{script}\ncomplete -c heatwire -n '{_FIRST_IN_FISH}' -ka '(__fish_complete_path (commandline -ct))'"


def whole_parser() -> argparse.ArgumentParser:
    """One parser for all that can be said; the program itself takes the words apart by their command."""
    reader = parser_of(READER)
    parser = argparse.ArgumentParser("heatwire", description=reader.description, add_help=False)
    _add_commands(parser, "")
    for action in reader._actions:
        if action.option_strings:
            parser._add_action(action)
    return parser


def _add_commands(parser: argparse.ArgumentParser, before: str) -> None:
    """Add the commands that begin with some words and have one more, and those below each."""
    names = [name for name in COMMANDS if name.startswith(before) and " " not in name[len(before) :]]
    if not names:
        return
    commands = parser.add_subparsers(metavar="COMMAND")
    for name in names:
        word, whole = name[len(before) :], parser_of(name)
        below = commands.add_parser(word, parents=[whole], add_help=False, help=summary_of(name))
        _add_commands(below, f"{name} ")


def _below(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """The parsers of all commands."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    direct = [below for group in groups for below in group.choices.values()]
    return direct + [deeper for below in direct for deeper in _below(below)]
