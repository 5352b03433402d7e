"""The states of files: columns that behave like a dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.file_manifest import FileState, FileStates

_states = st.dictionaries(
    st.sampled_from("abcdef"), st.builds(FileState, st.integers(-1, 9), st.integers(-1, 9), st.integers(0, 9))
)
_changes = st.lists(_states | st.sets(st.sampled_from("abcdef")))


@given(_states, _changes)
def test_columns_are_like_a_dictionary(
    first: dict[str, FileState], changes: list[dict[str, FileState] | set[str]]
) -> None:
    states, model = FileStates(first), dict(first)
    for change in changes:
        if isinstance(change, dict):
            states.note(FileStates(change))
            model.update(change)
        else:
            states.forget(change)
            model = {path: state for path, state in model.items() if path not in change}
        assert list(states.items()) == list(model.items())
        assert [*states.articles_of(model)] == [state.article for state in model.values()]
    assert len(states.sizes) == len(states.times) == len(states.articles) == len(states) == len(model)


def test_what_is_new_is_added_at_once() -> None:
    states = FileStates({"a": FileState(1, 2, 3)})
    assert "b" not in states
    states.extend(FileStates({"b": FileState(4, 5, 6)}))
    states.append("c", 7, 8, 9)
    assert states == {"a": FileState(1, 2, 3), "b": FileState(4, 5, 6), "c": FileState(7, 8, 9)}
