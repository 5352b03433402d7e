"""Tests of reader/storage/cache."""
