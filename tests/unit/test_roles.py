import pytest

from assistant.documents import Section, Sentence
from assistant.roles import other_role, role_of, roles

TEXTS = (
    "Dutch Prime Minister Mark Rutte said so on Monday.",
    "Deputy Governor Tamas Quell preferred to leave the rate unchanged.",
    "Castra coach Josie Farrant had no complaint.",
    "Night guard Osric Bell, 61, was not injured.",
    "Bettina Crane, who will leave Rovers, called it the best night of her career.",
    "Lea Moss, the museum's director, thanked him.",
    "Anouk Vale, a goalkeeper from the north, saved it.",
    "The casket was insured, treasurer Ada Finch said.",
    "They were sold, said Jane Roe, president and chief executive of Acme.",
    "It passed, said Finance Minister Pia Lund, who is also deputy prime minister.",
    "King Oskar visited the hall.",
    "Director Ben Ode signed.",
)


def sentences() -> list[Sentence]:
    found, start = [], 0
    for index, text in enumerate(TEXTS):
        found.append(Sentence("a", index, 0, Section.BODY, start, start + len(text), text))
        start += len(text) + 1
    return found


@pytest.mark.parametrize(
    ("claim", "begins"),
    [
        ("Rutte is NATO's secretary general.", "Dutch Prime Minister"),
        ("Mark Rutte is the secretary general of NATO.", "Dutch Prime Minister"),
        ("Tamas Quell is the governor of the bank.", "Deputy Governor"),
        ("Bettina Crane is Castra's coach.", "Castra coach"),
        ("Rutte is NATO chief.", "Dutch Prime Minister"),
        ("Mark Rutte is NATO secretary general.", "Dutch Prime Minister"),
        ("Osric Bell is the director of the museum.", "Night guard"),
        ("Osric Bell is the treasurer of the museum.", "The casket was insured"),
    ],
)
def test_another_post_or_another_person_in_it_contradicts(claim: str, begins: str) -> None:
    found = other_role(claim, sentences())
    assert found is not None
    assert found.text.startswith(begins)


@pytest.mark.parametrize(
    "claim",
    [
        "Mark Rutte is the Dutch prime minister.",
        "Lea Moss is the director of the museum.",
        "Anouk Vale is the captain of the team.",  # a goalkeeper may be
        "Rutte is the leader of the Dutch.",
        "Rutte is a lawyer.",
        "Rutte is angry.",
        "Jane Roe is the president of Acme.",
        "Jane Roe is Acme's chief executive.",
        "Pia Lund is the deputy prime minister.",
        "Oskar is the head of the church.",
        "Ben Ode is the chief executive of the firm.",
        "Somebody Else is the mayor of York.",
        "Mona Hale is the treasurer of the museum.",  # of another one, for all that is said of her
        "The vote was unanimous.",
    ],
)
def test_what_may_be_true_as_well_is_left_alone(claim: str) -> None:
    assert other_role(claim, sentences()) is None


def test_roles_stand_before_a_name_and_after_it() -> None:
    found = [(name, role.head) for text in TEXTS for name, role in roles(text)]
    assert ("Mark Rutte", "minist") in found
    assert ("Josie Farrant", "coach") in found
    assert ("Lea Moss", "director") in found
    assert role_of("the water on Monday") is None
