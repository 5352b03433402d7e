"""`heatwire bookmarks import`: bookmarks from a file of ours, or of a browser."""

import time
from pathlib import Path

from reader.cli.read_all import counted
from reader.config.paths import data_folder
from reader.console import narrate
from reader.core.text.normalization import printable_path


def import_bookmarks(word: str) -> int:
    """Take in the bookmarks of a file, all in one step; the exit code is 1 if some were refused or not saved, else 0.

    Args:
        word: the file's path.

    Raises:
        NotBookmarks: the file gives none; nothing was changed.
        NoFolder: there is no home folder to keep them in.
    """
    from reader.core.model.errors import MarksUnavailable
    from reader.formats.bookmark_file import NotBookmarks
    from reader.formats.importer import read_bookmarks
    from reader.storage.marks.database import MarkDatabase

    if not word:
        raise NotBookmarks("an empty FILE leads nowhere")
    path = Path(word)
    taken = read_bookmarks(path)
    name = printable_path(path)
    for refused in taken.refused:
        narrate(f"{name}:{refused.line}: refused: {refused.reason}")
    store = MarkDatabase(data_folder())
    try:
        if store.notice:
            narrate(f"heatwire: {store.notice}")
        label = f"imported {counted(len(taken.bookmarks), 'bookmark')} from {printable_path(path.name)}"
        outcome = store.take_in(taken.bookmarks, label, time.time())
    except MarksUnavailable as error:
        narrate(f"heatwire: {error}; nothing was imported")
        return 1
    finally:
        store.close()
    told = f"{outcome.changed:,} of them with new tags or a note" if outcome.changed else ""
    known = outcome.known + outcome.changed
    narrate(
        f"{counted(outcome.new, 'bookmark')} imported, {known:,} there already"
        f"{f' ({told})' if told else ''}, {len(taken.refused):,} refused"
    )
    return 1 if taken.refused else 0
