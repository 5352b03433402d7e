"""Articles in folders of files."""
