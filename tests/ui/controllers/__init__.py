"""Tests of reader/ui/controllers."""
