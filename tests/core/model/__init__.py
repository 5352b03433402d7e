"""Tests of reader/core/model."""
