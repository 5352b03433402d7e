"""What the palette and the help offer, and how it is found: by the beginnings of words, never by scattered letters."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from reader.core.model.article import ArticleId
from reader.core.model.listing import Order, View
from reader.core.model.marks import SavedSearch
from reader.core.model.topic import Topic
from reader.core.text.counting import count_noun
from reader.core.text.tokenizer import fold, tokens
from reader.ui.commands.command import Command, CommandState, Keymap
from reader.ui.commands.registry import (
    APP_COMMANDS,
    COMMANDS,
    PANE_COMMANDS,
    PROGRAM,
    UNBOUND,
    first_key,
    footer_commands,
)
from reader.ui.render.list_row import Density

Run = Callable[[Any], object]
"""Does something with the controllers (see `reader.ui.composition.Controllers`); may return an awaitable."""

PANES: Final = {"sidebar": "Topics", "list": "Articles", "detail": "Article", "search": "Search line"}
_VIEWS: Final = (View.BOOKMARKS, View.UNREAD, View.ALL, View.ARCHIVE, View.SNOOZED, View.MUTED)
_SETTING = re.compile(r"^\| `(\w+) = [^|]*\|[^|]*\| (.+) \|$", re.MULTILINE)
_LEFT_OUT: Final = ("program.palette", "app.quit")


class PaletteEntry(Struct, frozen=True):
    """Something to find and run.

    Attributes:
        label: what it is, short if it is a command.
        group: the heading that it is under in the help, and its kind.
        run: what Enter does.
        help: the same in full.
        keys: its keys for display.
        note: what it would do now, or why it cannot act.
        blocked: whether it cannot act.
        synonyms: other words by which it is found.
        theme: the theme that it is, shown while the entry is highlighted.
    """

    label: str
    group: str
    run: Run
    help: str = ""
    keys: str = ""
    note: str = ""
    blocked: bool = False
    synonyms: str = ""
    theme: str = ""


class Offer(NamedTuple):
    """What the palette offers besides commands.

    Attributes:
        topics: each with how many articles it has.
        saved: the saved searches.
        themes: the themes, with a word on each.
        pages: the pages of the manual as Markdown, by topic.
    """

    topics: Iterable[tuple[Topic, int]] = ()
    saved: Iterable[SavedSearch] = ()
    themes: Mapping[str, str] = {}
    pages: Mapping[str, str] = {}


# -- the entries


def palette_entries(keymap: Keymap, state: CommandState, offer: Offer) -> list[PaletteEntry]:
    """Everything that the palette finds but articles."""
    return [
        *_commands(keymap, state),
        *_places(offer),
        *_choices(offer.themes, state),
        *_manual(offer.pages),
        PaletteEntry("Save a screenshot", PROGRAM, lambda c: c.save_screenshot(), "Save the screen as a picture (SVG)"),
    ]


def _call(method: Callable[[Any], Callable[..., object]], *values: object) -> Run:
    """Calls a method of a controller with some values."""
    return lambda controllers: method(controllers)(*values)


def command_entry(command: Command, keymap: Keymap, state: CommandState, group: str = "") -> PaletteEntry:
    """A command as it is in a state."""
    keys, (now, blocked) = command.shown_keys(keymap), command.availability(state)
    if command.pane and command.pane != state.pane:
        blocked = f"only in: {PANES[command.pane].lower()}"
    return PaletteEntry(
        command.name,
        group or command.group,
        lambda c: c.run_command(command.id),
        command.help,
        "" if keys == UNBOUND else keys,
        blocked or (now and f"now: {now}"),
        bool(blocked),
        f"{command.id} {command.label} {command.synonyms}",
    )


def _commands(keymap: Keymap, state: CommandState) -> list[PaletteEntry]:
    """All commands that the present pane has; those that can act come first."""
    here = (*COMMANDS, *(command for command in PANE_COMMANDS if command.pane == state.pane), *APP_COMMANDS)
    entries = [command_entry(command, keymap, state) for command in here if command.id not in _LEFT_OUT]
    return sorted(entries, key=lambda entry: entry.blocked)


def help_entries(keymap: Keymap, state: CommandState) -> list[PaletteEntry]:
    """All keys by group: first what the footer of this pane has and the pane itself does; what is alike in all once."""
    here = [command for command, _ in footer_commands(state.pane) if command.group != PROGRAM]
    here += [command for command in PANE_COMMANDS if command.pane == state.pane and command not in here]
    entries = [command_entry(command, keymap, state, PANES[state.pane]) for command in here]
    alike = {(command.keys, command.action) for command in here if command.pane and command.keys != "enter"}
    for command in (*COMMANDS, *APP_COMMANDS, *PANE_COMMANDS):
        if command in here or (command.pane and (command.keys, command.action) in alike):
            continue
        entry = command_entry(command, keymap, state, PANES.get(command.pane, ""))
        if command.id == "related.1":
            keys = f"{entry.keys} … {first_key('related.9', keymap)}"
            entries.append(replace(entry, label="Go to a related entry", help="Go to that related entry", keys=keys))
        elif not command.id.startswith("related."):
            entries.append(entry)
    return entries


def _places(offer: Offer) -> Iterator[PaletteEntry]:
    """Panes, views, topics with their numbers of articles, and saved searches."""
    for pane, name in PANES.items():
        if pane != "search":
            synonyms = f"{pane} pane focus"
            go_to = _call(lambda c: c.navigation.go_to_pane, pane)
            yield PaletteEntry(f"Go to: {name}", "Pane", go_to, synonyms=synonyms)
    for view in _VIEWS:
        yield PaletteEntry(f"View: {view.value.capitalize()}", "View", _call(lambda c: c.navigation.go_to_view, view))
    for topic, count in offer.topics:
        show = _call(lambda c: c.navigation.go_to_view, View.TOPIC, topic.key)
        synonyms = f"{topic.shortname} {' '.join(topic.keywords)}"
        number = count_noun(count, "article")
        yield PaletteEntry(f"Topic: {topic.name}", "Topic", show, topic.description, note=number, synonyms=synonyms)
    for search in offer.saved:
        go_to = _call(lambda c: c.saved_searches.go_to, search.query)
        yield PaletteEntry(f"Search: {search.name}", "Saved search", go_to, search.query)


def _choices(themes: Mapping[str, str], state: CommandState) -> Iterator[PaletteEntry]:
    """Orders, densities and themes."""
    for order in Order:
        note = "now" if order is state.order else ""
        set_order = _call(lambda c: c.display.set_order, order)
        yield PaletteEntry(f"Sort: {order.label}", "Order", set_order, note=note, synonyms=order.value)
    for density in Density:
        lines = count_noun(density.height, "line")
        now = ", now" if density is state.density else ""
        set_density = _call(lambda c: c.display.set_density, density)
        yield PaletteEntry(f"Density: {density.value}", "Density", set_density, note=lines + now, synonyms="rows lines")
    by_width = _call(lambda c: c.display.set_density, None)
    yield PaletteEntry("Density: by width", "Density", by_width, "As many lines as suit the width of the list")
    for theme, kind in themes.items():
        set_theme = _call(lambda c: c.display.set_theme, theme)
        yield PaletteEntry(f"Theme: {theme}", "Theme", set_theme, "", "", kind, False, f"{kind} colours colors", theme)


def _manual(pages: Mapping[str, str]) -> Iterator[PaletteEntry]:
    """The pages of the manual, and the settings that its table lists."""
    for topic, page in pages.items():
        title, _, text = page.removeprefix("# ").partition("\n")
        summary = text.strip().partition("\n\n")[0].replace("\n", " ")
        synonyms = "config preferences options configuration" if topic == "settings" else topic
        show = _call(lambda c: c.display.show_manual, topic)
        yield PaletteEntry(f"Manual: {title}", "Manual", show, summary, synonyms=synonyms)
    for name, description in _SETTING.findall(pages.get("settings", "")):
        words = description.replace("`", "").replace("\\|", "|")
        show = _call(lambda c: c.display.show_manual, "settings")
        yield PaletteEntry(f"Setting: {name}", "Settings", show, words)


def search_entry(text: str) -> PaletteEntry:
    """Lists what a text finds."""
    return PaletteEntry(f"Search articles: {text}", "Search", lambda c: c.search.run(text), "Search all articles")


def title_entry(article: ArticleId, title: str, provider: str) -> PaletteEntry:
    """Shows an article."""
    return PaletteEntry(title, "Article", lambda c: c.navigation.show_article(article), title, note=provider)


# -- finding them


class _Found(NamedTuple):
    """The words of an entry, folded: its label as a whole, the words of that, its synonyms, its group and its help."""

    entry: PaletteEntry
    label: str
    names: list[str]
    synonyms: list[str]
    others: list[str]


class PaletteSearch:
    """Finds entries by words, or by a key."""

    def __init__(self, entries: Sequence[PaletteEntry]) -> None:
        self._entries = entries
        self._words = [
            _Found(
                entry,
                fold(entry.label),
                tokens(entry.label),
                tokens(entry.synonyms.replace("_", " ")),
                tokens(f"{entry.group} {entry.help}"),
            )
            for entry in entries
        ]

    def find(self, text: str) -> list[PaletteEntry]:
        """The entries that have all words of a text, the best first; all entries for no text.

        The one whose key it is comes first; then those with the words as words of the label or synonyms, at the
        beginning of such, of words of group and help, and last inside the label. Of equals, those that can act come
        first.
        """
        text = text.strip()
        if not text:
            return [*self._entries]
        words, whole = tokens(text), fold(text)
        ranked: list[tuple[tuple[bool, int, bool, bool], int]] = []
        for index, found in enumerate(self._words):
            # A letter among the synonyms is the key for it in other programs.
            has_key = text in found.entry.keys.split() or (len(text) == 1 and text in found.entry.synonyms.split())
            rank = _rank(words, found)
            if has_key or rank is not None:
                begins = found.label.startswith(whole)
                ranked.append(((not has_key, rank or 0, not begins, found.entry.blocked), index))
        return [self._entries[index] for _, index in sorted(ranked)]


def _rank(words: Sequence[str], found: _Found) -> int | None:
    """How far from the best place the words are; None if one is nowhere."""
    total = 0
    for word in words:
        rank = next((rank for rank, fits in enumerate(_PLACES) if fits(word, found)), None)
        if rank is None:
            return None
        total += rank
    return total if words else None


def _begins(word: str, names: Iterable[str]) -> bool:
    return any(name.startswith(word) for name in names)


_PLACES: Final[tuple[Callable[[str, _Found], bool], ...]] = (
    lambda word, found: word in found.names or word in found.synonyms,
    lambda word, found: _begins(word, found.names),
    lambda word, found: _begins(word, found.synonyms),
    lambda word, found: _begins(word, found.others),
    lambda word, found: word in found.label,
)
"""Where a word may be, the best first."""
