"""The manual: Markdown pages that come with the program."""

from reader.config.choices import MANUAL_TOPICS
from reader.config.paths import shipped_folder


def read_manual() -> dict[str, str]:
    """All pages in Markdown by topic, in reading order. Each begins with a title and a summary in one sentence.

    Raises:
        HeatwireError, OSError: the installation is incomplete, or a page cannot be read.
    """
    folder = shipped_folder("manual")
    return {topic: (folder / f"{topic}.md").read_text("utf-8") for topic in MANUAL_TOPICS}


def summary_of(page: str) -> str:
    """The summary of a page: its first paragraph."""
    return " ".join(page.split("\n\n")[1].split())
