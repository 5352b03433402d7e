"""`heatwire check`: the problems in the files."""

import sys
from argparse import Namespace
from collections.abc import Iterator

from msgspec import to_builtins

from reader.cli.article_json import article_records, json_array
from reader.cli.read_all import ReadResult, load_marks, read_all
from reader.console import narrate, silence, write_lines
from reader.core.model.listing import Listing
from reader.core.text.counting import count_noun


def check_articles(arguments: Namespace) -> int:
    """Print every problem, and a summary to stderr; the exit code is 1 if any problem is an error, else 0."""
    found = read_all(arguments.paths)
    try:
        write_lines(_json_report(found) if arguments.json else map(str, found.problems))
    except BrokenPipeError:
        # The exit code still has to tell what was found.
        silence(sys.stdout)
    narrate(
        f"{count_noun(len(found.store), 'article')} in {count_noun(found.files, 'file')}: "
        f"{count_noun(found.errors, 'error')}, {count_noun(found.warnings, 'warning')}"
    )
    return 1 if found.errors else 0


def _json_report(found: ReadResult) -> Iterator[str]:
    load_marks(found.store)
    rows = found.store.select(Listing(archived=True))
    yield '{"articles":'
    yield from json_array(article_records(found.store, rows))
    yield ',"problems":'
    yield from json_array(map(to_builtins, found.problems))
    yield "}"
