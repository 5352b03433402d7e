"""The interface: the only place that uses Textual."""
