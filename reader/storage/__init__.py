"""What survives a session."""
