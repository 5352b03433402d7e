"""Tests of the news itself."""
