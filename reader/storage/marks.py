"""Marks in a file of SQLite: on disk before `record` returns, shared by all windows."""

import sqlite3
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from reader.core.article import ArticleId
from reader.core.errors import MarksUnavailable
from reader.core.marks import Kept, Mark, MarkStore, Step
from reader.storage import journal, schema
from reader.storage.failures import Moved, damage_told, in_words, is_passing
from reader.storage.opening import Access, Opened, identity, open_file
from reader.storage.salvage import merge

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
    """The file of marks of one window (see `reader.core.marks.MarkStore`).

    A file that is read-only or from a newer version can be read, and `record` raises. When there is no
    file at all (`trouble` says so) marks last as long as the program. Both heal: each `record` tries
    the file again, and what was marked in the meantime goes with it.
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
            self._loaded = journal.read_marks(connection)
            self._seen = seen

        with self._lock:
            self._read(read, None)
            if self._unread:
                # Whoever asks next is to try again.
                self._seen = None
            return self._loaded

    def bookmarks(self) -> tuple[Kept, ...]:
        """The bookmarks with their copies, the newest first; none when the file cannot be read."""
        with self._lock:
            return self._read(journal.read_bookmarks, ())

    def recall(self) -> Mapping[str, str]:
        """What the program remembers between runs; nothing when the file cannot be read."""
        with self._lock:
            return self._read(journal.read_remembered, {})

    def record(self, step: Step, now: float) -> None:
        """Keep one step on disk: it is there when this returns (see `MarkStore.record`).

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """
        with self._lock:
            if self._closed:
                raise MarksUnavailable("not saved: the marks are closed")
            self._try_again()
            if self._file.access is Access.READ_ONLY:
                raise MarksUnavailable(f"not saved: {self._file.reason}")
            try:
                self._run(lambda connection: self._write(connection, step, now))
            except (sqlite3.Error, OSError) as error:
                self._failure = in_words(error)
                raise MarksUnavailable(f"not saved: {self._failure}") from error
            self._failure = ""

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
                journal.write_remembered(connection, values)

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

    def _write(self, connection: sqlite3.Connection, step: Step, now: float) -> None:
        with schema.transaction(connection):
            journal.apply(connection, step, now)
        if self._moved():
            raise Moved("the file is no longer at its place")

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

        Work that is done twice does no harm: articles that have a mark are left as they are.
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
                merge(self._file.connection, found.connection)
            except sqlite3.Error:
                found.connection.close()
                return
        self._replace(found)

    def _replace(self, found: Opened) -> bool:
        """Go over to another connection, if it can be written to; says whether."""
        if found.access is not Access.WRITABLE:
            found.connection.close()
            return False
        self._file.connection.close()
        self._file, self._seen, self._failure = found, None, ""
        self._notice = found.notice or self._notice
        return True
