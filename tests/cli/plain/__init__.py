"""Tests of reader/cli/plain."""
