"""The query language and the search engine."""
