"""`python -m reader` does what `heatwire` does."""

import sys

from reader.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
