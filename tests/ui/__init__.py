"""Tests of the interface: drawing, widgets, the whole application, and pictures of it."""
