"""What a person can set: config.toml, then environment variables, then flags; the later one counts."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, get_type_hints

from reader.config.choices import DENSITIES, ORDERS
from reader.config.validators import Kind, Unfit, Value, dates, days, one_of, seconds, text, view, width

if TYPE_CHECKING:
    from reader.core.model.problem import Problem

FILE_NAME: Final = "config.toml"
PREFIX: Final = "HEATWIRE_"
KEYS: Final = "keys"
"""The table of the file that maps commands to keys."""


class KeyChange(NamedTuple):
    """Keys that a person gives to a command; `place` is where, as `file:line`."""

    command: str
    keys: tuple[str, ...]
    place: str = ""


class Settings(NamedTuple):
    """What the person chose; "" means: as the program last was, else its own default.

    A setting is declared here and nowhere else. Its flag, its variable (HEATWIRE_ and its name), its line in
    the README and in a new settings file, and what is said of a wrong value all follow.
    """

    theme: Annotated[
        str,
        Kind(
            text,
            '"heatwire-light"',
            "colours: `heatwire-dark`, `heatwire-light` or one of Textual's themes, which the palette lists",
            flag="NAME",
        ),
    ] = ""
    sort: Annotated[
        str,
        Kind(one_of(*ORDERS), '"date"', "what comes first: `heat` or `date`", flag="ORDER", choices=ORDERS),
    ] = ""
    density: Annotated[
        str,
        Kind(
            one_of(*DENSITIES),
            '"roomy"',
            "`compact`, `normal` or `roomy`: one, two or three lines an article",
            flag="ROWS",
            choices=DENSITIES,
        ),
    ] = ""
    startup_view: Annotated[
        str,
        Kind(
            view,
            '"unread"',
            "what is listed at start: `last`, `all`, `unread`, `bookmarks`, `archive` or `topic:NAME`",
            flag="VIEW",
        ),
    ] = "last"
    date_format: Annotated[
        str,
        Kind(
            dates,
            '"iso"',
            "dates: `short` (14:05, 26 Nov), `iso` (2020-11-26), `ago` (6 y ago) or a pattern such as `%d.%m.%y`",
        ),
    ] = "short"
    sidebar_width: Annotated[
        str,
        Kind(
            width(range(16, 61), range(10, 31)),
            "34",
            "of the topics where three panes are shown: cells (16 to 60) or percent (`10%` to `30%`)",
        ),
    ] = ""
    list_width: Annotated[
        str,
        Kind(
            width(range(30, 201), range(20, 56)),
            '"40%"',
            "of the list where three panes are shown: cells (30 to 200) or percent (`20%` to `55%`)",
        ),
    ] = ""
    dwell: Annotated[
        float,
        Kind(seconds(3600), "2.0", "seconds on an article until it counts as read, 0 for at once", flag="SECONDS"),
    ] = 2.0
    browser: Annotated[
        str,
        Kind(
            text,
            '"firefox %s"',
            "opens links, before `$BROWSER`; name one such as `w3m` to read in this terminal",
            flag="COMMAND",
        ),
    ] = ""
    history_days: Annotated[
        int,
        Kind(days(36500), "365", "days that the history of marks can be undone, 0 for all; marks stay in any case"),
    ] = 365
    keys: tuple[KeyChange, ...] = ()

    @classmethod
    def load(
        cls, file: Path | None, environment: Mapping[str, str], flags: Mapping[str, str | None] | None = None
    ) -> "tuple[Settings, tuple[Problem, ...]]":
        """Read the settings; whatever is wrong is told and left out, never fatal.

        Args:
            file: the TOML file, which need not exist; None for none.
            environment: the variables, as in `os.environ`.
            flags: values from the command line by setting; None stands for a flag not given.
        """
        from reader.config.settings_loader import load

        return load(file, environment, flags or {})


class Setting(NamedTuple):
    """One setting as it was declared; `keys` is none of them, for it is a table."""

    name: str
    default: Value
    kind: Kind

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """The flag that sets it, or ""."""
        return f"--{self.name.replace('_', '-')}" if self.kind.flag else ""


def settings() -> Iterator[Setting]:
    """All settings, in the order of the README."""
    defaults: dict[str, Any] = Settings._field_defaults
    for name, kind in get_type_hints(Settings, include_extras=True).items():
        if name != KEYS:
            yield Setting(name, defaults[name], kind.__metadata__[0])


def fitted(setting: Setting, value: object) -> Value:
    """A value as the setting's own.

    Raises:
        Unfit: it cannot be; the text says of which setting.
    """
    try:
        return setting.kind.fit(value)
    except Unfit as error:
        raise Unfit(f"{setting.name} {error}") from None
