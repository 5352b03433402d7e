from reader.core.text.suggestions import similar_names


def test_the_nearest_name_comes_first() -> None:
    known = ["theme", "sort", "density"]
    assert similar_names("dencity", known) == ["density"]
    assert similar_names("zzz", known) == []
    assert similar_names("sorts", ["sorted", "sort"], most=2) == ["sort", "sorted"]
