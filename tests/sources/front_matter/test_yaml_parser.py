"""YAML as nodes that keep text and line."""

import time

import pytest
import yaml

from reader.sources.files.file_reader import Unreadable
from reader.sources.front_matter.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode
from reader.sources.front_matter.yaml_parser import MAX_DEPTH, MAX_EVENTS, parse_nodes


@pytest.fixture(params=[True, False], ids=["libyaml", "python"], autouse=True)
def with_libyaml(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both loaders, for libyaml may be missing."""
    if request.param and not yaml.__with_libyaml__:
        pytest.skip("no libyaml here")
    monkeypatch.setattr(yaml, "__with_libyaml__", request.param)
    return bool(request.param)


def plain(node: Node | None) -> object:
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(part) for part in node.nodes]
    return [(key, plain(part)) for key, part, _ in node.entries] if node else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("a", "a"),
        (
            "a: 2020\nb: yes\nc: 017\nd: 12:30:45\ne: 1.0",
            [("a", "2020"), ("b", "yes"), ("c", "017"), ("d", "12:30:45"), ("e", "1.0")],
        ),
        ("a: 2020-01-01\nb: .nan\nc: 1e309", [("a", "2020-01-01"), ("b", ".nan"), ("c", "1e309")]),
        ("a: [b, [c], {d: e}]\nf:\n  - g", [("a", ["b", ["c"], [("d", "e")]]), ("f", ["g"])]),
        ("a: 'x'\na: y", [("a", "x"), ("a", "y")]),
        ("a: &anchor x", [("a", "x")]),
        ('"<<": x', [("<<", "x")]),
        ("a: |\n  before\n  ---\n  after\n", [("a", "before\n---\nafter\n")]),
        ("---\na: b\n", [("a", "b")]),
    ],
)
def test_everything_is_text(text: str, wanted: object) -> None:
    assert plain(parse_nodes(text)) == wanted


def test_lines_count_from_the_file() -> None:
    root = parse_nodes("\na: b\nc:\n  - d\n  -\n   e: f\n", first_line=10)
    assert isinstance(root, MappingNode)
    assert root.line == 11
    fields = root.fields()
    assert fields["a"].line == 11
    sequence = fields["c"]
    assert isinstance(sequence, SequenceNode)
    assert [node.line for node in sequence.nodes] == [13, 15]


def test_nulls_are_plain_only() -> None:
    root = parse_nodes("a:\nb: ~\nc: null\nd: NULL\ne: 'null'\nf: ''\ng: nULL")
    assert isinstance(root, MappingNode)
    nulls = [key for key, node, _ in root.entries if isinstance(node, ScalarNode) and node.is_null]
    assert nulls == ["a", "b", "c", "d"]


def test_doubles_are_kept_and_named() -> None:
    root = parse_nodes("a: 1\nb: 2\na: 3\na: 4", first_line=2)
    assert isinstance(root, MappingNode)
    assert root.duplicate_keys() == [("a", 4), ("a", 5)]
    assert plain(root.fields()["a"]) == "4"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: &x 1\nb: *x", 2, "alias"),
        ("a: b\n<<: {c: d}", 2, "merge key"),
        ("a: !!python/object/apply:os.system [x]", 1, "tag"),
        ("a: !foo bar", 1, "tag"),
        ("a: ! bar", 1, "tag"),
        ("\na: !!map {}", 2, "tag"),
        ("? [a]\n: b", 1, "key that is a list"),
        ("{a: b}: c", 1, "key that is a list or a mapping"),
        ("x: " + "[" * 1000 + "]" * 1000, 1, "nested deeper than 16"),
        ("x:\n  " + "[" * 100_000, 2, "nested deeper than 16"),
        ("a: b: c", 1, "colon needs quotes"),
        ("a:\n\tb: c", 2, "tab"),
        ("a: 1\nb: 'never closed", 2, "not closed"),
        ("a: 1\nb: [1, 2", None, "invalid YAML"),
        ('a: "\\q"', 1, "backslash"),
        ("a: 1\n b\nc: d: e", None, "invalid YAML"),
        ("a: 1\n---\nb: 2", 2, "more than one YAML document"),
        ("a: é\n\nb: \x00", 3, "control characters"),
        ("a: é\nb: \x1b[31m", 2, "control characters"),
        ("a: é\nb: \x7f", 2, "control characters"),
        ("@a", 1, "invalid YAML"),
        ("%a", None, "invalid YAML"),
    ],
    ids=range(22),
)
def test_what_is_refused_has_a_line_and_a_reason(text: str, line: int | None, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse_nodes(text, first_line=5)
    assert reason in error.value.reason
    assert error.value.reason.isprintable()
    assert error.value.line is not None
    assert line is None or error.value.line == line + 4


def test_depth_at_the_limit_is_fine() -> None:
    assert parse_nodes("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_too_many_events() -> None:
    started = time.perf_counter()
    with pytest.raises(Unreadable, match="too many entries"):
        parse_nodes("[" + "a," * (MAX_EVENTS + 1) + "]")
    assert time.perf_counter() - started < 20


def test_bombs_are_refused_at_once() -> None:
    laughs = ['a0: &a0 ["lol"]', *(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10))]
    merges = ["a0: &a0 {k: 1}", *(f"a{i}: &a{i} {{<<: [{','.join([f'*a{i - 1}'] * 9)}]}}" for i in range(1, 10))]
    for lines in (laughs, merges):
        started = time.perf_counter()
        with pytest.raises(Unreadable, match="alias"):
            parse_nodes("\n".join(lines))
        assert time.perf_counter() - started < 1


def test_surrogate_escapes(with_libyaml: bool) -> None:
    if with_libyaml:
        with pytest.raises(Unreadable, match="invalid YAML"):
            parse_nodes('a: "\\ud83d\\ude00"')
    else:
        assert parse_nodes('a: "\\ud83d\\ude00"')
