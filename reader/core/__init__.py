"""The news: articles, topics, marks, search and the store. No I/O, no clock, no interface."""
