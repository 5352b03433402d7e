"""Heatwire, a news reader for the terminal."""
