"""Recovery of damaged databases of marks."""
