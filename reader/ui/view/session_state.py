"""What is back at the next start: sort, density, view or topic, article, theme."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.model.topic import TopicKey
from reader.ui.render.list_row import Density

Choice = TypeVar("Choice", bound=StrEnum)


def _choice(kind: type[Choice], text: str | None, default: Choice) -> Choice:
    return kind(text) if text in list(kind) else default


HOTTEST = Listing()
PAST = 100
"""How many searches are remembered."""


class Remembered(Struct, frozen=True):
    """The state of the screen between two runs."""

    listing: Listing = HOTTEST
    density: Density = Density.NORMAL
    article: ArticleId | None = None
    theme: str = ""
    past: tuple[str, ...] = ()
    """Earlier searches, the latest first."""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Remembered":
        """Read it from text values; whatever is strange counts as not there."""
        view = _choice(View, values.get("view"), View.ALL)
        topic = values.get("topic", "")
        if view is View.TOPIC and not topic:
            view = View.ALL
        number = values.get("article", "")
        return cls(
            Listing(
                view,
                TopicKey(topic) if view is View.TOPIC else None,
                _choice(Order, values.get("sort"), Order.HEAT),
            ),
            _choice(Density, values.get("density"), Density.NORMAL),
            ArticleId(int(number)) if number.isascii() and number.isdigit() and len(number) < 20 else None,
            values.get("theme", ""),
            tuple(past for past in values.get("past", "").split("\n") if past.strip())[:PAST],
        )

    def values(self) -> dict[str, str]:
        """The text values that `of` reads."""
        return {
            "view": self.listing.view.value,
            "topic": self.listing.topic or "",
            "sort": self.listing.order.value,
            "density": self.density.value,
            "article": "" if self.article is None else str(self.article),
            "theme": self.theme,
            "past": "\n".join(self.past),
        }
