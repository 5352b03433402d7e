"""What the commands do, one class a subject."""
