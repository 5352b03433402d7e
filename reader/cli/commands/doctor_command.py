"""`heatwire doctor`: checks the installation, its environment and the user's files, and suggests fixes."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from reader.cli.article_json import json_text
from reader.cli.commands.config_command import setting_errors
from reader.cli.environment import Fact, name_clashes, terminal, versions
from reader.cli.setting_flags import settings_file
from reader.config import paths
from reader.config.settings import FILE_NAME
from reader.config.settings_loader import read_settings
from reader.console import write_lines
from reader.core.model.errors import HeatwireError
from reader.core.model.link_opener import Detached, InTerminal, NoBrowser
from reader.core.text.counting import count_noun
from reader.core.text.normalization import strip_controls
from reader.services.browser import Opener
from reader.storage.marks.database import FILE_NAME as MARKS
from reader.storage.marks.health import check_marks

_FOLDERS: Final[tuple[tuple[str, Callable[[], Path], str], ...]] = (
    ("config", paths.config_folder, paths.CONFIG_VARIABLE),
    ("data", paths.data_folder, paths.DATA_VARIABLE),
    ("cache", paths.cache_folder, paths.CACHE_VARIABLE),
)
_SHIPPED: Final[tuple[tuple[str, Callable[[], Path]], ...]] = (("seeds", paths.seeds), ("styles", paths.styles))
_GOOD: Final = ("writable", "not created yet")


def examine(arguments: Namespace) -> int:
    """Print the report; the exit code is 1 if there are problems, else 0. Nothing is changed or given away."""
    sections = {section: list(map(_private, facts)) for section, facts in _sections(os.environ).items()}
    report = {section: facts for section, facts in sections.items() if facts}
    problems = [fact for facts in report.values() for fact in facts if fact.error]
    write_lines([json_text(_record(report, problems))] if arguments.json else _lines(report, problems))
    return 1 if problems else 0


def _sections(environment: Mapping[str, str]) -> dict[str, Iterable[Fact]]:
    """The facts of each section of the report."""
    return {
        "versions": versions(),
        "terminal": terminal(environment),
        "folders": _folders(),
        "files": (*_marks(), *_config(environment), Fact("cache", _cache())),
        "program": _browser(environment),
        "packages": map(_clash, name_clashes()),
    }


def _clash(other: str) -> Fact:
    error = f"{other} is installed in the same environment, and its import package is called reader, too"
    return Fact(other, "clashes", error, "install heatwire by itself, with pipx or uv tool")


def _folders() -> Iterator[Fact]:
    for name, find, variable in _FOLDERS:
        try:
            folder = find()
        except paths.NoFolder as error:
            yield Fact(name, "none", str(error), f"set {variable}")
            continue
        state = _state(folder)
        problem = "" if state in _GOOD else f"{folder} {state}"
        advice = f"make it a writable folder, or set {variable}"
        yield Fact(name, f"{folder} ({state.removeprefix('is ')})", problem, advice)
    for name, shipped in _SHIPPED:
        try:
            yield Fact(name, shipped())
        except HeatwireError as error:
            yield Fact(name, "none", str(error), "reinstall heatwire")


def _state(folder: Path) -> str:
    if folder.is_dir():
        return "writable" if os.access(folder, os.W_OK | os.X_OK) else "is read-only"
    if folder.exists():
        return "is not a folder"
    above = next(parent for parent in folder.parents if parent.exists())
    return "not created yet" if above.is_dir() and os.access(above, os.W_OK | os.X_OK) else "cannot be created"


def _marks() -> Iterator[Fact]:
    folder = paths.folder_if_any(paths.data_folder)
    if folder is None:
        return
    health = check_marks(folder / MARKS)
    if health is None:
        yield Fact(MARKS, "none yet")
        return
    counts = ", ".join(f"{count:,} {name}" for name, count in health.counts.items())
    version = f"version {health.version}" if health.version else ""
    value = " · ".join(part for part in (version, counts, _size(health.bytes)) if part)
    yield Fact(MARKS, value, health.error and f"{MARKS}: {health.error}", health.advice)


def _config(environment: Mapping[str, str]) -> Iterator[Fact]:
    file = paths.folder_if_any(settings_file)
    if file is None:
        return
    try:
        found = setting_errors(file, environment)
    except ImportError as error:
        found = [f"keys and theme cannot be checked: {error}"]
    state = "no problems" if file.exists() else "no config file: using defaults"
    yield Fact(FILE_NAME, count_noun(len(found), "problem") if found else state)
    for problem in found:
        yield Fact(FILE_NAME, "", problem, "edit it with `heatwire config`")


def _browser(environment: Mapping[str, str]) -> Iterator[Fact]:
    """The browser that would open a link: only its name, because its arguments may be private."""
    file = paths.folder_if_any(settings_file)
    if file is None:
        return
    named = read_settings(file, environment)[0].browser
    plan = Opener(named).plan("https://example.org/")
    if isinstance(plan, Detached | InTerminal):
        yield Fact("browser", plan.argv[0] if plan.argv else "the system's")
        return
    reason = plan.reason if isinstance(plan, NoBrowser) else ""
    if named or environment.get("BROWSER"):
        yield Fact("browser", "none", reason, "set browser in config.toml, or $BROWSER, to another")
    else:
        # Not a problem: over SSH, for example, links are shown and copied.
        yield Fact("browser", f"none: {reason}")


def _cache() -> str:
    try:
        walk = os.walk(paths.cache_folder())
        sizes = [os.path.getsize(os.path.join(folder, name)) for folder, _, names in walk for name in names]
    except (OSError, paths.NoFolder):
        sizes = []
    return f"{count_noun(len(sizes), 'file')}, {_size(sum(sizes))}" if sizes else "empty"


def _size(count: int) -> str:
    if count < 10_000:
        return f"{count:,} bytes"
    return f"{count / 1e3:,.0f} kB" if count < 10**7 else f"{count / 1e6:,.0f} MB"


def _private(fact: Fact) -> Fact:
    """The same without the name of the home folder and without control characters."""
    home = os.path.expanduser("~").rstrip("/\\")

    def clean(text: str) -> str:
        return strip_controls(text.replace(home, "~") if len(home) > 1 else text)

    value = fact.value if isinstance(fact.value, bool | int) else clean(str(fact.value))
    return Fact(clean(fact.name), value, clean(fact.error), clean(fact.advice))


def _lines(report: Mapping[str, Sequence[Fact]], problems: Sequence[Fact]) -> Iterator[str]:
    width = max(len(fact.name) for facts in report.values() for fact in facts)
    marked = {problem.name for problem in problems}
    for section, facts in report.items():
        yield section
        for fact in facts:
            if fact.value != "":
                value = ("no", "yes")[fact.value] if isinstance(fact.value, bool) else fact.value
                yield f"{'! ' if fact.name in marked else '  '}{fact.name.ljust(width)}  {value}"
    yield ""
    yield f"{count_noun(len(problems), 'problem')} found:" if problems else "No problems found."
    for problem in problems:
        yield f"! {problem.error}"
        yield f"  {problem.advice}"


def _record(report: Mapping[str, Sequence[Fact]], problems: Sequence[Fact]) -> dict[str, object]:
    return {
        **{section: {fact.name: fact.value for fact in facts if fact.value != ""} for section, facts in report.items()},
        "problems": [{"where": found.name, "what": found.error, "advice": found.advice} for found in problems],
    }
