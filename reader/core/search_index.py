"""An index of the words of all articles of an edition, in a file that is mapped."""

from reader.core.word_index import WordIndex


class SearchIndex(WordIndex):
    """An index in a file."""
