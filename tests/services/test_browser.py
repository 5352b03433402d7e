"""Opening links: nothing but web links, as one word, without a shell, silently, without waiting."""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.model.link_opener import Detached, Failed, InTerminal, NoBrowser, Refused
from reader.services.browser import Opener

HOSTILE = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<script>1</script>",
    "/etc/passwd",
    "ssh://-oProxyCommand=x/",
    "--remote-debugging-port=9222",
    "-P",
    "",
    " ",
    "https://",
    "https:///path",
    "http://exa mple.com/",
    "https://example.com/\n--option",
    "https://example.com/\r\nX: y",
    "https://example.com/\x1b]0;x\x07",
    "https://example.com/\x00",
    "https://example.com/\u202egnp.exe",
    "https://example.com/\ud800",
    "https://example.com:99999/",
    "https://example.com:port/",
    "https://example.com/" + "a" * 5000,
    "//example.com/",
    "ftp://example.com/",
    "vbscript:msgbox(1)",
]
SOUND = [
    "https://example.com/",
    "http://example.com:8080/a?b=c&d=%20%action%s%25#e",
    "https://example.com/;touch$IFS/tmp/x;`id`$(id)|'\"",
    "https://example.com/--incognito",
]
MakeBrowser = Callable[..., Path]


@pytest.fixture
def make_browser(tmp_path: Path) -> MakeBrowser:
    """Makes a browser that writes its arguments, NUL after each, to `started`, and then runs some Python."""

    def make(then: str = "", name: str = "browser") -> Path:
        path = tmp_path / name
        path.write_text(
            f"#!{sys.executable} -S\n"
            "import os, sys\n"
            f"with open({str(tmp_path / 'part')!r}, 'wb') as file:\n"
            "    file.write(b''.join(os.fsencode(word) + b'\\0' for word in sys.argv[1:]))\n"
            f"os.rename({str(tmp_path / 'part')!r}, {str(tmp_path / 'started')!r})\n"
            f"{then}\n"
        )
        path.chmod(0o755)
        return path

    return make


def opener(browser: str, watched: float = 20.0) -> Opener:
    return Opener(environment={"BROWSER": browser, "PATH": os.environ["PATH"]}, watched=watched)


def started(tmp_path: Path) -> list[str]:
    return os.fsdecode((tmp_path / "started").read_bytes()).split("\0")[:-1]


def open_link(opener: Opener, url: str) -> object:
    plan = opener.plan(url)
    return opener.watch(plan) if isinstance(plan, Detached) else plan


@pytest.mark.parametrize("setting", ["{}", "{} %s", "{} --new %s", "sh -c '{} %s'", "{} --url=%s"])
@pytest.mark.parametrize("url", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_link_starts_nothing(url: str, setting: str, make_browser: MakeBrowser, tmp_path: Path) -> None:
    browser = make_browser()
    assert isinstance(open_link(opener(setting.format(browser)), url), Refused)
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize("setting", ["sh -c '{} %s'", "sh -c %s", "{} --url=%s", "env sh", "{} -c"])
@pytest.mark.parametrize("url", SOUND)
def test_an_unsafe_setting_starts_nothing(url: str, setting: str, make_browser: MakeBrowser, tmp_path: Path) -> None:
    plan = opener(setting.format(make_browser())).plan(url)
    assert isinstance(plan, NoBrowser)
    assert plan.url == url
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize(("setting", "options"), [("{}", []), ("{} %s", []), ("{} --new %s", ["--new"])])
@pytest.mark.parametrize("url", SOUND)
def test_a_sound_link_arrives_byte_for_byte(
    url: str, setting: str, options: list[str], make_browser: MakeBrowser, tmp_path: Path
) -> None:
    assert open_link(opener(setting.format(make_browser())), url) is None
    assert started(tmp_path) == [*options, url]


def test_what_a_browser_prints_is_thrown_away(make_browser: MakeBrowser, capfd: pytest.CaptureFixture[str]) -> None:
    browser = make_browser("print('noise', flush=True); print('noise', file=sys.stderr, flush=True)")
    assert open_link(opener(str(browser)), SOUND[0]) is None
    assert capfd.readouterr() == ("", "")


def test_a_browser_has_no_terminal_and_no_input(make_browser: MakeBrowser, tmp_path: Path) -> None:
    browser = make_browser("sys.exit(0 if os.getsid(0) == os.getpid() and not sys.stdin.read() else 9)")
    assert open_link(opener(str(browser)), SOUND[0]) is None


def test_a_failing_exit_is_reported_and_no_other_browser_tried(make_browser: MakeBrowser, tmp_path: Path) -> None:
    failing = make_browser("sys.exit(3)", name="failing")
    other = make_browser("", name="other")
    outcome = open_link(opener(os.pathsep.join([str(failing), str(other)])), SOUND[0])
    assert isinstance(outcome, Failed)
    assert "exit code 3" in outcome.reason
    assert outcome.url == SOUND[0]


def test_a_killed_browser_is_reported(make_browser: MakeBrowser) -> None:
    outcome = open_link(opener(str(make_browser("os.kill(os.getpid(), 9)"))), SOUND[0])
    assert isinstance(outcome, Failed)
    assert "SIGKILL" in outcome.reason


def test_a_browser_that_cannot_start_is_reported(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/nowhere/at/all\n")
    broken.chmod(0o755)
    outcome = open_link(opener(str(broken)), SOUND[0])
    assert isinstance(outcome, Failed)
    assert "could not be started" in outcome.reason


def test_a_browser_that_stays_counts_as_opened(make_browser: MakeBrowser, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    browser = make_browser(f"open({str(gate)!r}).read()")
    assert open_link(opener(str(browser), watched=0.01), SOUND[0]) is None
    # Opening blocks until the browser reads: it is still there.
    gate.write_text("go")


def test_closing_ends_the_watch_and_not_the_browser(make_browser: MakeBrowser, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    patient = opener(str(make_browser(f"open({str(gate)!r}).read()")), watched=60)
    outcomes: list[object] = []
    watching = threading.Thread(target=lambda: outcomes.append(open_link(patient, SOUND[0])))
    watching.start()
    with gate.open("w") as writer:
        patient.close()
        watching.join(30)
        assert outcomes == [None]
        writer.write("go")


def test_a_plan_starts_nothing_and_looks_for_programs_once(make_browser: MakeBrowser, tmp_path: Path) -> None:
    looks: list[str] = []

    def which(program: str) -> str | None:
        looks.append(program)
        return program

    planner = Opener(environment={"DISPLAY": ":0"}, which=which, platform="linux")
    plans = [planner.plan(url) for url in SOUND]
    assert plans == [Detached(url, "example.com", ("xdg-open", url)) for url in SOUND]
    assert looks == ["xdg-open"]


def test_the_setting_goes_before_the_environment() -> None:
    named = Opener("w3m -o x", environment={"BROWSER": "firefox"}, which=lambda program: program)
    assert named.plan(SOUND[0]) == InTerminal(SOUND[0], "example.com", ("w3m", "-o", "x", SOUND[0]))


def test_a_browser_of_the_terminal_is_never_the_system_s_choice() -> None:
    plan = Opener(environment={"SSH_TTY": "x"}, which=lambda program: program, platform="linux").plan(SOUND[0])
    assert isinstance(plan, NoBrowser)
    assert plan.url == SOUND[0]
    assert "remote session" in plan.reason


def test_what_a_person_named_is_used_without_a_display(make_browser: MakeBrowser) -> None:
    # An editor's remote session sets $BROWSER to a script that opens links on the person's own machine.
    assert isinstance(opener(str(make_browser())).plan(SOUND[0]), Detached)
