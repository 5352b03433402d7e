"""The key table of the README, made from the bindings: `python -m tests.readme_keys`, or `heatwire keys --markdown`."""

from reader.ui.commands.key_table import markdown as key_table

if __name__ == "__main__":
    print(key_table())
