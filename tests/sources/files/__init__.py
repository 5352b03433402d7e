"""Tests of reader/sources/files."""
