"""Queries as users type them, and the errors in them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.core.model.article import Kind
from reader.core.model.errors import QueryError, UnknownTopic
from reader.core.model.query import (
    Age,
    And,
    Compare,
    Dated,
    DateOp,
    Field,
    Has,
    InTopic,
    Is,
    Node,
    Not,
    NumberField,
    OfProvider,
    OfType,
    Op,
    Or,
    Query,
    Sort,
    SortBy,
    State,
    Tagged,
    Thing,
    Words,
)
from reader.core.model.topic import Topic
from reader.core.search.query_parser import MAX_DEPTH, MAX_LENGTH, check_topics, parse
from reader.core.store import Store
from tests.core.search.query_samples import queries


def words(text: str, prefix: bool = False, field: Field = Field.ANY) -> Words:
    return Words(tuple(text.split()), prefix, field)


A, B, C = words("a"), words("b"), words("c")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("Über", words("uber")),
        ("a b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a or b", And((A, words("or"), B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("(a OR b)OR(c)", Or((A, B, C))),
        ("a (b (c))", And((A, B, C))),
        ("-a b", And((Not(A), B))),
        ("-(a b)", Not(And((A, B)))),
        ("-(-a)", A),
        ('-"a b"', Not(words("a b"))),
        ("-OR", Not(words("or"))),
        ("state-of-the-art", words("state of the art")),
        ("AT&T", words("at t")),
        ("C++", words("c")),
        ("don’t", words("don t")),
        ("人工", words("人 工")),
        ('"A  phrase!"', words("a phrase")),
        ('"say ""hi"""', words("say hi")),
        ('a"b"c', And((A, B, C))),
        ("wo*", words("wo", prefix=True)),
        ('"a wo"*', words("a wo", prefix=True)),
        ("a & b - c", And((A, B, C))),
        (":a", A),
        ("title:A", words("a", field=Field.TITLE)),
        ("TITLE:a*", words("a", True, Field.TITLE)),
        ('title:"a b"', words("a b", field=Field.TITLE)),
        ("-excerpt:a", Not(words("a", field=Field.EXCERPT))),
        ("title:12:30", words("12 30", field=Field.TITLE)),
        ('topic:"AI  Ethics"', InTopic("AI Ethics")),
        ("topic:C++", InTopic("C++")),
        ('topic:"a ""b"""', InTopic('a "b"')),
        ("provider:BBC", OfProvider("bbc")),
        ("provider:www.BBC.co.uk", OfProvider("www bbc co uk")),
        ('provider:"South China"', OfProvider("south china")),
        ("provider:wash*", OfProvider("wash", prefix=True)),
        ("type:Video", OfType(Kind.VIDEO)),
        ('tag:"Für später"', Tagged("fur spater")),
        ("heat>100", Compare(NumberField.HEAT, Op.MORE, 100)),
        ("heat<=20", Compare(NumberField.HEAT, Op.AT_MOST, 20)),
        ("Quality=007", Compare(NumberField.QUALITY, Op.EQUAL, 7)),
        ("after:2020", Dated(DateOp.AFTER, (2020, 1, 1))),
        ("after:2020-11", Dated(DateOp.AFTER, (2020, 11, 1))),
        ("before:2021-2-01", Dated(DateOp.BEFORE, (2021, 2, 1))),
        ("before:2020-02-29", Dated(DateOp.BEFORE, (2020, 2, 29))),
        ("age<7d", Age(Op.LESS, 7 * 86400)),
        ("age>=2MO", Age(Op.AT_LEAST, 60 * 86400)),
        ("age>1y", Age(Op.MORE, 365 * 86400)),
        ("is:UNREAD", Is(State.UNREAD)),
        ("has:image", Has(Thing.IMAGE)),
    ],
)
def test_what_is_understood(text: str, node: Node) -> None:
    assert parse(text) == Query(node)


@pytest.mark.parametrize(
    ("text", "node", "sort"),
    [
        ("", None, None),
        (" \t ", None, None),
        ("sort:heat", None, Sort(SortBy.HEAT)),
        ("-sort:title", None, Sort(SortBy.TITLE, reverse=True)),
        ("sort:-date", None, Sort(SortBy.DATE, reverse=True)),
        ("-sort:-date", None, Sort(SortBy.DATE)),
        ("a SORT:match b", And((A, B)), Sort(SortBy.MATCH)),
        ("sort:date a OR b", Or((A, B)), Sort(SortBy.DATE)),
        ("a OR b -sort:quality", Or((A, B)), Sort(SortBy.QUALITY, reverse=True)),
    ],
)
def test_orders(text: str, node: Node | None, sort: Sort | None) -> None:
    assert parse(text) == Query(node, sort)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a wo", And((A, words("wo", prefix=True)))),
        ("a wo ", And((A, words("wo")))),
        ("title:wo", words("wo", True, Field.TITLE)),
        ("provider:wo", OfProvider("wo", prefix=True)),
        ("AT&T", words("at t", prefix=True)),
        ("(wo)", words("wo")),
        ('"a wo"', words("a wo")),
        ("-wo", Not(words("wo"))),
        ("-title:wo", Not(words("wo", field=Field.TITLE))),
        ("tag:wo", Tagged("wo")),
    ],
)
def test_the_last_word_may_go_on_while_it_is_typed(text: str, node: Node) -> None:
    assert parse(text, unfinished=True) == Query(node)


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("a titl:x", 2, "there is no field “titl”, did you mean title?"),
        ("from:x", 0, 'there is no field “from”; to search for the text, put it in quotes: "from:x"'),
        (
            "at 12:30",
            3,
            'a colon must follow a field name, as in title:word; to search for the text, put it in quotes: "12:30"',
        ),
        ("https://x.example", 0, '"https://x.example"'),
        ("E=mc2", 0, "“E” cannot be compared, only heat, quality and age can"),
        ("heat > 100", 5, "“>” must directly follow heat, quality or age, as in heat>100"),
        ("heat=>5", 4, "“=>” is not a comparison; use <, <=, >, >= or ="),
        ("heat!=5", 4, "“!=” is not a comparison; use <, <=, >, >= or ="),
        ("heat:5", 4, "use heat as in heat>100"),
        ("title>5", 5, "use title as in title:word"),
        ("a heat>x", 7, "heat needs a whole number, 0 or more, not “x”"),
        ("heat>-1", 5, "heat needs a whole number, 0 or more, not “-1”"),
        ("heat>٣", 5, "heat needs a whole number, 0 or more, not “٣”"),
        ("heat>", 5, "heat> needs a value directly after it, as in heat>100"),
        ('heat>"5"', 5, "heat> needs a value"),
        ("quality<" + "9" * 30, 8, "the largest number for quality is 1,000,000,000"),
        ("age<7", 4, "“7” is not an age; use a number and h, d, w, mo or y, as in age<7d"),
        ("age<7m", 4, "“7m” is not an age"),
        ("age=7d", 3, "age needs <, <=, > or >=, as in age<7d"),
        ("age<999999y", 4, "the largest number for age is 100,000"),
        ("after:soon", 6, "“soon” is not a date; use 2020, 2020-11 or 2020-11-26"),
        ("before:2021-02-30", 7, "“2021-02-30” does not exist"),
        ("after:0000", 6, "“0000” does not exist"),
        ('a "b', 2, "this quote is never closed"),
        ('a title:"b', 8, "this quote is never closed"),
        ('""', 0, "these quotes are empty"),
        ('a "&"', 2, "“&” has no letters or digits to search for"),
        ("a (b", 2, "this parenthesis is never closed"),
        ("a (b) c)", 7, "this parenthesis was never opened"),
        ("a ( )", 2, "these parentheses are empty"),
        ("a OR ", 2, "OR needs a term on its right"),
        ("OR a", 0, "OR needs a term on its left"),
        ("a OR OR b", 2, "OR needs a term on its right"),
        ("a (OR b)", 3, "OR needs a term on its left"),
        ("a OR sort:heat", 2, "OR needs a term on its right"),
        ("a AND b", 2, "AND is not needed"),
        ("NOT a", 0, "to exclude a term, write - directly before it"),
        ("title:", 6, "title: needs a value directly after it, as in title:word"),
        ("title: a", 6, "title: needs a value directly after it"),
        ("title:(a b)", 6, "title: needs a word or a phrase in quotes, not parentheses"),
        ("title:&", 6, "“&” has no letters or digits to search for"),
        ('topic:" "', 6, "these quotes are empty"),
        ("is:", 3, "is: must be unread, read, bookmarked or archived"),
        ("is:old", 3, "is: must be unread, read, bookmarked or archived, not “old”"),
        ("has:x", 4, "has: must be related, note or image, not “x”"),
        ("type:x", 5, "type: must be article or video, not “x”"),
        ("-sort:x", 6, "sort: must be heat, date, quality, title or match, not “x”"),
        ("sort:-x", 6, "sort: must be heat, date, quality, title or match, not “x”"),
        ("sort:" + "-" * 1500, 6, "sort: must be heat, date, quality, title or match, not “---"),
        ("sort:heat -sort:date", 11, "only one sort: is allowed, and there is a sort:heat already"),
        ("a (b sort:heat)", 5, "sort: is for the whole query"),
        ("--a", 1, "one - is enough"),
        ("& -", 0, "“&” has no letters or digits to search for"),
        ("a -&", 3, "“&” has no letters or digits to search for"),
        ("🎉", 0, "“🎉” has no letters or digits to search for"),
        ("*", 0, "* needs the beginning of a word before it"),
        ("a*b", 1, "* is allowed only at the end of a word"),
        ('topic:"a"*', 9, "topic: does not allow *"),
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH, "a query can have at most 2,000 characters"),
    ],
)
def test_what_is_not_understood(text: str, column: int, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.column == column
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_column_of_a_topic_is_kept_and_not_compared() -> None:
    node = parse("a topic:b").node
    assert isinstance(node, And)
    topic = node.parts[1]
    assert isinstance(topic, InTopic)
    assert (topic.column, topic) == (8, InTopic("b"))


def test_groups_may_be_deep_but_not_too_deep() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == Query(A)
    assert parse("-(" * (MAX_DEPTH - 1) + "a b" + ")" * (MAX_DEPTH - 1)) == Query(Not(And((A, B))))
    with pytest.raises(QueryError, match="nested deeper than 50"):
        parse("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("piece", ["(", "-", "-(", '"', "a OR ", "is:", "((a) ", "*", ")"])
@pytest.mark.parametrize("times", [MAX_LENGTH // 7, 100_000])
def test_any_number_of_one_piece_is_an_error_and_no_crash(piece: str, times: int) -> None:
    text = piece * times
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert 0 <= caught.value.column <= len(text)


_PIECES = st.sampled_from(
    ["(", ")", '"', "-", "--", "*", ":", " ", "OR", "a", "b*", "title:", "heat", ">", "<=", "5", "after:", "2020-11",
     "age<7d", "sort:", "is:", "read", "topic:", "tag:", "&", "İ", "ß", "顔", "\u0301", "\x1c", "\ufeff", "AND"]
)  # fmt: skip


def test_a_query_stays_short_when_it_is_written_out() -> None:
    assert parse(parse("a&b " * 300).text) == parse("a&b " * 300)
    with pytest.raises(QueryError, match="written out") as caught:
        parse("a&b " * 400)
    assert caught.value.column == 1600


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=20).map("".join)), st.booleans())
@example("\u3000OR\u3000", False)
def test_any_text_is_a_query_or_an_error_at_a_place_in_it(text: str, unfinished: bool) -> None:
    wrong: QueryError | None = None
    query = Query()
    try:
        query = parse(text, unfinished)
    except QueryError as error:
        wrong = error
    assert parse(query.text) == query
    assert wrong is None or (0 <= wrong.column <= len(text) and str(wrong))


@given(queries())
def test_a_query_in_writing_is_the_same_query(query: Query) -> None:
    assert parse(query.text) == query
    assert parse(query.text).text == query.text


def test_an_unknown_topic_is_a_fault_of_the_query() -> None:
    store = Store([Topic("AI Ethics", shortname="Ethics")])
    check_topics(parse("a -(topic:aiethics OR topic:ethics)"), store.topics.named)
    with pytest.raises(QueryError, match="AI Ethics") as caught:
        check_topics(parse("a -topic:AIEthic"), store.topics.named)
    assert caught.value.column == 9
    with pytest.raises(UnknownTopic):
        store.topics.named("AIEthic")
