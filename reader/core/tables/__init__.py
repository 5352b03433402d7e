"""Columns of articles and the indexes over them."""
