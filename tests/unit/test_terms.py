"""Words folded, stemmed and compared."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.terms import _stemmer, by_country, fold, same_word, terms, words


def test_fold_drops_case_accents_and_curly_apostrophes() -> None:
    assert fold("Élysée’s ÅNGSTRÖM") == "elysee's angstrom"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("U.S. allies’ 1,200", ["us", "allies", "1200"]),
        ("Kar-Gupta's report", ["kar", "gupta", "report"]),
        ("Rutte’s talks, on Jan. 12!", ["rutte", "talks", "on", "jan", "12"]),
        ("at 10:30 a.m.", ["at", "1030", "am"]),
        ("", []),
        ("— … ?!", []),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted


def test_terms_are_stems_without_stop_words_in_order_with_repeats() -> None:
    assert terms("What were the talks about? The talking, the TALKS.") == ["talk", "talk", "talk"]


def test_us_is_a_country_only_where_it_is_written_as_one() -> None:
    assert terms("The U.S. stayed") == ["america", "stay"]
    assert terms("US bases") == ["america", "base"]
    assert terms("Tell us about bases") == ["base"]


def test_words_by_country_keep_their_order_and_stop_words() -> None:
    assert by_country("He told us of the Danish") == ["he", "told", "us", "of", "the", "denmark"]
    assert by_country("the United States' plan") == ["the", "america", "plan"]


def test_each_thread_has_a_stemmer_of_its_own() -> None:
    with ThreadPoolExecutor(1) as other:
        assert other.submit(_stemmer).result() is not _stemmer()
    assert _stemmer() is _stemmer()


def test_the_words_of_a_country_are_its_name() -> None:
    assert terms("Danish, of the Danes, Denmark's") == ["denmark"] * 3
    assert terms("the United States, Americans, the USA") == ["america"] * 3
    assert terms("Dutch cheese from the United Kingdom") == ["netherland", "chees", "britain"]
    assert terms("the North Pole, a state united") == ["north", "pole", "state", "unit"]


def test_numbers_are_kept() -> None:
    assert terms("5 of 12") == ["5", "12"]


@pytest.mark.parametrize(
    ("stem", "other", "same"),
    [
        ("talk", "talk", True),
        ("5", "5", True),
        ("china", "chines", True),
        ("russia", "russian", True),
        ("greenland", "greenlandic", True),
        ("cat", "cats", False),
        ("green", "greenland", False),
        ("denmark", "danish", False),
        ("arctic", "article", False),
        ("5", "55", False),
    ],
)
def test_word_families(stem: str, other: str, same: bool) -> None:
    """Greenland and greenlandic share 9 of 11 letters; green and greenland only 5 where 6 are asked."""
    assert same_word(stem, other) is same
    assert same_word(other, stem) is same
