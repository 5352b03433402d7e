"""The store as it is before the first screen."""

import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, View
from reader.core.model.marks import MarkChange, MarkKind
from reader.core.tables.article_batch import ArticleBatch
from reader.launch.start import build_store
from reader.storage.cache.article_cache import CachedArticles
from reader.storage.marks.database import open_marks
from tests.core.samples import article, numbers


def test_what_is_muted_or_snoozed_is_not_on_the_first_screen(tmp_path: Path) -> None:
    now = int(time.time())
    marks = open_marks(tmp_path)
    marks.record(MarkChange(MarkKind.MUTED, True, (), text="word:crypto"), now)
    marks.record(MarkChange(MarkKind.MUTED, True, (), text="word:weather", until=now - 60), now)
    marks.record(MarkChange(MarkKind.SNOOZED, True, (ArticleId(3),), until=now + 3_600), now)
    marks.record(MarkChange(MarkKind.SNOOZED, True, (ArticleId(4),), until=now - 60), now)
    titles = ("Crypto", "The weather", "Later", "Now", "Something else")
    block = ArticleBatch.of([article(number, 9 - number, title=title) for number, title in enumerate(titles, 1)])
    store = build_store(marks, cast("CachedArticles", SimpleNamespace(topics=(), batch=block)))
    assert numbers(store.select(Listing())) == [4, 2, 5]
    assert numbers(store.select(Listing(View.MUTED))) == [1]
    assert numbers(store.select(Listing(View.SNOOZED))) == [3]
    marks.close()
