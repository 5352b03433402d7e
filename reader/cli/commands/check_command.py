"""`heatwire check`: everything that is wrong with the files."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.cli.commands.list_command import records
from reader.cli.read_all import Edition, counted, read_all, show_marks
from reader.console import json_array, narrate, silence, write_lines
from reader.core.model.listing import Listing
from reader.core.model.problem import Problem


def check_articles(paths: Sequence[Path], as_json: bool) -> int:
    """Print every problem, a summary to stderr; 1 if any problem is an error, else 0.

    Raises:
        NothingToRead: a path does not exist or holds no file to read.
    """
    edition = read_all(paths)
    code = 1 if edition.errors else 0
    try:
        write_lines(_json_report(edition) if as_json else map(str, edition.problems))
    except BrokenPipeError:
        # The verdict stands, whoever stopped listening.
        silence(sys.stdout)
    narrate(
        f"{counted(len(edition.store), 'article')} in {counted(edition.files, 'file')}: "
        f"{counted(edition.errors, 'error')}, {counted(edition.warnings, 'warning')}"
    )
    return code


def _json_report(edition: Edition) -> Iterator[str]:
    show_marks(edition.store)
    rows = edition.store.select(Listing(archived=True))
    yield '{"articles":'
    yield from json_array(records(edition.store, rows))
    yield ',"problems":'
    yield from json_array(map(_problem_record, edition.problems))
    yield "}"


def _problem_record(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.path,
        "line": problem.line,
        "severity": problem.severity.value,
        "message": problem.message,
    }
