import pytest

from assistant.documents import Section, Sentence
from assistant.roles import bears_out_post, held_elsewhere, other_role, other_title, role_of, roles

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
    "Vice-president Ina Holt and ex-president Udo Kern came, said...or Lev Brandt said.",
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
        ("Rutte is the prime minister of Denmark.", "Dutch Prime Minister"),
        ("Rutte is NATO chief.", "Dutch Prime Minister"),
        ("Mark Rutte is NATO secretary general.", "Dutch Prime Minister"),
        ("Osric Bell is the director of the museum.", "Night guard"),
        ("Rutte became NATO Secretary General.", "Dutch Prime Minister"),
        ("Mark Rutte was appointed secretary general of NATO.", "Dutch Prime Minister"),
        ("Rutte has been NATO chief.", "Dutch Prime Minister"),
        ("Osric Bell is the treasurer of the museum.", "The casket was insured"),
        ("Rutte is currently the NATO chief.", "Dutch Prime Minister"),
        ("Rutte is NATO's newly elected secretary general.", "Dutch Prime Minister"),
        ("Rutte is the governing party's chancellor.", "Dutch Prime Minister"),
        ("Rutte is Reading's mayor and king.", "Dutch Prime Minister"),
        ("Dutch politician Mark Rutte is king.", "Dutch Prime Minister"),
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
        "Rutte is the Dutch premier.",
        "Rutte is not NATO's secretary general.",
        "Ina Holt became president.",
        "Rutte has been criticised by the mayor.",
        "Mark Rutte was elected by the president.",
        "Rutte was named after the king.",
        "Pia Lund has been to see the pope.",
        "Rutte is meeting the president.",
        "Rutte is suing Castra's coach.",
        "Rutte is busy suing Castra's coach.",
        "Rutte is going to meet the king.",
        "Rutte is about to become president.",
        "Rutte is becoming president.",
        "Rutte is worried about the president.",
        "Rutte is supported by the president.",
        "Rutte is married to the mayor.",
        "Rutte is close to NATO's secretary general.",
        "Rutte is older than the president.",
        "Rutte is as old as the king.",
        "Rutte is against the president.",
        "Rutte is supporting someone as mayor.",
        "Rutte is the man suing the governor.",
        "Rutte is worth the president.",
        "Mark Rutte ready to meet is the king.",
        "Mark Rutte's brother is the king.",
        "The brother of Mark Rutte is the king.",
        "Rutte became prime minister.",
        "Rutte is no longer the NATO chief.",
        "Mark Rutte was the NATO chief.",
        "Rutte is the speaker at the conference.",
        "Pia Lund is the finance secretary.",
        "Josie Farrant is Castra's manager.",
        "Rutte is the prime minister of the Netherlands.",
        "Mette Frederiksen is the Danish prime minister.",
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


@pytest.mark.parametrize(
    ("claim", "text", "borne_out"),
    [
        ("Rutte is the prime minister of the Netherlands.", TEXTS[0], True),
        ("Mark Rutte is the prime minister.", TEXTS[0], True),
        ("Rutte is the prime minister of Denmark.", TEXTS[0], False),
        ("Mark Rutte is the former prime minister.", TEXTS[0], False),
        ("Tamas Quell is the governor.", TEXTS[1], False),
        ("Anna Rutte is the prime minister.", TEXTS[0], False),
        ("Rutte is angry.", TEXTS[0], False),
        ("Mark Rutte is not the prime minister.", TEXTS[0], False),
        ("Ina Holt is the president.", TEXTS[12], False),
        ("Ina Holt is the vice president.", TEXTS[12], True),
        ("Udo Kern is the president.", TEXTS[12], False),
    ],
)
def test_a_post_is_borne_out_by_all_of_its_words(claim: str, text: str, borne_out: bool) -> None:
    assert bears_out_post(claim, text) is borne_out


@pytest.mark.parametrize(
    ("question", "elsewhere"),
    [
        ("Who is the prime minister of Denmark?", True),
        ("What's the name of the Danish prime minister?", True),
        ("Who is the Dutch prime minister?", False),
        ("who is the prime minister of the netherlands", False),
        ("Who is the prime minister?", False),
        ("Who is the king of Denmark?", False),
        ("Who met the Danish prime minister?", False),
    ],
)
def test_a_post_held_in_another_country_is_not_the_one_asked_for(question: str, elsewhere: bool) -> None:
    assert held_elsewhere(question, TEXTS[0], "Mark Rutte") is elsewhere


def test_roles_stand_before_a_name_and_after_it() -> None:
    found = [(name, role.head) for text in TEXTS for name, role in roles(text)]
    assert ("Mark Rutte", "minist") in found
    assert ("Josie Farrant", "coach") in found
    assert ("Lea Moss", "director") in found
    assert role_of("the water on Monday") is None


def test_a_hyphen_joins_words() -> None:
    assert role_of("NATO secretary-general") == role_of("NATO secretary general")
    assert role_of("Castra's ex-president") == role_of("Castra's ex president")


@pytest.mark.parametrize("words", ["his-or-her", "...or", "the 'her", "__or", "-", ""])
def test_stop_words_alone_are_no_role(words: str) -> None:
    assert role_of(words) is None


def test_a_role_that_is_no_word_gives_nobody_a_role() -> None:
    assert roles("The two came ...or Mark Rutte came alone.") == []
    assert not held_elsewhere("Who is his-or-her?", TEXTS[0], "Mark Rutte")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("What did NATO Secretary General Mark Rutte say?", "Dutch Prime Minister"),
        ("Why did Mayor Bettina Crane resign?", None),
        ("Why did Mayor Pia Lund resign?", "It passed"),
        ("What did Prime Minister Rutte say?", None),
        ("What did Minister Pia Lund say?", None),
        ("What did Governor Tamas Quell prefer?", None),
        ("When was goalkeeper Lea Moss hurt?", None),
        ("Why did King Oskar come?", None),
        ("Why did former Mayor Pia Lund resign?", None),
        ("Why did then-Mayor Pia Lund resign?", None),
        ("Why did mayor candidate Pia Lund resign?", None),
        ("What did General Mark Rutte say?", None),
    ],
)
def test_whoever_is_called_by_an_office_that_is_anothers(question: str, begins: str | None) -> None:
    found = other_title(question, sentences())
    assert (found.text[: len(begins)] if found and begins else found) == begins


@pytest.mark.parametrize(
    ("question", "text", "contradicts"),
    [
        ("What did Foreign Secretary David Lammy say?", "British Foreign Minister David Lammy spoke.", False),
        ("What did coach Josie Farrant say?", "Castra manager Josie Farrant spoke.", False),
        ("What did spokeswoman Jane Doe say?", "Spokesperson Jane Doe spoke.", False),
        ("What did Prime Minister Ann Carr say?", "Ann Carr, a former governor of the bank, spoke.", False),
        ("What did Prime Minister Ann Carr say?", "Ann Carr, a former director and editor, spoke.", False),
        ("What did Prime Minister Ann Carr say?", "Ann Carr, who was governor of the bank, spoke.", False),
        ("What did Prime Minister Ann Carr say?", "Ann Carr, once governor of the bank, spoke.", False),
        ("What did Prime Minister Ann Carr say?", "Then-Governor Ann Carr spoke.", False),
        ("What did President Yun Suk say?", "Yun Suk, an ex-prosecutor, spoke.", False),
        ("What did President Yun Suk say?", "Yun Suk, who won the presidential vote, is a governor.", False),
        ("What did Prime Minister Ann Carr say?", "Bank Governor Ann Carr spoke.", True),
        ("What did President Yun Suk say?", "Yun Suk, the prosecutor, held a press conference.", True),
        ("What did President Yun Suk say?", "Governor Yun Suk met President Bo Ek.", True),
        ("What did Secretary of State Ann Carr say?", "Senator Ann Carr spoke.", True),
        ("What did Secretary of State Ann Carr say?", "Secretary of State Ann Carr spoke.", False),
    ],
)
def test_a_title_of_one_meaning_or_once_held_is_no_other(question: str, text: str, contradicts: bool) -> None:
    assert (other_title(question, [_alone(text)]) is not None) is contradicts


@pytest.mark.parametrize(
    ("claim", "text", "contradicts"),
    [
        ("Ada Park is the new coach of Castra.", "Castra captain Ada Park takes over as coach.", False),
        ("Ada Park was elected president.", "Governor Ada Park won the presidential election.", False),
        ("Ada Park is the president.", "Governor Ada Park won the presidential election.", False),
        ("Ada Park is the mayor.", "Governor Ada Park, who was mayor until May, spoke.", False),
        ("Ada Park is the mayor.", "Then-Mayor Ada Park spoke.", False),
        ("Ada Park is the mayor.", "Former governor Ada Park spoke.", False),
        ("Ada Park is the finance minister.", "Deputy Prime Minister Ada Park spoke.", False),
        ("Ada Park is the British foreign minister.", "Foreign Secretary Ada Park spoke.", False),
        ("Ada Park is the mayor.", "Former mayor Ada Park spoke.", True),
        ("Ada Park is the president.", "Governor Ada Park won the vote.", True),
        ("Ada Park is the president.", "Governor Ada Park met President Bo Ek.", True),
        ("Park is the president.", "Secretary of State Ada Park spoke.", True),
        ("Park is the secretary of state.", "Secretary of State Ada Park spoke.", False),
        ("Ada Park is the Danish prime minister.", "Mayor Ada Park called the Danish prime minister.", True),
        ("Ada Park is the king.", "Mayor Ada Park left the kingdom.", True),
        ("Ada Park is the former mayor.", "Mayor Ada Park spoke.", True),
        ("Ada Park is the president.", "It rose, said Governor of the Bank of England Ada Park.", True),
        ("Ada Park is the Danish prime minister.", "Prime Minister of Norway Ada Park spoke.", True),
    ],
)
def test_a_post_that_a_sentence_also_gives_is_not_contradicted(
    claim: str, text: str, contradicts: bool
) -> None:
    assert (other_role(claim, [_alone(text)]) is not None) is contradicts


def _alone(text: str) -> Sentence:
    return Sentence("a", 0, 0, Section.BODY, 0, len(text), text)
