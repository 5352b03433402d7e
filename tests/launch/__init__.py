"""Tests of reader/launch."""
