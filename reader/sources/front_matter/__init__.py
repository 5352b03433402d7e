"""Articles and topics in YAML front matter."""
