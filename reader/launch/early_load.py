"""Starts reading the articles, before the interface is imported."""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from reader.config.paths import cache_folder, folder_if_any
from reader.services.loader.process import LoadingProcess
from reader.sources.files.discovery import require_candidates
from reader.storage.cache.article_cache import CachedArticles, cache_file, open_cache


class EarlyLoad(Struct, frozen=True):
    """A load that has been started."""

    process: LoadingProcess
    cache: Path | None  # the cache file of the articles; None if there is no home folder
    edition: CachedArticles | None  # what the cache file held before, to be shown at once; None if nothing


def start_load(paths: Sequence[Path]) -> EarlyLoad:
    """Start reading (raises like `require_candidates`)."""
    folder = folder_if_any(cache_folder)
    cache = cache_file(folder, paths) if folder else None
    edition = open_cache(cache) if cache else None
    if edition is None or not all(os.path.exists(path) for path in paths):
        # If there is a cache, there were articles; the load reports it if they are gone.
        require_candidates(paths)
    shown = (edition.revision, edition.batch.ids) if edition else ()
    return EarlyLoad(LoadingProcess(paths, cache, *shown).start(), cache, edition)
