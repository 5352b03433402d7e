"""The widgets: one a module; they draw plain values and send ids."""
