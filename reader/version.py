"""Which version this is; a test holds it equal to the distribution's."""

from typing import Final

VERSION: Final = "0.1.0"
"""Written here because asking the installation takes longer than a command takes to run."""
