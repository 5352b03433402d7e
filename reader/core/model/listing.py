"""Which articles, in which order."""

from enum import StrEnum
from typing import TYPE_CHECKING

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
    """What comes first: the hottest (then the newest), or the newest (then the hottest)."""

    HEAT = "heat"
    DATE = "date"

    @property
    def words(self) -> str:
        """The order as a title line says it."""
        return "hottest first" if self is Order.HEAT else "newest first"

    @property
    def other(self) -> "Order":
        """The order that a switch leads to."""
        return Order.DATE if self is Order.HEAT else Order.HEAT


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
