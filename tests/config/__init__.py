"""Tests of reader/config."""
