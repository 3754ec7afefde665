"""The loader: what it recognises in a file, what it refuses, and that it loses and invents nothing."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents import Article, Field, Section
from assistant.errors import ArticleError, CorpusError
from assistant.loader import MAX_BYTES, article_files, decode, load_article, parse_article


def _stated(article: Article) -> dict[Field, list[str]]:
    return {field: [span.of(article.text) for span in spans] for field, spans in article.metadata.items()}


def _parsed(text: str) -> Article:
    return parse_article("test", text)


def _sections(article: Article) -> list[tuple[Section, str]]:
    return [(block.section, block.span.of(article.text)) for block in article.blocks]


def test_nato_metadata_is_exactly_what_the_article_states(nato: Path) -> None:
    assert _stated(load_article(nato)) == {
        Field.TITLE: ["NATO Weighs Collective Steps To Bolster Arctic Security, Rutte Says"],
        Field.PLACE: ["BRUSSELS"],
        Field.DATE: ["Jan 12"],
        Field.AGENCY: ["Reuters"],
        Field.AUTHORS: ["Lili Bayer", "Sudip Kar-Gupta", "Inti Landauro"],
        Field.EDITORS: ["Lili Bayer", "Louise Rasmussen"],
        Field.SUBHEADINGS: ["Possible NATO Response"],
    }


def test_nato_sections(nato: Path) -> None:
    article = load_article(nato)
    assert article.id == "nato-arctic-security"
    assert article.title == "NATO Weighs Collective Steps To Bolster Arctic Security, Rutte Says"
    assert [block.section for block in article.blocks] == [
        Section.SUMMARY,
        Section.TITLE,
        *[Section.BODY] * 4,
        Section.SUBHEADING,
        *[Section.BODY] * 3,
        Section.CREDITS,
    ]
    assert article.blocks[6].span.of(article.text) == "Possible NATO Response"


def test_nato_is_kept_to_the_letter(nato: Path) -> None:
    article = load_article(nato)
    assert article.text == nato.read_text("utf-8")
    lines = [line for line in article.text.split("\n") if line.strip()]
    assert [block.span.of(article.text) for block in article.blocks] == lines


def test_an_article_that_states_nothing_about_itself_has_no_metadata() -> None:
    article = _parsed("A man walked into a shop and bought bread.\n\nHe left at once.\n")
    assert dict(article.metadata) == {}
    assert article.title == "test"
    assert [section for section, _ in _sections(article)] == [Section.BODY, Section.BODY]


def test_front_matter() -> None:
    article = _parsed(
        '---\ntitle: "Storm Hits Coast"\ndate: 2024-03-05\nsource: Coast News\n'
        "url: https://example.org/storm\nauthor: Ann Lee and Bo Ek\neditor: Cy Day\nplace: Bergen\n---\n"
        "The storm came at night.\n\nIt left at dawn.\n"
    )
    assert _stated(article) == {
        Field.TITLE: ["Storm Hits Coast"],
        Field.DATE: ["2024-03-05"],
        Field.AGENCY: ["Coast News"],
        Field.URL: ["https://example.org/storm"],
        Field.AUTHORS: ["Ann Lee", "Bo Ek"],
        Field.EDITORS: ["Cy Day"],
        Field.PLACE: ["Bergen"],
    }
    assert _sections(article)[0] == (Section.FRONT_MATTER, 'title: "Storm Hits Coast"')
    assert _sections(article)[-2:] == [
        (Section.BODY, "The storm came at night."),
        (Section.BODY, "It left at dawn."),
    ]


@pytest.mark.parametrize(
    ("lines", "stated"),
    [
        ("authors:\n  - Jane Doe\n  - Bo Ek", {Field.AUTHORS: ["Jane Doe", "Bo Ek"]}),
        ("authors:\n- 'Jane Doe'\n- Reuters", {Field.AUTHORS: ["Jane Doe"], Field.AGENCY: ["Reuters"]}),
        ('authors: [Jane Doe, "Bo Ek"]', {Field.AUTHORS: ["Jane Doe", "Bo Ek"]}),
        (
            "authors:\n  - name: Jane Doe\n    url: x.org\n  - name: Bo Ek",
            {Field.AUTHORS: ["Jane Doe", "Bo Ek"]},
        ),
        ("author:\n  name: Jane Doe\n  url: x.org", {Field.AUTHORS: ["Jane Doe"]}),
        (
            "byline: By Jane Doe, Associated Press",
            {Field.AUTHORS: ["Jane Doe"], Field.AGENCY: ["Associated Press"]},
        ),
        (
            "title: >\n  Storm: the\n  coast\nplace: Bergen",
            {Field.TITLE: ["Storm: the\n  coast"], Field.PLACE: ["Bergen"]},
        ),
        ("title: Storm on\n  the coast", {Field.TITLE: ["Storm on\n  the coast"]}),
        ("tags:\n  - sea\n\n  - wind\n\ntitle: Storm", {Field.TITLE: ["Storm"]}),
        ("meta:\n  title: None of it\ntitle: Storm", {Field.TITLE: ["Storm"]}),
        ("title: Storm\n place: Bergen", {Field.TITLE: ["Storm"], Field.PLACE: ["Bergen"]}),
    ],
)
@pytest.mark.parametrize("before", ["", "\n \n"])
def test_front_matter_of_lists_and_of_values_that_go_on(
    before: str, lines: str, stated: dict[Field, list[str]]
) -> None:
    article = _parsed(f"{before}---\n{lines}\n---\nThe storm came at night.\n\nIt left at dawn.\n")
    assert _stated(article) == stated
    told = [text for section, text in _sections(article) if section is Section.FRONT_MATTER]
    assert "".join("".join(told).split()) == "".join(lines.split())
    assert [section for section, _ in _sections(article)][len(told) :] == [Section.BODY] * 2


@pytest.mark.parametrize("first", ["Storm Hits Coast!", "# Storm hits the coast", "Thousands flee the coast"])
def test_the_headline_of_the_front_matter_is_the_only_one(first: str) -> None:
    article = _parsed(f"---\ntitle: Storm Hits Coast\n---\n{first}\n\nThe storm came.\n\nIt left.\n")
    assert _stated(article) == {Field.TITLE: ["Storm Hits Coast"]}


@pytest.mark.parametrize(
    "lines",
    [
        "No key stands on this line.",
        "No key stands on this line.\n- Nor on this.",
        "Note: a key.\nNo key stands on this line.",
    ],
)
def test_a_rule_that_is_no_front_matter_is_text(lines: str) -> None:
    article = _parsed(f"---\n{lines}\n---\nThe end came soon.\n")
    assert Section.FRONT_MATTER not in [section for section, _ in _sections(article)]
    assert "No key stands on this line." in [text for _, text in _sections(article)]


def test_byline_and_date_line() -> None:
    article = _parsed(
        "Storm Hits Coast\n\nBy Ann Lee and Bo Ek\n\nPublished March 5, 2024\n\nThe storm came.\n\nOver."
    )
    assert _stated(article) == {
        Field.TITLE: ["Storm Hits Coast"],
        Field.AUTHORS: ["Ann Lee", "Bo Ek"],
        Field.DATE: ["March 5, 2024"],
    }
    assert [section for section, _ in _sections(article)] == [
        Section.TITLE,
        Section.BYLINE,
        Section.BYLINE,
        Section.BODY,
        Section.BODY,
    ]


@pytest.mark.parametrize(
    "headline",
    [
        "Trump meets Putin in Washington, D.C.",
        "Apple Inc. to buy U.S.",
        "Acme Buys Bolt Inc.",
        "Storm hits the coast.",
        "“We Won’t Go Back to the U.S.”",
    ],
)
@pytest.mark.parametrize("over", ["", "World news\n\n"])
@pytest.mark.parametrize("under", ["By Ann Lee", "OSLO, March 5 — It rained.\n\nBy Ann Lee"])
def test_a_headline_may_end_in_a_full_stop(headline: str, over: str, under: str) -> None:
    article = _parsed(f"{over}{headline}\n\n{under}\n\nThe storm came.\n\nIt left.\n")
    assert _stated(article)[Field.TITLE] == [headline]
    assert _stated(article)[Field.AUTHORS] == ["Ann Lee"]


def test_an_abbreviation_ends_a_headline_before_plain_text() -> None:
    article = _parsed("Storm Hits Washington, D.C.\n\nThe storm came.\n\nIt left.\n")
    assert _stated(article) == {Field.TITLE: ["Storm Hits Washington, D.C."]}


@pytest.mark.parametrize(
    "text",
    [
        "The storm came.\n\nIt left.\n\nIt did no harm.\n",
        "The storm came at night.\n\nIt left for Washington, D.C.\n\nIt did no harm.\n",
        "He went to Prague Mon.\n\nThe storm came.\n",
    ],
)
def test_a_sentence_is_no_headline(text: str) -> None:
    article = _parsed(text)
    assert dict(article.metadata) == {}
    assert {section for section, _ in _sections(article)} == {Section.BODY}


@pytest.mark.parametrize(
    ("labels", "stated"),
    [
        ("By Ann Lee", {Field.AUTHORS: ["Ann Lee"]}),
        ("By Ann Lee\n\nMarch 5, 2024", {Field.AUTHORS: ["Ann Lee"], Field.DATE: ["March 5, 2024"]}),
        (
            "Published March 5, 2024\n\nBy Ann Lee",
            {Field.DATE: ["March 5, 2024"], Field.AUTHORS: ["Ann Lee"]},
        ),
        ("March 5, 2024\n\nIt rained on the coast.", {}),
        ("It rained.\n\nIt snowed.\n\nIt rained.\n\nIt snowed.\n\nIt rained.\n\nBy Ann Lee", {}),
    ],
)
def test_labels_may_stand_under_an_introduction(labels: str, stated: dict[Field, list[str]]) -> None:
    article = _parsed(f"Storm Hits Coast\n\nIt was the year's worst.\n\n{labels}\n\nIt came.\n\nIt left.\n")
    told = _stated(article)
    assert told.pop(Field.TITLE) == ["Storm Hits Coast"]
    assert {field: spans for field, spans in told.items() if field is not Field.SUBHEADINGS} == stated


@pytest.mark.parametrize(
    ("byline", "authors", "date"),
    [
        ("By Ada Park, Oslo correspondent", ["Ada Park"], None),
        ("By ADA PARK, Political Editor", ["ADA PARK"], None),
        ("By Ada Park and Bo Ek, senior correspondents", ["Ada Park", "Bo Ek"], None),
        ("By Ada Park, Jan. 12, 2026", ["Ada Park"], "Jan. 12, 2026"),
        ("**By Ada Park | 12 January 2026**", ["Ada Park"], "12 January 2026"),
        ("By Ada Park, Bo Ek — January 12th, 2026", ["Ada Park", "Bo Ek"], "January 12th, 2026"),
        ("By Ada Park, Europe correspondent, 2026-01-12", ["Ada Park"], "2026-01-12"),
        ("by Ada Park", ["Ada Park"], None),
        ("By Ada Park and Bo Ek.", ["Ada Park", "Bo Ek"], None),
        ("By Sammy Park Jr.", ["Sammy Park Jr."], None),
        ("By Ada Park @adapark", ["Ada Park"], None),
        ("By Ada Park (ada.park@example.org), Jan. 12, 2026.", ["Ada Park"], "Jan. 12, 2026"),
        ("By April Park", ["April Park"], None),
        ("By Ada", ["Ada"], None),
    ],
)
def test_what_stands_behind_the_names_of_a_byline_is_no_name(
    byline: str, authors: list[str], date: str | None
) -> None:
    article = _parsed(f"Storm Hits Coast\n\n{byline}\n\nThe storm came.\n\nOver.")
    assert _stated(article) == {
        Field.TITLE: ["Storm Hits Coast"],
        Field.AUTHORS: authors,
        **({Field.DATE: [date]} if date else {}),
    }


@pytest.mark.parametrize(
    ("byline", "authors", "agency"),
    [
        ("By Ada Park, BBC News.", ["Ada Park"], "BBC News"),
        ("By Ada Park, Associated Press", ["Ada Park"], "Associated Press"),
        ("By Ada Park and Bo Ek | Reuters", ["Ada Park", "Bo Ek"], "Reuters"),
        ("By Ada Park, The Coast", ["Ada Park"], "The Coast"),
        ("By The Associated Press", [], "The Associated Press"),
        ("By Reuters Staff", [], "Reuters Staff"),
        ("By Ada Park and Eyal Press", ["Ada Park", "Eyal Press"], None),
    ],
)
def test_an_agency_in_a_byline_is_no_author(byline: str, authors: list[str], agency: str | None) -> None:
    stated = _stated(_parsed(f"Storm Hits Coast\n\n{byline}\n\nThe storm came.\n\nOver."))
    assert stated.get(Field.AUTHORS, []) == authors
    assert stated.get(Field.AGENCY, []) == ([agency] if agency else [])


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2026-01-12T10:30Z", "2026-01-12"),
        ("Updated 2026-01-12T10:30:00+01:00", "2026-01-12"),
        ("January 12th, 2026", "January 12th, 2026"),
        ("Monday, 12th January 2026 at 9:15 GMT", "Monday, 12th January 2026"),
    ],
)
def test_date_lines(line: str, date: str) -> None:
    article = _parsed(f"Storm Hits Coast\n\n{line}\n\nThe storm came.\n\nOver.")
    assert _stated(article) == {Field.TITLE: ["Storm Hits Coast"], Field.DATE: [date]}


@pytest.mark.parametrize(
    ("dateline", "place", "date", "agency"),
    [
        ("BRUSSELS, Jan 12 (Reuters) - ", "BRUSSELS", "Jan 12", "Reuters"),
        ("PARIS — ", "PARIS", None, None),
        ("Berlin (dpa) - ", "Berlin", None, "dpa"),
        ("LONDON, March 3, 2024 (AP) — ", "LONDON", "March 3, 2024", "AP"),
        ("WASHINGTON (AP) -- ", "WASHINGTON", None, "AP"),
        ("NEW YORK, Sept. 9 – ", "NEW YORK", "Sept. 9", None),
        ("KYIV, Ukraine (AP) — ", "KYIV, Ukraine", None, "AP"),
        ("OSLO, 4 May (NTB) - ", "OSLO", "4 May", "NTB"),
        ("ZÜRICH, Dec 1 (Keystone-SDA) - ", "ZÜRICH", "Dec 1", "Keystone-SDA"),
        ("Jan 12 (Reuters) - ", None, "Jan 12", "Reuters"),
        ("Monday, Jan 12 (Northwire) - ", None, "Monday, Jan 12", "Northwire"),
        ("(Reuters) - ", None, None, "Reuters"),
        ("ST. LOUIS — ", "ST. LOUIS", None, None),
        ("ST. PAUL, Minn. (AP) — ", "ST. PAUL, Minn.", None, "AP"),
        ("Washington, D.C. — ", "Washington, D.C.", None, None),
        ("WASHINGTON D.C. — ", "WASHINGTON D.C.", None, None),
        ("Washington, D.C., Feb. 3 (AP) -- ", "Washington, D.C.", "Feb. 3", "AP"),
        ("WASHINGTON, Feb. 3, 2024 /PRNewswire/ -- ", "WASHINGTON", "Feb. 3, 2024", "PRNewswire"),
        ("PARIS (AFP/Reuters) - ", "PARIS", None, "AFP/Reuters"),
        ("NATO (Reuters) - ", "NATO", None, "Reuters"),
    ],
)
def test_datelines(dateline: str, place: str, date: str | None, agency: str | None) -> None:
    article = _parsed(f"Talks End Early\n\n{dateline}The talks ended early.\n\nNobody said why.\n")
    stated = _stated(article)
    assert stated.pop(Field.TITLE) == ["Talks End Early"]
    wanted = {Field.PLACE: place, Field.DATE: date, Field.AGENCY: agency}
    assert stated == {field: [value] for field, value in wanted.items() if value is not None}


@pytest.mark.parametrize(
    "opening",
    [
        "The plan (as drafted) was dropped.",
        "On Jan. 12 the talks ended.",
        "I left - as ever - too late.",
        "Talks on the half-finished bridge ended.",
        pytest.param("NASA — the United States space agency — dropped the plan."),
        "NASA — The agency dropped the plan.",
        "NATO - The alliance grew. It has 32 members.",
        "FRAL - The bloc grew. No leader of FRAL said why.",
        "(Laughs) - The talks ended.",
        "Mr Park (57) - The talks ended.",
        "U.S. — The talks ended.",
        "Park / Ek - The talks ended.",
    ],
)
def test_no_dateline_is_made_up(opening: str) -> None:
    stated = _stated(_parsed(f"Talks End Early\n\n{opening}\n\nNobody said why.\n"))
    assert stated == {Field.TITLE: ["Talks End Early"]}


@pytest.mark.parametrize("over", ["WORLD NEWS", "Exclusive", "OPINION | EUROPE"])
def test_a_kicker_is_no_headline(over: str) -> None:
    story = "OSLO, May 2 - The talks began.\n\nNobody came to harm.\n"
    article = _parsed(f"{over}\n\nTALKS ON THE ISLAND BEGIN\n\n{story}")
    assert _stated(article)[Field.TITLE] == ["TALKS ON THE ISLAND BEGIN"]
    assert article.blocks[0].section is Section.SUBHEADING


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("FLOODS RETURN\n\nThousands flee as rivers rise\n\nBy Ada Park\n\n", "FLOODS RETURN"),
        ("# NATO\n\n## What it is\n\n", "NATO"),
        ("---\ntitle: World news\n---\nWorld news\n\nThousands flee\n\n", "World news"),
        ("World news\n\n", "World news"),
    ],
)
def test_a_headline_is_no_kicker(opening: str, title: str) -> None:
    article = _parsed(f"{opening}The rivers rose. Nobody said why.\n\nIt rained.\n")
    assert _stated(article)[Field.TITLE] == [title]


@pytest.mark.parametrize(
    "headline", ["EXPLAINER - Why Trump wants Greenland", "NATO — “We Are Moving On”", "LIVE - The vote"]
)
def test_a_headline_with_a_dash_is_no_dateline(headline: str) -> None:
    article = _parsed(f"{headline}\n\nBy Lili Bayer\n\nThe talks began.\n\nNobody said why.\n")
    assert _stated(article) == {Field.TITLE: [headline], Field.AUTHORS: ["Lili Bayer"]}


@pytest.mark.parametrize(
    ("line", "authors", "editors"),
    [
        ("(Reporting by Ann Lee; Editing by Bo Ek)", ["Ann Lee"], ["Bo Ek"]),
        ("Reporting by Ann Lee and Bo Ek in Paris; editing by Cy Day", ["Ann Lee", "Bo Ek"], ["Cy Day"]),
        ("Writing by Ann Lee. Additional reporting by Bo Ek.", ["Ann Lee", "Bo Ek"], []),
        ("Editing by Bo Ek", [], ["Bo Ek"]),
        ("Reporting by Ann Lee (ann.lee@x.com) in Paris; Editing by Bo Ek @boek", ["Ann Lee"], ["Bo Ek"]),
        ("Reporting by Ann Lee, ann.lee@x.com; Editing by Bo Ek", ["Ann Lee"], ["Bo Ek"]),
        ("Ann Lee in Paris contributed to this report.", ["Ann Lee"], []),
        (
            "Associated Press writers Ann Lee in Rome and Bo Ek in Lviv, Ukraine, contributed to this story.",
            ["Ann Lee", "Bo Ek"],
            [],
        ),
        ("Day reported from Oslo. AP writer Ann Lee contributed to this story.", ["Ann Lee"], []),
        ("(Ann Lee and Bo Ek contributed reporting from Rome.)", ["Ann Lee", "Bo Ek"], []),
        ("The Associated Press contributed to this report.", [], []),
    ],
)
def test_credits(line: str, authors: list[str], editors: list[str]) -> None:
    article = _parsed(f"Talks End Early\n\nThe talks ended early.\n\nNobody said why.\n\n{line}\n")
    stated = _stated(article)
    assert stated.get(Field.AUTHORS, []) == authors
    assert stated.get(Field.EDITORS, []) == editors
    assert _sections(article)[-1] == (Section.CREDITS, line)


def test_a_sentence_about_reporting_is_no_credit_line() -> None:
    article = _parsed("Talks End Early\n\nThe talks ended.\n\nHe praised the reporting by Ann Lee.\n")
    assert Field.AUTHORS not in article.metadata
    assert _sections(article)[-1][0] is Section.BODY


def test_hard_wrapped_lines_are_joined_into_paragraphs() -> None:
    first = (
        "The harbour bridge reopened on Tuesday after nine weeks of\n"
        "repairs that closed the road to all but the fire brigade and\n"
        "the ferry, which ran every hour through the night for those\n"
        "who work on the island."
    )
    second = (
        "The work cost twelve million kroner, which is a third more than\nthe council had set aside for it."
    )
    article = _parsed(f"{first}\n\n{second}\n")
    assert _sections(article) == [(Section.BODY, first), (Section.BODY, second)]


def test_lines_of_an_unwrapped_file_are_paragraphs(nato: Path) -> None:
    article = _parsed("A first short line.\nA second one.\nA third one here.\n")
    assert len(article.blocks) == 3
    assert len(load_article(nato).blocks) == 11


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_any_newline_gives_the_same_article(newline: str, nato: Path) -> None:
    text = nato.read_text("utf-8")
    assert decode(text.replace("\n", newline).encode(), "x") == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_byte_order_marks_are_dropped(encoding: str, nato: Path) -> None:
    text = nato.read_text("utf-8")
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decode(mark + text.encode(encoding), "x") == text


@pytest.mark.parametrize(
    "opening",
    [
        "By Monday the water had gone.",
        "By Friday, Mayor Park said, all roads would be open.",
        "By Nightfall.",
        "By January 2025",
        "by Design",
    ],
)
def test_a_sentence_that_begins_with_by_is_no_byline(opening: str) -> None:
    article = _parsed(f"Talks End Early\n\n{opening}\n\nNobody said why.\n")
    assert _stated(article) == {Field.TITLE: ["Talks End Early"]}
    assert _sections(article)[1] == (Section.BODY, opening)


@pytest.mark.parametrize(
    "sentence",
    [
        "Reporting by the commission shows that prices rose.",
        "Edited by hand, the film took nine years.",
        "Compiled by the ministry, the list has 40 names.",
        "Written by Shakespeare in 1603, the play has three acts.",
        "Reporting by The Herald in June revealed that 12 ministers had lied.",
        "Twelve scientists contributed to this report.",
        "Norway and Sweden contributed to this report.",
        "The UN contributed to this report.",
        "Ann Lee contributed to this report last year.",
        "Ann Lee contributed to the report.",
    ],
)
def test_a_sentence_that_begins_like_credits_is_none(sentence: str) -> None:
    article = _parsed(f"Talks End Early\n\nThe talks ended.\n\n{sentence}\n\nNobody said why.\n")
    assert _stated(article) == {Field.TITLE: ["Talks End Early"]}


def test_what_front_matter_leaves_empty_is_not_stated() -> None:
    article = _parsed(
        "---\ntitle: \"\"\nsource: ''\n---\nTalks End Early\n\nThe talks ended. Nobody said why.\n"
    )
    assert _stated(article) == {Field.TITLE: ["Talks End Early"]}


def test_a_pound_sign_stays_a_pound_sign(tmp_path: Path) -> None:
    text = "The work cost £12 million, a third more than the council had set aside for it in the spring.\n"
    path = tmp_path / "work.txt"
    path.write_bytes(text.encode("cp1252"))
    assert load_article(path).text == text


def test_utf8_with_one_bad_byte_is_not_read_as_gibberish(nato: Path) -> None:
    """Refused by name, or read as UTF-8 but for that byte; never "allies‚Äô efforts"."""
    data = nato.read_bytes()
    try:
        text = decode(data[:-5] + b"\xff" + data[-5:], "nato.txt")
    except ArticleError as error:
        assert "nato.txt" in str(error)  # noqa: PT017
        return
    assert "allies’ efforts" in text


FRENCH = (
    "Le maire a déclaré que le pont rouvrira après neuf semaines de travaux. « Nous sommes prêts », "
    "a-t-il ajouté. Les employés de la société ont été payés à la fin du mois de février.\n"
)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_western_encoding_is_told(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "pont.txt"
    path.write_bytes(FRENCH.encode(encoding))
    assert load_article(path).text == FRENCH


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"---\ntitle:\n---\n", "no sentence.*Put the article's text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"Text with one \0 in it.", "binary"),
        pytest.param(
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Length 9 >>\nstream\nx\x9c\x03\x81\x8d\x90\n",
            "binary|told|PDF",
        ),
    ],
    ids=["nothing", "blank", "only a mark", "only names of fields", "png", "nul", "pdf"],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "strange.txt"
    path.write_bytes(data)
    with pytest.raises(ArticleError, match=rf"strange\.txt.*(?:{told})"):
        load_article(path)


def test_too_large_is_refused_by_name_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ArticleError, match=r"huge\.txt.*5,000,001.*Split it"):
        load_article(path)


def test_missing_and_unreadable_files_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"gone\.txt.*No such file"):
        load_article(tmp_path / "gone.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ArticleError, match=r"folder\.txt.*cannot be read"):
        load_article(tmp_path / "folder.txt")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, so that a test can give up root's rights inside it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def ordinary_rights() -> Iterator[None]:
    """The rights of an ordinary user, where the tests run as root."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no file rights")
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    yield
    if was == 0:
        os.seteuid(0)


@pytest.fixture
def locked_corpus(open_folder: Path) -> Path:
    """A corpus folder with one article; neither can be read."""
    corpus = open_folder / "corpus"
    corpus.mkdir()
    (corpus / "secret.txt").write_text("A secret.", "utf-8")
    (corpus / "secret.txt").chmod(0o000)
    return corpus


def test_a_file_without_rights_is_refused_by_name(locked_corpus: Path, ordinary_rights: None) -> None:
    with pytest.raises(ArticleError, match=r"secret\.txt.*Permission denied"):
        load_article(locked_corpus / "secret.txt")


@pytest.fixture
def closed_corpus(locked_corpus: Path) -> Iterator[Path]:
    """A corpus folder that cannot be listed."""
    locked_corpus.chmod(0o000)
    yield locked_corpus
    locked_corpus.chmod(0o755)


def test_a_folder_without_rights_is_refused_by_name(closed_corpus: Path, ordinary_rights: None) -> None:
    with pytest.raises(CorpusError, match="corpus"):
        article_files(closed_corpus)


def test_article_files_are_sorted_and_leave_out_readme_and_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "README.md", ".hidden.txt", "notes.pdf", "C.TXT"):
        (tmp_path / name).write_text("Text.", "utf-8")
    (tmp_path / "folder.txt").mkdir()
    assert [path.name for path in article_files(tmp_path)] == ["C.TXT", "a.md", "b.txt"]


@pytest.mark.parametrize("kind", ["missing", "a file", "empty"])
def test_a_corpus_that_cannot_be_used_says_what_to_do(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    if kind == "a file":
        folder.write_text("no folder", "utf-8")
    elif kind == "empty":
        folder.mkdir()
    with pytest.raises(CorpusError, match=r"news.*(?:--corpus|Put a text file)"):
        article_files(folder)


def test_two_files_of_one_stem_are_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text("Text.", "utf-8")
    with pytest.raises(CorpusError, match=r"'a'.*rename one"):
        article_files(tmp_path)


LINES = st.sampled_from(
    [
        "",
        "  ",
        "Storm Hits Coast",
        "# A heading",
        "By Ann Lee",
        "March 5, 2024",
        "PARIS, May 1 (AFP) - It rained.",
        "It rained. Then it snowed!",
        "(Reporting by Ann Lee; Editing by Bo Ek)",
        "(Reuters) - It rained in the U.S.",
        "Ann Lee (a@x.com) contributed to this report.",
        "by Ann Lee, BBC News.",
        "- an item",
        "title: x",
        "**Bold**",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), min_size=1, max_size=12))
def test_nothing_is_lost_and_nothing_is_said_twice(lines: list[str]) -> None:
    """Every visible character is in exactly one block, and every field is text of the article."""
    text = "\n".join(lines).replace("\r", "\n")
    article = _parsed(text)
    covered = [0] * len(text)
    for block in article.blocks:
        assert 0 <= block.span.start < block.span.end <= len(text)
        for place in range(block.span.start, block.span.end):
            covered[place] += 1
    assert [n for n, c in enumerate(text) if not c.isspace() and covered[n] != 1] == []
    for spans in article.metadata.values():
        assert all(any(block.span.holds(span) for block in article.blocks) for span in spans)
        assert all(span.of(text).strip() for span in spans)
