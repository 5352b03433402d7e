"""The command line: from words to what they ask for."""

import os
import sys

# Not from `typing`, whose import takes longer than showing the last screen.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from reader.cli.commands.config_command import Checks
    from reader.config.settings import KeyChange
    from reader.launch.first_frame import Replay


def main(words: "Sequence[str] | None" = None) -> int:
    """Run `heatwire` with the words that follow its name, those of the process if None.

    Returns:
        The exit code: 0 fine, 1 problems found, 2 wrong use, 130 interrupted.
    """
    from reader.launch.first_frame import replay

    words = sys.argv[1:] if words is None else words
    # Before all else: it is to be there at once.
    shown = replay(words)
    try:
        return _run(words, shown)
    except KeyboardInterrupt:
        return 130
    finally:
        if shown is not None:
            shown.take_back()


def _run(words: "Sequence[str]", shown: "Replay | None") -> int:
    from reader.console import narrate, prepare, silence
    from reader.core.model.errors import HeatwireError

    prepare(sys.stdout, sys.stderr)
    try:
        try:
            code = _dispatch(words, shown)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        finally:
            if shown is not None:
                # What is said from here on is to be read.
                shown.take_back()
        if sys.stdout is not None:
            # Here and not at the interpreter's end, where a failure could not be caught.
            sys.stdout.flush()
    except HeatwireError as error:
        from reader.core.text.cleaning import strip_controls

        narrate(f"heatwire: {strip_controls(str(error))}")
        return 2
    except BrokenPipeError:
        silence(sys.stdout)
        return 0
    except OSError as error:
        narrate(f"heatwire: {error.strerror or error}")
        silence(sys.stdout)
        return 1
    return code


def _dispatch(words: "Sequence[str]", shown: "Replay | None") -> int:
    from reader.cli.arguments import parse

    command, arguments = parse(words)
    if command == "list":
        return _list(arguments)
    if command == "check":
        from reader.cli.commands.check_command import check_articles

        return check_articles(_paths(arguments.paths), arguments.json)
    if command == "bookmarks":
        from reader.cli.commands.bookmarks_command import list_bookmarks

        return list_bookmarks(arguments.json)
    if command == "bookmarks export":
        from reader.cli.commands.bookmarks_export_command import export_bookmarks

        return export_bookmarks(arguments.format, arguments.output)
    if command == "bookmarks import":
        from reader.cli.commands.bookmarks_import_command import import_bookmarks

        return import_bookmarks(arguments.paths[0])
    if command == "paths":
        from reader.cli.commands.paths_command import list_folders

        return list_folders()
    if command == "config":
        from reader.cli.commands.config_command import check_config, edit_config

        return (check_config if arguments.check else edit_config)(_checks())
    if command == "completion":
        from reader.cli.commands.completion_command import print_completion

        return print_completion(arguments.shell)
    if command == "doctor":
        from reader.cli.commands.doctor_command import examine

        return examine(_checks(), arguments.json)
    if command == "keys":
        return _keys(arguments.markdown)
    return _read(arguments, words, shown)


def _list(arguments: "argparse.Namespace") -> int:
    from reader.cli.commands.list_command import ListRequest, list_articles
    from reader.core.model.listing import Order

    return list_articles(
        ListRequest(
            _paths(arguments.paths),
            arguments.topic,
            Order(arguments.sort),
            arguments.limit,
            arguments.archived,
            arguments.json,
            arguments.query,
        )
    )


def _keys(as_markdown: bool) -> int:
    """Print the keys; 1 if something is wrong with those that the person changed."""
    from reader.cli.commands.config_command import settings_file
    from reader.config.settings import Settings
    from reader.console import narrate, write_lines
    from reader.ui.commands.key_table import key_lines, markdown
    from reader.ui.commands.keymap import remap

    if as_markdown:
        write_lines([markdown()])
        return 0
    keymap, complaints = remap(Settings.load(settings_file(), os.environ)[0].keys)
    write_lines(key_lines(keymap))
    for line in complaints:
        narrate(line)
    return 1 if complaints else 0


def _checks() -> "Checks":
    """What only the interface can check; it is imported once there is something to check."""
    from reader.cli.commands.config_command import Checks

    def keys(changes: "Sequence[KeyChange]") -> "Sequence[str]":
        from reader.ui.commands.keymap import remap

        return remap(changes)[1]

    def theme(name: str) -> str:
        from reader.ui.themes import fault

        return fault(name)

    return Checks(keys, theme)


def _paths(words: "Sequence[str]") -> "list[Path]":
    """The PATHs that were given, else the built-in edition."""
    from pathlib import Path

    from reader.config.paths import seeds
    from reader.core.model.errors import NothingToRead

    if "" in words:
        # For Path this would be the folder where the program was started.
        raise NothingToRead("an empty PATH leads nowhere")
    return [Path(word) for word in words] or [seeds()]


def _read(arguments: "argparse.Namespace", words: "Sequence[str]", shown: "Replay | None") -> int:
    """Open the reader, or print the list where stdout is no terminal (as less acts as cat)."""
    from reader.config.settings import FILE_NAME, Settings, settings
    from reader.console import is_poor_terminal, is_terminal, narrate

    paths = _paths(arguments.paths)
    if not arguments.plain and not is_terminal(sys.stdout):
        from reader.cli.commands.list_command import ListRequest, list_articles
        from reader.core.model.listing import Order

        return list_articles(ListRequest(paths, order=Order(arguments.sort or Order.HEAT)))
    plain = arguments.plain or is_poor_terminal()
    if not plain and not is_terminal(sys.stdin):
        narrate("heatwire: the reader needs a terminal; `heatwire list` prints the articles")
        return 2
    from reader.config.paths import NoFolder, config_folder

    try:
        file = config_folder() / FILE_NAME
    except NoFolder:
        file = None
    flags = {setting.name: getattr(arguments, setting.name) for setting in settings() if setting.flag}
    chosen, problems = Settings.load(file, os.environ, flags)
    complaints = [str(problem) for problem in problems]
    if plain:
        from reader.cli.plain.plain_reader import read_plainly

        return read_plainly(paths, chosen, complaints, arguments.plain)
    from reader.launch.start import open_reader

    return open_reader(paths, chosen, complaints, words, shown)
