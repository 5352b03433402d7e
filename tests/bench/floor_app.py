"""The least that a program of this kind can do: three panes without articles, and one key.

It runs by itself: `python -P floor_app.py`. The key `j` updates one Static, the detail.
"""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Static

_TEXT = "Nothing is listed here, so this is only a text that is as long as that of a common article. " * 5


class FloorApp(App[None]):
    """Three Statics on a screen."""

    CSS = """
    Screen { layout: horizontal; }
    #sidebar { width: 30; height: 100%; }
    #list { width: 11fr; height: 100%; }
    #detail { width: 10fr; height: 100%; }
    """
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding("j", "count", "count"), Binding("q", "quit", "quit")]

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self.detail = Static(self.words, id="detail", markup=False)

    @property
    def words(self) -> str:
        """What the detail says."""
        return f"Number {self.number}\n\nA provider\n\n{_TEXT}\n\nEnd of {self.number}"

    def compose(self) -> ComposeResult:
        """The panes lie directly on the screen."""
        yield Static("No topics", id="sidebar", markup=False)
        yield Static("No articles", id="list", markup=False)
        yield self.detail

    def action_count(self) -> None:
        """Change what the detail says."""
        self.number += 1
        self.detail.update(self.words)


if __name__ == "__main__":
    FloorApp().run()
