"""Reading the folders again: when asked to, and when files came or went."""

import asyncio
from collections.abc import Callable

from reader.core.load_events import Finished, Loading
from reader.core.store import Store
from reader.core.text.counting import count_noun
from reader.ui.commands.registry import first_key
from reader.ui.view.callbacks import Later, Notify, Spawn
from reader.ui.view.news_view import NewsView

LOOK_EVERY = 4.0
"""Seconds between two looks at the folders."""


class ReloadController:
    """Reads the folders again, and shows what is new when the user asks for it.

    Args:
        reload: begins to read all sources again; None where there are none.
        changed: whether files came or went since they were read; it blocks, so it is called in a thread.
    """

    def __init__(
        self,
        view: NewsView,
        store: Store,
        reload: Callable[[], Loading] | None,
        changed: Callable[[], bool] | None,
        notify: Notify,
        spawn: Spawn,
        later: Later,
    ) -> None:
        self._view = view
        self._store = store
        self._reload = reload
        self._changed = changed
        self._notify = notify
        self._spawn = spawn
        self._later = later
        self._busy = False

    def reload(self) -> None:
        """Read the folders again, and show at once what is new."""
        if self._reload is None:
            self._notify("there is no folder to read again", "warning")
        elif self._busy or self._view.progress.loading:
            self._notify("the folders are being read already")
        else:
            self._busy = True
            self._notify("reading the folders again …")
            self._spawn(self._read(show=True), "loading")

    def watch(self) -> None:
        """Look at the folders from now on, every few seconds."""
        if self._changed is not None:
            self._later(LOOK_EVERY, self._look_again)

    def _look_again(self) -> None:
        self.look()
        self.watch()

    def look(self) -> None:
        """Read the folders again if files came or went."""
        if self._changed is not None and not self._busy and not self._view.progress.loading:
            self._busy = True
            self._spawn(self._look(), "loading")

    async def _look(self) -> None:
        if self._changed is not None and await asyncio.to_thread(self._changed):
            await self._read(show=False)
        self._busy = False

    async def _read(self, show: bool) -> None:
        """Read all again; new articles are held back unless they are to be shown."""
        view = self._view
        view.progress.holds = True
        if self._reload is not None:
            async for event in self._reload().events():
                if warning := view.take(event):
                    self._notify(warning, "warning")
                if isinstance(event, Finished):
                    self._finish(event.failure, show)
                # A key may have come meanwhile.
                await asyncio.sleep(0)
        self._busy = False

    def _finish(self, failure: str, show: bool) -> None:
        held = self._store.held
        if failure:
            self._notify(failure, "error")
        elif show and not held:
            self._notify("no new articles")
        elif show:
            self.show_new()
        elif held:
            key = first_key("news.show_new", self._view.keymap)
            self._notify(f"{held:,} new · {key} shows {'it' if held == 1 else 'them'}")

    def show_new(self) -> None:
        """Show the articles that were held back; the cursor stays where it is."""
        held = self._store.held
        self._view.mark_user_active()
        self._view.apply(self._store.release())
        self._view.on_news()
        key = first_key("unread.next", self._view.keymap)
        self._notify(f"{count_noun(held, 'new article')} · {key} goes to the next unread")
