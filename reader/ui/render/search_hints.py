"""The lines around the search line: prompt, completions, examples and errors."""

from collections.abc import Sequence

from reader.ui.render.text import Line, Span, cell_width, fit, wrap

PROMPT = " / "
EXAMPLES = 'words  "a phrase"  title:x  topic:x  provider:x  tag:x  is:unread  heat>100  age<7d  sort:date  -not  OR'


def prompt_line() -> Line:
    """The prompt before the search line."""
    return (Span(PROMPT, "prompt"),)


def error_lines(message: str, column: int, width: int) -> list[Line]:
    """A caret under the error in a query, and the message.

    Args:
        message: what is wrong.
        column: the cell of the error in the search line; it may be scrolled out of sight.
        width: in cells.
    """
    caret = min(max(len(PROMPT) + column, len(PROMPT)), max(0, width - 1))
    size = cell_width(message)
    if caret + 2 + size <= width:
        return [(Span(" " * caret + "^ ", "error"), Span(message, "error"))]
    if size + 2 <= caret:
        return [(Span(" " * (caret - size - 1) + message + " ^", "error"),)]
    text = [(Span(f" {line}", "error"),) for line in wrap(message, width - 2)]
    return [(Span(" " * caret + "^", "error"),), *text]


def completions_line(texts: Sequence[str], width: int) -> Line:
    """The completions, as many as fit; Tab inserts the first."""
    if not texts:
        return ()
    spans: list[Span] = [Span(f"{PROMPT[:1]}Tab ", "note")]
    room = width - 5
    for number, text in enumerate(texts):
        gap = "  " if number else ""
        if number and cell_width(text) + 2 > room:
            break
        shown = fit(text, room)
        spans.append(Span(gap + shown, "note" if number else "completion"))
        room -= cell_width(shown) + len(gap)
    return tuple(spans)


def scope_line(topic: str, key: str, width: int) -> Line:
    """In which topic a search looks, and the key that makes it look in all."""
    return note_line(f"in {topic} · {key} all topics", width)


def note_line(text: str, width: int) -> Line:
    """A remark under the search line."""
    return (Span(" " * len(PROMPT) + fit(text, max(0, width - len(PROMPT))), "note"),)


def examples_line(width: int) -> Line:
    """Examples of the query language, as many as fit."""
    text = EXAMPLES
    while cell_width(text) > width - len(PROMPT) and "  " in text:
        text = text.rpartition("  ")[0]
    return (Span(" " * len(PROMPT) + text, "note"),)
