"""Names to suggest for a misspelled one."""

from collections.abc import Iterable


def similar_names(name: str, known: Iterable[str], most: int = 1, cutoff: float = 0.5) -> list[str]:
    """The known names that are most like another, the nearest first; none where none is like it.

    Args:
        name: what was written.
        known: the names there are.
        most: how many to give at most.
        cutoff: how like they must be, from 0 to 1.
    """
    from difflib import get_close_matches  # lazy: services

    return get_close_matches(name, list(known), n=most, cutoff=cutoff)
