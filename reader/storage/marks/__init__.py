"""The database of the user's marks."""
