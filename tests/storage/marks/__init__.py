"""Tests of reader/storage/marks."""
