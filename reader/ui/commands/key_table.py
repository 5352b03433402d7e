"""The keys as text: for `heatwire keys`, for the README, and what is wrong with those that a person changed."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.ui.commands.availability import Situation, answer
from reader.ui.commands.keymap import PLAIN, KeyChange, Keymap, mapped
from reader.ui.commands.registry import (
    APP_COMMANDS,
    UNBOUND,
    all_bindings,
    declared,
    first_key,
    keys_of,
    remappable,
    words_of,
)
from reader.ui.render.text import cell_width, pad


class KeyRow(NamedTuple):
    """One line of the help: keys, what they do, the command's id, and what it would do now or why it is blocked."""

    keys: str
    label: str
    command: str
    note: str = ""
    blocked: bool = False


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
    widths = [max(cell_width(row[column]) for row in rows) for column in (0, 1)]
    for name, found in groups.items():
        yield name
        for keys, command, words in found:
            yield f"  {pad(keys, widths[0])}  {pad(command, widths[1])}  {words}"


def grouped(keymap: Keymap) -> dict[str, list[KeyRow]]:
    """The keys and what they do, by group; keys that do the same in several panes once."""
    groups: dict[str, list[KeyRow]] = {}
    seen: set[tuple[str, str, str]] = set()
    for binding in all_bindings():
        keys, label = keys_of(binding, keymap), words_of(binding)
        if binding.id and binding.id.startswith("related."):
            if binding.id != "related.1":
                continue
            keys = f"{keys.split()[0]} … {first_key('related.9', keymap)}"
            label = "Go to that related entry"
        # Moving is alike in all panes; Enter goes deeper, which is something else in each.
        same = (binding.group.description if binding.group else "", keys, label if binding.key == "enter" else "")
        if same not in seen or keys == UNBOUND:
            seen.add(same)
            groups.setdefault(same[0], []).append(KeyRow(keys, label, binding.id or ""))
    return groups


def help_rows(keymap: Keymap, situation: Situation) -> dict[str, list[KeyRow]]:
    """The same with what each command would do now."""

    def row(plain: KeyRow) -> KeyRow:
        found = answer(plain.command, situation)
        note = found.why_not or (f"now: {found.now}" if found.now else "")
        return plain._replace(note=note, blocked=bool(found.why_not))

    return {group: [row(plain) for plain in rows] for group, rows in grouped(keymap).items()}


def markdown() -> str:
    """The table of the README: the keys as they are unless somebody changes them."""
    lines = ["| keys | what they do |", "|---|---|"]
    for group, rows in grouped(PLAIN).items():
        lines.append(f"| **{group}** | |")
        lines += [f"| {_quoted(row.keys)} | {row.label} |" for row in rows]
    return "\n".join(lines)


def _quoted(keys: str) -> str:
    if "…" in keys:
        first, last = keys.split(" … ")
        return f"`{first}` … `{last}`"
    return " ".join(f"`{key}`" for key in keys.split(" "))
