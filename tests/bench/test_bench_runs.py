"""The benchmark itself: it runs, and every row of its table has a number."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.newsboat import installed
from tests.bench.rows import rows_of

ROOT = Path(__file__).parents[2]
PARTS = {"start", "cold", "keys", "search", "memory", "cli"}


@pytest.mark.bench
@pytest.mark.timeout(400)
def test_the_table_has_all_rows(tmp_path: Path) -> None:
    """A look at 100 articles measures everything; how long it takes is not judged here."""
    words = [sys.executable, "-m", "tests.bench", "--sizes", "100", "--runs", "1", "--json", str(tmp_path / "now.json")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((tmp_path / "now.json").read_text())["sizes"]["100"]
    lines = {line.split("|")[1].strip(): line for line in done.stdout.splitlines() if line.startswith("|")}
    for row in rows_of(PARTS | ({"newsboat"} if installed() else set())):
        assert row.label in lines
        # So few articles have been read before a key can be pressed, and there is one size only.
        if row.name != "cold key" and not row.growth:
            assert found["numbers"][row.name]
