"""The user's marks in an SQLite file: on disk before `record` returns, and shared by all windows."""

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import HistoryEntry, Mark, MarkChange, MarkStore, Mute, SavedSearch, UndoResult
from reader.storage.marks import journal, queries, schema
from reader.storage.marks.connection import Access, MarksConnection, file_identity, open_file
from reader.storage.marks.row_checks import JOURNAL, check_tables
from reader.storage.marks.sqlite_errors import FileMoved, damage_as_error, error_reason, is_damage, is_temporary

FILE_NAME: Final = "marks.db"
LOCK_TIMEOUT: Final = 5.0  # seconds to wait while another window writes

Result = TypeVar("Result")


def open_marks(folder: Path) -> MarkStore:
    """The marks in a data folder, which is created if it does not exist; for failures see `trouble` and `notice`."""
    return MarkDatabase(folder)


class MarkDatabase:
    """The marks file of one window (see `reader.core.model.marks.MarkStore`).

    A file that is read-only or from a newer version can be read, but `record` raises. If no file can be opened
    (see `trouble`), marks are kept in memory. Every write tries the file again, and takes along what was marked in
    memory.
    """

    def __init__(self, folder: Path, timeout: float = LOCK_TIMEOUT) -> None:
        self._path, self._timeout = folder / FILE_NAME, timeout
        self._lock = threading.RLock()
        self._file = open_file(self._path, timeout)
        self.notice = self._file.notice
        """Which damaged file was moved aside, and how much of it was recovered; "" if none was."""
        self._write_error, self._read_error = "", ""
        self._seen: int | None = None
        self._loaded: Mapping[ArticleId, Mark] = {}
        self._closed = False

    @property
    def trouble(self) -> str:
        """Why marks are not saved or cannot be read, as text for a banner; "" if they are."""
        if self._read_error:
            return f"bookmarks cannot be read: {self._read_error}"
        reason = self._write_error or self._file.reason
        return f"bookmarks will not be saved: {reason}" if reason else ""

    @property
    def readable(self) -> bool:
        """Whether the last read succeeded."""
        return not self._read_error

    def load(self) -> Mapping[ArticleId, Mark]:
        """All marks; those loaded before if the file cannot be read (see `trouble`)."""

        def read(connection: sqlite3.Connection) -> None:
            seen = schema.pragma(connection, "data_version")
            self._loaded = queries.read_marks(connection)
            self._seen = seen

        with self._lock:
            self._read(read, None)
            if self._read_error:
                # `changed_elsewhere` makes the caller load again.
                self._seen = None
            return self._loaded

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks with their copies, the newest first; none if the file cannot be read."""
        writable = self._file.access is Access.WRITABLE
        return self._read(lambda connection: queries.read_bookmarks(connection, strict=writable), ())

    def recall(self) -> Mapping[str, str]:
        """What the program remembers between runs; nothing if the file cannot be read."""
        return self._read(queries.read_remembered, {})

    def mutes(self) -> tuple[Mute, ...]:
        """All mutes, also those that have expired; none if the file cannot be read."""
        return self._read(queries.read_mutes, ())

    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches in their order; none if the file cannot be read."""
        return self._read(queries.read_searches, ())

    def history(self, limit: int, before: int | None = None) -> tuple[HistoryEntry, ...]:
        """Up to `limit` steps, the newest first (see `MarkStore.history`); none if the file cannot be read."""
        return self._read(lambda connection: journal.read_history(connection, limit, before), ())

    def record(self, step: MarkChange, now: float) -> None:
        """Save one step: it is on disk when this returns (see `MarkStore.record`)."""
        self.write(lambda connection: journal.apply(connection, step, now))

    def undo(self) -> UndoResult | None:
        """Undo the newest step that is in force (see `MarkStore.undo`)."""
        return self._go(journal.undo_target)

    def redo(self) -> UndoResult | None:
        """Redo the oldest undone step (see `MarkStore.redo`)."""
        return self._go(journal.redo_target)

    def go_back_to(self, step: int) -> UndoResult | None:
        """Undo or redo up to a step (see `MarkStore.go_back_to`)."""
        return self._go(lambda _: step)

    def compact(self, before: float) -> None:
        """Delete the steps that are older than a time from the history (see `MarkStore.compact`)."""
        self.write(lambda connection: journal.compact(connection, before))

    def save_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Replace the saved searches (see `MarkStore.save_searches`)."""
        self.write(lambda connection: queries.write_searches(connection, searches))

    def write(self, work: Callable[[sqlite3.Connection], Result], in_memory: bool = True) -> Result:
        """Run a function in one transaction, which is on disk when this returns; perhaps twice, after a rollback.

        Unless `in_memory`, it does not run if there is no file and only memory could be written to.

        Raises:
            MarksUnavailable: it could not be saved; nothing was changed.
        """
        with self._lock:
            if self._closed:
                raise MarksUnavailable("not saved: the marks are closed")
            self._reopen()
            if self._file.access is Access.READ_ONLY or (self._file.access is Access.MEMORY and not in_memory):
                raise MarksUnavailable(f"not saved: {self._file.reason}")
            try:
                result = self._run(lambda connection: self._commit(connection, work))
            except (sqlite3.Error, OSError) as error:
                self._write_error = error_reason(error)
                raise MarksUnavailable(f"not saved: {self._write_error}") from error
            self._write_error = ""
            return result

    def changed_elsewhere(self) -> bool:
        """Whether another window changed the marks since `load` or this was last called."""
        with self._lock:
            if self._closed:
                return False
            if self._has_moved():
                self._replace(open_file(self._path, self._timeout))
            try:
                seen, self._seen = self._seen, schema.pragma(self._file.connection, "data_version")
            except sqlite3.Error:
                return False
            return seen != self._seen

    def remember(self, values: Mapping[str, str]) -> None:
        """Save what the program remembers between runs; errors are ignored, as nothing of the user's is lost."""

        def write(connection: sqlite3.Connection) -> None:
            with schema.transaction(connection):
                queries.write_remembered(connection, values)

        with self._lock, suppress(sqlite3.Error, OSError):
            if values and self._file.access is not Access.READ_ONLY:
                self._run(write)

    def close(self) -> None:
        """Close the file; afterwards reads give nothing and writes raise."""
        with self._lock:
            self._closed = True
            self._file.connection.close()

    def _go(self, find_target: Callable[[sqlite3.Connection], int | None]) -> UndoResult | None:
        """Go to the step that is found at the first try: a second one must not undo one step more."""
        found: list[int | None] = []

        def go(connection: sqlite3.Connection) -> UndoResult | None:
            check_tables(connection, JOURNAL)
            found.append(find_target(connection))
            return None if found[0] is None else journal.go_to(connection, found[0])

        return self.write(go)

    def _commit(self, connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], Result]) -> Result:
        with schema.transaction(connection):
            result = work(connection)
        if self._has_moved():
            raise FileMoved("the file was moved or replaced")
        return result

    def _has_moved(self) -> bool:
        """Whether another window replaced the file that is open here."""
        return self._file.identity is not None and file_identity(self._path) != self._file.identity

    def _read(self, work: Callable[[sqlite3.Connection], Result], default: Result) -> Result:
        with self._lock:
            if self._closed:
                return default
            try:
                result = self._run(work)
            except (sqlite3.Error, OSError) as error:
                self._read_error = error_reason(error)
                return default
            self._read_error = ""
            return result

    def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run a function, a second time with a new connection if the old one no longer works.

        Running it twice does no harm: articles that have a mark already are skipped, and an undo has a fixed target.
        """
        try:
            with damage_as_error():
                return work(self._file.connection)
        except sqlite3.Error as error:
            if is_temporary(error) or not self._replace(open_file(self._path, self._timeout, is_damage(error))):
                raise
        return work(self._file.connection)

    def _reopen(self) -> None:
        """Go back to the file if it could not be written to before, and now can."""
        if self._file.access is Access.WRITABLE or self._file.permanent:
            return
        found = open_file(self._path, 0)
        if self._file.access is Access.MEMORY and found.access is Access.WRITABLE:
            from reader.storage.recovery.reapply import reapply  # lazy: services

            try:
                reapply(self._file.connection, found.connection)
            except sqlite3.Error:
                found.connection.close()
                return
        self._replace(found)

    def _replace(self, found: MarksConnection) -> bool:
        """Use another connection from now on if it can be written to; whether it can."""
        if found.access is not Access.WRITABLE:
            found.connection.close()
            return False
        self._file.connection.close()
        self._file, self._seen, self._write_error = found, None, ""
        self.notice = found.notice or self.notice
        return True
