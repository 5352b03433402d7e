"""Loading articles in a process of its own."""
