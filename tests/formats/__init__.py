"""Tests of reader/formats."""
