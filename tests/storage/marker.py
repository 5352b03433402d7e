"""Bookmarks articles and says each number when it is kept: a program for the tests to run, and to kill.

python -m tests.storage.marker FOLDER FIRST COUNT
python -m tests.storage.marker FOLDER undo COUNT
"""

import sys
from pathlib import Path

from reader.core.model.article import ArticleId
from reader.core.model.marks import MarkChange, MarkKind
from reader.storage.marks.database import MarkDatabase
from tests.storage.samples import article


def main(folder: str, first: str, count: str) -> None:
    """Bookmark `count` articles, one step each, their ids from `first` on; or undo so many steps."""
    store = MarkDatabase(Path(folder))
    if first == "undo":
        undo(store, int(count))
        return
    for number in range(int(first), int(first) + int(count)):
        step = MarkChange(MarkKind.BOOKMARKED, True, (ArticleId(number),), "bookmarked", (article(number),))
        store.record(step, float(number))
        print(number, flush=True)
    store.close()


def undo(store: MarkDatabase, count: int) -> None:
    """Undo steps, and say after each the step that is now the last in force."""
    for _ in range(count):
        store.undo()
        in_force = [step.id for step in store.history(1_000) if not step.undone]
        print(in_force[0] if in_force else 0, flush=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
