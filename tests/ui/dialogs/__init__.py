"""Tests of reader/ui/dialogs."""
