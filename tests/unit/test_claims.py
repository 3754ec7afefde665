"""Questions become the claims they ask about or take for granted, by rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.claims import claim_of
from assistant.inflection import inflected, is_base, is_participle, is_past, is_plural

YES_NO = {
    "Is Rutte NATO's secretary general?": "Rutte is NATO's secretary general.",
    "Is Rutte NATO chief?": "Rutte is NATO chief.",
    "is rutte nato's secretary general": "Rutte is nato's secretary general.",
    "Is Greenland independent?": "Greenland is independent.",
    "Is Nuuk in Greenland?": "Nuuk is in Greenland.",
    "Is the vaccine 90% effective?": "The vaccine is 90% effective.",
    "Is there a plan?": "There is a plan.",
    "Are U.S. troops stationed in Greenland?": "U.S. troops are stationed in Greenland.",
    "Are Danish officials angry about the remarks?": "Danish officials are angry about the remarks.",
    "Was the meeting in Brussels cancelled?": "The meeting in Brussels was cancelled.",
    "Was anyone hurt?": "Someone was hurt.",
    "Did 300 people die?": "300 people died.",
    "Did the plan cost money?": "The plan cost money.",
    "Did the central bank cut rates?": "The central bank cut rates.",
    "Did the police force enter the house?": "The police force entered the house.",
    "Did Rutte ever say that NATO had approved it?": "Rutte said that NATO had approved it.",
    "Does the plan to buy Greenland worry Denmark?": "The plan to buy Greenland worries Denmark.",
    "Do officials support the remarks?": "Officials support the remarks.",
    "Has NATO approved an operation?": "NATO has approved an operation.",
    "Has Denmark a base?": "Denmark has a base.",
    "Will NATO send troops to Greenland?": "NATO will send troops to Greenland.",
    "Can't Denmark defend Greenland?": "Denmark can defend Greenland.",
    "Isn't Rutte Dutch?": "Rutte is Dutch.",
    "Is it true that NATO approved it?": "NATO approved it.",
    "NATO approved the operation, right?": "NATO approved the operation.",
}
PRESUPPOSED = {
    "When did NATO approve the operation?": "NATO approved the operation.",
    "When was it approved?": "It was approved.",
    "Why did Danish officials welcome the remarks?": "Danish officials welcomed the remarks.",
    "Why didn't NATO approve the operation?": "NATO did not approve the operation.",
    "Why is Trump angry?": "Trump is angry.",
    "why nato approved the operation": "Nato approved the operation.",
    "How did the fire start?": "The fire started.",
    "How long did the meeting last?": "The meeting lasted.",
    "In what year was Rutte elected?": "Rutte was elected.",
    "What day did NATO approve it?": "NATO approved it.",
    "When will the operation start, and where?": "The operation will start.",
    "Who approved the plan?": "Someone approved the plan.",
    "Who is leading NATO?": "Someone is leading NATO.",
    "Who will lead the mission?": "Someone will lead the mission.",
    "Who did Trump meet?": "Trump met someone.",
    "Whom did Trump meet in Davos?": "Trump met someone in Davos.",
    "Whose plane crashed?": "Someone's plane crashed.",
    "What caused the fire?": "Something caused the fire.",
    "What did NATO approve on Friday?": "NATO approved something on Friday.",
    "What did Trump talk about?": "Trump talked about something.",
    "What did Trump say about selling Greenland?": "Trump said something.",
    "What does NATO want to do?": "NATO wants to do something.",
    "What is Trump planning?": "Trump is planning something.",
    "What kind of operation did NATO approve?": "NATO approved an operation.",
    "Which country attacked Greenland?": "A country attacked Greenland.",
    "Which officials did Trump insult?": "Trump insulted officials.",
    "How many troops did X send?": "X sent troops.",
    "How many ships has NATO sent?": "NATO has sent ships.",
    "How many people were killed in the fire?": "People were killed in the fire.",
    "How many people live in Greenland?": "People live in Greenland.",
    "How much money did the city pay?": "The city paid money.",
    "And when did NATO approve the operation??": "NATO approved the operation.",
    "“When did NATO approve the operation?”": "NATO approved the operation.",
}
WITHOUT = (
    "",
    "?",
    "What?",
    "Did NATO?",
    "Who who who?",
    "is is is is",
    "airbase name",
    "Who is Rutte?",
    "Who's the secretary general?",
    "Where is the base?",
    "How big is the base?",
    "What is the capital of Greenland?",
    "What's the name of the airbase?",
    "What happened in Greenland?",
    "Do you know who I am?",
    "When did the minister who led the talks resign?",
    "Did NATO approve the plan " + "and " * 60 + "leave?",
)


@pytest.mark.parametrize(("question", "claim"), [*YES_NO.items(), *PRESUPPOSED.items()])
def test_a_question_becomes_a_claim(question: str, claim: str) -> None:
    assert claim_of(question) == claim


@pytest.mark.parametrize("question", WITHOUT)
def test_no_claim_where_no_rule_finds_one(question: str) -> None:
    assert claim_of(question) is None


_PARTS = (
    "who what when how many why did does is was has will not the a NATO Rutte's plan , ? U.S. 5 é".split()
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_PARTS), max_size=12).map(" ".join)))
def test_odd_input_gives_a_sentence_or_none(question: str) -> None:
    claim = claim_of(question)
    assert claim is None or (claim.endswith(".") and len(claim.split()) >= 2)


def test_verb_forms() -> None:
    assert [inflected("send", a) for a in ("did", "does", "do")] == ["sent", "sends", "send"]
    assert inflected("carry", "does") == "carries"
    assert is_base("approve")
    assert not is_base("approved")
    assert not is_base("NATO")
    assert is_past("went")
    assert not is_past("gone")
    assert is_participle("gone")
    assert is_plural("countries")
    assert not is_plural("country")


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Greenland is for sale, isn't it?", "Greenland is for sale."),
        ("greenland is for sale isnt it", "Greenland is for sale."),
        ("Greenland is for sale, is it not?", "Greenland is for sale."),
        ("NATO has approved it, hasn't it?", "NATO has approved it."),
        ("The talks have begun, haven’t they?", "The talks have begun."),
        ("Rutte will go to Nuuk, won't he?", "Rutte will go to Nuuk."),
        ("Denmark can defend Greenland, can't it?", "Denmark can defend Greenland."),
        ("The mayor should resign, shouldn't she?", "The mayor should resign."),
        ("There was a plan, wasn't there?", "There was a plan."),
        ("NATO approved it, didn't they, right?", "NATO approved it."),
        ("Trump didn't resign, did he?", "Trump did not resign."),
        ("Greenland isn't for sale, is it?", "Greenland is not for sale."),
        ("Is Greenland for sale or isn't it?", "Greenland is for sale."),
        ("Why wont Denmark sell it?", "Denmark will not sell it."),
        ("Mustn't he go?", "He must go."),
        ("Did Trump say what it is?", "Trump said what it is."),
        ("What did he say he couldn't do?", "He said he could not do something."),
        ("Does he know where she is?", "He knows where she is."),
    ],
)
def test_what_is_hung_on_is_not_claimed(question: str, claim: str) -> None:
    assert claim_of(question) == claim


@pytest.mark.parametrize(
    "question",
    ["Why isn't it?", "Didn't they?", "Name those who attacked Greenland", "List the ships that NATO sent."],
)
def test_a_tag_alone_and_an_order_claim_nothing(question: str) -> None:
    assert claim_of(question) is None
