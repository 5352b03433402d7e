"""`heatwire help`: the pages of the manual, listed, printed and paged."""

import pytest

from reader.cli.main import main
from reader.config.manual import read_manual
from tests.cli.test_plain import Conversation


def test_without_a_topic_all_pages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()] == [*read_manual()]
    assert out.splitlines()[1].endswith("  The query language of the search line, saved searches and `heatwire list`.")
    assert err == "read a page with `heatwire help TOPIC`\n"


@pytest.mark.parametrize("topic", ["seeds", "Seeds"])
def test_a_page_is_printed_as_it_is(capsys: pytest.CaptureFixture[str], topic: str) -> None:
    assert main(["help", topic]) == 0
    assert capsys.readouterr() == (read_manual()["seeds"], "")


@pytest.mark.parametrize(("topic", "hint"), [("kays", "did you mean 'keys'?"), ("zzz", "there are keys, searching, ")])
def test_an_unknown_page_names_the_nearest(capsys: pytest.CaptureFixture[str], topic: str, hint: str) -> None:
    assert main(["help", topic]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert f"there is no page {topic!r}; {hint}" in err


def test_on_a_terminal_a_page_goes_through_the_pager() -> None:
    conversation = Conversation("help", "seeds", TERM="xterm", PAGER="sed 's/^/paged: /'", MANPAGER="")
    code, shown = conversation.end()
    assert code == 0
    assert shown.startswith("paged: # Seeds\r\n")
