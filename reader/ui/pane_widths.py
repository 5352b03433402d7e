"""The widths of the panes, which the user changes by dragging their edges."""

from textual.screen import Screen
from textual.widget import Widget

from reader.ui.view.session_state import PaneSizes

SOURCE = ("session", "widths")
"""The name of the style that has the widths."""
_LIMITS = {"sidebar": (16, 30), "wide_list": (24, 55), "medium_list": (24, 75)}
"""The least width in cells and the most in percent of the screen: there is room for the panes beside it."""


class PaneWidths:
    """Gives sidebar and list the widths that the user chose, where they are not shown alone.

    Args:
        screen: has the panes.
        sizes: the widths of the last run.
        settings: the widths of sidebar and list in the settings, "" for none; these go before the last run.
    """

    def __init__(self, screen: Screen[None], sizes: PaneSizes, settings: tuple[str, str]) -> None:
        self._screen = screen
        sidebar, article_list = settings
        self.sizes = sizes._replace(
            sidebar="" if sidebar else sizes.sidebar, wide_list="" if article_list else sizes.wide_list
        )

    @property
    def css(self) -> str:
        """The style."""
        panes = {"sidebar": "-wide #sidebar", "wide_list": "-wide #list", "medium_list": "-medium #list"}
        found = [
            f"MainScreen.{panes[name]} {{ width: {width}; max-width: {_LIMITS[name][1]}%; }}\n"
            for name, width in self.sizes._asdict().items()
            if width
        ]
        return "".join([*found, "MainScreen.-zoom #sidebar, MainScreen.-zoom #list { max-width: 100%; }\n"])

    def drag(self, pane: Widget, x: int, done: bool) -> None:
        """Move the right edge of a pane to a column of the screen; when it is `done` the width is kept."""
        total = self._screen.size.width
        name = "sidebar" if pane.id == "sidebar" else f"{'wide' if self._screen.has_class('-wide') else 'medium'}_list"
        least, most = _LIMITS[name]
        width = max(least, min(x - pane.region.x, total * most // 100))
        if not done:
            pane.styles.width = width
            return
        size = str(width) if name == "sidebar" else f"{round(width * 100 / total)}%"
        self.sizes = self.sizes._replace(**{name: size})
        self._screen.app.stylesheet.add_source(self.css, SOURCE, tie_breaker=2)
        pane.styles.clear_rule("width")
        self._screen.app.refresh_css(animate=False)
