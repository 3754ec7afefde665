"""Who somebody is, told beside the name: and nothing where a sentence merely mentions it."""

import pytest

from assistant.documents import Section, Sentence
from assistant.introductions import asked_name, introduces


def sentence(text: str, section: Section = Section.BODY) -> Sentence:
    return Sentence("a", 0, 0, section, 0, len(text), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is Mark Rutte?", "Talks began, Dutch Prime Minister Mark Rutte said."),
        ("who is rutte", "Talks began, Dutch Prime Minister Mark Rutte said."),
        ("Who's Noor Haddad?", "It will order two, finance director Noor Haddad said."),
        ("Who was Conrad Vey?", "Its director, Conrad Vey, said so on Saturday."),
        ("Who is Tomas?", "I sold my practice, and my brother Tomas mortgaged his house."),
        ("Who exactly is Marta Sorley?", "Marta Sorley, chief negotiator for the workers, left."),
        ("Who is Joren Bask?", "Joren Bask, who heads the federation, disagreed."),
        ("Who is Faye Obuya?", "School bus driver\nFaye Obuya, 58, drove on."),
        ("Who is Johanna Wirt?", "Referee Johanna Wirt gave it."),
        ("Who is Karel Dimmock?", "Karel Dimmock of the Tram and Bus Workers' Union agreed."),
        ("What is Greenland?", "Greenland is an autonomous territory."),
        ("What is Voltrane?", "The battery supplier, Voltrane, invoices in dollars."),
        ("Who is Sara Lind?", "Sara Lind (a nurse) left."),
        ("Who is Abel Nkemelu?", "A spokesman, Lt. Abel Nkemelu, said no."),
        ("Who Mark Rutte is?", "Prime Minister Mark Rutte spoke."),
    ],
)
def test_what_stands_beside_the_name_says_who_it_is(question: str, text: str) -> None:
    assert introduces(asked_name(question), sentence(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is Rutte?", "Rutte said so on Monday."),
        ("Who is Anouk Vale?", "She scored after a long throw by Anouk Vale."),
        ("Who is Haddad?", "The bank told Haddad to wait."),
        ("Who is Lagarde?", "Finance director Noor Haddad spoke."),
        ("Who is leading the talks?", "The mediator, Yusra Pennington, is leading the talks."),
        ("When did Rutte speak?", "Prime Minister Mark Rutte spoke on Monday."),
        ("Who is Rutte?", "Talks ended after Rutte left."),
        ("Who is Rutte?", "According to Rutte, the talks began."),
        ("Who is Rutte?", "They will consider Rutte for the post."),
        ("Who is Rutte?", "Rutte, however, said no."),
        ("Who is Trump?", "The remarks that Trump made were noted."),
        ("Who is Trump?", "In an interview Trump said so."),
        ("Who is Trump?", "At the summit, Trump, as usual, spoke."),
        ("Who is Donald Trump?", "Yesterday Donald Trump said so."),
        ("Who is Sara Lind?", "Asked about Sara Lind, the mayor declined to comment."),
        ("What is NATO?", "A spokesperson confirmed that NATO is conducting talks."),
        ("What is NATO?", "The minister hopes NATO will act."),
        ("What is Greenland?", "On a trip to Greenland, the president spoke."),
        ("What is Greenland?", "He urged the alliance to support Greenland."),
        ("What is Torvale's population?", "Torvale is a town in the north."),
    ],
)
def test_a_mere_mention_does_not(question: str, text: str) -> None:
    assert not introduces(asked_name(question), sentence(text))


def test_the_credits_say_what_somebody_did() -> None:
    credits = sentence("Reporting by Anika Rowe; Editing by Martin Ashe", Section.CREDITS)
    assert introduces(asked_name("Who is Martin Ashe?"), credits)
