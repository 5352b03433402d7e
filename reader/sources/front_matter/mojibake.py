"""Repairs mojibake, `â€“` for `–`: text that was decoded with the wrong encoding."""


def repair(text: str) -> str:
    """The text with its mojibake repaired; other text is not changed."""
    from ftfy import fix_encoding  # lazy: parsers

    return fix_encoding(text)
