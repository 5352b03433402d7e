"""The keys that move within a pane, the same in each."""

from textual.binding import Binding

MOVING = Binding.Group("Move")


def movement(scope: str, *, one: str, first: str, last: str) -> list[Binding]:
    """The bindings of a pane that moves by `move`, `page`, `go_first` and `go_last`.

    Args:
        scope: the first part of the bindings' ids.
        one: what `move` moves by, as in "an article".
        first: where `go_first` goes, as in "the first article".
        last: where `go_last` goes.
    """
    moves = (
        ("j,down", "move(1)", "down", f"Down by {one}"),
        ("k,up", "move(-1)", "up", f"Up by {one}"),
        ("g,home", "go_first", "first", f"To {first}"),
        ("G,end", "go_last", "last", f"To {last}"),
        ("ctrl+d", "page(0.5)", "half_down", "Down by half a page"),
        ("ctrl+u", "page(-0.5)", "half_up", "Up by half a page"),
        ("pagedown", "page(1)", "page_down", "Down by a page"),
        ("pageup", "page(-1)", "page_up", "Up by a page"),
    )
    return [
        Binding(keys, action, verb.replace("_", " "), id=f"{scope}.{verb}", tooltip=words, group=MOVING, show=False)
        for keys, action, verb, words in moves
    ]
