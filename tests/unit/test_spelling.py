"""Mistyped words mended towards the article first, and words that are right left alone."""

from collections.abc import Iterator

import pytest

from assistant.spelling import mended

ARTICLE = frozenset("the greenland danish officials rejected remarks rutte kar gupta nato".split())
LANGUAGE = frozenset("who what is the of".split())


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who rejcted the remarks?", "Who rejected the remarks?"),
        ("Who rejectde the remraks?", "Who rejected the remarks?"),
        ("is Greenlnad danihs?", "is Greenland danish?"),
        ("What did the oficials say?", "What did the officials say?"),
        ("What is teh of?", "What is the of?"),
        ("Wher is greenland?", "Where is greenland?"),
        ("waht did rutte reject", "what did rutte reject"),
        ("wat is nato", "what is nato"),
        ("what did htey say", "what did they say"),
        # a name, towards the article
        ("Did Ruttee speak?", "Did Rutte speak?"),
        # words that questions are asked with, first among them those that open one
        ("Summerize the remarks", "Summarize the remarks"),
        ("summerize the article", "summarize the article"),
        ("give me a sumary", "give me a summary"),
        ("sumarize", "summarize"),
        ("Sumarise it", "Summarise it"),
        ("headlne", "headline"),
        ("what is the headlin", "what is the headline"),
        ("Headlne?", "Headline?"),
        ("what is the dateine", "what is the dateline"),
        ("give me a synopsys", "give me a synopsis"),
        ("key takeways", "key takeaways"),
        ("who edted it", "who edited it"),
        ("who is the editer", "who is the editor"),
        ("when was it publised", "when was it published"),
        ("and wich reporter", "and which reporter"),
        ("Desribe it", "Describe it"),
        ("what did the goverment say", "what did the government say"),
        ("becuase of what", "because of what"),
    ],
)
def test_a_slip_of_the_keys_is_mended(question: str, wanted: str) -> None:
    assert mended(question, ARTICLE, LANGUAGE) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "Who rejected the remarks?",
        "Did Macron speak of Xyzzyx?",
        "What is NATA?",
        "WHA officials rejected the remarks",
        "Wen Rutte rejected the remarks",
        "Who is 12 or 1998?",
        "",
        "?!",
        # British spelling, and names no article has
        "Summarise the remarks",
        "How was the organisation criticised?",
        "Farage said what?",
        "did meloni speak",
    ],
)
def test_what_is_right_or_may_be_a_name_is_left_alone(question: str) -> None:
    assert mended(question, ARTICLE, LANGUAGE) == question


def test_a_rare_word_a_letter_off_the_articles_is_mended() -> None:
    assert (
        mended("What did the minster say?", frozenset({"minister"}), LANGUAGE) == "What did the minister say?"
    )


@pytest.mark.parametrize(
    "question",
    [
        "is brexit mentioned",
        "what about wifi",
        "who is merz",
        "did farrant speak",
        "did haddad speak",
        "who is lili",
        "is orban greenland",
        "did farage speak of moana",
        "isnt greenland for sale",
        "what dont officials like",
        "couldnt they go",
        "Merz said what?",
        "Wong rejected the remarks",
    ],
)
def test_a_name_in_small_letters_becomes_no_common_word(question: str) -> None:
    assert mended(question, ARTICLE, frozenset()) == question


def test_of_an_article_word_and_a_key_word_the_nearer_one_is_meant() -> None:
    assert mended("give me a sumary", frozenset({"sunday"}), LANGUAGE) == "give me a summary"
    assert mended("since sumday", frozenset({"sunday"}), LANGUAGE) == "since sunday"


class _Counted(frozenset[str]):
    """Words that count how often they are gone through."""

    times = 0

    def __iter__(self) -> Iterator[str]:
        type(self).times += 1
        return super().__iter__()


def test_each_word_is_looked_up_once() -> None:
    words = _Counted(ARTICLE)
    mended("did xyzzyq", words, frozenset())
    once, _Counted.times = _Counted.times, 0
    assert mended("did " + "xyzzyq " * 300, words, frozenset()) == "did " + "xyzzyq " * 300
    assert _Counted.times == once > 0
