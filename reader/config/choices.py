"""What can be chosen by name, in settings and flags; nothing is imported, so that flags cost no time."""

ORDERS = ("heat", "date")
"""The names of `reader.core.model.listing.Order`."""

DENSITIES = ("compact", "normal", "roomy")
"""Lines of an article in the list: one, two, three."""

EXPORT_FORMS = ("md", "json", "html", "seeds")
"""The forms in which bookmarks are exported."""

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
