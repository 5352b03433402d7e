"""Tests of reader/core/search."""
