"""The repair of mojibake, `â€“` for `–`: text that was decoded as the wrong encoding."""


def repair(text: str) -> str:
    """The text with its mojibake repaired; what is sound stays as it is."""
    # 100 to 200 ms, for the one text in a hundred that may need it.
    from ftfy import fix_encoding  # lazy: parsers

    return fix_encoding(text)
