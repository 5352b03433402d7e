"""Widgets reach for nothing beyond themselves: what they need is handed to them, what happens they report."""

import ast
from pathlib import Path

import pytest

import reader.ui.widgets

MODULES = sorted(Path(reader.ui.widgets.__path__[0]).glob("*.py"))
BEYOND = {"app", "screen", "parent", "query", "query_one", "query_ancestor", "siblings", "ancestors"}
ALLOWED = {
    # The keys that are still in the queue, and the bindings in force.
    "search_line": {"app", "screen"},
}


def reached(source: str) -> set[str]:
    """The attributes by which code leaves its own widget."""
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute))
    own = (node.attr for node in nodes if isinstance(node.value, ast.Name) and node.value.id == "self")
    return BEYOND.intersection(own)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_widget_reaches_for_nothing_beyond_itself(path: Path) -> None:
    assert reached(path.read_text(encoding="utf-8")) == ALLOWED.get(path.stem, set())


def test_reaching_beyond_would_be_found() -> None:
    assert reached("self.app.main.article_list.show()\nself.query_one('#list')") == {"app", "query_one"}
