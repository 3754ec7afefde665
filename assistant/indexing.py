"""The corpus and its index kept in step: load, split, embed, write.

An index folder holds `manifest.json` and one store folder that the manifest names:

    manifest.json    fingerprint, the store's folder, per article its file's sha256 and its passages' ids
    store-<hex>/     Chroma

The manifest is replaced last and at once, so an index is always the old one or the new one. A store
whose fingerprint no longer fits is not repaired: a new one is built beside it and then named.
"""

import json
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant import embedder, splitter, weights
from assistant.documents import Article, Passage, Sentence
from assistant.errors import CorpusError, IndexFolderError
from assistant.index_folder import writing
from assistant.lexical_index import LexicalIndex
from assistant.loader import article_files, load_article
from assistant.retriever import HybridRetriever
from assistant.salience import Vectors
from assistant.splitter import split_passages, split_sentences
from assistant.terms import words
from assistant.vector_store import VectorStore, VectorStoreDamagedError

FORMAT = 4
"""Of the index folder itself."""

_BATCH = 64

PassageSearch = Callable[[str, int, str | None], list[tuple[Passage, float]]]

Progress = Callable[[int, int], None]
"""Called with the sentences embedded so far and those to embed."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a refresh did: ids of articles, and why the index was built anew, if it was.

    `exported` says in words which of the exported models were made anew.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rebuilt: str | None = None
    exported: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.rebuilt or self.exported)


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its sentences, its passages and the folded words it uses."""

    article: Article
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Manifest:
    fingerprint: Mapping[str, Any]
    store: str
    articles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def passages(self) -> int:
        return sum(len(entry["passages"]) for entry in self.articles.values())


def fingerprint() -> dict[str, Any]:
    """What the stored vectors depend on; the index is built anew when it changes."""
    return {
        "format": FORMAT,
        "model": weights.SHA256,
        "embedder": embedder.VERSION,
        "splitter": splitter.VERSION,
    }


@dataclass(frozen=True, slots=True)
class _View:
    """The corpus as one refresh found it; documents and vectors are read when they are first asked for."""

    files: Mapping[str, Path]
    digests: Mapping[str, str]
    retriever: HybridRetriever
    passages: int
    documents: dict[str, Document] = field(default_factory=dict)
    vectors: dict[str, Vectors] = field(default_factory=dict)


class Library:
    """The articles of a corpus, split, indexed and ready to be searched.

    `refresh` brings the index up to date with the files; it must be called once before anything
    else, and may be called before every question: it costs little where nothing changed. A thread
    reads the corpus as its own last refresh found it, whatever other threads take up meanwhile.
    """

    def __init__(self, corpus: Path, index: Path, embeddings: Embeddings) -> None:
        self._corpus = corpus
        self._index = index
        self._embeddings = embeddings
        self._digests: dict[Path, tuple[tuple[int, int], str]] = {}
        self._store: VectorStore | None = None
        self._manifest: _Manifest | None = None
        self._latest: _View | None = None
        self._own = threading.local()
        self._mutex = threading.RLock()

    @property
    def _view(self) -> _View:
        """What this thread reads: as of its own last refresh, or of the latest where it made none."""
        view: _View | None = getattr(self._own, "view", self._latest)
        if view is None:
            raise RuntimeError("refresh() has not been called")
        return view

    @property
    def retriever(self) -> HybridRetriever:
        """Hybrid search over all passages."""
        return self._view.retriever

    @property
    def passage_count(self) -> int:
        """How many passages the index holds."""
        return self._view.passages

    def articles(self) -> tuple[str, ...]:
        """The ids of all articles, in order."""
        return tuple(sorted(self._view.files))

    def document(self, article: str) -> Document:
        """An article with its sentences and passages.

        Raises:
            CorpusError: there is no article of that id, or its file was changed since the refresh.
        """
        view = self._view
        if article not in view.files:
            known = ", ".join(self.articles())
            raise CorpusError(f"There is no article {article!r}. There are: {known}.")
        if article not in view.documents:
            document = _read_document(view.files[article])
            if self._digest(view.files[article]) != view.digests[article]:
                raise CorpusError(f"The article {article!r} was changed while it was asked about. Ask again.")
            view.documents[article] = document
        return view.documents[article]

    def embed(self, text: str) -> Vectors:
        """The unit vector of a text, shape (384,)."""
        return np.asarray(self._embeddings.embed_query(text), dtype=np.float32)

    def vectors(self, article: str) -> Vectors:
        """The unit vectors of an article's sentences, shape (sentences, 384)."""
        known = self._view.vectors
        if article not in known:
            texts = [sentence.text for sentence in self.document(article).sentences]
            with self._reading() as store:
                stored = store.sentences(article)
            if all(text in stored for text in texts):
                known[article] = np.array([stored[text] for text in texts], dtype=np.float32)
            else:  # another version of the article has been indexed meanwhile
                known[article] = np.asarray(self._embeddings.embed_documents(texts), dtype=np.float32)
        return known[article]

    def _search(self, question: str, k: int, article: str | None) -> list[tuple[Passage, float]]:
        with self._reading() as store:
            return store.search(question, k, article)

    @contextmanager
    def _reading(self) -> Iterator[VectorStore]:
        """The open store, for one thread at a time; one that is found damaged is made anew next time."""
        with self._mutex:
            try:
                if self._store is None:
                    raise VectorStoreDamagedError("it is closed")
                yield self._store
            except VectorStoreDamagedError as error:
                self._manifest = None
                raise IndexFolderError(
                    f"The index in {str(self._index)!r} was damaged ({error}). Ask again: it is made anew."
                ) from error

    def refresh(self, progress: Progress = lambda done, total: None) -> Changes:
        """Takes up added, changed and removed articles; builds the index anew where it must.

        Raises:
            CorpusError: the corpus is missing or empty, or a file in it is no article.
            IndexFolderError: the index folder cannot be written, or is being written for long.
        """
        with self._mutex:
            files = {path.stem: path for path in article_files(self._corpus)}
            digests = {article: self._digest(path) for article, path in files.items()}
            changes = Changes()
            if not self._is_current(_read_manifest(self._index), digests):
                current = False
                try:
                    with self._locked():
                        known = _read_manifest(self._index)
                        changes = self._bring_up_to_date(known, files, digests, progress)
                    current = True
                finally:
                    if not current:  # what was open stays of use, but is looked at again next time
                        self._manifest = None
            self._own.view = self._latest
            return changes

    def _is_current(self, known: _Manifest | None, digests: Mapping[str, str]) -> bool:
        """Whether the open store is the one on disk and holds just these files."""
        return (
            known is not None
            and known == self._manifest
            and (self._index / known.store).is_dir()
            and {article: entry["sha256"] for article, entry in known.articles.items()} == digests
        )

    def _bring_up_to_date(
        self,
        known: _Manifest | None,
        files: Mapping[str, Path],
        digests: Mapping[str, str],
        progress: Progress,
    ) -> Changes:
        reason, passages = self._open(known)
        manifest = self._manifest
        if manifest is None:
            # All articles are read before anything is written: a bad file costs nothing.
            documents = {article: _read_document(path) for article, path in files.items()}
            manifest = _Manifest(fingerprint(), f"store-{uuid.uuid4().hex[:12]}")
            self._store = VectorStore(self._index / manifest.store, self._embeddings)
            added, changed, removed = sorted(digests), [], []
        else:
            stored = {article: entry["sha256"] for article, entry in manifest.articles.items()}
            added = sorted(digests.keys() - stored.keys())
            removed = sorted(stored.keys() - digests.keys())
            changed = sorted(
                article for article in digests.keys() & stored.keys() if digests[article] != stored[article]
            )
            documents = {article: _read_document(files[article]) for article in [*added, *changed]}
        store = self._store
        assert store is not None
        if added or changed or removed:
            kept = {a: e for a, e in manifest.articles.items() if a not in (*changed, *removed)}
            for article in [*added, *changed, *removed]:
                store.remove_article(article)
            if documents:
                self._embed(store, list(documents.values()), progress)
            entries = kept | {
                article: {"sha256": digests[article], "passages": [p.id for p in document.passages]}
                for article, document in documents.items()
            }
            manifest = _Manifest(manifest.fingerprint, manifest.store, entries)
            self._write_manifest(manifest)
            passages = store.all()
        self._manifest = manifest
        retriever = HybridRetriever(_Known(self._search, passages), LexicalIndex(passages))
        if self._latest:
            same = {a for a, digest in self._latest.digests.items() if digests.get(a) == digest}
            read = dict(self._latest.documents)  # another thread may be adding to it
            documents = {a: d for a, d in read.items() if a in same} | documents
        self._latest = _View(files, digests, retriever, len(passages), documents)
        self._remove_other_stores(manifest.store)
        return Changes(tuple(added), tuple(changed), tuple(removed), reason)

    def _embed(self, store: VectorStore, documents: Sequence[Document], progress: Progress) -> None:
        """Each sentence is embedded once; a passage's vector is the mean of its sentences'."""
        sentences = [sentence for document in documents for sentence in document.sentences]
        vectors = np.empty((len(sentences), embedder.DIMENSIONS), dtype=np.float32)
        for first in range(0, len(sentences), _BATCH):
            progress(first, len(sentences))
            batch = slice(first, first + _BATCH)
            vectors[batch] = self._embeddings.embed_documents([s.text for s in sentences[batch]])
        store.add_sentences(sentences, vectors)
        place = {(sentence.article, sentence.index): at for at, sentence in enumerate(sentences)}
        passages = [passage for document in documents for passage in document.passages]
        means = [vectors[[place[p.article, i] for i in p.sentences]].mean(axis=0) for p in passages]
        store.add(passages, np.array(means))
        progress(len(sentences), len(sentences))

    def _open(self, known: _Manifest | None) -> tuple[str | None, list[Passage]]:
        """Opens the store the manifest names and reads its passages; else says why it must be built anew."""
        if self._store is not None:
            self._store.close()
        self._store, self._manifest = None, None
        if known is None:
            damaged = any(self._index.glob("store-*"))
            return ("its manifest was missing or unreadable" if damaged else None), []
        if dict(known.fingerprint) != fingerprint():
            return "the model, the splitter or the index format changed", []
        if not (self._index / known.store).is_dir():
            return "its store was deleted", []
        try:
            store = VectorStore(self._index / known.store, self._embeddings)
            store.check()
            passages = store.all()
        except VectorStoreDamagedError:
            return "its store was damaged", []
        expected = [id_ for entry in known.articles.values() for id_ in entry["passages"]]
        if sorted(passage.id for passage in passages) != sorted(expected):
            return "its store was only half written", []
        self._store, self._manifest = store, known
        return None, passages

    def _digest(self, path: Path) -> str:
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if self._digests.get(path, (None, ""))[0] != stamp:
                self._digests[path] = (stamp, weights.sha256(path))
        except OSError as error:
            raise CorpusError(
                f"{str(path)!r} cannot be read ({error.strerror}). Check that you may read it."
            ) from error
        return self._digests[path][1]

    def _write_manifest(self, manifest: _Manifest) -> None:
        content = {
            "fingerprint": manifest.fingerprint,
            "store": manifest.store,
            "articles": manifest.articles,
        }
        new = self._index / "manifest.json.new"
        new.write_text(json.dumps(content, indent=1, sort_keys=True), "utf-8")
        new.replace(self._index / "manifest.json")

    def _remove_other_stores(self, current: str) -> None:
        for folder in self._index.glob("store-*"):
            if folder.name != current:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Only one process writes an index at a time."""
        with writing(self._index):
            try:
                yield
            except VectorStoreDamagedError as error:
                raise IndexFolderError(
                    f"The index cannot be written: {error}. Check the disk and the folder's rights, "
                    "delete the folder, and ask again: it is made anew from the articles."
                ) from error


class _Known:
    """A search of the store that leaves out what other views have put there."""

    def __init__(self, search: PassageSearch, passages: Sequence[Passage]) -> None:
        self._search = search
        self._passages = frozenset(passages)

    def search(self, question: str, k: int, article: str | None = None) -> list[tuple[Passage, float]]:
        return [found for found in self._search(question, k, article) if found[0] in self._passages]


def index_state(index: Path) -> tuple[bool, str]:
    """Whether the index in a folder can be used as it is, and what it holds, in words."""
    manifest = _read_manifest(index)
    if manifest is None:
        return False, "no index"
    if dict(manifest.fingerprint) != fingerprint():
        return False, "an index of another version"
    if not (index / manifest.store).is_dir():
        return False, "an index without its store"
    return True, f"{len(manifest.articles)} articles, {manifest.passages} passages"


def _read_manifest(index: Path) -> _Manifest | None:
    try:
        content = json.loads((index / "manifest.json").read_text("utf-8"))
        articles = {
            str(id_): {"sha256": str(entry["sha256"]), "passages": list(map(str, entry["passages"]))}
            for id_, entry in content["articles"].items()
        }
        return _Manifest(dict(content["fingerprint"]), str(content["store"]), articles)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _read_document(path: Path) -> Document:
    article = load_article(path)
    sentences = split_sentences(article)
    passages = split_passages(article, sentences)
    return Document(article, tuple(sentences), tuple(passages), frozenset(words(article.text)))
