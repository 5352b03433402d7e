"""The order that a query asks for."""

from collections.abc import Iterable
from typing import TypeVar

from reader.core.model.article import UNTITLED
from reader.core.model.query import Sort, SortBy
from reader.core.text.tokenizer import tokens

_Item = TypeVar("_Item")


def arranged(items: Iterable[_Item], values: Iterable[int | str | None], sort: Sort) -> list[_Item]:
    """Items by their values: numbers from the largest down and texts from A up, unless reversed.

    Args:
        items: in the order of the listing, which equal ones keep.
        values: for each what it is sorted by, all of one type, None where that is unknown: the heat; the time in
            seconds; the quality; its `title_key`; its `reader.core.search.relevance.score`. Unknown ones come last,
            reversed or not.
        sort: the order.
    """
    known: list[tuple[int | str, _Item]] = []
    unknown: list[_Item] = []
    for item, value in zip(items, values, strict=True):
        if value is None:
            unknown.append(item)
        else:
            known.append((value, item))
    known.sort(key=_value, reverse=(sort.by is SortBy.TITLE) == sort.reverse)
    return [item for _, item in known] + unknown


def title_key(title: str) -> str | None:
    """What titles are sorted by: their words, folded; None where there is none."""
    return None if title == UNTITLED else " ".join(tokens(title)) or None


def _value(pair: tuple[int | str, object]) -> int | str:
    return pair[0]
