"""Values become lines of text: pure functions."""
