"""Text between two points."""

from reader.ui.render.text import Line, Span
from reader.ui.render.text_selection import Point, TextSelection, cut

LINES: tuple[Line, ...] = (
    (Span(" "), Span("The first line", "text")),
    (Span(" "), Span("goes on here.", "text")),
    (),
    (Span(" "), Span("顔認証", "text"), Span(" x", "link")),
)


def selected(start: Point, end: Point, room: int = 16) -> str:
    selection = TextSelection()
    selection.begin(start)
    selection.extend(end)
    return selection.text(LINES.__getitem__, room)


def test_the_text_between_two_points_in_either_direction() -> None:
    assert selected(Point(0, 5), Point(0, 9)) == "first"
    assert selected(Point(0, 9), Point(0, 5)) == "first"
    assert selected(Point(0, 5), Point(0, 5)) == ""


def test_lines_are_joined_only_where_they_were_wrapped() -> None:
    assert selected(Point(0, 1), Point(3, 99)) == "The first line goes on here.\n\n顔認証 x"
    assert selected(Point(0, 1), Point(1, 99), room=60) == "The first line\ngoes on here."


def test_wide_characters_are_not_cut() -> None:
    assert cut(LINES[3], range(2, 4)) == (
        (Span(" "), Span("顔", "text")),
        (Span("認", "text"),),
        (Span("証", "text"), Span(" x", "link")),
    )
    assert selected(Point(3, 1), Point(3, 3)) == "顔認"


def test_what_is_selected_has_a_role_of_its_own() -> None:
    selection = TextSelection()
    selection.begin(Point(0, 5))
    assert selection.extend(Point(1, 4)) == range(2)
    marked = selection.mark(0, LINES[0])
    assert marked == (Span(" "), Span("The ", "text"), Span("first line", "selected text"))
    assert selection.mark(2, ()) == ()
    assert selection.clear() == range(2)
    assert not selection
    assert selection.mark(0, LINES[0]) == LINES[0]
