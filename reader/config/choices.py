"""Names that settings and flags choose from. This module imports nothing, so that printing help costs no time."""

DENSITIES = ("auto", "compact", "normal", "roomy")  # lines of an article: as its width has room for, one, two, three

EXPORT_FORMS = ("md", "json", "html", "seeds")  # the formats to which bookmarks are exported

MANUAL_TOPICS = (
    "keys",
    "searching",
    "triage",
    "bookmarks",
    "settings",
    "command-line",
    "plain-mode",
    "seeds",
    "performance",
    "privacy-and-safety",
    "troubleshooting",
)
"""The pages of the manual."""
