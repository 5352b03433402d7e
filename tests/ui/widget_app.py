"""The smallest application that holds one widget, and what the widget says."""

from rich.color import ColorSystem
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from reader.config.paths import styles
from reader.core.model.article import ArticleId
from reader.ui.contrast import readable_variables
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.menu import Menu
from reader.ui.widgets.status_line import StatusLine
from reader.ui.widgets.topic_sidebar import TopicSidebar

_HEARD = (
    ArticleList.ArticleChosen,
    ArticleList.ArticleOpened,
    ArticleDetail.RelatedChosen,
    ArticleDetail.LinkChosen,
    TopicSidebar.EntryHighlighted,
    TopicSidebar.EntryChosen,
    StatusLine.HintClicked,
    Menu.ItemChosen,
)


class StyledApp(App[None]):
    """Has the style sheets and the variables that they use."""

    def __init__(self) -> None:
        super().__init__(css_path=[str(path) for path in sorted(styles().glob("*.tcss"))])

    def get_css_variables(self) -> dict[str, str]:
        """The variables of the theme, with colours that can be read."""
        variables = super().get_css_variables()
        return variables | readable_variables(variables, True, ColorSystem.TRUECOLOR)


class OneWidget(StyledApp):
    """Holds one widget in its full size."""

    CSS = "Screen { layout: horizontal; } Screen > #sidebar { width: 100%; }"

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget
        self.said: list[Message] = []
        self.followed: list[ArticleId | None] = []

    def compose(self) -> ComposeResult:
        """The widget."""
        yield self._widget

    def hear(self, message: Message) -> None:
        """Note what a widget says; the message hook of a test."""
        if isinstance(message, _HEARD) and message not in self.said:
            self.said.append(message)
