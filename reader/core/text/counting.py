"""Numbers of things in words."""


def count_noun(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun: "1 article", "3 articles", "1,234 articles".

    Args:
        count: how many, 0 or more.
        noun: the singular.
        plural: where it is not the singular and an "s", as in "entries".
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
