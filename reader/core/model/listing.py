"""Listings: which articles, in which order."""

from array import array
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, Self

from msgspec import Struct
from msgspec.structs import replace

from reader.core.model.topic import TopicKey

if TYPE_CHECKING:
    # Not needed at start: only a search has a query.
    from reader.core.model.query import Query


class View(StrEnum):
    """A selection of articles; TOPIC comes with the key of a topic."""

    ALL = "all"
    UNREAD = "unread"
    BOOKMARKS = "bookmarks"
    ARCHIVE = "archive"
    TOPIC = "topic"
    MUTED = "muted"
    SNOOZED = "snoozed"


class Order(StrEnum):
    """A sort order, with its label; what each sorts by is in SORT_KEYS."""

    label: str

    HEAT = "heat", "hottest first"
    DATE = "date", "newest first"

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member of its value, as it is kept in files, and its label."""
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        return member

    @property
    def next(self) -> "Order":
        """The order that follows when the user cycles through them."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


class SortColumns(Protocol):
    """The columns of some articles that can be sorted by."""

    when: "array[int]"
    """Seconds since 1970 (UTC), or UNDATED."""
    heat: "array[int]"
    """0 or more, or NO_HEAT."""
    quality: "array[int]"
    """A number, or NO_QUALITY."""


SORT_KEYS: Final[dict[Order, "Callable[[SortColumns], tuple[array[int], ...]]"]] = {
    Order.HEAT: lambda columns: (columns.heat, columns.when),
    Order.DATE: lambda columns: (columns.when, columns.heat),
}
"""For each order the columns that it sorts by: the largest number first, between equal ones by the next column.

Numbers are below 2**53, or powers of two; what is unknown has a number below all others.
"""


class Listing(Struct, frozen=True):
    """A selection of articles and their order. A topic includes its descendants.

    Archived articles are in the Archive view and the bookmarks, elsewhere only with `archived`. Muted and snoozed
    articles are in their own views, archived or not, and in the bookmarks. A snoozed article whose time has come is
    on top of every listing that has it until it is read.

    With a query, it is the articles that match. All articles are searched, read, archived or only a bookmark's copy,
    but not hidden ones, unless the view is a topic, the bookmarks, the archive or one of hidden articles. A `sort:`
    in the query overrides the order, and then nothing is moved to the top.
    """

    view: View = View.ALL
    topic: TopicKey | None = None
    order: Order = Order.HEAT
    archived: bool = False
    query: "Query | None" = None

    @classmethod
    def of_topic(cls, topic: TopicKey, order: Order = Order.HEAT) -> "Listing":
        """The articles of a topic and its descendants."""
        return cls(View.TOPIC, topic, order)

    def ordered(self, order: Order) -> "Listing":
        """The same articles in another order."""
        return replace(self, order=order)
