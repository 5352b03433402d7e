"""Measures the program in a terminal against floors measured beside it; see `tests.bench.__main__`."""
