"""Searches in the command palette: saved ones by name, and what is typed there."""

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.core.text.normalization import normalize_line
from reader.ui.controllers.finding import Finding

WORD = "search:"


class SearchCommands(Provider):
    """Offers saved searches, and to search for what was typed after "search:"."""

    @property
    def _main(self) -> Finding | None:
        return next((screen for screen in self.app.screen_stack if isinstance(screen, Finding)), None)

    async def discover(self) -> Hits:
        """The saved searches."""
        main = self._main
        for name, query in main.saved_names() if main else ():
            yield DiscoveryHit(Content(f"Search: {name}"), lambda query=query: self._list(query), name)

    async def search(self, query: str) -> Hits:
        """The saved searches that match, and a search for the words."""
        main = self._main
        if main is None:
            return
        if query.lower().startswith(WORD):
            text = normalize_line(query[len(WORD) :])
            if text:
                yield Hit(2.0, Content(f"Search: {text}"), lambda: self._run(text), query)
                query = text
        matcher = self.matcher(query)
        for name, saved in main.saved_names():
            score = matcher.match(f"Search: {name}")
            if score > 0:
                yield Hit(score, Content(f"Search: {name}"), lambda saved=saved: self._list(saved), name)

    def _run(self, text: str) -> None:
        if self._main is not None:
            self._main.run_search(text)

    def _list(self, query: str) -> None:
        if self._main is not None:
            self._main.go_to_saved(query)
