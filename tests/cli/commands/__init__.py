"""Tests of reader/cli/commands."""
