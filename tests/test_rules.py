"""Rules of the house that no other tool checks: layers, bindings, markup, sizes, colours."""

import ast
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.color import Color, ColorParseError

import reader.ui
from reader.ui.main_screen import MainScreen
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.topic_sidebar import TopicSidebar

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "reader"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 500, 60


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@lru_cache(None)
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _python(code: str) -> "subprocess.CompletedProcess[str]":
    """Run code in a fresh interpreter that finds this checkout first."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


# -- layers


def test_the_contracts_of_the_layers_hold() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    result = _python(code)
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", result.stdout)


def test_the_core_loads_nothing_but_the_standard_library_and_msgspec() -> None:
    code = """
import importlib, pkgutil, sys
before = set(sys.modules)
import reader.core
for module in pkgutil.walk_packages(reader.core.__path__, "reader.core."):
    importlib.import_module(module.name)
new = {name.partition(".")[0] for name in set(sys.modules) - before}
allowed = sys.stdlib_module_names | {"reader", "msgspec", "typing_extensions"}
print(*sorted(new - allowed), *sorted(new & {"sqlite3", "asyncio", "socket"}))
print(*sorted(name for name in sys.modules if name.startswith("reader.") and not name.startswith("reader.core")))
print(len([name for name in sys.modules if name.startswith("reader.core.")]))
"""
    result = _python(code)
    assert result.returncode == 0, result.stderr
    foreign, others, count = result.stdout.splitlines()
    assert (foreign, others) == ("", "")
    assert int(count) == len(list((PACKAGE / "core").rglob("*.py"))) - 1


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (module, *(f"{module}.{alias.name}" for alias in node.names))


def test_widgets_know_no_store_no_application_and_no_screen() -> None:
    banned = ("reader.core.store", "textual.app", "textual.screen", "reader.ui.app", "reader.ui.main_screen", ".")
    found = [
        (_name(path), module)
        for path in FILES
        if path.is_relative_to(PACKAGE / "ui" / "widgets")
        for module in _imported(_tree(path))
        if module.startswith(banned)
    ]
    assert found == []


def test_the_core_reads_no_clock() -> None:
    clock = re.compile(r"\b(?:datetime|date)\.(?:now|utcnow|today)\b|\btime\.(?:time|monotonic|perf_counter)")
    core = [path for path in FILES if path.is_relative_to(PACKAGE / "core")]
    assert [_name(path) for path in core if clock.search(ast.unparse(_tree(path)))] == []


# -- shape


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py"], ids=_name)
def test_a_package_holds_a_docstring_and_nothing_else(path: Path) -> None:
    tree = _tree(path)
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_files_are_short() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length >= LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    long = {}
    for path in FILES:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length >= LONGEST_FUNCTION:
                    long[f"{_name(path)}:{node.name}"] = length
    assert long == {}


def test_only_the_command_line_prints() -> None:
    allowed = (PACKAGE / "cli", PACKAGE / "console.py")
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in FILES
        if not any(path.is_relative_to(place) for place in allowed)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []


# -- names, folders, classes

SEAMS = ("commands", "dialogs", "search", "parsers", "services")
"""Where an import inside a function may buy start-up time; its line ends with `# lazy: SEAM`."""

MOST_LAZY_IMPORTS, MOST_MODULES_IN_A_FOLDER, LONGEST_SCREEN = 45, 12, 200
MODULES = [path for path in FILES if path.name != "__init__.py"]


def _twice(names: list[tuple[str, str]]) -> dict[str, list[str]]:
    """The names that are given more than once, with their places."""
    places: dict[str, list[str]] = {}
    for name, place in names:
        places.setdefault(name, []).append(place)
    return {name: found for name, found in places.items() if len(found) > 1}


def test_no_module_name_is_used_twice() -> None:
    assert _twice([(path.stem, _name(path)) for path in MODULES if path.stem != "__main__"]) == {}


def _classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path in FILES:
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef):
                yield path, node


def test_no_class_name_is_used_twice() -> None:
    assert _twice([(node.name, _name(path)) for path, node in _classes()]) == {}


def test_folders_are_small() -> None:
    counts = Counter(_name(path.parent) for path in MODULES)
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES_IN_A_FOLDER} == {}


def test_no_class_has_two_bases_of_this_project() -> None:
    ours = {node.name for _, node in _classes()}
    bases = {node.name: [base.id for base in node.bases if isinstance(base, ast.Name)] for _, node in _classes()}
    assert {name: found for name, found in bases.items() if len(ours.intersection(found)) > 1} == {}


def test_the_main_screen_only_composes() -> None:
    path = PACKAGE / "ui" / "main_screen.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_SCREEN
    ours = {node.name for _, node in _classes()}
    (screen,) = (node for found, node in _classes() if found == path and node.name == "MainScreen")
    assert {ast.unparse(base) for base in screen.bases} & ours == set()


def test_nothing_is_left_to_a_subclass_by_raising() -> None:
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Raise) and node.exc is not None and "NotImplementedError" in ast.unparse(node.exc)
    ]
    assert found == []


def test_nothing_is_imported_to_be_exported_again() -> None:
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom) and any(alias.name == alias.asname for alias in node.names)
    ]
    assert found == []


# -- imports


def _lazy_imports(tree: ast.Module) -> list[int]:
    """The lines of the imports inside functions."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return sorted(
        {
            node.lineno
            for function in functions
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
    )


def test_imports_inside_functions_are_few_and_at_the_seams() -> None:
    unmarked, marked = [], 0
    for path in FILES:
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for number in _lazy_imports(ast.parse(source)):
            if re.search(rf"# lazy: ({'|'.join(SEAMS)})$", lines[number - 1]):
                marked += 1
            else:
                unmarked.append(f"{_name(path)}:{number}")
    assert unmarked == []
    assert marked <= MOST_LAZY_IMPORTS


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import each other, by Tarjan's algorithm."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    circles: list[list[str]] = []

    def visit(node: str) -> None:
        numbers[node] = lowest[node] = len(numbers)
        stack.append(node)
        for other in graph[node]:
            if other not in numbers:
                visit(other)
                lowest[node] = min(lowest[node], lowest[other])
            elif other in stack:
                lowest[node] = min(lowest[node], numbers[other])
        if lowest[node] == numbers[node]:
            place = stack.index(node)
            if len(stack) - place > 1:
                circles.append(sorted(stack[place:]))
            del stack[place:]

    for node in graph:
        if node not in numbers:
            visit(node)
    return circles


def test_no_modules_import_each_other_not_even_for_type_hints() -> None:
    known = {_dotted(path) for path in MODULES}
    graph = {_dotted(path): {*_imported(_tree(path))} & known - {_dotted(path)} for path in MODULES}
    assert _circles(graph) == []


def test_a_circle_would_be_found() -> None:
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_controllers_import_no_screen_and_no_other_controller() -> None:
    banned = ("reader.ui.app", "reader.ui.main_screen", "reader.ui.controllers", "textual.screen")
    # What takes marks to the disk is handed to all that need it, and runs no command of its own.
    shared = ("reader.ui.controllers.write_queue", "reader.ui.controllers.mark_writer")
    found = [
        (_name(path), module)
        for path in MODULES
        if path.is_relative_to(PACKAGE / "ui" / "controllers")
        for module in _imported(_tree(path))
        if module.startswith(banned) and not module.startswith(shared)
    ]
    assert found == []


# -- bindings


def _binding_classes() -> list[type[Any]]:
    """The classes of the interface that declare bindings of their own."""
    found: dict[str, type[Any]] = {}
    for module in pkgutil.walk_packages(reader.ui.__path__, "reader.ui."):
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and thing.__module__.startswith("reader.ui") and "BINDINGS" in vars(thing):
                found[thing.__qualname__] = thing
    return [found[name] for name in sorted(found)]


_CLASSES = _binding_classes()
_PANES = [TopicSidebar, ArticleList, ArticleDetail]


def _keys(owner: type[Any]) -> list[str]:
    """Every key that a class binds, as Textual names it."""
    return [binding.key for binding in Binding.make_bindings(owner.BINDINGS)]


def test_the_classes_with_bindings_are_found() -> None:
    assert {MainScreen, *_PANES} <= set(_CLASSES)


@pytest.mark.parametrize("owner", _CLASSES)
def test_a_binding_has_an_id_and_says_what_it_does(owner: type[Any]) -> None:
    assert [binding for binding in owner.BINDINGS if not isinstance(binding, Binding)] == []
    bad = [
        binding
        for binding in owner.BINDINGS
        if not re.fullmatch(r"[a-z]+\.[a-z0-9_]+", binding.id or "") or not binding.tooltip or not binding.description
    ]
    assert bad == []


def test_no_two_bindings_share_an_id() -> None:
    ids = [(binding.id, owner.__name__) for owner in _CLASSES for binding in owner.BINDINGS]
    seen: dict[str | None, str] = {}
    twice = [(name, seen[name], owner) for name, owner in ids if seen.setdefault(name, owner) != owner]
    assert twice == []
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("owner", _CLASSES)
def test_no_class_binds_a_key_twice(owner: type[Any]) -> None:
    keys = _keys(owner)
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("pane", _PANES)
def test_no_pane_takes_a_key_of_the_screen(pane: type[Any]) -> None:
    assert set(_keys(pane)) & set(_keys(MainScreen)) == set()


@pytest.mark.parametrize("owner", _CLASSES)
def test_a_binding_leads_to_an_action_that_is_there(owner: type[Any]) -> None:
    actions = [binding.action.partition("(")[0] for binding in owner.BINDINGS]
    own = [action for action in actions if "." not in action]
    anywhere = (owner, importlib.import_module("reader.ui.app").HeatwireApp)
    assert [action for action in own if not any(hasattr(place, f"action_{action}") for place in anywhere)] == []


# -- markup: text from outside must never be read as such

_MARKUP_TAKERS = ("Static", "Label", "notify")
_MARKUP_TITLES = ("border_title", "border_subtitle", "tooltip")


def _called(node: ast.expr) -> str:
    """The last name of what is called: `notify` of `self.app.notify(…)`."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_false(node: ast.Call, keyword: str) -> bool:
    return any(
        given.arg == keyword and isinstance(given.value, ast.Constant) and given.value.value is False
        for given in node.keywords
    )


def _makes_content(node: ast.expr, makers: set[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    spelled = ast.unparse(node.func)
    return spelled in makers or (spelled.startswith("Content") and "from_markup" not in spelled)


def _holes(source: str) -> list[int]:
    """The lines at which text could be drawn through markup."""
    tree = ast.parse(source)
    makers = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is not None and ast.unparse(node.returns) == "Content"
    }
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            titles = [target for target in node.targets if getattr(target, "attr", "") in _MARKUP_TITLES]
            if titles and not (isinstance(node.value, ast.Constant) or _makes_content(node.value, makers)):
                found.add(node.lineno)
        if not isinstance(node, ast.Call):
            continue
        name, first = _called(node), node.args[0] if node.args else None
        safe = first is not None and _makes_content(first, makers)
        if name in _MARKUP_TAKERS and not safe and not _is_false(node, "markup"):
            found.add(node.lineno)
        if name in ("Option", "add_option") and not safe and not (first is not None and _called(first) == "Option"):
            found.add(node.lineno)
        if name == "OptionList" and not all(_is_option(given) for given in node.args):
            found.add(node.lineno)
        if name in ("from_markup", "render_markup", "to_content"):
            found.add(node.lineno)
    return sorted(found)


def _is_option(node: ast.expr) -> bool:
    if isinstance(node, ast.Starred):
        node = node.value
        if not isinstance(node, ast.GeneratorExp | ast.ListComp):
            return False
        node = node.elt
    return _called(node) == "Option"


@pytest.mark.parametrize("path", [path for path in FILES if path.is_relative_to(PACKAGE / "ui")], ids=_name)
def test_no_text_is_drawn_through_markup(path: Path) -> None:
    assert _holes(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "holes"),
    [
        ("Static(title)", 1),
        ("Static(id='banner')", 1),
        ("Label(f'{title}', markup=True)", 1),
        ("self.app.notify(trouble)", 1),
        ("Option(title)", 1),
        ("OptionList(title)", 1),
        ("OptionList(*titles)", 1),
        ("OptionList(*(title for title in titles))", 1),
        ("Static(Content.from_markup(title))", 1),
        ("self.border_title = title", 1),
        ("Static(title, markup=False)", 0),
        ("Static(Content(title).stylize('dim'))", 0),
        ("self.app.notify(trouble, markup=False)", 0),
        ("OptionList(*(Option(Content(title)) for title in titles))", 0),
        ("def said(problem) -> Content: ...\nOption(said(problem))", 0),
        ("self.border_title = 'Topics'", 0),
    ],
)
def test_a_markup_hole_would_be_found(source: str, holes: int) -> None:
    assert len(_holes(source)) == holes


# -- colours: only as theme variables

_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;{}]+);")
_VALUE = re.compile(r"[$\w#-]+(?:\([^)]*\))?")


def _colours(css: str) -> list[str]:
    """The colours that a style sheet names itself."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    values = [value for _, said in _DECLARATION.findall(css) for value in _VALUE.findall(said)]
    return [value for value in values if _is_colour(value)]


def _is_colour(value: str) -> bool:
    if value in ("auto", "transparent"):
        return False
    try:
        Color.parse(value)
    except ColorParseError:
        return False
    return True


@pytest.mark.parametrize("path", sorted((ROOT / "styles").glob("*.tcss")), ids=_name)
def test_styles_take_every_colour_from_the_theme(path: Path) -> None:
    assert _colours(path.read_text(encoding="utf-8")) == []


def test_default_css_holds_no_colour() -> None:
    found = {}
    for path in FILES:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Assign) and any(getattr(at, "id", "") == "DEFAULT_CSS" for at in node.targets):
                found[_name(path)] = _colours(ast.literal_eval(node.value)) + re.findall(r"\$[\w-]+", ast.unparse(node))
    assert {name: colours for name, colours in found.items() if colours} == {}


@pytest.mark.parametrize(
    ("css", "colours"),
    [
        ("#list { color: red; }", ["red"]),
        ("A { background: #fff 50%; border: round ansi_blue; }", ["#fff", "ansi_blue"]),
        ("A { &:focus { color: rgb(1, 2, 3); } }", ["rgb(1, 2, 3)"]),
        ("/* red: */ #face { width: 1fr; dock: top; color: $accent 30%; background: transparent; }", []),
    ],
)
def test_a_colour_in_a_style_would_be_found(css: str, colours: list[str]) -> None:
    assert _colours(css) == colours
