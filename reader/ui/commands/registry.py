"""The commands of the main screen, each declared once: key, action, words, group."""

from collections.abc import Iterable, Iterator

from textual.binding import Binding, BindingType

from reader.ui.commands.key_names import NO_KEY, key_name, split_keys, textual_key
from reader.ui.commands.keymap import Command, Keymap
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.search_line import SearchLine
from reader.ui.widgets.status_line import Hint
from reader.ui.widgets.topic_sidebar import TopicSidebar

READING = Binding.Group("Reading")
TRIAGE = Binding.Group("Getting through")
KEEPING = Binding.Group("Keeping")
HIDING = Binding.Group("Out of sight")
GOING = Binding.Group("Going around")
LOOKING = Binding.Group("Looking")
PROGRAM = Binding.Group("Program")


def _binding(key: str, action: str, words: str, name: str, tooltip: str, group: Binding.Group) -> Binding:
    return Binding(key, action, words, id=name, tooltip=tooltip, group=group)


COMMANDS: list[BindingType] = [
    _binding(
        "o", "open_link", "open", "article.open", "Open the link, or those of the selection, in a browser", READING
    ),
    _binding("O", "choose_link", "links", "article.links", "Choose among the links of the article", READING),
    _binding("y", "copy_link", "copy", "article.copy", "Copy the link, or those of the selection", READING),
    _binding(
        "b",
        "toggle_bookmark",
        "bookmark",
        "article.bookmark",
        "Bookmark the article or the selection, or remove it",
        READING,
    ),
    _binding(
        "m",
        "toggle_read",
        "read",
        "article.read",
        "Mark read or unread and go to the next, or mark the selection",
        TRIAGE,
    ),
    _binding("n", "step_unread(1)", "unread", "unread.next", "To the next unread article, of any topic", TRIAGE),
    _binding("p", "step_unread(-1)", "previous unread", "unread.previous", "To the previous unread article", TRIAGE),
    _binding("A", "mark_listed_read", "all read", "listing.read", "Mark all that is listed read", TRIAGE),
    _binding(
        "left_curly_bracket",
        "mark_above_read",
        "above read",
        "listing.read_above",
        "Mark all above the cursor read",
        TRIAGE,
    ),
    _binding(
        "right_curly_bracket",
        "mark_below_read",
        "below read",
        "listing.read_below",
        "Mark all below the cursor read",
        TRIAGE,
    ),
    _binding("t", "edit_tags", "tags", "article.tags", "Tags of the article or the selection", KEEPING),
    _binding("e", "edit_note", "note", "article.note", "Write a note on the article", KEEPING),
    _binding("E", "export", "export", "article.export", "Export the article or the selection to a file", KEEPING),
    _binding("x", "mute", "mute", "mute.add", "Mute a word, a provider or a topic", HIDING),
    _binding("X", "show_mutes", "mutes", "mute.list", "List the mutes, and lift one", HIDING),
    _binding("Z", "snooze", "snooze", "article.snooze", "Let the article or the selection come back later", HIDING),
    _binding("u", "undo", "undo", "marks.undo", "Undo the last change of marks", TRIAGE),
    _binding("ctrl+r", "redo", "redo", "marks.redo", "Redo what was undone", TRIAGE),
    _binding("H", "show_history", "history", "marks.history", "What was done, and back to any of it", TRIAGE),
    *(
        _binding(
            str(number),
            f"show_related({number - 1})",
            f"related {number}",
            f"related.{number}",
            f"Go to related entry {number}",
            GOING,
        )
        for number in range(1, 10)
    ),
    _binding("backspace,alt+left", "go_back", "back", "trail.back", "Back to the article before", GOING),
    _binding("alt+right", "go_forward", "forward", "trail.forward", "Forward again", GOING),
    _binding("h,left", "go_pane(-1)", "pane left", "pane.left", "To the pane on the left", GOING),
    _binding("l,right", "go_pane(1)", "pane right", "pane.right", "To the pane on the right", GOING),
    _binding("tab", "turn_pane(1)", "next pane", "pane.next", "To the next pane", GOING),
    _binding("shift+tab", "turn_pane(-1)", "previous pane", "pane.previous", "To the previous pane", GOING),
    _binding("escape", "back_out", "out", "pane.out", "Back out: selection, article, list, topics; never quits", GOING),
    _binding("[", "step_topic(-1)", "previous topic", "topic.previous", "Previous topic", GOING),
    _binding("]", "step_topic(1)", "next topic", "topic.next", "Next topic", GOING),
    Binding(
        "slash",
        "open_search",
        "search",
        id="search.open",
        tooltip="Search all articles, or change the search",
        group=LOOKING,
        # The keys after it are meant for the search line, however fast they come.
        priority=True,
    ),
    _binding("ampersand", "save_search", "save", "search.save", "Save the search, or arrange those saved", LOOKING),
    _binding("s", "switch_order", "sort", "list.sort", "Sort by heat or by date", LOOKING),
    _binding("d", "switch_density", "density", "list.density", "Rows of one, two or three lines", LOOKING),
    _binding("z", "zoom_pane", "zoom", "pane.zoom", "Show this pane alone, or all again", LOOKING),
    _binding(
        "exclamation_mark", "show_problems", "problems", "program.problems", "What is wrong with the files", PROGRAM
    ),
    _binding("question_mark", "show_keys", "keys", "program.keys", "All keys", PROGRAM),
    _binding("ctrl+p,colon", "app.command_palette", "palette", "program.palette", "Search all commands", PROGRAM),
    _binding("q,ctrl+c", "app.leave", "quit", "program.quit", "Quit", PROGRAM),
]

APP_COMMANDS: list[BindingType] = [
    Binding("ctrl+q", "leave", "quit", id="app.quit", tooltip="Quit", show=False, priority=True, group=PROGRAM)
]
"""Those that count in dialogs, too."""

_APART = frozenset({"search"})
"""Panes that take keys for themselves, such as a line that is typed in: the screen's may be the same."""

UNBOUND = key_name(NO_KEY)
_SHOWN = {
    "sidebar": ("sidebar.choose", "pane.right", "list.sort", "program.problems", "program.quit", "program.keys"),
    "list": (
        "article.open", "article.bookmark", "list.sort", "search.open", "list.choose", "article.read",
        "unread.next", "list.select", "list.density", "pane.zoom", "program.quit", "program.keys",
    ),
    "selection": (
        "article.read", "article.bookmark", "pane.out", "article.tags", "article.open", "article.copy",
        "article.snooze", "article.export", "list.select", "list.range", "program.keys",
    ),
    "detail": (
        "article.open", "pane.out", "article.bookmark", "detail.choose", "trail.back",
        "article.copy", "article.read", "unread.next", "article.tags", "article.note",
        "pane.zoom", "program.quit", "program.keys",
    ),
    "search": ("search.keep", "search.complete", "search.earlier", "search.leave"),
}  # fmt: skip
_SELECTED_WORDS = {"pane.out": "unselect"}


def declared(bindings: Iterable[BindingType]) -> Iterator[Binding]:
    """Bindings that were declared as such."""
    for binding in bindings:
        if isinstance(binding, Binding):
            yield binding


def all_bindings() -> tuple[Binding, ...]:
    """Every binding of the main screen and its panes, those of the screen first."""
    return tuple(binding for _, bindings in _scopes() for binding in bindings)


def _scopes() -> Iterator[tuple[str, Iterable[Binding]]]:
    """The bindings by the pane where they count, "" for all of the screen."""
    yield "", declared(COMMANDS)
    yield "list", declared(ArticleList.BINDINGS)
    yield "detail", declared(ArticleDetail.BINDINGS)
    yield "sidebar", declared(TopicSidebar.BINDINGS)
    yield "search", declared(SearchLine.BINDINGS)


def remappable() -> tuple[Command, ...]:
    """All that can have other keys."""
    scopes = (*_scopes(), ("", declared(APP_COMMANDS)))
    return tuple(
        Command(
            binding.id or "",
            tuple(map(textual_key, split_keys(binding.key))),
            pane,
            words_of(binding),
            pane in _APART,
        )
        for pane, bindings in scopes
        for binding in bindings
    )


def words_of(binding: Binding) -> str:
    """What a binding does."""
    return binding.tooltip or binding.description


def keys_of(binding: Binding, keymap: Keymap) -> str:
    """The keys of a binding as people write them, as they are mapped now."""
    keys = keymap.get(binding.id or "", binding.key)
    return " ".join(key_name(key) for key in split_keys(keys))


def first_key(name: str, keymap: Keymap) -> str:
    """The first key of a command, given by its id."""
    return next(keys_of(binding, keymap).split()[0] for binding in all_bindings() if binding.id == name)


def hints(pane: str, keymap: Keymap) -> tuple[Hint, ...]:
    """The handful of keys that matters in a pane, or to a selection; the last one leads to all others."""
    said = _SELECTED_WORDS if pane == "selection" else {}
    mover = "list" if pane == "selection" else pane
    by_id = {binding.id: binding for binding in all_bindings()}
    moves = [keys_of(by_id[name], keymap).split()[0] for name in (f"{mover}.down", f"{mover}.up") if name in by_id]
    keys = ((keys_of(by_id[name], keymap).split()[0], by_id[name]) for name in _SHOWN[pane])
    return (
        *([Hint("/".join(moves), "move", "")] if moves else []),
        *(
            Hint(key, said.get(binding.id or "", binding.description), binding.action)
            for key, binding in keys
            if key != UNBOUND
        ),
    )
