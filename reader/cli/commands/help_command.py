"""`heatwire help`: the pages of the manual."""

import os
import pydoc
import sys
from argparse import Namespace
from difflib import get_close_matches

from reader.cli.arguments import UsageError
from reader.config.manual import read_manual, summary_of
from reader.console import is_terminal, narrate, write_lines


def print_page(arguments: Namespace) -> int:
    """Print a page of the manual, through a pager on a terminal, or the list of all pages; the exit code is 0.

    Raises:
        UsageError: there is no such page.
    """
    pages = read_manual()
    if arguments.topic is None:
        width = max(map(len, pages))
        write_lines(f"{topic.ljust(width)}  {summary_of(page)}" for topic, page in pages.items())
        narrate("read a page with `heatwire help TOPIC`")
        return 0
    page = pages.get(arguments.topic.lower())
    if page is None:
        close = get_close_matches(arguments.topic.lower(), pages, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(pages)}"
        raise UsageError(f"heatwire help: there is no page {arguments.topic!r}; {hint}")
    if is_terminal(sys.stdout):
        # As git does: leave colours alone, and do not page what fits on the screen.
        os.environ.setdefault("LESS", "FRX")
        pydoc.pager(page)
    else:
        write_lines(page.splitlines())
    return 0
