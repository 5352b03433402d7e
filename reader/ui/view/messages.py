"""Messages that come from outside the panes."""

from dataclasses import dataclass

from textual.message import Message

from reader.core.load_events import LoadEvent


@dataclass
class LoadingNews(Message):
    """An event of the loading."""

    event: LoadEvent
