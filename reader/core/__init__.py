"""The news: articles, topics, the store and its rules. Standard library only."""
