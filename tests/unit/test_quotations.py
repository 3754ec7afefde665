"""What a question quotes, and whether it asks whose words these are."""

import pytest

from assistant.quotations import asks_who_is_quoted, quoted


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ('Who said "I read it at breakfast"?', [" i read it at breakfast "]),
        ("Whose is “it’s signed.”?", [" it signed "]),
        ('Who is "Ada"?', []),
        ('Is the 6" pipe longer than the 8" one?', []),
        ('Who said "we shall see ... in due time"?', [" we shall see ", " in due time "]),
        ("Who said it's signed?", []),
        ("Who called it 'a hard sell' and 'dead'?", [" a hard sell "]),
        ("who said ‘it’s a hard sell’", [" it a hard sell "]),
        ("What do the miners' and the drivers' unions want?", []),
        ('Who said "We waited. Nobody came."?', [" we waited ", " nobody came "]),
    ],
)
def test_what_a_question_quotes(question: str, phrases: list[str]) -> None:
    assert quoted(question) == phrases


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ('Who said "we will see"?', True),
        ("who said 'we will see'", True),
        ('Can you tell me who is quoted as saying "we will see"?', True),
        ('Whose words are "we will see"?', True),
        ('"We will see": who said that?', True),
        ('By whom was "we will see" said?', True),
        ('Who called it "a hard sell"?', True),
        ('Who described this as "a hard sell" first?', True),
        ('When did the mayor say "we will see"?', False),
        ('Who was told "we will see"?', False),
        ('Who is described as "a hard man"?', False),
        ('To whom did she say "we will see"?', False),
        ('Who wrote "The Sea and I"?', False),
        ('Who is "the iron lady"?', False),
        ('Who said "no"?', False),
        ("Who said we will see?", False),
        ('Who said at the meeting that "we will see"?', False),
    ],
)
def test_whether_it_is_asked_who_is_quoted(question: str, asks: bool) -> None:
    assert asks_who_is_quoted(question) is asks
