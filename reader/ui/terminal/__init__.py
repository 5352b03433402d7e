"""The terminal: driver, filters and output that is as short as possible."""
