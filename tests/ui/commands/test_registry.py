"""The list of commands: what is made of it, and that every command leads somewhere."""

from typing import Any, get_type_hints
from unittest.mock import Mock, create_autospec

import pytest

from reader.ui.commands.command import Command, CommandState
from reader.ui.commands.registry import ALL_COMMANDS, BY_ID, COMMANDS, bindings, hints
from reader.ui.composition import Controllers
from reader.ui.render.text import cell_width

GROUPS = ["Read", "Triage", "Annotate", "Hide", "Navigate", "View", "Program"]


def fake_parts() -> dict[str, Any]:
    """The parts of `Controllers` as fakes: a method that does not exist fails, and so do wrong arguments."""
    kinds = get_type_hints(Controllers)
    return {
        name: create_autospec(kind, instance=True) if isinstance(kind, type) else Mock() for name, kind in kinds.items()
    }


@pytest.mark.parametrize("command", COMMANDS, ids=[command.id for command in COMMANDS])
def test_a_command_calls_one_method_of_one_controller(command: Command) -> None:
    parts = fake_parts()
    assert command.run is not None
    result = command.run(Controllers(**parts))
    assert len([call for part in parts.values() for call in part.mock_calls]) == 1
    if hasattr(result, "close"):
        result.close()


def test_every_command_has_an_id_keys_a_label_help_and_a_group() -> None:
    assert len(BY_ID) == len(ALL_COMMANDS)
    for command in ALL_COMMANDS:
        assert command.id.count(".") == 1
        assert command.default_keys
        assert command.label
        assert command.help[0].isupper()
        assert not command.help.endswith(".")
        assert command.group


def test_the_groups_come_in_their_order() -> None:
    assert list(dict.fromkeys(command.group for command in COMMANDS)) == GROUPS


def test_the_bindings_of_the_screen_have_one_action() -> None:
    made = bindings(COMMANDS)
    assert [binding.action for binding in made] == [f"run('{command.id}')" for command in COMMANDS]  # type: ignore[union-attr]
    assert [binding.id for binding in made] == [command.id for command in COMMANDS]  # type: ignore[union-attr]


def test_every_command_can_be_described_in_any_state() -> None:
    for state in (CommandState(), CommandState(False, links=0, listed=0), CommandState(selected=3, zoomed=True)):
        for command in ALL_COMMANDS:
            now, blocked = command.availability(state)
            assert not (now and blocked)


@pytest.mark.parametrize(
    ("pane", "labels"),
    [
        ("list", "open|browser|mark read|next unread|bookmark|search|sort|select|density|zoom|quit|move|keys"),
        (
            "detail",
            "browser|back|read on|mark read|bookmark|next unread|go to|copy|previous article|tags|note|zoom|move|keys",
        ),
        ("selection", "mark read|bookmark|unselect|tags|browser|copy|snooze|export|select|range|move|keys"),
        ("sidebar", "articles|fold|find|sort|problems|quit|move|keys"),
        ("search", "keep|complete|earlier|cancel"),
    ],
)
def test_the_footer_of_each_pane(pane: str, labels: str) -> None:
    assert [hint.label for hint in hints(pane, {}, CommandState())] == labels.split("|")


def test_a_word_of_the_footers_means_one_thing() -> None:
    commands: dict[str, set[str]] = {}
    for pane in ("list", "detail", "selection", "sidebar", "search"):
        for hint in hints(pane, {}, CommandState()):
            commands.setdefault(hint.label, set()).add(hint.command)
    assert {label: found for label, found in commands.items() if len(found) > 1} == {}


def test_the_footer_names_the_topics_where_they_are_hidden() -> None:
    assert [hint.label for hint in hints("list", {}, CommandState(topics_hidden=True))][:2] == ["open", "topics"]


def test_the_footer_dims_what_cannot_act() -> None:
    state = CommandState(article=False, links=0, listed=0, unread=0)
    dim = {hint.label for hint in hints("list", {}, state) if hint.dim}
    assert dim == {"open", "browser", "mark read", "next unread", "bookmark", "select"}
    assert not any(hint.dim for hint in hints("list", {}, CommandState(unread=1)))


def test_names_are_short() -> None:
    assert {command.id: command.name for command in ALL_COMMANDS if cell_width(command.name) > 28} == {}
