"""Tests of reader/sources/front_matter."""
