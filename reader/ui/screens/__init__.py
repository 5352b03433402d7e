"""The screens: one wires, the others are dialogs."""
