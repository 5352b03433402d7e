"""The commands: their keys, help and availability."""
