"""`heatwire doctor`: how the program, its surroundings and the person's files are, and what to do about it."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from reader.cli.commands.config_command import Checks, faults
from reader.cli.commands.environment import clashes, terminal, versions
from reader.config import paths
from reader.config.settings import FILE_NAME
from reader.config.settings_loader import read_settings
from reader.console import json_text, write_lines
from reader.core.model.errors import HeatwireError
from reader.core.text.cleaning import strip_controls

_FOLDERS: Final[tuple[tuple[str, Callable[[], Path], str], ...]] = (
    ("config", paths.config_folder, paths.CONFIG_VARIABLE),
    ("data", paths.data_folder, paths.DATA_VARIABLE),
    ("cache", paths.cache_folder, paths.CACHE_VARIABLE),
)
_SHIPPED: Final[tuple[tuple[str, Callable[[], Path]], ...]] = (("seeds", paths.seeds), ("styles", paths.styles))


class Finding(NamedTuple):
    """One line of the report: what was looked at and how it is; `fault` and `advice` are "" if it is well."""

    section: str
    name: str
    value: object
    fault: str = ""
    advice: str = ""


def examine(checks: Checks, as_json: bool) -> int:
    """Print the report; 1 if anything needs attention, else 0. Nothing is changed, and no secret is told."""
    findings = [_private(finding) for finding in _findings(checks, os.environ)]
    write_lines([json_text(_record(findings))] if as_json else _lines(findings))
    return 1 if any(finding.fault for finding in findings) else 0


def _findings(checks: Checks, environment: Mapping[str, str]) -> Iterator[Finding]:
    for name, value, fault, advice in versions():
        yield Finding("versions", name, value, fault, advice)
    for name, value, fault, advice in terminal(environment):
        yield Finding("terminal", name, value, fault, advice)
    yield from _folders()
    yield from _marks()
    yield from _config(checks, environment)
    for other in clashes():
        fault = f"{other} is installed in the same environment, and its import package is called reader, too"
        yield Finding("packages", other, "clashes", fault, "install heatwire by itself, with pipx or uv tool")


def _folders() -> Iterator[Finding]:
    for name, find, variable in _FOLDERS:
        try:
            folder = find()
        except paths.NoFolder as error:
            yield Finding("folders", name, "none", str(error), f"set {variable}")
            continue
        state = _state(folder)
        advice = f"make it a folder that can be written to, or set {variable}"
        yield Finding("folders", name, f"{folder} ({state})", "" if state in _WELL else f"{folder} is {state}", advice)
    for name, shipped in _SHIPPED:
        try:
            yield Finding("folders", name, shipped())
        except HeatwireError as error:
            yield Finding("folders", name, "none", str(error), "install heatwire again")


_WELL: Final = ("writable", "not made yet")


def _state(folder: Path) -> str:
    if folder.is_dir():
        return "writable" if os.access(folder, os.W_OK | os.X_OK) else "read-only"
    if folder.exists():
        return "not a folder"
    above = next(parent for parent in folder.parents if parent.exists())
    return "not made yet" if above.is_dir() and os.access(above, os.W_OK | os.X_OK) else "not to be made"


def _marks() -> Iterator[Finding]:
    from reader.storage.marks.database import FILE_NAME as MARKS
    from reader.storage.marks.health import look_at

    try:
        health = look_at(paths.data_folder() / MARKS)
    except paths.NoFolder:
        return
    if health is None:
        yield Finding("files", MARKS, "none yet")
        return
    counts = ", ".join(f"{count:,} {name}" for name, count in health.counts.items())
    known = f"version {health.version}" if health.version else ""
    value = " · ".join(part for part in (known, counts, _size(health.bytes)) if part)
    yield Finding("files", MARKS, value, health.fault and f"{MARKS}: {health.fault}", health.advice)


def _config(checks: Checks, environment: Mapping[str, str]) -> Iterator[Finding]:
    try:
        file = paths.config_folder() / FILE_NAME
    except paths.NoFolder:
        return
    try:
        found = faults(file, environment, checks)
    except ImportError as error:
        found = [f"keys and theme cannot be checked: {error}"]
    yield Finding("files", FILE_NAME, _config_state(file, len(found)))
    for fault in found:
        yield Finding("files", FILE_NAME, "", fault, "heatwire config opens it")
    yield Finding("files", "cache", _cache())
    yield _browser(read_settings(file, environment)[0].browser)


def _browser(named: str) -> Finding:
    """The browser that would open a link; its name alone, for the words after it are the person's."""
    from reader.core.model.link_opener import Detached, InTerminal, NoBrowser
    from reader.services.browser import Opener

    plan = Opener(named).plan("https://example.org/")
    if isinstance(plan, Detached | InTerminal):
        return Finding("program", "browser", plan.argv[0] if plan.argv else "the system's")
    reason = plan.reason if isinstance(plan, NoBrowser) else ""
    if not named and not os.environ.get("BROWSER"):
        # As over SSH: links are shown and copied, which is no fault.
        return Finding("program", "browser", f"none: {reason}")
    return Finding("program", "browser", "none", reason, "name another with browser in config.toml, or with $BROWSER")


def _config_state(file: Path, count: int) -> str:
    if count:
        return f"{count} fault{'' if count == 1 else 's'}"
    return "fine" if file.exists() else "none, all is as usual"


def _cache() -> str:
    try:
        sizes = [
            os.path.getsize(os.path.join(folder, name))
            for folder, _, names in os.walk(paths.cache_folder())
            for name in names
        ]
    except (OSError, paths.NoFolder):
        sizes = []
    return "empty" if not sizes else f"{len(sizes)} file{'' if len(sizes) == 1 else 's'}, {_size(sum(sizes))}"


def _size(count: int) -> str:
    if count < 10_000:
        return f"{count:,} bytes"
    return f"{count / 1e3:,.0f} kB" if count < 10**7 else f"{count / 1e6:,.0f} MB"


def _private(finding: Finding) -> Finding:
    """The same without the name of the home folder, and with nothing that could drive the terminal."""
    home = os.path.expanduser("~").rstrip("/\\")

    def tidy(text: str) -> str:
        return strip_controls(text.replace(home, "~") if len(home) > 1 else text)

    value = finding.value if isinstance(finding.value, bool | int) else tidy(str(finding.value))
    return Finding(finding.section, tidy(finding.name), value, tidy(finding.fault), tidy(finding.advice))


def _lines(findings: list[Finding]) -> Iterator[str]:
    width = max(len(finding.name) for finding in findings)
    marked = {finding.name for finding in findings if finding.fault}
    section = ""
    for finding in findings:
        if finding.section != section:
            section = finding.section
            yield section
        if finding.value != "":
            yield f"{'! ' if finding.name in marked else '  '}{finding.name.ljust(width)}  {_said(finding.value)}"
    bad = [finding for finding in findings if finding.fault]
    yield ""
    if not bad:
        yield "All is well."
        return
    yield f"{len(bad)} {'thing needs' if len(bad) == 1 else 'things need'} attention:"
    for finding in bad:
        yield f"! {finding.fault}"
        yield f"  {finding.advice}"


def _said(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _record(findings: list[Finding]) -> dict[str, object]:
    report: dict[str, object] = {}
    for finding in findings:
        section = report.setdefault(finding.section, {})
        if isinstance(section, dict) and finding.value != "":
            section[finding.name] = finding.value
    bad = (finding for finding in findings if finding.fault)
    report["problems"] = [{"where": found.name, "what": found.fault, "advice": found.advice} for found in bad]
    return report
