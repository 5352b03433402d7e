"""`heatwire --plain`: the reader as lines on stdin and stdout, for screen readers and simple terminals."""

import os
import sys
import time
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from reader.cli.plain.phrases import wrapped
from reader.cli.plain.plain_links import PlainLinks
from reader.cli.plain.plain_marks import PlainMarks
from reader.cli.plain.plain_session import PlainSession
from reader.cli.read_all import read_all, report_trouble
from reader.cli.setting_flags import load_settings
from reader.config.paths import APP, data_folder, folder_if_any
from reader.console import is_terminal, narrate, prepare, terminal_width
from reader.core.model.article import Article
from reader.core.model.errors import NothingToRead
from reader.core.model.listing import Order
from reader.core.text.counting import count_noun
from reader.services.browser import Opener
from reader.services.local_time import local_now
from reader.sources.front_matter.article_parser import read_article
from reader.storage.marks.database import open_marks


def read_plainly(arguments: Namespace) -> int:
    """Read news line by line until the user quits; the exit code is 0.

    Raises:
        NothingToRead: a path does not exist or holds no article.
    """
    settings, warnings = load_settings(arguments)
    if not arguments.plain:
        narrate("heatwire: no full screen is possible on this terminal (TERM): using --plain")
    narrate(*(f"heatwire: {warning}" for warning in warnings))
    found = read_all(arguments.paths, cached=True)
    if not len(found.store):
        reason = found.problems[0] if found.problems else "no articles"
        raise NothingToRead(f"no article could be read: {reason}")
    if found.problems:
        narrate(f"{count_noun(len(found.problems), 'problem')} in the files: see `heatwire check`")
    folder = folder_if_any(data_folder) or Path(os.devnull) / APP
    with closing(open_marks(folder)) as marks, closing(Opener(settings.browser)) as opener:
        report_trouble(marks)
        plain_marks = PlainMarks(found.store, marks, time.time, _read_full)
        plain_marks.load()
        links = PlainLinks(opener, _say, is_terminal(sys.stdin) and is_terminal(sys.stdout))
        sort = settings.sort or marks.recall().get("sort")
        order = Order(sort) if sort in list(Order) else Order.HEAT
        _converse(PlainSession(found.store, plain_marks, links, local_now, _say, order), links)
    return 0


def _converse(session: PlainSession, links: PlainLinks) -> None:
    prepare(sys.stdin)
    session.begin()
    going = True
    while going:
        links.report_failures()
        line = _ask(session.prompt)
        going = line is not None and session.answer(line)


def _ask(prompt: str) -> str | None:
    """The next line that is typed, None at the end of the input."""
    echoed = is_terminal(sys.stdin)
    if sys.stdout is not None:
        # Neither text from a pipe nor its line breaks are echoed.
        sys.stdout.write(prompt if echoed else f"{prompt.rstrip()}\n")
        sys.stdout.flush()
    if sys.stdin is None:
        return None
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        _say("")
        raise
    if not line:
        if echoed:
            _say("")
        return None
    return line


def _say(text: str) -> None:
    if sys.stdout is not None:
        for line in wrapped(text, terminal_width(sys.stdout)):
            sys.stdout.write(f"{line}\n")


def _read_full(article: Article) -> Article:
    """All of an article of which only what a list needs was read."""
    if not article.partial:
        return article
    found, _ = read_article(article.origin.location)
    return found if found is not None and found.id == article.id else replace(article, partial=False)
