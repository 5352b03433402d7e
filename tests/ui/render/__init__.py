"""Tests of reader/ui/render."""
