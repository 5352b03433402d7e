"""Tests of reader/core/tables."""
