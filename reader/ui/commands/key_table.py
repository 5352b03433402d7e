"""The keys as text: for `heatwire keys`, for the README, and what is wrong with those that a person changed."""

from collections.abc import Iterable, Iterator

from reader.ui.commands.keymap import PLAIN, KeyChange, Keymap, mapped
from reader.ui.commands.registry import APP_COMMANDS, all_bindings, declared, keys_of, remappable, words_of
from reader.ui.dialogs.key_help import grouped
from reader.ui.render.text import cells, pad


def changed(changes: Iterable[KeyChange]) -> tuple[Keymap, tuple[str, ...]]:
    """The map of keys with the changes that can be made, and what is wrong with the others, in words."""
    return mapped(remappable(), changes)


def key_lines(keymap: Keymap) -> Iterator[str]:
    """Every command with its keys, its id and what it does, by group."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for binding in (*all_bindings(), *declared(APP_COMMANDS)):
        name = binding.group.description if binding.group else ""
        groups.setdefault(name, []).append((keys_of(binding, keymap), binding.id or "", words_of(binding)))
    rows = [row for found in groups.values() for row in found]
    widths = [max(cells(row[column]) for row in rows) for column in (0, 1)]
    for name, found in groups.items():
        yield name
        for keys, command, words in found:
            yield f"  {pad(keys, widths[0])}  {pad(command, widths[1])}  {words}"


def markdown() -> str:
    """The table of the README: the keys as they are unless somebody changes them."""
    lines = ["| keys | what they do |", "|---|---|"]
    for group, rows in grouped(PLAIN).items():
        lines.append(f"| **{group}** | |")
        lines += [f"| {_quoted(keys)} | {words} |" for keys, words, _ in rows]
    return "\n".join(lines)


def _quoted(keys: str) -> str:
    if "…" in keys:
        first, last = keys.split(" … ")
        return f"`{first}` … `{last}`"
    return " ".join(f"`{key}`" for key in keys.split(" "))
