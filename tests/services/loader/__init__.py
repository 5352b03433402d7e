"""Tests of reader/services/loader."""
