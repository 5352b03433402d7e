"""Parses YAML into nodes. Importing this module imports yaml (20 ms).

The nodes are built from the parser's events, which libyaml makes without recursion, so that no input can exhaust the
stack. Aliases, tags and merge keys, which can make a small file endless or run code, are refused.
"""

from collections.abc import Iterator
from typing import Final

import yaml
from yaml.events import Event, ScalarEvent
from yaml.reader import ReaderError

from reader.core.text.cleaning import clean_line
from reader.core.text.normalization import quoted
from reader.sources.files.file_reader import Unreadable
from reader.sources.front_matter.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_DEPTH: Final = 16
MAX_EVENTS: Final = 50_000

_HINTS: Final = {
    "mapping values are not allowed": "a text with a colon needs quotes",
    "cannot start any token": "a tab, or a character that needs quotes",
    "found unexpected end of stream": "a quote is not closed",
    "unknown escape character": "write a backslash in double quotes twice",
    "did not find expected key": "the indent differs from that of the lines above, or a text needs quotes",
}


def parse_nodes(text: str, first_line: int = 1) -> Node | None:
    """The root node of a YAML document with `\\n` for line breaks; None for an empty one.

    The lines of nodes and errors count from `first_line`.

    Raises:
        Unreadable: it is not YAML, or contains something that is refused.
    """
    loader = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
    try:
        return _build(yaml.parse(text, Loader=loader), first_line)
    except yaml.YAMLError as error:
        raise _unreadable(error, text, first_line) from error


def _build(events: Iterator[Event], first_line: int) -> Node | None:
    # The line of each open collection and its nodes so far; in a mapping, keys and values alternate.
    root: list[Node] = []
    nodes = root
    stack: list[tuple[int, list[Node]]] = []
    documents = 0
    for count, event in enumerate(events):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if type(event) is ScalarEvent:
            if event.tag is not None:
                raise _tagged(event.tag, line)
            nodes.append(ScalarNode(event.value, not event.style, line))
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.tag is not None:
                raise _tagged(event.tag, line)
            stack.append((line, nodes))
            nodes = []
            if len(stack) > MAX_DEPTH:
                raise Unreadable(f"nested deeper than {MAX_DEPTH}", line)
        elif isinstance(event, yaml.CollectionEndEvent):
            start, outer = stack.pop()
            is_mapping = isinstance(event, yaml.MappingEndEvent)
            outer.append(MappingNode(_entries(nodes), start) if is_mapping else SequenceNode(nodes, start))
            nodes = outer
        elif isinstance(event, yaml.AliasEvent):
            raise Unreadable("a YAML alias (*name) is not allowed; a text with a star needs quotes", line)
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Unreadable("more than one YAML document", line)
        if count >= MAX_EVENTS:
            raise Unreadable(f"too many entries: more than {MAX_EVENTS:,}", line)
    return root[0] if root else None


def _entries(nodes: list[Node]) -> list[tuple[str, Node, int]]:
    entries = []
    for key, node in zip(nodes[::2], nodes[1::2], strict=True):
        if not isinstance(key, ScalarNode):
            raise Unreadable("a YAML key that is a list or a mapping is not allowed", key.line)
        if key.plain and key.text == "<<":
            raise Unreadable("a YAML merge key (<<) is not allowed", key.line)
        entries.append((key.text, node, key.line))
    return entries


def _tagged(tag: str, line: int) -> Unreadable:
    return Unreadable(f"a YAML tag ({quoted(tag)}) is not allowed; a text with ! needs quotes", line)


def _unreadable(error: yaml.YAMLError, text: str, first_line: int) -> Unreadable:
    if isinstance(error, ReaderError):
        place = text.find(chr(error.character)) if isinstance(error.character, int) else -1
        line = first_line + text.count("\n", 0, max(place, 0))
        return Unreadable("control characters are not allowed in YAML", line)
    if not isinstance(error, yaml.MarkedYAMLError):
        return Unreadable("invalid YAML", first_line)
    problem = error.problem or error.context or "unknown"
    if "nesting depth" in problem:
        # Newer versions of libyaml have a limit of their own, which they reach while looking ahead.
        return Unreadable(f"nested deeper than {MAX_DEPTH}", _line_of(error, first_line))
    hint = next((f" ({hint})" for part, hint in _HINTS.items() if part in problem), "")
    reason = f"invalid YAML: {clean_line(problem.removesuffix(' in this context'), limit=120)}{hint}"
    return Unreadable(reason, _line_of(error, first_line))


def _line_of(error: yaml.MarkedYAMLError, first_line: int) -> int | None:
    """The line of an error; for what is not closed it is the line where it was opened, not the end of the file."""
    mark = error.problem_mark or error.context_mark
    if "end of stream" in (error.problem or "") and error.context_mark:
        mark = error.context_mark
    return first_line + mark.line if mark else None
