"""The cases' schema: what fits is loaded, and every error says what to do."""

from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.documents import Article
from assistant.errors import CorpusError
from assistant.loader import load_article
from evals.cases import Case
from evals.dataset import load_cases, load_suite
from evals.errors import CaseError

ARTICLE = """Boatyard Sold

HARLOW, May 3 (Wire) - Anna Berg sold the yard on Monday. Nobody was dismissed.
"""
GOOD = """
  - id: who
    kind: who
    question: "Who sold the yard?"
    status: answered
    facts: [["Anna Berg", "Berg"]]
    evidence: [["Anna Berg sold the yard"]]
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "boats.txt").write_text(ARTICLE, "utf-8")
    return folder


@pytest.fixture
def article(corpus: Path) -> Article:
    return load_article(corpus / "boats.txt")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    return folder


def load(facts: Path, article: Article, cases: str, head: str = "article: boats\n") -> list[Case]:
    path = facts / "boats.yaml"
    path.write_text(f"{head}cases:{cases}", "utf-8")
    return load_cases(path, article)


def case(**changes: str | None) -> str:
    """A good case as YAML, with keys changed, added, or (None) taken out."""
    keys: dict[str, str | None] = {
        "id": "who",
        "kind": "who",
        "question": '"Who sold the yard?"',
        "status": "answered",
        "facts": '[["Anna Berg"]]',
        "evidence": '[["Anna Berg sold the yard"]]',
    }
    lines = [f"{key}: {value}" for key, value in (keys | changes).items() if value is not None]
    return "\n  - " + "\n    ".join(lines) + "\n"


def test_a_case(facts: Path, article: Article) -> None:
    (found,) = load(facts, article, GOOD, "article: boats\ninvented: true\n")
    assert found.question == "Who sold the yard?"
    assert found.status is Status.ANSWERED
    assert found.answerable
    assert not found.follow_up
    assert found.facts == (("Anna Berg", "Berg"),)
    assert found.evidence == (("Anna Berg sold the yard",),)


def test_a_conversation_is_scored_by_its_last_turn(facts: Path, article: Article) -> None:
    (found,) = load(facts, article, case(question=None, turns='["Hi", "Who sold it?"]'))
    assert found.question == "Who sold it?"
    assert found.follow_up


def test_a_corrected_case_needs_no_facts(facts: Path, article: Article) -> None:
    (found,) = load(facts, article, case(status="corrected", facts=None))
    assert found.status is Status.CORRECTED
    assert found.facts == ()


@pytest.mark.parametrize(("value", "expected"), [("yes", "yes"), ("no", "no"), ('"no"', "no"), (None, None)])
def test_says(facts: Path, article: Article, value: str | None, expected: str | None) -> None:
    (found,) = load(facts, article, case(kind="yesno", says=value))
    assert found.says == expected


@pytest.mark.parametrize("value", ['"Nobody was dismissed"', '["Nobody was dismissed"]'])
def test_contradicted_by_is_a_fragment_or_a_list(facts: Path, article: Article, value: str) -> None:
    (found,) = load(facts, article, case(status="declined", facts=None, evidence=None, contradicted_by=value))
    assert found.contradicted_by == ("Nobody was dismissed",)
    assert not found.answerable


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "5"}, "'id' is 5. Write a word, in quotes if it is a number"),
        ({"id": None}, "'id' is None. Write a word"),
        ({"kind": '" "'}, "'kind' is ' '. Write a word"),
        ({"answer": '"Anna"'}, "unknown keys answer. Use only: contradicted_by, evidence, facts, id"),
        ({"status": "refused"}, "'status' is 'refused'. Use only: answered, corrected, declined, social"),
        ({"status": None}, "'status' is None. Use only: answered"),
        ({"question": None}, "needs either 'question' or 'turns'. Write a question"),
        ({"turns": '["And?"]'}, "needs either 'question' or 'turns'. Write a question"),
        ({"question": '"  "'}, "every turn is a question in words. Put each in quotes"),
        ({"question": None, "turns": '"Who?"'}, "'turns' in [ ]"),
        ({"question": None, "turns": "[]"}, "'turns' in [ ]"),
        ({"question": None, "turns": "[no]"}, "every turn is a question in words"),
        ({"facts": '["Anna Berg"]'}, 'Write facts: [["one", "or this"], ["and this"]]'),
        ({"facts": "[[5]]"}, "'facts' is a list of lists of alternatives, each in quotes"),
        ({"facts": "[[no]]"}, "'facts' is a list of lists of alternatives, each in quotes"),
        ({"facts": "[[]]"}, "'facts' is a list of lists"),
        ({"evidence": '"Anna Berg"'}, 'Write evidence: [["one", "or this"]'),
        ({"evidence": None}, "an answered or a corrected case needs 'evidence': a fragment of the"),
        ({"status": "corrected", "evidence": None}, "a corrected case needs 'evidence'"),
        ({"kind": "yesno", "says": "maybe"}, "'says' is 'maybe'. Write says: yes or says: no"),
        ({"kind": "yesno", "says": "[no]"}, "'says' is [False]. Write says: yes or says: no"),
        ({"says": "yes"}, "only an answered case of kind yesno has 'says'"),
        ({"kind": "yesno", "status": "corrected", "says": "no"}, "only an answered case of kind yesno"),
        ({"status": "declined"}, "a declined case has neither 'facts' nor 'evidence'. Take them out"),
        ({"status": "social", "facts": None}, "a social case has neither 'facts' nor 'evidence'"),
        ({"scope": "[all]"}, "'scope' is ['all']. Use only: all, article"),
        ({"scope": "{all: 1}"}, "'scope' is {'all': 1}. Use only: all, article"),
        ({"contradicted_by": "5"}, "'contradicted_by' is a fragment of the article, or a list of them"),
        ({"contradicted_by": '"Berlin"'}, "'Berlin' does not stand in 'boats'. Copy it from the article"),
        ({"evidence": '[["anna berg"]]'}, "'anna berg' does not stand in 'boats'. Copy it from the article"),
        (
            {"evidence": '[["on Monday. Nobody"]]'},
            "'on Monday. Nobody' runs over the end of a sentence. Shorten it to stay inside one",
        ),
    ],
)
def test_errors_of_a_case(
    facts: Path, article: Article, changes: dict[str, str | None], message: str
) -> None:
    with pytest.raises(CaseError) as raised:
        load(facts, article, case(**changes))
    assert message in str(raised.value)
    assert "boats.yaml" in str(raised.value)


@pytest.mark.parametrize(
    ("cases", "head", "message"),
    [
        (GOOD + GOOD, "article: boats\n", "ids occur more than once: who. Give each case its own id"),
        (GOOD, "article: ships\n", "'article' is 'ships', not 'boats'. Write the article's id there"),
        (GOOD, "article: boats\nauthor: me\n", "unknown keys author. Use only: article, cases, invented"),
        (GOOD, "", "needs 'article', an article's id, and 'cases'"),
        (" []", "article: boats\n", "needs 'article', an article's id, and 'cases'"),
        (" who", "article: boats\n", "needs 'article', an article's id, and 'cases'"),
        ("\n  - Who sold it?", "article: boats\n", "case 1: is not a mapping. Write '- id: ...'"),
        (" [", "article: boats\n", "cannot be read as YAML"),
    ],
)
def test_errors_of_a_file(facts: Path, article: Article, cases: str, head: str, message: str) -> None:
    with pytest.raises(CaseError) as raised:
        load(facts, article, cases, head)
    assert message in str(raised.value)


def test_a_file_that_is_not_utf8(facts: Path, article: Article) -> None:
    path = facts / "boats.yaml"
    path.write_bytes("article: böats".encode("latin-1"))
    with pytest.raises(CaseError, match="Save it as UTF-8"):
        load_cases(path, article)


def test_a_suite_is_every_file_or_those_about_an_article(facts: Path, corpus: Path) -> None:
    (corpus / "ships.txt").write_text(ARTICLE, "utf-8")
    (facts / "a.yaml").write_text("article: ships\ncases:" + case(), "utf-8")
    (facts / "b.yaml").write_text("article: boats\ncases:" + case(), "utf-8")
    assert [c.article for c in load_suite(facts, corpus).cases] == ["ships", "boats"]
    only = load_suite(facts, corpus, ["boats"])
    assert [c.article for c in only.cases] == ["boats"]
    assert set(only.articles) == {"boats"}
    with pytest.raises(CaseError, match=r"No case file is about trains. Name one of: boats, ships"):
        load_suite(facts, corpus, ["trains"])


def test_two_files_about_one_article_share_no_id(facts: Path, corpus: Path) -> None:
    for name in ("a", "b"):
        (facts / f"{name}.yaml").write_text("article: boats\ncases:" + case(), "utf-8")
    with pytest.raises(CaseError, match=r"Ids occur in two files: boats/who. Give each case its own id"):
        load_suite(facts, corpus)


def test_no_case_files(facts: Path, corpus: Path) -> None:
    with pytest.raises(CaseError, match=r"There is no case file in .* Put a \.yaml file there"):
        load_suite(facts, corpus)


def test_an_article_that_is_not_in_the_corpus(facts: Path, corpus: Path) -> None:
    (facts / "a.yaml").write_text("article: ships\ncases:" + case(), "utf-8")
    with pytest.raises(CaseError, match=r"there is no article 'ships' in the corpus. There are: boats"):
        load_suite(facts, corpus)


def test_no_corpus(facts: Path, tmp_path: Path) -> None:
    (facts / "a.yaml").write_text("article: boats\ncases:" + case(), "utf-8")
    with pytest.raises(CorpusError):
        load_suite(facts, tmp_path / "nowhere")
