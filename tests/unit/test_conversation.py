"""How a follow-up may be understood; kept to readings that nobody could dispute."""

import re
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Statement, Status, Turn
from assistant.conversation import (
    MAX_READINGS,
    MOST_ASKED,
    MOST_SAID,
    asks_whose_words,
    in_context,
    is_follow_up,
    readings,
    said_last,
)


def _turn(question: str, quote: str, short: str | None = None, status: Status = Status.ANSWERED) -> Turn:
    """A turn answered with one quote that begins at 100, `short` marked in it."""
    start = 100 + quote.index(short) if short else None
    end = start + len(short) if short and start is not None else None
    citation = Citation("storm", 100, 100 + len(quote), quote, start, end)
    statements = (Statement(quote, (citation,)),) if quote else ()
    return Turn(question, Answer(question, question, status, quote, statements, 0.9, (), "extractive", 5))


APPROVED = _turn("Was the bridge plan approved?", "The council approved the bridge plan.", "approved")
DENIED = replace(APPROVED, answer=replace(APPROVED.answer, lead="No."))
VISITED = _turn("Who visited Bergen?", "Mayor Ada Park visited Bergen.", "Ada Park")
SPOKE = _turn(
    "What did Ada Park say about the ferry?",
    "Ada Park said the ferry should stop in May.",
    "the ferry should stop in May",
)
TOLD = _turn("What did Ada Park tell about the ferry to the council?", "She told it all.")
GREETED = _turn("hello", "", status=Status.SOCIAL)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who says so?", True),
        ("and who said that", True),
        ("says who?", True),
        ("According to whom?", True),
        ("Whose opinion is that?", True),
        ("Who said that the plan was dead?", False),
        ("Who said no?", False),
        ("Who is it?", False),
    ],
)
def test_who_says_what_was_answered_is_asked(question: str, asks: bool) -> None:
    assert asks_whose_words(question) is asks


@pytest.mark.parametrize(
    "question",
    [
        "and who reported it?",
        "when?",
        "why did he say that?",
        "What did she do?",
        "and Marta?",
        "Where were they?",
    ],
)
def test_what_leans_on_the_turn_before(question: str) -> None:
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who rejected the remarks of the mayor?",
        "When did the harbour bridge reopen?",
        "Are there plans for an operation in Oslo?",
        "Who said that the harbour bridge is closed?",
        "Why did Ada Park cancel her trip?",
        "Who is the former president of France?",
        "Who opened the second bridge over the harbour?",
        "Tell me about Ada Park",
        "Describe the harbour bridge",
    ],
)
def test_what_stands_alone(question: str) -> None:
    assert not is_follow_up(question)
    assert readings(question, [VISITED]) == [question]


@pytest.mark.parametrize(
    "question", ["Who else?", "And the second one?", "What about the latter?", "the rest?"]
)
def test_another_of_what_was_told_leans_on_it(question: str) -> None:
    assert is_follow_up(question)


@pytest.mark.parametrize("question", ["Tell me more", "more details?", "Go on.", "anything else?"])
def test_more_is_about_what_was_asked_last(question: str) -> None:
    assert readings(question, [APPROVED]) == ["What about the bridge plan?"]


@pytest.mark.parametrize("history", [[], [GREETED]], ids=["none", "small talk only"])
def test_without_history_a_follow_up_is_itself(history: list[Turn]) -> None:
    assert readings("why did he say that?", history) == ["why did he say that?"]


@pytest.mark.parametrize("question", ["and who reported it?", "and Marta?", "Where is her office?"])
def test_the_question_itself_comes_first_and_readings_are_few_and_distinct(question: str) -> None:
    found = readings(question, [VISITED, APPROVED])
    assert found[0] == question
    assert 1 < len(found) <= MAX_READINGS
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("question", ["when?", "And why?", "When was it?"])
def test_what_says_nothing_of_its_own_is_not_read_as_it_stands(question: str) -> None:
    found = readings(question, [VISITED, APPROVED])
    assert found
    assert question not in found


@pytest.mark.parametrize(
    ("question", "history", "reading"),
    [
        ("When?", [APPROVED], "When was the bridge plan approved?"),
        ("And why?", [APPROVED], "Why was the bridge plan approved?"),
        (
            "Why?",
            [_turn("Who rejected the plan?", "Ben Stone rejected it.", "Ben Stone")],
            "Why did Ben Stone reject the plan?",
        ),
        (
            "When?",
            [_turn("Where did Ada Park speak?", "She spoke in Bergen.", "Bergen")],
            "When did Ada Park speak?",
        ),
        ("What did she say?", [VISITED], "What did Ada Park say?"),
        ("Where is her office?", [VISITED], "Where is Ada Park's office?"),
        (
            "When was it approved?",
            [_turn("Who drew the bridge plan?", "Ben Stone drew it.")],
            "When was the bridge plan approved?",
        ),
        ("and Oslo?", [VISITED], "Who visited Oslo?"),
        (
            "And Bolivia?",
            [_turn("Which countries signed the treaty?", "Chile and Peru signed it.", "Chile and Peru")],
            "Did Bolivia sign the treaty?",
        ),
        (
            "When?",
            [_turn("What happened to Ada Park?", "She had been hurt in May.", "had been hurt")],
            "When had Ada Park been hurt?",
        ),
        (
            "Why?",
            [_turn("What did Ada Park do?", "She could not come.", "could not come")],
            "Why could Ada Park not come?",
        ),
        ("and Ada Park?", [_turn("Who resigned?", "Ben Stone.", "Ben Stone")], "Did Ada Park resign?"),
        ("why not?", [APPROVED], "Why wasn't the bridge plan approved?"),
        ("Who says so?", [APPROVED], "Who says that the bridge plan was approved?"),
        ("says who?", [APPROVED], "Who says that the bridge plan was approved?"),
        ("Where was that?", [SPOKE], "Where did Ada Park say that the ferry should stop in May?"),
        ("Why did she say that?", [SPOKE], "Why did Ada Park say that the ferry should stop in May?"),
        (
            "How did Bergen react to that?",
            [SPOKE],
            "How did Bergen react to what Ada Park said about the ferry?",
        ),
        ("And what did Ben Stone say about it?", [SPOKE], "What did Ben Stone say about the ferry?"),
        ("What about Ben Stone?", [SPOKE], "What did Ben Stone say about the ferry?"),
        ("What about Ben Stone too?", [SPOKE], "What did Ben Stone say about the ferry?"),
        ("And Ben Stone, then?", [SPOKE], "What did Ben Stone say about the ferry?"),
        ("And to the press?", [TOLD], "What did Ada Park tell about the ferry to the press?"),
        (
            "and in winter?",
            [_turn("Who runs the ferry in summer?", "Ben Stone runs it.")],
            "Who runs the ferry in winter?",
        ),
        (
            "and the second?",
            [_turn("Who won the first race of the day?", "Ada Park won.")],
            "Who won the second race of the day?",
        ),
        (
            "when?",
            [_turn("How did the shares do?", "They fell 3%.", "fell 3%")],
            "When did the shares fall 3%?",
        ),
        (
            "why?",
            [_turn("What happened to the ferry?", "It sank off Oslo.", "sank off Oslo")],
            "Why did the ferry sink off Oslo?",
        ),
        (
            "for how long?",
            [_turn("Which road will be closed?", "Mill Lane will be.", "Mill Lane")],
            "For how long will Mill Lane be closed?",
        ),
        (
            "how many of them are there?",
            [_turn("Who sold the old boats?", "Ben Stone.")],
            "How many of the old boats are there?",
        ),
        (
            "When was that?",
            [_turn("Did the police question anybody?", "Yes.")],
            "When did the police question anybody?",
        ),
        (
            "What did they ask?",
            [_turn("Did the police question anybody?", "Yes.")],
            "What did the police ask?",
        ),
        (
            "How much was it worth?",
            [_turn("What did the thief take in May?", "He took it.")],
            "How much was what the thief took in May worth?",
        ),
        (
            "why?",
            [_turn("How many people fled the city?", "4,000 fled.", "4,000")],
            "Why did people flee the city?",
        ),
        (
            "when?",
            [_turn("Who said the talks had failed?", "Ben Stone.", "Ben Stone")],
            "When did Ben Stone say the talks had failed?",
        ),
        ("why?", [_turn("What was stolen?", "A casket was stolen.", "A casket")], "Why was a casket stolen?"),
        (
            "why?",
            [_turn("How dangerous is the volcano?", "It is very dangerous.")],
            "Why is the volcano dangerous?",
        ),
        (
            "how?",
            [_turn("What happened to José?", "José was injured.", "was injured")],
            "How was José injured?",
        ),
        ("And Sofia?", [_turn("Who won in Lisbon?", "Ada Park won.", "Ada Park")], "Who won in Sofia?"),
        (
            "who lives there?",
            [_turn("Where was it?", "It was in Geneva.", "in Geneva")],
            "Who lives in Geneva?",
        ),
        (
            "Is he in prison?",
            [_turn("How old is the suspect?", "He is 34.", "34")],
            "Is the suspect in prison?",
        ),
        (
            "how long is it?",
            [_turn("When does the film start?", "It starts at eight.")],
            "How long is the film?",
        ),
        (
            "Would it be scrapped?",
            [_turn("What did the minister say about the tax?", "It stays.")],
            "Would the tax be scrapped?",
        ),
        (
            "and the workers?",
            [_turn("What does Ada Park want?", "She wants a raise.")],
            "What do the workers want?",
        ),
        (
            "where?",
            [_turn("Who was arrested?", "Two men were arrested.", "Two men")],
            "Where were two men arrested?",
        ),
        ("Who says so?", [DENIED], "Who says that the bridge plan was not approved?"),
        ("and according to whom?", [DENIED], "Who says that the bridge plan was not approved?"),
        (
            "Who said so?",
            [_turn("What was lost?", "If the ice melts, a ship is lost.", "a ship")],
            "Who said that if the ice melts, a ship is lost?",
        ),
        (
            "How long has she lived there?",
            [_turn("Where was the singer born?", "Born in New Zealand, the singer moved.", "New Zealand")],
            "How long has the singer lived in New Zealand?",
        ),
        (
            "How old is she?",
            [_turn("Who sells lamps on Chandler Street?", "Ada Park sells lamps.", "Ada Park")],
            "How old is Ada Park?",
        ),
        ("What did she say?", [VISITED, GREETED], "What did Ada Park say?"),
    ],
)
def test_the_reading_meant_is_among_them(question: str, history: list[Turn], reading: str) -> None:
    assert reading in readings(question, history)


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("How old were they?", [_turn("What killed the crew's dog?", "A road accident.", "road accident")]),
        ("How did it end?", [_turn("How many boats sank?", "Four boats sank.", "Four")]),
        ("How long is it?", [_turn("When did the talks end?", "They ended in May.", "in May")]),
        ("Who is Oslo going to?", []),
        ("When did she say it would rain?", [_turn("When will it rain?", "On Monday.")]),
        ("when?", [_turn("Why the delay?", "Because of ice.")]),
    ],
    ids=["a thing is not they", "a number is not it", "a time is not it", "no it", "a clause", "no verb"],
)
def test_what_cannot_be_meant_is_not_put(question: str, history: list[Turn]) -> None:
    assert readings(question, history) == [question]


@pytest.mark.parametrize(
    ("history", "read"),
    [
        ([VISITED], "Who visited Bergen? Ada Park. And why?"),
        ([APPROVED, VISITED, GREETED], "Who visited Bergen? Ada Park. And why?"),
        ([VISITED, APPROVED], "Was the bridge plan approved? And why?"),
        ([_turn("Who sang?", "", status=Status.DECLINED)], "Who sang? And why?"),
    ],
    ids=["its answer", "past small talk", "yes or no", "declined"],
)
def test_a_follow_up_is_read_behind_the_question_before_it(history: list[Turn], read: str) -> None:
    last = said_last(history)
    assert last is not None
    assert in_context("And why?", *last) == read


@pytest.mark.parametrize("question", ["Really?", "Seriously?", "Interesting", "Good to know", "Shocking!"])
def test_an_interjection_names_nothing(question: str) -> None:
    plan = _turn("Did the council approve the plan?", "The council approved the plan.", "approved")
    assert readings(question, [plan]) == [question]


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        ("and the wounded?", "Who visited the wounded?"),
        ("And Marta?", "Who visited Marta?"),
        ("And the workers?", "Who visited the workers?"),
        ("others?", "Who visited others?"),
    ],
)
def test_a_noun_phrase_is_put_in_the_place_of_another(question: str, reading: str) -> None:
    assert reading in readings(question, [VISITED])


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("Did it surprise them?", [VISITED]),
        ("Did it surprise them?", [_turn("Who runs Castra?", "Ada Park runs it.", "Ada Park")]),
        ("Did she like it?", [_turn("Did Ada Park cancel the trip?", "She did.")]),
    ],
)
def test_nothing_does_something_to_itself(question: str, history: list[Turn]) -> None:
    found = " ".join(readings(question, history))
    assert not re.search(r"Did (.+?) (?:surprise|like) \1\b", found)


def test_nothing_stands_before_the_first_question() -> None:
    assert said_last([]) is None
    assert said_last([GREETED]) is None


def test_of_what_is_long_the_nearest_to_the_follow_up_is_kept() -> None:
    asked, said = " ".join(f"q{n}" for n in range(99)), " ".join(f"a{n}" for n in range(99))
    found = in_context("And why?", asked, said)
    assert len(found.split()) == MOST_ASKED + MOST_SAID + 2
    assert "q98 a0 " in found


def test_what_was_read_in_its_context_is_not_taken_for_one_question() -> None:
    behind = _turn("Who visited Bergen? Ada Park. And why?", "She came to open the bridge.")
    assert not any("Bergen? Ada Park" in reading for reading in readings("When?", [behind]))


@pytest.mark.parametrize("question", ["And…", "and ...", "so..."])
def test_a_follow_up_of_no_word_is_read_as_it_stands(question: str) -> None:
    assert readings(question, [VISITED])
