"""Bookmarks as files of other forms, and back."""
