"""Which articles, in which order."""

from array import array
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, Self

from msgspec import Struct
from msgspec.structs import replace

from reader.core.model.topic import TopicKey

if TYPE_CHECKING:
    # A start without a search does without the language of searching.
    from reader.core.model.query import Query


class View(StrEnum):
    """A way to choose articles; TOPIC goes with a topic's key."""

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
    """A choice of articles and their order. A topic includes its descendants.

    Archived articles are in the Archive view and among the bookmarks, elsewhere only with `archived`.
    Muted and snoozed articles are in the views of these, archived or not, and among the bookmarks. A snoozed
    article whose time has come stands on top of every listing that holds it until it is read.
    With a query it is those that fit it. They are searched for among all that is there, read, archived or
    kept with a bookmark, but not hidden, unless the view is a topic, the bookmarks, the archive or one of the
    hidden; a `sort:` in the query goes before the order, and before what would stand on top.
    """

    view: View = View.ALL
    topic: TopicKey | None = None
    order: Order = Order.HEAT
    archived: bool = False
    query: "Query | None" = None

    @classmethod
    def of_topic(cls, topic: TopicKey, order: Order = Order.HEAT) -> "Listing":
        """The articles of a topic and those below it."""
        return cls(View.TOPIC, topic, order)

    def ordered(self, order: Order) -> "Listing":
        """The same articles in another order."""
        return replace(self, order=order)
