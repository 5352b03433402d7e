"""The key table of the README, made from the bindings: `python -m tests.readme_keys`."""

from reader.ui.screens.keys import grouped


def key_table() -> str:
    """The table in Markdown."""
    lines = ["| keys | what they do |", "|---|---|"]
    for group, rows in grouped({}).items():
        lines.append(f"| **{group}** | |")
        lines += [f"| {_quoted(keys)} | {words} |" for keys, words in rows]
    return "\n".join(lines)


def _quoted(keys: str) -> str:
    if "…" in keys:
        first, last = keys.split(" … ")
        return f"`{first}` … `{last}`"
    return " ".join(f"`{key}`" for key in keys.split(" "))


if __name__ == "__main__":
    print(key_table())
