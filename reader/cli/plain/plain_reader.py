"""`heatwire --plain`: the reader as lines on stdin and stdout, for screen readers and terminals that know no more."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from reader.cli.plain.phrases import wrapped
from reader.cli.plain.plain_links import PlainOpening
from reader.cli.plain.plain_marks import PlainMarks
from reader.cli.plain.plain_session import Session
from reader.cli.read_all import counted, read_all
from reader.config.settings import Settings
from reader.console import is_terminal, narrate, prepare, terminal_width
from reader.core.model.article import Article
from reader.core.model.errors import NothingToRead
from reader.core.model.listing import Order


def read_plainly(paths: Sequence[Path], settings: Settings, complaints: Sequence[str], asked: bool = True) -> int:
    """Read news line by line until the person leaves; the exit code is 0.

    Args:
        paths: what to read.
        settings: what the person chose.
        complaints: what is wrong with the settings, a line each.
        asked: whether the person asked for it, and not the terminal.

    Raises:
        NothingToRead: a path does not exist or holds no article.
    """
    from reader.config.paths import APP, NoFolder, data_folder
    from reader.services.browser import Opener
    from reader.services.local_time import local_now
    from reader.storage.marks.database import open_marks

    if not asked:
        narrate("heatwire: this terminal (TERM) can show no screen: the reader goes line by line, as with --plain")
    for line in complaints:
        narrate(f"heatwire: {line}")
    edition = read_all(paths, cached=True)
    if not len(edition.store):
        reason = edition.problems[0] if edition.problems else "no articles"
        raise NothingToRead(f"no article could be read: {reason}")
    if edition.problems:
        narrate(f"{counted(len(edition.problems), 'problem')} with the files: `heatwire check` says where")
    try:
        folder = data_folder()
    except NoFolder:
        folder = Path(os.devnull) / APP
    marks, opener = open_marks(folder), Opener(settings.browser)
    try:
        for words in (marks.trouble, marks.notice):
            if words:
                narrate(f"heatwire: {words}")
        plain_marks = PlainMarks(edition.store, marks, time.time, _whole)
        plain_marks.load()
        opening = PlainOpening(opener, _say, is_terminal(sys.stdin) and is_terminal(sys.stdout))
        order = _order(settings.sort or marks.recall().get("sort", ""))
        session = Session(edition.store, plain_marks, opening, local_now, _say, order)
        _converse(session, opening)
    finally:
        opener.close()
        marks.close()
    return 0


def _converse(session: Session, opening: PlainOpening) -> None:
    prepare(sys.stdin)
    session.begin()
    going = True
    while going:
        opening.tell_failures()
        line = _asked(session.prompt)
        going = line is not None and session.answer(line)


def _asked(prompt: str) -> str | None:
    """The next line that is typed, None at the end."""
    seen = is_terminal(sys.stdin)
    if sys.stdout is not None:
        # What comes from a pipe is not seen, and neither is its end of line.
        sys.stdout.write(prompt if seen else f"{prompt.rstrip()}\n")
        sys.stdout.flush()
    if sys.stdin is None:
        return None
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        _say("")
        raise
    if not line:
        if seen:
            _say("")
        return None
    return line


def _say(text: str) -> None:
    if sys.stdout is not None:
        for line in wrapped(text, terminal_width(sys.stdout)):
            sys.stdout.write(f"{line}\n")


def _order(name: str) -> Order:
    return Order(name) if name in list(Order) else Order.HEAT


def _whole(article: Article) -> Article:
    """All of an article of which only what a list needs was read."""
    if not article.partial:
        return article
    from reader.sources.front_matter.article_parser import read_article

    found, _ = read_article(article.origin.location)
    return found if found is not None and found.id == article.id else replace(article, partial=False)
