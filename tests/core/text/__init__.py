"""Tests of reader/core/text."""
