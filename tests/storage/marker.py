"""Bookmarks articles and says each number when it is kept: a program for the tests to run, and to kill.

python -m tests.storage.marker FOLDER FIRST COUNT
"""

import sys
from pathlib import Path

from reader.core.article import ArticleId
from reader.core.marks import MarkKind, Step
from reader.storage.marks import MarkDatabase
from tests.storage.samples import article


def main(folder: str, first: str, count: str) -> None:
    """Bookmark `count` articles, one step each, their ids from `first` on."""
    store = MarkDatabase(Path(folder))
    for number in range(int(first), int(first) + int(count)):
        step = Step(MarkKind.BOOKMARKED, True, (ArticleId(number),), "bookmarked", (article(number),))
        store.record(step, float(number))
        print(number, flush=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
