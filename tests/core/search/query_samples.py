"""Queries of all kinds, in the form in which the parser makes them."""

from hypothesis import strategies as st

from reader.core.model.article import Kind
from reader.core.model.query import (
    AGE_UNITS,
    Age,
    Compare,
    Dated,
    DateOp,
    Field,
    Has,
    InTopic,
    Is,
    Node,
    NumberField,
    OfProvider,
    OfType,
    Op,
    Query,
    Sort,
    SortBy,
    State,
    Tagged,
    Thing,
    Words,
    all_of,
    any_of,
    opposite,
)
from reader.core.model.topic import topic_key
from reader.core.text.tokenizer import fold_line, tokens

_TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(
        ["or", "OR", 'a "b" c', "AI Ethics", "AT&T", "顔認証", "Straße", "is:read", "*", "-x", "(", "12:30"]
    ),
)
_TOKENS = _TEXTS.map(tokens).filter(bool).map(tuple)
_NAMES = _TEXTS.map(lambda text: " ".join(text.split())).filter(topic_key)


def leaves() -> st.SearchStrategy[Node]:
    """Conditions without others in them."""
    return st.one_of(
        st.builds(Words, _TOKENS, st.booleans(), st.sampled_from(Field)),
        st.builds(InTopic, _NAMES),
        st.builds(OfProvider, _TOKENS.map(" ".join), st.booleans()),
        st.builds(OfType, st.sampled_from(Kind)),
        st.builds(Tagged, _TEXTS.map(fold_line).filter(bool)),
        st.builds(Compare, st.sampled_from(NumberField), st.sampled_from(Op), st.integers(0, 10**9)),
        st.builds(
            Dated,
            st.sampled_from(DateOp),
            st.dates().map(lambda day: (day.year, day.month, day.day)),
        ),
        st.builds(
            Age,
            st.sampled_from([op for op in Op if op is not Op.EQUAL]),
            st.builds(int.__mul__, st.integers(0, 4000), st.sampled_from(list(AGE_UNITS.values()))),
        ),
        st.builds(Is, st.sampled_from(State)),
        st.builds(Has, st.sampled_from(Thing)),
    )


def nodes(single: st.SearchStrategy[Node] | None = None) -> st.SearchStrategy[Node]:
    """Conditions, with `single` as those without others in them."""
    return st.recursive(
        leaves() if single is None else single,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(all_of),
            st.lists(inner, min_size=1, max_size=3).map(any_of),
            inner.map(opposite),
        ),
        max_leaves=8,
    )


def queries() -> st.SearchStrategy[Query]:
    """Whole queries, the empty one included."""
    sorts = st.builds(Sort, st.sampled_from(SortBy), st.booleans())
    return st.builds(Query, st.none() | nodes(), st.none() | sorts)
