"""The tests of what reaches outside the program."""
