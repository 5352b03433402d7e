"""`heatwire doctor`: checks the installation, its environment and the user's files, and suggests fixes."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from reader.cli.article_json import json_text
from reader.cli.commands.config_command import setting_errors
from reader.cli.environment import Fact, name_clashes, terminal, versions
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


class Finding(NamedTuple):
    """A line of the report: something that was checked, and its state; `error` and `advice` are "" if it is fine."""

    section: str
    name: str
    value: object
    error: str = ""
    advice: str = ""


def examine(arguments: Namespace) -> int:
    """Print the report; the exit code is 1 if there are problems, else 0. Nothing is changed or given away."""
    findings = [_private(finding) for finding in _findings(os.environ)]
    write_lines([json_text(_record(findings))] if arguments.json else _lines(findings))
    return 1 if any(finding.error for finding in findings) else 0


def _findings(environment: Mapping[str, str]) -> Iterator[Finding]:
    yield from (Finding("versions", *fact) for fact in versions())
    yield from (Finding("terminal", *fact) for fact in terminal(environment))
    yield from (Finding("folders", *fact) for fact in _folders())
    yield from (Finding("files", *fact) for fact in (*_marks(), *_config(environment), Fact("cache", _cache())))
    yield from (Finding("program", *fact) for fact in _browser(environment))
    for other in name_clashes():
        error = f"{other} is installed in the same environment, and its import package is called reader, too"
        yield Finding("packages", other, "clashes", error, "install heatwire by itself, with pipx or uv tool")


def _folders() -> Iterator[Fact]:
    for name, find, variable in _FOLDERS:
        try:
            folder = find()
        except paths.NoFolder as error:
            yield Fact(name, "none", str(error), f"set {variable}")
            continue
        state = _state(folder)
        advice = f"make it a writable folder, or set {variable}"
        yield Fact(
            name, f"{folder} ({state.removeprefix('is ')})", "" if state in _GOOD else f"{folder} {state}", advice
        )
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
    try:
        health = check_marks(paths.data_folder() / MARKS)
    except paths.NoFolder:
        return
    if health is None:
        yield Fact(MARKS, "none yet")
        return
    counts = ", ".join(f"{count:,} {name}" for name, count in health.counts.items())
    version = f"version {health.version}" if health.version else ""
    value = " · ".join(part for part in (version, counts, _size(health.bytes)) if part)
    yield Fact(MARKS, value, health.error and f"{MARKS}: {health.error}", health.advice)


def _config(environment: Mapping[str, str]) -> Iterator[Fact]:
    try:
        file = paths.config_folder() / FILE_NAME
    except paths.NoFolder:
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
    try:
        named = read_settings(paths.config_folder() / FILE_NAME, environment)[0].browser
    except paths.NoFolder:
        return
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
        sizes = [
            os.path.getsize(os.path.join(folder, name))
            for folder, _, names in os.walk(paths.cache_folder())
            for name in names
        ]
    except (OSError, paths.NoFolder):
        sizes = []
    return f"{count_noun(len(sizes), 'file')}, {_size(sum(sizes))}" if sizes else "empty"


def _size(count: int) -> str:
    if count < 10_000:
        return f"{count:,} bytes"
    return f"{count / 1e3:,.0f} kB" if count < 10**7 else f"{count / 1e6:,.0f} MB"


def _private(finding: Finding) -> Finding:
    """The same without the name of the home folder and without control characters."""
    home = os.path.expanduser("~").rstrip("/\\")

    def clean(text: str) -> str:
        return strip_controls(text.replace(home, "~") if len(home) > 1 else text)

    value = finding.value if isinstance(finding.value, bool | int) else clean(str(finding.value))
    return Finding(finding.section, clean(finding.name), value, clean(finding.error), clean(finding.advice))


def _lines(findings: list[Finding]) -> Iterator[str]:
    width = max(len(finding.name) for finding in findings)
    marked = {finding.name for finding in findings if finding.error}
    section = ""
    for finding in findings:
        if finding.section != section:
            section = finding.section
            yield section
        if finding.value != "":
            yield f"{'! ' if finding.name in marked else '  '}{finding.name.ljust(width)}  {_text(finding.value)}"
    problems = [finding for finding in findings if finding.error]
    yield ""
    yield f"{count_noun(len(problems), 'problem')} found:" if problems else "No problems found."
    for problem in problems:
        yield f"! {problem.error}"
        yield f"  {problem.advice}"


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _record(findings: list[Finding]) -> dict[str, object]:
    report: dict[str, object] = {}
    for finding in findings:
        section = report.setdefault(finding.section, {})
        if isinstance(section, dict) and finding.value != "":
            section[finding.name] = finding.value
    problems = (finding for finding in findings if finding.error)
    report["problems"] = [{"where": found.name, "what": found.error, "advice": found.advice} for found in problems]
    return report
