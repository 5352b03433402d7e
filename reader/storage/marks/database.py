"""Marks in a file of SQLite: on disk before `record` returns, shared by all windows."""

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import HistoryEntry, Mark, MarkChange, MarkStore, Mute, SavedSearch, UndoResult
from reader.storage.marks import journal, queries, schema
from reader.storage.marks.connection import Access, OpenedDatabase, identity, open_file
from reader.storage.marks.sqlite_errors import Moved, damage_told, in_words, is_passing
from reader.storage.recovery.reapply import replay

if TYPE_CHECKING:
    from reader.storage.marks.bookmark_import import Outcome

FILE_NAME: Final = "marks.db"
LOCK_TIMEOUT: Final = 5.0
"""Seconds to wait for another window that writes."""

Result = TypeVar("Result")


def open_marks(folder: Path) -> MarkStore:
    """The marks kept in a folder, which is made when it is not there.

    Never raises for the state of folder and file: what is wrong is said by `trouble` and `notice`.

    Args:
        folder: the data folder, such as ~/.local/share/heatwire.
    """
    return MarkDatabase(folder)


class MarkDatabase:
    """The file of marks of one window (see `reader.core.model.marks.MarkStore`).

    A file that is read-only or from a newer version can be read, and `record` raises. When there is no
    file at all (`trouble` says so) marks last as long as the program. Both heal: whatever is to be kept
    tries the file again, and what was marked in the meantime goes with it.
    """

    def __init__(self, folder: Path, timeout: float = LOCK_TIMEOUT) -> None:
        """Open the file.

        Args:
            folder: where it is, or is to be.
            timeout: seconds to wait for another window that writes.
        """
        self._path, self._timeout = folder / FILE_NAME, timeout
        self._lock = threading.Lock()
        self._file = open_file(self._path, timeout)
        self._notice = self._file.notice
        self._failure, self._unread = "", ""
        self._seen: int | None = None
        self._loaded: Mapping[ArticleId, Mark] = {}
        self._closed = False

    @property
    def trouble(self) -> str:
        """Why marks are not saved or read, in words that can stand in a banner; "" when all is well."""
        if self._unread:
            return f"bookmarks cannot be read: {self._unread}"
        reason = self._failure or self._file.reason
        return f"bookmarks will not be saved: {reason}" if reason else ""

    @property
    def notice(self) -> str:
        """Which damaged file was moved aside, and how much of it could be read; "" when none was."""
        return self._notice

    @property
    def readable(self) -> bool:
        """Whether the last reading of the file went well."""
        return not self._unread

    def load(self) -> Mapping[ArticleId, Mark]:
        """All marks; what was loaded before when the file cannot be read (then `trouble` says why)."""

        def read(connection: sqlite3.Connection) -> None:
            seen = schema.pragma(connection, "data_version")
            self._loaded = queries.read_marks(connection)
            self._seen = seen

        with self._lock:
            self._read(read, None)
            if self._unread:
                # Whoever asks next is to try again.
                self._seen = None
            return self._loaded

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks with their copies, the newest first; none when the file cannot be read."""
        with self._lock:
            return self._read(queries.read_bookmarks, ())

    def recall(self) -> Mapping[str, str]:
        """What the program remembers between runs; nothing when the file cannot be read."""
        with self._lock:
            return self._read(queries.read_remembered, {})

    def mutes(self) -> tuple[Mute, ...]:
        """All mutes, also those that have run out; none when the file cannot be read."""
        with self._lock:
            return self._read(queries.read_mutes, ())

    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in their order; none when the file cannot be read."""
        with self._lock:
            return self._read(queries.read_searches, ())

    def history(self, limit: int, before: int | None = None) -> tuple[HistoryEntry, ...]:
        """Some steps, the newest first (see `MarkStore.history`); none when the file cannot be read."""
        with self._lock:
            return self._read(lambda connection: journal.read_history(connection, limit, before), ())

    def record(self, step: MarkChange, now: float) -> None:
        """Keep one step on disk: it is there when this returns (see `MarkStore.record`).

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """
        self._keep(lambda connection: journal.apply(connection, step, now))

    def take_in(self, arriving: "Sequence[Bookmark]", label: str, now: float) -> "Outcome":
        """Take in bookmarks from elsewhere as one step, or none of them (see `reader.storage.marks.bookmark_import`).

        Raises:
            MarksUnavailable: they could not be kept, or not on the disk; nothing was changed.
        """
        # No start needs it.
        from reader.storage.marks.bookmark_import import take_in  # lazy: services

        if self._file.access is Access.MEMORY:
            raise MarksUnavailable(f"not saved: {self._file.reason}")
        return self._keep(lambda connection: take_in(connection, arriving, label, now))

    def undo(self, now: float) -> UndoResult | None:
        """Take back the newest step that is in force (see `MarkStore.undo`).

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """
        del now  # A step keeps the time at which it was made.
        return self._go(journal.undo_goes_to)

    def redo(self, now: float) -> UndoResult | None:
        """Do the oldest undone step again (see `MarkStore.redo`).

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """
        del now
        return self._go(journal.redo_goes_to)

    def go_back_to(self, step: int, now: float) -> UndoResult | None:
        """Undo or redo up to a step (see `MarkStore.go_back_to`).

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """
        del now
        return self._keep(lambda connection: journal.go_to(connection, step))

    def compact(self, before: float) -> None:
        """Forget steps older than a time; the marks stay as they are.

        Raises:
            MarksUnavailable: it could not be done; nothing was changed.
        """
        self._keep(lambda connection: journal.compact(connection, before))

    def save_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Make these the saved searches.

        Raises:
            MarksUnavailable: they could not be kept; nothing was changed.
        """
        self._keep(lambda connection: queries.write_searches(connection, searches))

    def _go(self, aim: Callable[[sqlite3.Connection], int | None]) -> UndoResult | None:
        """Go where `aim` says at the first try: a second one is not to undo one step more."""
        aims: list[int | None] = []

        def go(connection: sqlite3.Connection) -> UndoResult | None:
            aims.append(aim(connection))
            return None if aims[0] is None else journal.go_to(connection, aims[0])

        return self._keep(go)

    def _keep(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do something in one transaction that is on disk when this returns."""
        with self._lock:
            if self._closed:
                raise MarksUnavailable("not saved: the marks are closed")
            self._try_again()
            if self._file.access is Access.READ_ONLY:
                raise MarksUnavailable(f"not saved: {self._file.reason}")
            try:
                result = self._run(lambda connection: self._write(connection, work))
            except (sqlite3.Error, OSError) as error:
                self._failure = in_words(error)
                raise MarksUnavailable(f"not saved: {self._failure}") from error
            self._failure = ""
            return result

    def changed_elsewhere(self) -> bool:
        """Whether another window changed the marks since `load` or this was last called."""
        with self._lock:
            if self._closed:
                return False
            if self._moved():
                self._replace(open_file(self._path, self._timeout))
            try:
                seen, self._seen = self._seen, schema.pragma(self._file.connection, "data_version")
            except sqlite3.Error:
                return False
            return seen != self._seen

    def remember(self, values: Mapping[str, str]) -> None:
        """Keep what the program remembers; trouble is swallowed, for nothing of the reader's is lost."""

        def write(connection: sqlite3.Connection) -> None:
            with schema.transaction(connection):
                queries.write_remembered(connection, values)

        with self._lock:
            try:
                if values and self._file.access is not Access.READ_ONLY:
                    self._run(write)
            except (sqlite3.Error, OSError):
                return

    def close(self) -> None:
        """Let go of the file; what is read afterwards is empty, and `record` raises."""
        with self._lock:
            self._closed = True
            self._file.connection.close()

    def _write(self, connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], Result]) -> Result:
        with schema.transaction(connection):
            result = work(connection)
        if self._moved():
            raise Moved("the file is no longer at its place")
        return result

    def _moved(self) -> bool:
        """Whether another window put a new file into the place of the one that is open here."""
        return self._file.identity is not None and identity(self._path) != self._file.identity

    def _read(self, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        if self._closed:
            return otherwise
        try:
            result = self._run(work)
        except (sqlite3.Error, OSError) as error:
            self._unread = in_words(error)
            return otherwise
        self._unread = ""
        return result

    def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do something with the file; once more with a new connection when the old one is of no use.

        Work that is done twice does no harm: articles that have a mark are left as they are, and undoing has an aim.
        """
        try:
            with damage_told():
                return work(self._file.connection)
        except sqlite3.Error as error:
            if is_passing(error) or not self._replace(open_file(self._path, self._timeout)):
                raise
        return work(self._file.connection)

    def _try_again(self) -> None:
        """Go back to the file when it could not be written to and now can."""
        if self._file.access is Access.WRITABLE or self._file.lasting:
            return
        found = open_file(self._path, 0)
        if self._file.access is Access.MEMORY and found.access is Access.WRITABLE:
            try:
                replay(self._file.connection, found.connection)
            except sqlite3.Error:
                found.connection.close()
                return
        self._replace(found)

    def _replace(self, found: OpenedDatabase) -> bool:
        """Go over to another connection, if it can be written to; says whether."""
        if found.access is not Access.WRITABLE:
            found.connection.close()
            return False
        self._file.connection.close()
        self._file, self._seen, self._failure = found, None, ""
        self._notice = found.notice or self._notice
        return True
