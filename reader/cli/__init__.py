"""The command line: arguments, commands and the line-by-line reader."""
