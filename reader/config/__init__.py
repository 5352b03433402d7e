"""Settings: their file, their rules and the folders of the program."""
