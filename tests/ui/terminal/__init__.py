"""Tests of reader/ui/terminal."""
