"""Settings, how they are read, and the folders of the user and of the program."""
