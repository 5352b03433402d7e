"""Bookmarks in the files of other programs: written and read."""
