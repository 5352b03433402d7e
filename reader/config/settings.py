"""What the user can set: in config.toml, then by environment variables, then by flags; the last one wins."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, NamedTuple, get_type_hints

from reader.config.choices import DENSITIES
from reader.config.validators import InvalidValue, SettingKind, Value, dates, number, one_of, switch, text, view, width
from reader.core.model.listing import Order

FILE_NAME: Final = "config.toml"
PREFIX: Final = "HEATWIRE_"
KEYS: Final = "keys"  # the table of the file that maps commands to keys
_ORDERS: Final = tuple(order.value for order in Order)


class KeyChange(NamedTuple):
    """The keys that the user gives to a command; `place` is where, as `file:line`."""

    command: str
    keys: tuple[str, ...]
    place: str = ""


class Settings(NamedTuple):
    """The user's choices; "" leaves it to what is remembered from the last run, else to the default.

    A setting is declared only here. Its flag, its variable (HEATWIRE_ and its name), its line in the manual and in a
    new settings file, and the warnings about wrong values all follow.
    """

    theme: Annotated[
        str,
        SettingKind(text, '"heatwire-light"', flag="NAME"),
        "colours: `auto` (as the terminal's background), `heatwire-dark`, `heatwire-light` or another one",
    ] = ""
    sort: Annotated[
        str,
        SettingKind(one_of(*_ORDERS), '"date"', flag="ORDER", choices=_ORDERS),
        "order: " + " or ".join(f"`{order}` ({order.label})" for order in Order),
    ] = ""
    density: Annotated[
        str,
        SettingKind(one_of(*DENSITIES), '"roomy"', flag="ROWS", choices=DENSITIES),
        "lines of an article in the list: `compact` (one), `normal` (two), `roomy` (three) or `auto` (by width)",
    ] = ""
    ascii: Annotated[
        bool,
        SettingKind(switch, "true"),
        "draw ASCII in place of ★ ● ◷ ⊘ and lines, which some fonts do not have",
    ] = False
    startup_view: Annotated[
        str,
        SettingKind(view, '"unread"', flag="VIEW"),
        "view at start: `last`, `all`, `unread`, `bookmarks`, `archive` or `topic:NAME`",
    ] = "last"
    date_format: Annotated[
        str,
        SettingKind(dates, '"iso"'),
        "dates: `short` (14:05, 26 Nov), `iso` (2020-11-26), `ago` (6 y ago) or a pattern such as `%d.%m.%y`",
    ] = "short"
    sidebar_width: Annotated[
        str,
        SettingKind(width(range(16, 61), range(10, 31)), "34"),
        "width of the topics beside two other panes: cells (16 to 60) or percent (`10%` to `30%`)",
    ] = ""
    list_width: Annotated[
        str,
        SettingKind(width(range(30, 201), range(20, 56)), '"40%"'),
        "width of the list between two other panes: cells (30 to 200) or percent (`20%` to `55%`)",
    ] = ""
    dwell: Annotated[
        float,
        SettingKind(number("seconds", 3600, off=True), "2.0", flag="SECONDS"),
        'seconds on an article before it is marked as read; 0 marks it at once, `"off"` never',
    ] = 2.0
    browser: Annotated[
        str,
        SettingKind(text, '"firefox %s"', flag="COMMAND"),
        "browser for links, instead of `$BROWSER`; one such as `w3m` is shown in this terminal",
    ] = ""
    mouse: Annotated[
        bool,
        SettingKind(switch, "false"),
        "whether the reader takes the mouse; `false` leaves it to the terminal, to select text as usual",
    ] = True
    history_days: Annotated[
        int,
        SettingKind(number("days", 36500, whole=True), "365"),
        "days for which changes can be undone, 0 for ever; bookmarks and other marks are kept",
    ] = 365
    keys: tuple[KeyChange, ...] = ()


class Setting(NamedTuple):
    """One setting as it is declared in `Settings`; `keys` is none, for it is a table."""

    name: str
    default: Value
    kind: SettingKind
    words: str  # what the setting is; backquotes around literal values

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """The flag that sets it, or ""."""
        return f"--{self.name.replace('_', '-')}" if self.kind.flag else ""

    def parse(self, value: object) -> Value:
        """The setting's value from one that the user gave.

        Raises:
            InvalidValue: the setting cannot have it; the message begins with the setting's name.
        """
        try:
            return self.kind.parse(value)
        except InvalidValue as error:
            raise InvalidValue(f"{self.name} {error}") from None


def settings() -> Iterator[Setting]:
    """All settings, in the order of the manual."""
    defaults: dict[str, Any] = Settings._field_defaults
    for name, kind in get_type_hints(Settings, include_extras=True).items():
        if name != KEYS:
            yield Setting(name, defaults[name], *kind.__metadata__)
