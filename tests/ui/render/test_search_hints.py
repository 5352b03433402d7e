"""What is said beside the search line, at any width."""

import pytest
from rich.cells import cell_len

from reader.ui.render import search_hints
from tests.ui.render.test_list_row import text
from tests.ui.support import WIDE

MESSAGE = "heat takes a whole number from 0 up, not “x”"


@pytest.mark.parametrize("width", [20, 40, 57, 120])
@pytest.mark.parametrize("column", [-30, 0, 5, 30, 100, 500])
@pytest.mark.parametrize("message", [MESSAGE, "short", WIDE * 2])
def test_trouble_fits_and_is_whole_with_a_caret_in_sight(message: str, column: int, width: int) -> None:
    lines = [text(line) for line in search_hints.error_lines(message, column, width)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(message.split()) in "".join("".join(lines).split()).replace("^", "")
    assert sum(line.count("^") for line in lines) == 1
    place = min(max(column, 0) + len(search_hints.PROMPT), width - 1)
    assert cell_len(lines[0].partition("^")[0]) == place


def test_the_words_stand_beside_the_caret_where_there_is_room() -> None:
    assert [text(line) for line in search_hints.error_lines("short", 4, 40)] == ["       ^ short"]
    assert [text(line) for line in search_hints.error_lines("short", 35, 40)] == [" " * 32 + "short ^"]
    assert [text(line) for line in search_hints.error_lines(MESSAGE, 10, 50)] == [" " * 13 + "^", f" {MESSAGE}"]


@pytest.mark.parametrize("width", [10, 20, 40, 120])
def test_as_many_completions_are_shown_as_fit(width: int) -> None:
    texts = ["topic:AI", 'topic:"AI Ethics"', f"topic:{WIDE}", "topic:x"]
    line = search_hints.completions_line(texts, width)
    assert cell_len(text(line)) <= width
    assert text(line).startswith(" Tab t")
    assert next(span.text for span in line if span.role == "completion").startswith("topi"[: width - 6])
    assert search_hints.completions_line([], width) == ()


@pytest.mark.parametrize("width", [10, 20, 40, 120])
def test_as_many_examples_are_shown_as_fit(width: int) -> None:
    line = text(search_hints.examples_line(width))
    assert cell_len(line) <= max(width, len("   words"))
    assert line.startswith("   words")
