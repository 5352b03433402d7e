"""Classes of frozen values, defined in a tenth of the time that a dataclass takes.

A start defines some dozens of them and uses few: what makes an instance is compiled when the first one is made.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Kind = TypeVar("Kind")


@dataclass_transform(frozen_default=True)
def value(kind: type[Kind]) -> type[Kind]:
    """Make a class of its annotated fields as `dataclass(frozen=True, slots=True)` does.

    Instances are equal if they are of one class and hold the same. A default is shared by all of them.
    """
    names = tuple(kind.__annotations__)
    space = {name: member for name, member in kind.__dict__.items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: space.pop(name) for name in names if name in space}
    held: Callable[[Any], object] = attrgetter(*names) if names else _nothing

    def equal(one: Any, other: object) -> bool:
        return held(one) == held(other) if other.__class__ is one.__class__ else NotImplemented

    def first(one: Any, *values: object, **named: object) -> None:
        initializer = _initializer(made, names, defaults)
        type.__setattr__(made, "__init__", initializer)
        initializer(one, *values, **named)

    ours = {
        "__slots__": names,
        "__match_args__": names,
        "__init__": first,
        "__eq__": equal,
        "__hash__": lambda one: hash(held(one)),
        "__repr__": lambda one: f"{kind.__qualname__}({', '.join(f'{name}={getattr(one, name)!r}' for name in names)})",
        "__reduce__": lambda one: (type(one), tuple(getattr(one, name) for name in names)),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__dataclass_fields__": _Fields(names, defaults),
    }
    made: type[Kind] = type(kind.__name__, kind.__bases__, ours | space)
    return made


def replace(one: Kind, **changes: object) -> Kind:
    """The same value with some fields changed."""
    return type(one)(**{name: getattr(one, name) for name in fields_of(type(one))} | changes)


def fields_of(kind: type) -> tuple[str, ...]:
    """The names of the fields of a class of values, in their order."""
    names: tuple[str, ...] = vars(kind)["__match_args__"]
    return names


def _nothing(one: object) -> object:
    del one
    return ()


def _refuse(one: object, name: str, *_: object) -> None:
    raise AttributeError(f"{type(one).__name__} is frozen: {name} stays as it is")


def _initializer(kind: type, names: tuple[str, ...], defaults: dict[str, object]) -> Callable[..., None]:
    """What sets the fields of an instance; written out, for many instances are made."""
    head = ", ".join(f"{name}=_default_{name}" if name in defaults else name for name in names)
    body = "; ".join(f"_set_{name}(self, {name})" for name in names) or "pass"
    space: dict[str, Any] = {f"_default_{name}": default for name, default in defaults.items()}
    space |= {f"_set_{name}": vars(kind)[name].__set__ for name in names}
    exec(f"def __init__(self{', ' if head else ''}{head}): {body}", space)
    made: Callable[..., None] = space["__init__"]
    return made


class _Fields:
    """The fields as `dataclasses` describes them, for those who ask; they take time to describe."""

    def __init__(self, names: tuple[str, ...], defaults: dict[str, object]) -> None:
        self._names, self._defaults = names, defaults

    def __get__(self, one: object, kind: type) -> Any:
        from dataclasses import make_dataclass

        whole = [(name, Any) for name in self._names]
        described = make_dataclass(kind.__name__, whole, namespace=dict(self._defaults), frozen=True)
        fields = vars(described)["__dataclass_fields__"]
        type.__setattr__(kind, "__dataclass_fields__", fields)
        return fields
