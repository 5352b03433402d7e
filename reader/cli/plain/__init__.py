"""The reader without a full-screen interface, line by line."""
