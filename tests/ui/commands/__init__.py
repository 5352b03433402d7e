"""Tests of reader/ui/commands."""
