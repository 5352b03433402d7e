"""Pointing at an error in a query."""

import pytest

from reader.cli.commands.list_command import point_at
from reader.cli.table import cell_width
from reader.core.model.errors import QueryError


@pytest.mark.parametrize("column", [0, 1, 40, 150, 200])
@pytest.mark.parametrize("letter", ["a", "顔"])
@pytest.mark.parametrize("width", [None, 10, 40, 80])
def test_the_caret_is_under_the_place_and_in_the_line(column: int, letter: str, width: int | None) -> None:
    query = letter * column + "!" + letter * (200 - column) if column < 200 else letter * 200
    message, line, caret = point_at(QueryError("wrong", column), query, width).split("\n")
    assert message == "wrong"
    before = line[: line.index("!")] if "!" in line else line
    assert len(caret) == cell_width(before) + 1
    if width is None:
        assert line == f"  {query}"
    else:
        assert max(cell_width(line), len(caret)) <= max(width, 23)
