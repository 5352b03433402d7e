"""What a table has to say about the machine it was made on."""

import os
import platform
from importlib.metadata import version

from tests.bench.session import SIZE


def facts(runs: int) -> dict[str, str]:
    """Facts in few words, by name."""
    return {
        "cores": f"{len(os.sched_getaffinity(0))} cores",
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "textual": f"Textual {version('textual')}",
        "terminal": f"terminal of {SIZE[0]}x{SIZE[1]}",
        "runs": f"{runs} sessions of each kind",
        "load": f"load {os.getloadavg()[0]:.1f} at the end",
    }
