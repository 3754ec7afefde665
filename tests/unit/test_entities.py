"""What an article names: exact spans, and nothing told that is not sure."""

import pytest

from assistant.documents import Section, Sentence
from assistant.entities import Entity, Kind, entities


def _sentences(*texts: str, section: Section = Section.BODY) -> list[Sentence]:
    found, at = [], 0
    for number, text in enumerate(texts):
        found.append(Sentence("story", number, number, section, at, at + len(text), text))
        at += len(text) + 1
    return found


def _named(*texts: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entity in entities(_sentences(*(line for text in texts for line in text.split("\n")))):
        found.setdefault(entity.kind.value, []).append(entity.name)
    return found


def test_every_mention_is_where_it_is_said_to_be() -> None:
    texts = (
        "Mayor Ada Park opened the bridge in Norway on March 4.",
        "Norway paid, Ada Park said on March 4, but Norwayland did not.",
    )
    text = "\n".join(texts)
    found = entities(_sentences(*texts))
    assert [(entity.kind, entity.name, len(entity.mentions)) for entity in found] == [
        (Kind.PERSON, "Ada Park", 2),
        (Kind.PLACE, "Norway", 2),
        (Kind.DATE, "March 4", 2),
    ]
    for entity in found:
        assert {span.of(text) for span in entity.mentions} == {entity.name}


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Ada Park resigned.",
        "The bank's director Ada Park resigned.",
        "Ada Park said so, twice. Nobody believed Park.",
        '"No," said Ada Park. Then Park left.',
        "Ada Park said so. It was Park who knew.",
    ],
)
def test_a_person_has_a_title_or_speaks_and_is_called_by_the_last_name(text: str) -> None:
    assert _named(text) == {"person": ["Ada Park"]}


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Power said prices will rise.",
        "Harbour Power said Power is dear. The power went off.",
        "They met at Orchard Lane.",
        "Park said so.",
        "Harbour Power said prices will rise.\nPower was back at noon.",
    ],
)
def test_what_may_be_a_firm_or_a_street_is_no_person(text: str) -> None:
    assert "person" not in _named(text)


def test_a_city_counts_where_a_word_of_place_precedes_a_country_anywhere() -> None:
    assert _named("He read Paris a story.") == {}
    assert _named("He read a story in Paris.") == {"place": ["Paris"]}
    assert _named("Denmark and the United States disagree.") == {"place": ["Denmark", "United States"]}


def test_organisations_are_told_by_their_last_word_or_by_their_office() -> None:
    assert _named("The Calder University and NATO officials met; NATO agreed.") == {
        "organisation": ["NATO", "Calder University"]
    }
    assert _named("The GDP rose.") == {}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("It began on Jan. 12.", "Jan. 12"),
        ("It began on January 12, 2026.", "January 12, 2026"),
        ("It began on 12 May 2026.", "12 May 2026"),
        ("It begins in March 2027.", "March 2027"),
        ("It began on 2026-01-12.", "2026-01-12"),
        ("It began on Friday.", "Friday"),
    ],
)
def test_days_are_told_as_they_are_written(text: str, date: str) -> None:
    assert _named(text) == {"date": [date]}


@pytest.mark.parametrize(
    "text", ["She may go.", "They march on.", "It was a Mondayish mood.", "He ran 12 miles."]
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert _named(text) == {}


def test_one_day_written_in_two_ways_is_one() -> None:
    (found,) = entities(_sentences("On Jan. 12 it began.", "Jan 12 was cold."))
    assert isinstance(found, Entity)
    assert (found.name, len(found.mentions)) == ("Jan. 12", 2)


def test_labels_are_not_the_story() -> None:
    assert entities(_sentences("Reporting in Norway by Ada Park on Friday", section=Section.CREDITS)) == []


def test_nothing_is_named_by_nothing() -> None:
    assert entities([]) == []
