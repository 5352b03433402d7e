"""The state of the main screen: what is listed and shown."""
