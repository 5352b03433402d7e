"""The command palette: every command with its keys and what it would do now, saved searches, pages of the manual."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from inspect import unwrap
from typing import NamedTuple

from textual import work
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.css.query import NoMatches
from textual.fuzzy import Matcher

from reader.core.text.normalization import normalize_line
from reader.ui.commands.command import Command, CommandState, Keymap
from reader.ui.commands.registry import COMMANDS, UNBOUND

SEARCH = "search:"
"""What is typed before words to search for."""
_PALETTE = "program.palette"

Run = Callable[[], object]


class PaletteSource(NamedTuple):
    """What the palette offers.

    Attributes:
        keymap: the keys that the user changed.
        state: gives the present state of the screen.
        run: runs the command of an id, or says why it is blocked.
        shortcuts: gives saved searches and pages of the manual by their titles, and what each does.
        search: lists what a text finds.
    """

    keymap: Keymap
    state: Callable[[], CommandState]
    run: Callable[[str], object]
    shortcuts: Callable[[], Mapping[str, Run]]
    search: Callable[[str], object]


class _Item(NamedTuple):
    """One line of the palette; it is dim if it is blocked. Highlighting reads the title as markup: not a user's."""

    title: str
    run: Run
    help: str | None = None
    dim: bool = False
    by_user: bool = False

    def content(self, matcher: Matcher | None = None) -> Content:
        title = Content(self.title) if self.by_user or matcher is None else matcher.highlight(self.title)
        return title.stylize("$text-muted") if self.dim else title


class Palette(CommandPalette):
    """Textual's palette, when two keys come before the first one acts."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the palette, unless it is no longer in front."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        """Search, unless the palette is closed meanwhile."""
        with suppress(NoMatches):
            await unwrap(CommandPalette._gather_commands)(self, search_value)

    def _action_command_list(self, action: str) -> None:
        """Move in the list, unless it is not laid out again yet."""
        if self.query_one(CommandList)._lines:
            super()._action_command_list(action)


def palette_provider(source: PaletteSource) -> type[Provider]:
    """A provider that offers all of a source and then Textual's own commands; several would come in any order."""

    class PaletteProvider(Provider):
        def _items(self) -> Iterator[_Item]:
            state = source.state()
            for command in COMMANDS:
                if command.id != _PALETTE:
                    yield _command_item(command, source.keymap, state, partial(self._run_later, command.id))
            yield from (_Item(title, run, by_user=True) for title, run in source.shortcuts().items())
            for own in self.app.get_system_commands(self.screen):
                yield _Item(own.title, own.callback, own.help)

        def _run_later(self, command_id: str) -> None:
            # When the palette is closed, and its screen no longer in front.
            self.app.call_later(source.run, command_id)

        async def discover(self) -> Hits:
            """Everything, in the order of the help; what can run comes first."""
            for item in sorted(self._items(), key=lambda item: item.dim):
                yield DiscoveryHit(item.content(), item.run, item.title, item.help)

        async def search(self, query: str) -> Hits:
            """What matches, and a search for what was typed after "search:"."""
            if query.lower().startswith(SEARCH) and (text := normalize_line(query[len(SEARCH) :])):
                yield Hit(2.0, Content(f"Search: {text}"), lambda: source.search(text), query)
                query = text
            matcher = self.matcher(query)
            for item in self._items():
                score = matcher.match(item.title)
                if score > 0:
                    score = score / 2 if item.dim else score
                    yield Hit(score, item.content(matcher), item.run, item.title, item.help)

    return PaletteProvider


def _command_item(command: Command, keymap: Keymap, state: CommandState, run: Run) -> _Item:
    keys, (now, blocked) = command.shown_keys(keymap), command.availability(state)
    parts = (
        "" if keys == UNBOUND else f"key: {keys}",
        now and f"now: {now}",
        blocked and f"not now: {blocked}",
    )
    return _Item(command.help, run, " · ".join(part for part in parts if part), bool(blocked))
