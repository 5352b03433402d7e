"""Building the application and running it."""
