"""Proper names told by their capitals."""

import pytest

from assistant.names import people, proper_names


def _names(text: str) -> list[str]:
    return [span.of(text) for span in proper_names(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Lili Bayer and Sudip Kar-Gupta met.", ["Lili Bayer", "Sudip Kar-Gupta"]),
        ("The talks in Brussels ended.", ["Brussels"]),
        ("He is from the Kingdom of Denmark.", ["Kingdom of Denmark"]),
        ("remarks by Vincent van Gogh", ["Vincent van Gogh"]),
        pytest.param("remarks by Ursula von der Leyen", ["Ursula von der Leyen"]),
        pytest.param("He spoke in Croatia. Rutte left.", ["Croatia", "Rutte"]),
        ("the U.S. airbase", ["U.S."]),
        ("Trump's remarks and Rutte’s reply", ["Trump", "Rutte"]),
        ("When did he go to Zürich?", ["Zürich"]),
        ("The Élysée, Ángel Cañas and Øystein Ås", ["Élysée", "Ángel Cañas", "Øystein Ås"]),
        ("Путин met Τσίπρας.", ["Путин", "Τσίπρας"]),
        ("a pro-European, d'Estaing and _Rutte_", ["European", "Estaing", "Rutte"]),
        ("the cafés, a fiancée and über-cool naïveté", []),
        ("an iPhone, mRNA and 737MAX", []),
        ("the 中国 tea", []),
        ("nobody was there", []),
        ("", []),
    ],
)
def test_proper_names(text: str, wanted: list[str]) -> None:
    assert _names(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Lili Bayer wrote it.", ["Lili Bayer"]),
        ("Mayor Park spoke.", ["Park"]),
        ("Prime Minister Mark Rutte spoke.", ["Mark Rutte"]),
        ("Lili Bayer left, and Lili Bayer came back.", ["Lili Bayer"]),
        ("Vice-President Ina Holt and Attorney-General Kern spoke.", ["Ina Holt", "Kern"]),
        ("Ada Scott-King spoke.", ["Ada Scott-King"]),
        ("Snow fell in Bergen.", []),
        ("Bo Ek left New Zealand for South Korea and sued in the High Court.", ["Bo Ek"]),
        ("The White House, the House of Lords and the Bank of England agree.", []),
        ("The European Commission and the Education Department told Joan of Arc.", ["Joan of Arc"]),
        ("Mr House and Margaret Court left.", ["House", "Margaret Court"]),
    ],
)
def test_people(text: str, wanted: list[str]) -> None:
    assert people(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Dutch Prime Minister Mark Rutte spoke.", ["Mark Rutte"]),
        ("On Friday, U.S. President Donald Trump spoke.", ["Donald Trump"]),
    ],
)
def test_people_with_a_country_before_the_title(text: str, wanted: list[str]) -> None:
    assert people(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What did Secretary of State Marco Rubio say?", ["Marco Rubio"]),
        ("What did Secretary of State Rubio say?", ["Rubio"]),
        ("Minister of Finance Ada Park spoke.", ["Ada Park"]),
        ("Minister of Foreign Affairs Ada Park spoke.", ["Ada Park"]),
        ("President of the European Commission Ursula von der Leyen spoke.", ["Ursula von der Leyen"]),
        ("Governor of New York Kathy Hochul spoke.", ["Kathy Hochul"]),
        ("Governor of the Bank of England Andrew Bailey spoke.", ["Andrew Bailey"]),
        ("Who is the President of France?", []),
        ("Who is the President of the United States?", []),
        ("Who is the Minister of Foreign Affairs?", []),
        ("Who is the Director of the World Health Organization?", []),
        ("Who is the Governor of the Bank of England?", []),
        ("Governor of New York Hochul spoke.", []),
        ("King Charles of Spain and President de Gaulle met.", ["Charles of Spain", "de Gaulle"]),
    ],
)
def test_what_somebody_is_minister_of_is_no_part_of_the_name(text: str, wanted: list[str]) -> None:
    assert people(text) == wanted
