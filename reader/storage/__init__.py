"""What survives: the marks, and what the program remembers."""
