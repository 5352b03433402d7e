"""Frozen values are what frozen, slotted dataclasses are."""

import copy
import dataclasses
import pickle
from collections.abc import Callable

import pytest

from reader.core.model.value import replace, value


@value
class Point:
    """A point."""

    x: int
    y: int = 0
    name: str = "none"

    @property
    def both(self) -> tuple[int, int]:
        return self.x, self.y


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """The same as a dataclass."""

    x: int
    y: int = 0
    name: str = "none"


@value
class Other:
    """The same fields in another class."""

    x: int
    y: int = 0
    name: str = "none"


@value
class Nothing:
    """No fields at all."""


@pytest.mark.parametrize(
    ("positional", "named"),
    [((1,), {}), ((1, 2), {}), ((1, 2, "a"), {}), ((1,), {"name": "b"}), ((), {"x": 3, "y": 4, "name": "c"})],
)
def test_it_holds_what_a_dataclass_would(positional: tuple[object, ...], named: dict[str, object]) -> None:
    make: Callable[..., Point] = Point
    model: Callable[..., Model] = Model
    assert dataclasses.astuple(make(*positional, **named)) == dataclasses.astuple(model(*positional, **named))
    assert repr(make(*positional, **named)) == repr(model(*positional, **named)).replace("Model", "Point")


@pytest.mark.parametrize(("positional", "named"), [((), {}), ((1, 2, "a", 4), {}), ((1,), {"z": 3}), ((1,), {"x": 1})])
def test_wrong_arguments_are_refused(positional: tuple[object, ...], named: dict[str, object]) -> None:
    make: Callable[..., Point] = Point
    with pytest.raises(TypeError):
        make(*positional, **named)


def test_values_are_equal_by_what_they_hold_and_by_class() -> None:
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2) != Point(1, 3)
    assert hash(Point(1, 2)) == hash(Point(1, 2))
    others: list[object] = [Other(1, 2), (1, 2, "none"), 1]
    assert Point(1, 2) not in others
    assert {Point(1), Point(1), Point(2)} == {Point(1), Point(2)}


def test_a_value_stays_as_it_is() -> None:
    point = Point(1)
    for name in ("x", "other"):
        with pytest.raises(AttributeError, match="frozen"):
            setattr(point, name, 2)
        with pytest.raises(AttributeError, match="frozen"):
            delattr(point, name)
    assert point == Point(1)
    assert not hasattr(point, "__dict__")


def test_replacing_gives_another() -> None:
    point = Point(1, 2, "a")
    assert replace(point, y=3) == Point(1, 3, "a")
    assert dataclasses.replace(point, y=3) == Point(1, 3, "a")
    assert point == Point(1, 2, "a")
    with pytest.raises(TypeError):
        replace(point, z=3)


def test_copies_are_equal() -> None:
    point = Point(1, 2, "a")
    assert copy.deepcopy(point) == copy.copy(point) == pickle.loads(pickle.dumps(point)) == point


def test_it_can_be_matched_and_has_its_own_methods() -> None:
    match Point(1, 2):
        case Point(x, name=name):
            assert (x, name) == (1, "none")
    assert Point(1, 2).both == (1, 2)
    assert Point.__doc__ == "A point."
    assert Point.__qualname__ == "Point"


def test_one_without_fields_is_a_value_too() -> None:
    assert Nothing() == Nothing()
    assert Nothing()
    assert repr(Nothing()) == "Nothing()"


def test_one_with_a_single_field() -> None:
    @value
    class Single:
        """One field."""

        held: tuple[int, ...]

    assert Single((1,)) == Single((1,))
    assert Single((1,)) != Single((2,))
    assert hash(Single((1,))) == hash(Single((1,)))
