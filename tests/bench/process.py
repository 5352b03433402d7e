"""What a program and its children use, as Linux counts it."""

import os
import re
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def tree(pid: int) -> list[int]:
    """A process and its live descendants."""
    found, waiting = [], [pid]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for task in _tasks(pid):
            waiting += map(int, _read(f"{task}/children").split())
    return found


def resident(pid: int) -> int:
    """Bytes of memory that the tree holds; what processes share counts for each of them."""
    return sum(int((_read(f"/proc/{one}/statm").split() or ["0", "0"])[1]) for one in tree(pid)) * _PAGE


def most_resident(pid: int) -> int:
    """The most bytes that the process, without its children, ever held."""
    found = re.search(r"VmHWM:\s+(\d+) kB", _read(f"/proc/{pid}/status"))
    return int(found.group(1)) * 1024 if found else 0


def busy(pid: int) -> float:
    """Milliseconds of processor time that the live threads of the tree have used."""
    spent = (_read(f"{task}/schedstat").split() for one in tree(pid) for task in _tasks(one))
    return sum(int(numbers[0]) for numbers in spent if numbers) / 1e6


def _tasks(pid: int) -> list[str]:
    try:
        return [f"/proc/{pid}/task/{name}" for name in os.listdir(f"/proc/{pid}/task")]
    except OSError:
        return []


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
