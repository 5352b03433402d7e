"""Tests of reader/ui/controllers/outside."""
