"""The tables of the manual that are made from the code: `python -m tests.manual_tables` writes them into its pages."""

import re
from collections.abc import Iterable, Sequence

from reader.config.paths import shipped_folder
from reader.config.settings import settings
from reader.ui.commands.key_table import markdown

_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)


def key_rows() -> list[list[str]]:
    """The table of the keys page."""
    return _cells(markdown())


def setting_rows() -> list[list[str]]:
    """The table of the settings page."""
    rows = [["setting", "flag", "description"], ["---"] * 3]
    for setting in settings():
        flag = f"`{setting.flag}`" if setting.flag else ""
        rows.append([f"`{setting.name} = {setting.kind.example}`", flag, setting.words.replace("|", "\\|")])
    return rows


def first_table(page: str) -> list[list[str]]:
    """The cells of the first table of a page."""
    found = _TABLE.search(page)
    return _cells(found[0]) if found else []


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown whose columns line up, but for the last one."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        fill = "-" if row[0] == "---" else " "
        cells = [cell.ljust(width, fill) for cell, width in zip(row, widths, strict=False)]
        lines.append(f"| {' | '.join([*cells, row[-1]])} |".replace("|  |", "| |"))
    return "\n".join(lines) + "\n"


def _cells(table: str) -> list[list[str]]:
    found = [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.splitlines()]
    return [[re.sub("^-+$", "---", cell.strip()) for cell in row] for row in found]


def _write(pages: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> None:
    for topic, rows in pages:
        file = shipped_folder("manual") / f"{topic}.md"
        before, _, after = _TABLE.sub("\0", file.read_text("utf-8"), count=1).partition("\0")
        file.write_text(before + aligned(rows) + after, "utf-8")


if __name__ == "__main__":
    _write([("keys", key_rows()), ("settings", setting_rows())])
