"""What is said beside the search line."""

from collections.abc import Sequence

from reader.ui.render.text import Line, Span, cell_width, fit, wrap

PROMPT = " / "
EXAMPLES = 'words  "a phrase"  title:x  topic:x  provider:x  tag:x  is:unread  heat>100  age<7d  sort:date  -not  OR'


def prompt_line() -> Line:
    """What stands before the search line."""
    return (Span(PROMPT, "prompt"),)


def error_lines(message: str, column: int, width: int) -> list[Line]:
    """A caret under the place where a query is wrong, and why.

    Args:
        message: what is wrong.
        column: the cell of the place in the search line; it may be out of sight.
        width: cells a line.
    """
    place = min(max(len(PROMPT) + column, len(PROMPT)), max(0, width - 1))
    size = cell_width(message)
    if place + 2 + size <= width:
        return [(Span(" " * place + "^ ", "trouble"), Span(message, "trouble"))]
    if size + 2 <= place:
        return [(Span(" " * (place - size - 1) + message + " ^", "trouble"),)]
    said = [(Span(f" {line}", "trouble"),) for line in wrap(message, width - 2)]
    return [(Span(" " * place + "^", "trouble"),), *said]


def completions_line(texts: Sequence[str], width: int) -> Line:
    """What can be completed; the first is what the key takes."""
    if not texts:
        return ()
    spans: list[Span] = [Span(f"{PROMPT[:1]}Tab ", "note")]
    room = width - 5
    for number, text in enumerate(texts):
        gap = "  " if number else ""
        if number and cell_width(text) + 2 > room:
            break
        shown = fit(text, room)
        spans.append(Span(gap + shown, "note" if number else "offer"))
        room -= cell_width(shown) + len(gap)
    return tuple(spans)


def examples_line(width: int) -> Line:
    """What a query may hold, as many kinds as fit."""
    text = EXAMPLES
    while cell_width(text) > width - len(PROMPT) and "  " in text:
        text = text.rpartition("  ")[0]
    return (Span(" " * len(PROMPT) + text, "note"),)
