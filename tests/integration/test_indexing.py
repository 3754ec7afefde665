"""The index on disk: in step with the articles, never half-written, mended and told when it is damaged."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from langchain_core.embeddings import Embeddings

from assistant import index_folder, splitter
from assistant.errors import ArticleError, CorpusError, IndexFolderError
from assistant.indexing import Changes, Library, index_state


@pytest.fixture
def opened(corpus: Path, index: Path, embeddings: Embeddings) -> Callable[[], Library]:
    """Opens a Library on the two articles; each call is as good as a new process."""
    return lambda: Library(corpus, index, embeddings)


def _manifest(index: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((index / "manifest.json").read_text("utf-8"))
    return content


def _store(index: Path) -> Path:
    return index / str(_manifest(index)["store"])


def _holds_just_the_articles(library: Library) -> None:
    """Asserts that every passage of every article is found with its own text, and nothing else."""
    wanted = {p for id_ in library.articles() for p in library.document(id_).passages}
    found = {scored.passage for scored in library.retriever.retrieve("bridge frost", 100)}
    assert found == wanted
    assert library.passage_count == len(wanted) > 0
    for passage in found:
        text = library.document(passage.article).article.text
        assert text[passage.start : passage.end] == passage.text


def _files(index: Path) -> dict[str, bytes]:
    """What was written, locks left out."""
    return {
        str(path.relative_to(index)): path.read_bytes()
        for path in sorted(index.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def test_the_first_time_everything_is_added(opened: Callable[[], Library], index: Path) -> None:
    library = opened()
    assert library.refresh() == Changes(added=("harbour", "orchard"))
    _holds_just_the_articles(library)
    assert index_state(index) == (True, f"2 articles, {library.passage_count} passages")


def test_before_it_is_refreshed_a_library_says_so(opened: Callable[[], Library]) -> None:
    with pytest.raises(RuntimeError, match="refresh"):
        _ = opened().retriever


def test_twice_changes_nothing(opened: Callable[[], Library], index: Path) -> None:
    library = opened()
    library.refresh()
    manifest, count = _manifest(index), library.passage_count
    assert not library.refresh()
    again = opened()
    assert not again.refresh()
    assert (_manifest(index), again.passage_count) == (manifest, count)
    _holds_just_the_articles(again)


def test_progress_counts_up_to_the_end(opened: Callable[[], Library]) -> None:
    heard: list[tuple[int, int]] = []
    library = opened()
    library.refresh(lambda done, total: heard.append((done, total)))
    done, total = zip(*heard, strict=True)
    assert len(set(total)) == 1
    assert total[0] >= library.passage_count
    assert (done[0], done[-1]) == (0, total[0])
    assert list(done) == sorted(done)


@pytest.mark.parametrize("running", [True, False], ids=["while running", "at the next start"])
def test_added_changed_and_removed_articles_are_taken_up(
    opened: Callable[[], Library], corpus: Path, running: bool
) -> None:
    library = opened()
    library.refresh()
    (corpus / "storm.md").write_text("# Storm Hits Coast\n\nThe storm came at night.\n", "utf-8")
    (corpus / "harbour.txt").write_text("The harbour bridge closed again. A cable broke.\n", "utf-8")
    (corpus / "orchard.txt").unlink()
    library = library if running else opened()
    assert library.refresh() == Changes(added=("storm",), changed=("harbour",), removed=("orchard",))
    assert library.articles() == ("harbour", "storm")
    _holds_just_the_articles(library)
    with pytest.raises(CorpusError, match=r"'orchard'.*harbour, storm"):
        library.document("orchard")


def test_a_file_touched_but_not_changed_is_not_indexed_again(
    opened: Callable[[], Library], corpus: Path
) -> None:
    library = opened()
    library.refresh()
    os.utime(corpus / "harbour.txt", (1, 1))
    assert not library.refresh()


def test_two_articles_of_one_text_are_both_kept(opened: Callable[[], Library], corpus: Path) -> None:
    shutil.copy(corpus / "orchard.txt", corpus / "twin.txt")
    library = opened()
    library.refresh()
    _holds_just_the_articles(library)
    for article in ("orchard", "twin"):
        found = library.retriever.retrieve("frost", 5, article)
        assert {scored.passage.article for scored in found} == {article}
    (corpus / "orchard.txt").unlink()
    assert library.refresh() == Changes(removed=("orchard",))
    _holds_just_the_articles(library)


def test_a_changed_fingerprint_rebuilds_and_says_so(
    opened: Callable[[], Library], index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened().refresh()
    old = _store(index)
    monkeypatch.setattr(splitter, "VERSION", splitter.VERSION + 1)
    assert index_state(index) == (False, "an index of another version")
    library = opened()
    changes = library.refresh()
    assert changes.rebuilt == "the model, the splitter or the index format changed"
    assert changes.added == ("harbour", "orchard")
    assert _manifest(index)["fingerprint"]["splitter"] == splitter.VERSION
    assert _store(index) != old
    assert not old.exists()
    assert not library.refresh()
    _holds_just_the_articles(library)


@pytest.mark.parametrize("running", [True, False], ids=["while running", "at the next start"])
@pytest.mark.parametrize("what", ["the store", "the whole folder"])
def test_what_was_deleted_is_built_anew(
    opened: Callable[[], Library], index: Path, what: str, running: bool
) -> None:
    library = opened()
    library.refresh()
    shutil.rmtree(_store(index) if what == "the store" else index)
    library = library if running else opened()
    changes = library.refresh()
    assert changes.added == ("harbour", "orchard")
    assert changes.rebuilt == ("its store was deleted" if what == "the store" else None)
    _holds_just_the_articles(library)
    assert not library.refresh()


FINGERPRINT = "the right one"
MANIFESTS: dict[str, Any] = {
    "nothing": b"",
    "half": b'{"fingerprint": {"format": 1',
    "no text": b"\xff\xfe\x00garbage",
    "null": b"null",
    "a list": b"[]",
    "no keys": b"{}",
    "a list of articles": {"fingerprint": FINGERPRINT, "store": None, "articles": []},
    "a number for a fingerprint": {"fingerprint": 1, "store": "store-0", "articles": {}},
    "a number for a store": {"fingerprint": FINGERPRINT, "store": 5, "articles": {}},
    "an article without passages": {"fingerprint": FINGERPRINT, "store": None, "articles": {"harbour": {}}},
}


@pytest.mark.parametrize("running", [True, False], ids=["while running", "at the next start"])
@pytest.mark.parametrize(
    "name",
    [
        *MANIFESTS,
    ],
)
def test_a_spoilt_manifest_is_made_anew(
    opened: Callable[[], Library], index: Path, name: str, running: bool
) -> None:
    library = opened()
    library.refresh()
    content = MANIFESTS[name]
    if not isinstance(content, bytes):
        known = _manifest(index)
        content = dict(content)
        content["fingerprint"] = known["fingerprint"] if content["fingerprint"] == FINGERPRINT else 1
        content["store"] = content["store"] or known["store"]
        content = json.dumps(content).encode()
    (index / "manifest.json").write_bytes(content)
    library = library if running else opened()
    changes = library.refresh()
    assert changes.rebuilt is not None
    assert changes.added == ("harbour", "orchard")
    _holds_just_the_articles(library)


def test_a_missing_manifest_is_made_anew(opened: Callable[[], Library], index: Path) -> None:
    opened().refresh()
    (index / "manifest.json").unlink()
    assert index_state(index) == (False, "no index")
    library = opened()
    assert library.refresh().rebuilt == "its manifest was missing or unreadable"
    assert len(list(index.glob("store-*"))) == 1
    _holds_just_the_articles(library)


def _emptied(store: Path) -> None:
    (store / "chroma.sqlite3").write_bytes(b"")


def _truncated(store: Path) -> None:
    os.truncate(store / "chroma.sqlite3", 5000)


def _garbage(store: Path) -> None:
    (store / "chroma.sqlite3").write_bytes(b"garbage " * 4000)


def _database_deleted(store: Path) -> None:
    (store / "chroma.sqlite3").unlink()


def _all_deleted(store: Path) -> None:
    shutil.rmtree(store)
    store.mkdir()


@pytest.mark.parametrize("spoil", [_emptied, _truncated, _garbage, _database_deleted, _all_deleted])
def test_a_spoilt_store_is_built_anew_at_the_next_start(
    corpus: Path, index: Path, embeddings: Embeddings, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    """A copy stands for the next process: Chroma keeps what it opened in this one."""
    Library(corpus, index, embeddings).refresh()
    copied = tmp_path / "copied"
    shutil.copytree(index, copied)
    spoil(_store(copied))
    library = Library(corpus, copied, embeddings)
    changes = library.refresh()
    assert changes.rebuilt in ("its store was damaged", "its store was only half written")
    assert changes.added == ("harbour", "orchard")
    _holds_just_the_articles(library)
    assert not library.refresh()


def test_a_write_that_was_cut_off_is_noticed(
    opened: Callable[[], Library], corpus: Path, index: Path, embeddings: Embeddings
) -> None:
    """The store has lost an article that the manifest still names."""
    opened().refresh()
    known = (index / "manifest.json").read_bytes()
    (corpus / "orchard.txt").rename(corpus.parent / "orchard.txt")
    opened().refresh()
    (index / "manifest.json").write_bytes(known)
    (corpus.parent / "orchard.txt").rename(corpus / "orchard.txt")
    library = opened()
    assert library.refresh().rebuilt == "its store was only half written"
    _holds_just_the_articles(library)


def test_a_write_that_was_cut_off_and_taken_back_is_noticed(
    opened: Callable[[], Library], corpus: Path, index: Path
) -> None:
    """A change was embedded, the manifest not yet replaced; then the file was put back as it had been.

    Both texts give one passage, so nothing but the passage itself tells them apart.
    """
    old = "The harbour bridge closed again.\n"
    (corpus / "harbour.txt").write_text(old, "utf-8")
    opened().refresh()
    known = (index / "manifest.json").read_bytes()
    (corpus / "harbour.txt").write_text("Snow fell on all of the old town.\n", "utf-8")
    opened().refresh()
    (index / "manifest.json").write_bytes(known)
    (corpus / "harbour.txt").write_text(old, "utf-8")
    library = opened()
    library.refresh()
    _holds_just_the_articles(library)


class FailingEmbeddings(Embeddings):
    """Works for a given number of calls, then fails as a killed process would."""

    def __init__(self, inner: Embeddings, calls: int) -> None:
        self.inner, self.calls = inner, calls

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The inner one's vectors, while calls are left."""
        if self.calls == 0:
            raise KeyboardInterrupt
        self.calls -= 1
        return self.inner.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """The inner one's vector."""
        return self.inner.embed_query(text)


def test_an_interrupted_change_leaves_no_half_index(
    corpus: Path, index: Path, embeddings: Embeddings, opened: Callable[[], Library]
) -> None:
    opened().refresh()
    (corpus / "harbour.txt").write_text("The harbour bridge closed again. A cable broke.\n", "utf-8")
    broken = Library(corpus, index, FailingEmbeddings(embeddings, 0))
    with pytest.raises(KeyboardInterrupt):
        broken.refresh()
    library = opened()
    library.refresh()
    _holds_just_the_articles(library)


def test_an_interrupted_first_build_leaves_no_half_index(
    corpus: Path, index: Path, embeddings: Embeddings, opened: Callable[[], Library]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        Library(corpus, index, FailingEmbeddings(embeddings, 0)).refresh()
    library = opened()
    library.refresh()
    _holds_just_the_articles(library)
    assert len(list(index.glob("store-*"))) == 1


def test_an_index_that_another_process_is_writing_is_waited_for_then_refused(
    opened: Callable[[], Library], index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_folder, "LOCK_SECONDS", 0.1)
    index.mkdir()
    with (
        FileLock(index / ".lock"),
        pytest.raises(IndexFolderError, match=r"Another process.*index.*Wait.*--index"),
    ):
        opened().refresh()
    assert not list(index.glob("store-*"))


def test_an_index_below_a_file_is_refused(corpus: Path, tmp_path: Path, embeddings: Embeddings) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    for index in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(IndexFolderError, match=r"file.*cannot be written.*--index"):
            Library(corpus, index, embeddings).refresh()
    assert (tmp_path / "file").read_text("utf-8") == "in the way"


@pytest.fixture
def read_only_index(opened: Callable[[], Library], index: Path) -> Iterator[tuple[Path, Path]]:
    """A corpus and its index, in folders of which nothing may be written by an ordinary user."""
    opened().refresh()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(index.parent / "corpus", folder / "corpus")
        shutil.copytree(index, folder / "index")
        paths = [folder, *folder.rglob("*")]
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        yield folder / "corpus", folder / "index"
        if root:
            os.seteuid(0)
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_read_only_index_is_refused_and_kept(
    read_only_index: tuple[Path, Path], embeddings: Embeddings
) -> None:
    corpus, index = read_only_index
    before = _files(index)
    with pytest.raises(IndexFolderError, match=r"index.*cannot be written.*--index"):
        Library(corpus, index, embeddings).refresh()
    assert _files(index) == before


def test_a_bad_article_leaves_what_was_indexed(
    opened: Callable[[], Library], corpus: Path, index: Path
) -> None:
    opened().refresh()
    before = _manifest(index)
    (corpus / "bad.txt").write_bytes(b"\0\1\2")
    with pytest.raises(ArticleError, match=r"bad\.txt.*binary"):
        opened().refresh()
    assert _manifest(index) == before
    (corpus / "bad.txt").unlink()
    library = opened()
    assert not library.refresh()
    _holds_just_the_articles(library)


def test_a_bad_article_costs_a_first_build_nothing(
    opened: Callable[[], Library], corpus: Path, index: Path
) -> None:
    for content, told in ((b"", "empty"), (b"---\ntitle:\n---\n", "no sentence")):
        (corpus / "bad.txt").write_bytes(content)
        with pytest.raises(ArticleError, match=rf"bad\.txt.*{told}"):
            opened().refresh()
        assert not list(index.glob("store-*"))


@pytest.mark.parametrize(
    "running",
    [
        True,
        False,
    ],
    ids=["while running", "at the start"],
)
def test_when_the_bad_article_is_gone_the_same_library_answers_again(
    opened: Callable[[], Library], corpus: Path, running: bool
) -> None:
    opened().refresh()
    library = opened()
    if running:
        library.refresh()
    (corpus / "bad.txt").write_bytes(b"\0\1\2")
    with pytest.raises(ArticleError):
        library.refresh()
    (corpus / "bad.txt").unlink()
    assert not library.refresh()
    _holds_just_the_articles(library)


def test_a_corpus_that_went_away_is_said_and_comes_back(opened: Callable[[], Library], corpus: Path) -> None:
    library = opened()
    library.refresh()
    corpus.rename(corpus.parent / "away")
    with pytest.raises(CorpusError, match="no corpus folder"):
        library.refresh()
    (corpus.parent / "away").rename(corpus)
    assert not library.refresh()
    _holds_just_the_articles(library)


def test_two_libraries_on_one_folder_see_each_others_changes(
    opened: Callable[[], Library], corpus: Path
) -> None:
    first, second = opened(), opened()
    first.refresh()
    assert not second.refresh()
    (corpus / "storm.txt").write_text("The storm came at night. It left at dawn.\n", "utf-8")
    assert second.refresh() == Changes(added=("storm",))
    assert not first.refresh()
    for library in (first, second):
        _holds_just_the_articles(library)


def test_a_rebuild_by_one_library_is_followed_by_the_other(
    opened: Callable[[], Library], index: Path
) -> None:
    first, second = opened(), opened()
    first.refresh()
    second.refresh()
    shutil.rmtree(index)
    assert second.refresh().added == ("harbour", "orchard")
    assert not first.refresh()
    for library in (first, second):
        _holds_just_the_articles(library)


def test_similarities_are_cosines_with_the_mean_of_the_sentences(opened: Callable[[], Library]) -> None:
    library = opened()
    library.refresh()
    question, vectors = library.embed("snow"), library.vectors("orchard")
    found = [s for s in library.retriever.retrieve("snow", 100, "orchard") if s.similarity is not None]
    assert len(found) == len(library.document("orchard").passages)
    for scored in found:
        mean = vectors[list(scored.passage.sentences)].mean(axis=0)
        cosine = question @ mean / np.linalg.norm(question) / np.linalg.norm(mean)
        assert scored.similarity == pytest.approx(cosine, abs=1e-5)


def test_retrieval_keeps_to_the_article_named(opened: Callable[[], Library]) -> None:
    library = opened()
    library.refresh()
    found = library.retriever.retrieve("bridge frost", 100, "orchard")
    assert {scored.passage.article for scored in found} == {"orchard"}


def test_a_file_edited_between_two_refreshes_keeps_vectors_and_sentences_in_step(
    opened: Callable[[], Library], corpus: Path
) -> None:
    read, unread = opened(), opened()
    read.refresh()
    unread.refresh()
    (corpus / "harbour.txt").write_text("The bridge closed. A cable broke. Nobody was hurt.\n", "utf-8")
    assert len(read.document("harbour").sentences) == len(read.vectors("harbour")) > 3
    with pytest.raises(CorpusError, match=r"'harbour' was changed.*Ask again"):
        unread.vectors("harbour")
    for library in (read, unread):
        library.refresh()
        assert len(library.document("harbour").sentences) == len(library.vectors("harbour")) == 3


def test_a_question_under_way_sees_nothing_of_what_another_takes_up(
    opened: Callable[[], Library], corpus: Path
) -> None:
    library = opened()
    library.refresh()
    before = {p for id_ in library.articles() for p in library.document(id_).passages}
    retriever = library.retriever
    (corpus / "harbour.txt").write_text("The harbour bridge closed. A cable broke.\n", "utf-8")
    (corpus / "orchard.txt").unlink()
    (corpus / "storm.txt").write_text("The storm hit the bridge. A frost followed.\n", "utf-8")
    with ThreadPoolExecutor(1) as other:
        assert other.submit(library.refresh).result().added == ("storm",)
        assert other.submit(library.articles).result() == ("harbour", "storm")
    assert library.articles() == ("harbour", "orchard")
    assert {p for id_ in library.articles() for p in library.document(id_).passages} == before
    for search in (retriever, library.retriever):
        assert {scored.passage for scored in search.retrieve("bridge frost", 100)} <= before
    for id_ in library.articles():
        assert len(library.vectors(id_)) == len(library.document(id_).sentences)
    library.refresh()
    _holds_just_the_articles(library)


def test_while_the_index_is_opened_anew_it_can_be_searched(
    corpus: Path, index: Path, embeddings: Embeddings
) -> None:
    library = Library(corpus, index, embeddings)
    library.refresh()
    retriever = library.retriever
    (corpus / "storm.txt").write_text("The storm hit the bridge. A frost followed.\n", "utf-8")
    with ThreadPoolExecutor(1) as other:
        refreshed = other.submit(library.refresh)
        while not refreshed.done():
            assert retriever.retrieve("bridge frost", 5)
    _ = refreshed.result()
    assert retriever.retrieve("bridge frost", 5)


def test_spoilt_vectors_are_found_at_the_next_start(
    corpus: Path, index: Path, embeddings: Embeddings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chroma writes them to files of their own once there are a thousand; here, once there are two."""
    few = {"hnsw": {"space": "cosine", "batch_size": 2, "sync_threshold": 2}}
    monkeypatch.setattr("assistant.vector_store._COSINE", few)
    Library(corpus, index, embeddings).refresh()
    copied = tmp_path / "copied"
    shutil.copytree(index, copied)
    spoilt = [path for path in _store(copied).rglob("*.bin") if path.stat().st_size]
    assert spoilt
    for path in spoilt:
        os.truncate(path, 10)
    library = Library(corpus, copied, embeddings)
    assert library.refresh().rebuilt == "its store was damaged"
    _holds_just_the_articles(library)


def test_a_store_spoilt_while_it_is_open_is_told_and_made_anew(
    opened: Callable[[], Library], index: Path
) -> None:
    library = opened()
    library.refresh()
    for path in next(index.glob("store-*")).rglob("*"):
        if path.is_file():
            path.write_bytes(b"spoilt" * 20)
    with pytest.raises(IndexFolderError, match=r"was damaged.*Ask again"):
        library.retriever.retrieve("bridge", 5)
    with pytest.raises(IndexFolderError, match=r"was damaged.*Ask again"):
        library.vectors("harbour")
    assert library.refresh().rebuilt == "its store was damaged"
    _holds_just_the_articles(library)
