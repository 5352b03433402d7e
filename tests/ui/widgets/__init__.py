"""Tests of reader/ui/widgets."""
