"""The checks of settings for which the interface has to be imported."""

from collections.abc import Iterator

from reader.config.settings import Settings
from reader.ui.commands.keymap import remap
from reader.ui.themes import theme_error


def interface_errors(settings: Settings, theme_place: str) -> Iterator[str]:
    """The problems with keys and theme, a line each.

    Args:
        settings: the settings to check.
        theme_place: where the theme is set, as `file:line`.
    """
    yield from map(str, remap(settings.keys)[1])
    if settings.theme and (error := theme_error(settings.theme)):
        yield f"{theme_place}: {error}"
