"""Every command of the main screen, once.

Bindings, footer, help, palette, `heatwire keys`, the manual's table and the check for clashes are made of this list.
A new command is one entry here, and the method that it runs in a controller.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final

from textual.binding import Binding, BindingType

from reader.core.text.counting import count_noun, related_missing
from reader.ui.commands.command import Command, CommandState, Describe, Keymap, nothing
from reader.ui.commands.key_names import NO_KEY, key_name, split_keys
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.search_line import SearchLine
from reader.ui.widgets.status_line import Hint
from reader.ui.widgets.topic_sidebar import TopicSidebar

READ, TRIAGE, ANNOTATE, HIDE = "Read", "Triage", "Annotate", "Hide"
NAVIGATE, VIEW, PROGRAM = "Navigate", "View", "Program"
UNBOUND: Final = key_name(NO_KEY)
_LAST: Final = 99


# -- why a command is blocked, and what it would do


def _unless(possible: Callable[[CommandState], object], reason: str) -> Describe:
    return lambda state: "" if possible(state) else reason


def _no_link(state: CommandState) -> str:
    return "" if state.links else "this article has no link" if state.article else "no article"


def _not_stored(state: CommandState) -> str:
    return "no article" if not state.article else "this article is not in your library" if state.external else ""


def _or_selection(blocked: Describe) -> Describe:
    """For a command that acts on the selection if there is one."""
    return lambda state: "" if state.selected else blocked(state)


def _selection(now: Describe = nothing) -> Describe:
    """What such a command would do, or on how many articles it would act."""
    return lambda state: f"{state.selected:,} selected" if state.selected else now(state)


def _back_out(state: CommandState) -> str:
    return "show all panes" if state.zoomed else "to the topics" if state.pane == "list" else "to the list"


def _leave(state: CommandState) -> str:
    if state.zoomed:
        return "show all panes"
    if state.pane == "detail" or (state.pane == "sidebar" and state.drawer):
        return "to the list"
    return "leave the search" if state.searching else "quit"


def _digit(digit: int) -> Describe:
    return lambda state: related_missing(state.related) if state.pane == "detail" and state.related < digit else ""


def _related(number: int) -> Command:
    return Command(
        f"related.{number}",
        str(number),
        f"related {number}",
        f"Go to related entry {number}",
        NAVIGATE,
        run=lambda c: c.navigation.type_digit(number),
        blocked=_digit(number),
        counts=True,
    )


_no_article: Final = _unless(lambda state: state.article, "no article")
_none_listed: Final = _unless(lambda state: state.listed, "nothing is listed")
_none_unread: Final = _unless(lambda state: state.unread or state.beyond, "no unread article")

# -- the commands

# fmt: off
COMMANDS: Final[tuple[Command, ...]] = (
    Command("article.open", "o", "browser", "Open the link, or those of the selection, in a browser", READ,
            run=lambda c: c.links.open_link(), blocked=_or_selection(_no_link), now=_selection(),
            footer={"list": 3, "selection": 5, "detail": 1},
            title="Open in the browser", synonyms="web url link website visit"),
    Command("article.links", "O", "links", "Choose among the links of the article", READ,
            run=lambda c: c.links.choose_link(), blocked=_no_link,
            now=lambda state: f"{state.links} links" if state.links > 1 else "open the only link",
            title="Choose a link to open", synonyms="urls browser"),
    Command("article.copy", "y", "copy", "Copy the link, or those of the selection", READ,
            run=lambda c: c.links.copy_link(), blocked=_or_selection(_no_link), now=_selection(),
            footer={"selection": 6, "detail": 7},
            title="Copy the link", synonyms="yank clipboard url"),
    Command("article.copy_as", "Y", "copy as", "Copy the link, title and link, Markdown, or the excerpt", READ,
            run=lambda c: c.text.copy_as(), blocked=_or_selection(_no_article), now=_selection(),
            title="Copy in another form", synonyms="yank clipboard markdown title excerpt"),
    Command("article.pipe", "vertical_line", "pipe", "Pipe the article as Markdown to a command", READ,
            run=lambda c: c.text.pipe(), blocked=_or_selection(_no_article), now=_selection(),
            title="Pipe to a command", synonyms="shell send program"),
    Command("article.bookmark", "b", "bookmark", "Bookmark the article or the selection, or remove the bookmark", READ,
            run=lambda c: c.marking.toggle_bookmark(), blocked=_or_selection(_no_article),
            now=_selection(lambda state: "remove the bookmark" if state.bookmarked else "bookmark it"),
            footer={"list": 6, "selection": 2, "detail": 4},
            title="Bookmark, or remove it", synonyms="star favourite favorite save keep"),
    Command("article.read", "m", "mark read", "Mark read and go to the next, or mark the selection", TRIAGE,
            run=lambda c: c.marking.mark_read(), blocked=_or_selection(_not_stored),
            now=_selection(lambda state: "go to the next" if state.read else "mark it read"),
            footer={"list": 4, "selection": 1, "detail": 3},
            title="Mark read and go on", synonyms="seen done"),
    Command("article.unread", "M", "mark unread", "Mark the article or the selection unread", TRIAGE,
            run=lambda c: c.marking.mark_unread(),
            blocked=_or_selection(lambda state: _not_stored(state) or ("" if state.read else "it is unread")),
            now=_selection(),
            title="Mark unread", synonyms="unseen keep"),
    Command("unread.next", "n", "next unread", "Go to the next unread article, in any topic", TRIAGE,
            run=lambda c: c.navigation.step_unread(1), blocked=_none_unread,
            now=lambda state: f"{state.unread:,} unread" if state.unread else "",
            footer={"list": 5, "detail": 5},
            title="Next unread article"),
    Command("unread.previous", "p", "previous unread", "Go to the previous unread article", TRIAGE,
            run=lambda c: c.navigation.step_unread(-1), blocked=_none_unread,
            title="Previous unread article"),
    Command("listing.read", "A", "all read", "Mark everything listed as read", TRIAGE,
            run=lambda c: c.marking.mark_listed_read(), blocked=_none_listed,
            now=lambda state: f"{state.listed:,} listed",
            title="Mark all listed as read", synonyms="catch up everything"),
    Command("listing.read_above", "left_curly_bracket", "above read", "Mark everything above the cursor as read",
            TRIAGE, run=lambda c: c.marking.mark_above_read(), blocked=_none_listed,
            title="Mark all above as read"),
    Command("listing.read_below", "right_curly_bracket", "below read", "Mark everything below the cursor as read",
            TRIAGE, run=lambda c: c.marking.mark_below_read(), blocked=_none_listed,
            title="Mark all below as read"),
    Command("marks.undo", "u", "undo", "Undo the last change", TRIAGE, run=lambda c: c.history.undo(),
            synonyms="revert"),
    Command("marks.redo", "ctrl+r", "redo", "Redo the change that was undone", TRIAGE,
            run=lambda c: c.history.redo(),
            title="Redo"),
    Command("marks.history", "H", "history", "Show the history of changes, and go back to any point", TRIAGE,
            run=lambda c: c.history.show_history(),
            title="History of changes", synonyms="log undo redo"),
    Command("article.tags", "t", "tags", "Edit the tags of the article or the selection", ANNOTATE,
            run=lambda c: c.annotations.edit_tags(), blocked=_or_selection(_no_article), now=_selection(),
            footer={"selection": 4, "detail": 9},
            title="Edit the tags", synonyms="labels categories"),
    Command("article.note", "e", "note", "Write a note on the article", ANNOTATE,
            run=lambda c: c.annotations.edit_note(), blocked=_no_article, footer={"detail": 10},
            synonyms="comment annotate edit"),
    Command("article.export", "E", "export", "Export the article or the selection to a file", ANNOTATE,
            run=lambda c: c.export.export(), blocked=_or_selection(_no_article), now=_selection(),
            footer={"selection": 8},
            title="Export to a file", synonyms="save write"),
    Command("mute.add", "x", "mute", "Mute a word, a provider or a topic", HIDE, run=lambda c: c.hiding.add_mute(),
            title="Mute a word, provider, topic", synonyms="block ignore filter hide"),
    Command("mute.list", "X", "mutes", "List the mutes, and remove one", HIDE, run=lambda c: c.hiding.show_mutes(),
            title="List or remove mutes", synonyms="muted unmute blocked"),
    Command("article.snooze", "Z", "snooze", "Hide the article or the selection until later", HIDE,
            run=lambda c: c.hiding.snooze(), blocked=_or_selection(_not_stored), now=_selection(),
            footer={"selection": 7},
            title="Snooze: hide until later", synonyms="postpone remind"),
    *map(_related, range(1, 10)),
    Command("count.zero", "0", "count", "In the list and the topics, digits before a motion count: 12j", NAVIGATE,
            run=lambda c: c.navigation.type_digit(0), counts=True,
            blocked=_unless(lambda state: state.pane != "detail", "there is no related entry 0"),
            title="Digits before a motion count"),
    Command("article.next", "J", "next", "Go to the next article, from any pane", NAVIGATE,
            run=lambda c: c.navigation.step_article(1), blocked=_none_listed, counts=True, title="Next article"),
    Command("article.previous", "K", "previous", "Go to the previous article, from any pane", NAVIGATE,
            run=lambda c: c.navigation.step_article(-1), blocked=_none_listed, counts=True,
            title="Previous article"),
    Command("trail.back", "backspace,alt+left", "previous article", "Go back to the article before, as in a browser",
            NAVIGATE, run=lambda c: c.navigation.go_back(), footer={"detail": 8},
            blocked=_unless(lambda state: state.back, "nothing to go back to"),
            title="Back to the article before", synonyms="return"),
    Command("trail.forward", "alt+right", "forward", "Go forward again", NAVIGATE,
            run=lambda c: c.navigation.go_forward(),
            blocked=_unless(lambda state: state.forward, "nothing to go forward to")),
    Command("pane.left", "h,left", "pane left", "Go to the pane on the left", NAVIGATE,
            run=lambda c: c.navigation.step_pane(-1),
            blocked=_unless(lambda state: state.pane != "sidebar", "this is the leftmost pane"),
            footer={"list": (2, lambda state: "topics" if state.topics_hidden else "")}),
    Command("pane.right", "l,right", "pane right", "Go to the pane on the right", NAVIGATE,
            run=lambda c: c.navigation.step_pane(1),
            blocked=_unless(lambda state: state.pane != "detail", "this is the rightmost pane")),
    Command("pane.next", "tab", "next pane", "Go to the next pane", NAVIGATE,
            run=lambda c: c.navigation.cycle_pane(1)),
    Command("pane.previous", "shift+tab", "previous pane", "Go to the previous pane", NAVIGATE,
            run=lambda c: c.navigation.cycle_pane(-1)),
    Command("pane.out", "escape", "back", "Back out: selection, article, list, topics; never quits", NAVIGATE,
            run=lambda c: c.navigation.back_out(), now=_back_out,
            blocked=_unless(lambda state: state.zoomed or state.drawer or state.pane != "sidebar",
                            "nothing to go back to"),
            footer={"selection": (3, "unselect"), "detail": 2},
            title="Back out by one step", synonyms="leave close"),
    Command("topic.previous", "[", "previous topic", "Go to the previous topic", NAVIGATE,
            run=lambda c: c.navigation.step_topic(-1), counts=True,
            blocked=_unless(lambda state: not state.first_topic, "this is the first entry")),
    Command("topic.next", "]", "next topic", "Go to the next topic", NAVIGATE,
            run=lambda c: c.navigation.step_topic(1), counts=True,
            blocked=_unless(lambda state: not state.last_topic, "this is the last entry")),
    # The priority of this, the help and the palette: the keys after it are for their line, however fast they come.
    Command("search.open", "slash", "search", "Search all articles, or edit the search", VIEW,
            run=lambda c: c.search.open(), priority=True, footer={"list": 7},
            title="Search all articles", synonyms="find filter query"),
    Command("search.save", "ampersand", "save", "Save the search, or manage the saved searches", VIEW,
            run=lambda c: c.saved_searches.save(),
            title="Save or manage searches", synonyms="query filter"),
    Command("list.sort", "s", "sort", "Sort by heat or by date", VIEW,
            run=lambda c: c.display.next_order(), now=lambda state: state.order.next.label,
            footer={"sidebar": 3, "list": 8},
            synonyms="order"),
    Command("list.density", "d", "density", "Show one, two or three lines an article", VIEW,
            run=lambda c: c.display.next_density(), footer={"list": 10},
            now=lambda state: f"{state.density.next.value}: {count_noun(state.density.next.height, 'line')}",
            title="Lines for each article", synonyms="rows compact roomy layout"),
    Command("pane.zoom", "z", "zoom", "Show this pane alone, or all panes again; zz centers the cursor", VIEW,
            run=lambda c: c.navigation.zoom_pane(),
            now=lambda state: "all panes" if state.zoomed else "this pane alone",
            footer={"list": 11, "detail": 11},
            title="Zoom this pane, or all again", synonyms="maximize fullscreen focus"),
    Command("news.reload", "r,R", "reload", "Read the folders again", PROGRAM, run=lambda c: c.reload.reload(),
            synonyms="refresh update files"),
    Command("news.show_new", "plus", "show new", "Show the articles that have arrived meanwhile", PROGRAM,
            run=lambda c: c.reload.show_new(), blocked=_unless(lambda state: state.new, "no new articles"),
            now=lambda state: f"{state.new:,} new", title="Show new articles"),
    Command("program.problems", "exclamation_mark", "problems", "Show the problems in the files", PROGRAM,
            run=lambda c: c.display.show_problems(), now=lambda state: count_noun(state.problems, "problem"),
            footer={"sidebar": 4},
            title="Problems in the files", synonyms="errors warnings"),
    Command("program.keys", "question_mark", "keys", "Show all keys", PROGRAM,
            run=lambda c: c.display.show_keys(), priority=True,
            footer={"sidebar": _LAST, "list": _LAST, "selection": _LAST, "detail": _LAST},
            synonyms="help shortcuts keybindings hotkeys"),
    Command("program.manual", "f1", "manual", "Read the manual", PROGRAM, run=lambda c: c.display.show_manual(),
            synonyms="help documentation docs guide"),
    Command("program.theme", "C", "theme", "Choose the colours, shown as you move", PROGRAM,
            run=lambda c: c.choose_theme(), title="Choose the colours", synonyms="theme colors scheme"),
    Command("program.palette", "ctrl+p,colon", "palette", "Find a command, topic, theme, setting or article", PROGRAM,
            run=lambda c: c.display.show_palette(), priority=True,
            title="Find a command", synonyms="commands"),
    Command("pane.leave", "q", "quit", "Leave the article, zoom or search, or quit", PROGRAM,
            run=lambda c: c.navigation.leave(), now=_leave, footer={"sidebar": 5, "list": 12},
            title="Leave, or quit from the list", synonyms="close"),
    Command("text.copy", "ctrl+c", "copy text", "Copy the text that the mouse has selected", PROGRAM,
            run=lambda c: c.text.copy_selection(), title="Copy the selected text", synonyms="clipboard"),
    Command("program.quit", "Q", "quit", "Quit, from anywhere", PROGRAM,
            run=lambda c: c.quit(), title="Quit", synonyms="exit leave close q wq"),
)
"""The commands of the screen, in the order of the help."""

APP_COMMANDS: Final = (
    Command("app.quit", "ctrl+q", "quit", "Quit, from a dialog, too", PROGRAM, action="quit", priority=True),
    Command("app.suspend", "ctrl+z", "suspend", "Suspend the reader; `fg` in the shell comes back", PROGRAM,
            action="suspend_process", title="Suspend the reader", synonyms="background shell"),
    Command("app.redraw", "ctrl+l", "redraw", "Draw the screen again", PROGRAM, action="redraw",
            synonyms="refresh repaint"),
)
"""Those that work in dialogs, too."""

_PANES: Final[Mapping[str, Iterable[BindingType]]] = {
    "list": ArticleList.BINDINGS,
    "detail": ArticleDetail.BINDINGS,
    "sidebar": TopicSidebar.BINDINGS,
    "search": SearchLine.BINDINGS,
}
_PANE_FOOTERS: Final[Mapping[str, Mapping[str, int]]] = {
    "list.choose": {"list": 1}, "list.select": {"list": 9, "selection": 9}, "list.range": {"selection": 10},
    "detail.choose": {"detail": 6}, "detail.read_on": {"detail": 2}, "sidebar.choose": {"sidebar": 1},
    "sidebar.fold": {"sidebar": 2}, "sidebar.find": {"sidebar": 2},
    "search.keep": {"search": 1}, "search.complete": {"search": 2}, "search.earlier": {"search": 3},
    "search.leave": {"search": 4},
}
# fmt: on


def _pane_command(binding: Binding, pane: str) -> Command:
    return Command(
        binding.id or "",
        binding.key,
        binding.description,
        binding.tooltip,
        binding.group.description if binding.group else "",
        blocked=_none_listed if pane == "list" else nothing,
        footer=_PANE_FOOTERS.get(binding.id or "", {}),
        pane=pane,
        action=binding.action,
        captures=pane == "search" or binding.id == "sidebar.find",
    )


PANE_COMMANDS: Final = tuple(
    _pane_command(binding, pane)
    for pane, bindings in _PANES.items()
    for binding in bindings
    if isinstance(binding, Binding)
)
"""The bindings of the panes, whose actions the widgets have."""

ALL_COMMANDS: Final = (*COMMANDS, *PANE_COMMANDS, *APP_COMMANDS)
BY_ID: Final = {command.id: command for command in ALL_COMMANDS}


# -- what is made of them


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The commands as Textual has them; those with `run` go through the one action of the screen."""
    return [
        Binding(
            command.keys,
            action_of(command),
            command.label,
            id=command.id,
            tooltip=command.help,
            group=Binding.Group(command.group),
            priority=command.priority,
        )
        for command in commands
    ]


def action_of(command: Command) -> str:
    """The action of Textual that runs a command."""
    return f"run('{command.id}')" if command.run else command.action


def first_key(command_id: str, keymap: Keymap) -> str:
    """The first key of a command, for display."""
    return _first_name(keymap.get(command_id) or BY_ID[command_id].keys)


@cache
def _first_name(keys: str) -> str:
    return key_name(split_keys(keys)[0])


@cache
def footer_commands(pane: str) -> tuple[tuple[Command, str | Describe], ...]:
    """The commands in the footer of a pane, each with its label or what gives it."""
    found: list[tuple[int, Command, str | Describe]] = []
    for command in ALL_COMMANDS:
        if pane in command.footer:
            entry = command.footer[pane]
            place, label = entry if isinstance(entry, tuple) else (entry, command.label)
            found.append((place, command, label))
    return tuple((command, label) for _, command, label in sorted(found, key=lambda one: one[0]))


def hints(pane: str, keymap: Keymap, state: CommandState) -> tuple[Hint, ...]:
    """The footer of a pane in a state, "selection" being that of the list while articles are selected.

    `keys` is the last, after those that move; commands that cannot act now are dimmed.
    """
    found: list[Hint] = []
    for command, given in footer_commands(pane):
        key, label = first_key(command.id, keymap), given if isinstance(given, str) else given(state)
        if label and key != UNBOUND:
            found.append(Hint(key, label, command.id, dim=bool(command.blocked(state))))
    mover = "list" if pane == "selection" else pane
    moves = [first_key(name, keymap) for name in (f"{mover}.down", f"{mover}.up") if name in BY_ID]
    return (*found[:-1], *([Hint("/".join(moves), "move", "")] if moves else []), *found[-1:])
