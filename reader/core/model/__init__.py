"""Frozen values: articles, topics, listings, marks, queries."""
