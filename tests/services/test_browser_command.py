"""Which command opens a link."""

import os
from pathlib import Path

import pytest

from reader.services.browser_command import Unusable, environment_command, named_command, system_command

URL = "https://example.com/a;b|c$(d)?q=%20%s&r=`x`#y"


def found(program: str) -> str | None:
    """Finds every program but those whose name says otherwise."""
    return None if "missing" in program else f"/usr/bin/{program}"


@pytest.mark.parametrize(
    ("line", "argv"),
    [
        ("firefox", ("firefox", URL)),
        ("firefox --new-window %s", ("firefox", "--new-window", URL)),
        ("open %s -a 'My Browser'", ("open", URL, "-a", "My Browser")),
        ("firefox -private", ("firefox", "-private", URL)),
        ("firefox &", ("firefox", URL)),
        ("firefox; rm -rf *", ("firefox;", "rm", "-rf", "*", URL)),
        ("firefox $(id)", ("firefox", "$(id)", URL)),
        ("xterm -e w3m %s", ("xterm", "-e", "w3m", URL)),
    ],
)
def test_the_link_is_one_word_as_it_is(line: str, argv: tuple[str, ...]) -> None:
    assert named_command(line, found).argv(URL) == argv


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "empty"),
        ("&", "empty"),
        ("%s", "no program"),
        ("firefox --url=%s", "a word of its own"),
        ("firefox %action", "a word of its own"),
        ("firefox 100%", "a word of its own"),
        ("sh -c 'fake %s'", "a word of its own"),
        ("sh -c %s", "shell"),
        ("/bin/bash -lc", "shell"),
        ("env sh", "shell"),
        ("ssh host firefox", "shell"),
        ("env TERM=dumb mosh host firefox", "shell"),
        ("i3-msg exec firefox", "shell"),
        ("swaymsg exec firefox", "shell"),
        ("hyprctl dispatch exec firefox", "shell"),
        ("tmux new-window", "shell"),
        ("su user", "shell"),
        ("env -S 'sh -c'", "shell"),
        ("env -S 'python3 -c'", "env -S"),
        ("env -vS 'python3 -c'", "env -S"),
        ("/usr/bin/env --split-string='python3 -c'", "env -S"),
        ("env -Sperl", "env -S"),
        ("python3 -c %s", "as code"),
        ("python3 -c", "as code"),
        ("perl -ne", "as code"),
        ("node --eval %s", "as code"),
        ("firefox 'unclosed", "cannot be read"),
        ("missing-browser", "not installed"),
    ],
)
def test_an_unsafe_or_missing_command_is_refused_in_words(line: str, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        named_command(line, found)


@pytest.mark.parametrize(("program", "terminal"), [("w3m", True), ("/usr/bin/lynx", True), ("firefox", False)])
def test_browsers_of_the_terminal_are_known(program: str, terminal: bool) -> None:
    assert named_command(program, lambda word: word).terminal is terminal


def test_a_browser_of_the_terminal_is_known_behind_another_name(tmp_path: Path) -> None:
    (tmp_path / "w3m").touch()
    alias = tmp_path / "www-browser"
    alias.symlink_to("w3m")
    assert named_command("www-browser", lambda _: str(alias)).terminal


def test_a_home_and_blanks_are_understood(home: Path) -> None:
    browser = home / "my browser"
    browser.touch()
    for line in ("'~/my browser'", "~/my browser", "~/my\\ browser", f'"{browser}"', str(browser)):
        assert environment_command(line, lambda word: word) == named_command(line, found)
        assert named_command(line, found).argv(URL) == (str(browser), URL)
    assert named_command("~/bin/ff --profile ~/p %s", found).words == (f"{home}/bin/ff", "--profile", f"{home}/p", "%s")


def test_quotes_keep_alternatives_together() -> None:
    value = os.pathsep.join(["missing-one", f"open -a 'My{os.pathsep} Browser' %s", "w3m"])
    assert environment_command(value, found).words == ("open", "-a", f"My{os.pathsep} Browser", "%s")


def test_windows_opens_the_links_of_its_subsystem() -> None:
    command = system_command("linux", {"WSL_DISTRO_NAME": "Debian"}, found)
    assert command.argv("https://x.example/?a=1&b=$(calc);'`\"") == (
        "wslview",
        "https://x.example/?a=1&b=%24%28calc%29%3B%27%60%22",
    )
    with pytest.raises(Unusable, match="no display"):
        system_command("linux", {"WSL_DISTRO_NAME": "Debian"}, lambda _: None)


def test_the_first_alternative_that_is_installed_counts() -> None:
    value = os.pathsep.join(["missing-one", "firefox -P", "w3m"])
    assert environment_command(value, found).words == ("firefox", "-P")


def test_no_other_is_tried_for_one_that_is_written_wrongly() -> None:
    with pytest.raises(Unusable, match="a word of its own"):
        environment_command(os.pathsep.join(["firefox --url=%s", "w3m"]), found)


def test_alternatives_that_are_all_missing_name_the_first() -> None:
    with pytest.raises(Unusable, match="missing-one"):
        environment_command(os.pathsep.join(["missing-one", "missing-two"]), found)


@pytest.mark.parametrize(
    ("platform", "environment", "words"),
    [
        ("linux", {"DISPLAY": ":0"}, ("xdg-open",)),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, ("xdg-open",)),
        ("linux", {"DISPLAY": "localhost:10", "SSH_CONNECTION": "x"}, ("xdg-open",)),
        ("darwin", {}, ("open",)),
        ("win32", {}, ()),
    ],
)
def test_the_system_opens_where_there_is_a_display(
    platform: str, environment: dict[str, str], words: tuple[str, ...]
) -> None:
    assert system_command(platform, environment, found).words == words


@pytest.mark.parametrize(
    ("platform", "environment", "reason"),
    [
        ("linux", {}, "there is no display"),
        ("linux", {"SSH_TTY": "/dev/pts/1"}, "remote session"),
        ("darwin", {"SSH_CONNECTION": "x"}, "remote session"),
    ],
)
def test_without_a_display_nothing_is_started(platform: str, environment: dict[str, str], reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        system_command(platform, environment, found)


def test_a_missing_opener_is_said() -> None:
    with pytest.raises(Unusable, match="xdg-open is not installed"):
        system_command("linux", {"DISPLAY": ":0"}, lambda _: None)
