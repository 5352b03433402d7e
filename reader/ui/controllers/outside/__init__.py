"""Controllers that reach outside the screen: folders that are read again, programs, files."""
