"""The table of settings of the README, made from their declaration: `python -m tests.readme_settings`."""

from reader.config.settings import settings


def settings_table() -> str:
    """The table in Markdown."""
    lines = ["| `config.toml` | environment | flag | what it is |", "|---|---|---|---|"]
    for setting in settings():
        flag = f"`{setting.flag}`" if setting.flag else ""
        cells = (f"`{setting.name} = {setting.kind.example}`", f"`{setting.variable}`", flag, setting.kind.words)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells).replace("|  |", "| |") + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(settings_table())
