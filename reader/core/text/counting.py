"""Numbers of things in words."""


def count_noun(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun: "1 article", "1,234 articles"; `plural` is for "entries" and the like."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def related_missing(count: int) -> str:
    """Why a related entry cannot be shown: how many an article has."""
    found = count_noun(count, "related entry", "related entries")
    return f"this article has {found if count else 'no related entries'}"
