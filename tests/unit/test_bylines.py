"""Questions about who made an article, held against its byline, credits and agency."""

import pytest

from assistant.bylines import credited
from assistant.documents import Article
from assistant.loader import parse_article

TEXT = """Ferry Back After Storm

BERGEN, Jan 12 (Northwire) - The ferry sails again, Ben Stone said on Monday. He thanked the crew.
Northwire had reported in May that it was unsafe.
(Reporting by Ada Park; Editing by Cleo Marsh and Ada Park)
"""


@pytest.fixture(scope="module")
def article() -> Article:
    return parse_article("ferry", TEXT)


@pytest.mark.parametrize(
    ("question", "stated", "yes"),
    [
        ("Is this a Northwire story?", {"Northwire"}, True),
        ("Is this article from Northwire?", {"Northwire"}, True),
        ("Did Ada Park write this?", {"Ada Park"}, True),
        ("Was this edited by Cleo Marsh?", {"Cleo Marsh"}, True),
        ("Was this article written by Ben Stone?", {"Ada Park"}, False),
        ("Did Cleo Marsh write this story?", {"Ada Park"}, False),
        ("did ada park write this", {"Ada Park"}, True),
        ("Did Ms. Ada Park write this article?", {"Ada Park"}, True),
        ("Was this published by Northwire?", {"Northwire"}, True),
        ("What was Cleo Marsh's role?", {"Cleo Marsh"}, None),
        ("Who is Cleo Marsh?", {"Cleo Marsh"}, None),
        ("What did Ada Park do?", {"Ada Park"}, None),
    ],
)
def test_who_made_it_is_as_the_article_states(
    article: Article, question: str, stated: set[str], yes: bool | None
) -> None:
    found = credited(question, article)
    assert found is not None
    assert {span.of(article.text) for span in found.spans} == stated
    assert found.yes is yes


@pytest.mark.parametrize(
    "question",
    [
        "Is this about Northwire?",
        "Did Northwire say this?",
        "Is this a Norwegian story?",
        "Did Ben Stone report this?",
        "Who is Ben Stone?",
        "What was Ben Stone's role?",
        "How old is Cleo Marsh?",
        "What did Ada Park say about the ferry?",
        "Did Ada Park and Ben Stone write this?",
        "Is the ferry safe?",
        "Didn't Ada Park write this?",
        "Was this article not written by Ada Park?",
        "Was this article written in January?",
        "Was this published on Monday?",
        "Was this article written by a Norwegian?",
        "Did Northwire publish the report?",
        "Where is Cleo Marsh?",
        "When did Cleo Marsh edit the story?",
        "Did A. Park write this for the story?",
        "Did Ms Parks of Northwire write this story?",
        "Did Northwire write this article?",
        "Did Ben Stone write it?",
    ],
)
def test_anything_else_has_to_be_read_for(article: Article, question: str) -> None:
    assert credited(question, article) is None


@pytest.mark.parametrize(
    ("question", "stated"),
    [("Is this a Reuters story?", {"Reuters"}), ("Did Ada Park write this article?", {"Ada Park"})],
)
def test_the_agency_of_a_byline_is_told_apart_from_who_wrote_it(question: str, stated: set[str]) -> None:
    article = parse_article(
        "ferry", "Ferry Back After Storm\n\nBy Ada Park | Reuters\n\nThe ferry sails again.\n"
    )
    found = credited(question, article)
    assert found is not None
    assert {span.of(article.text) for span in found.spans} == stated
    assert found.yes is True
