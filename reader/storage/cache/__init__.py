"""The cache of articles that were read, and the word index."""
