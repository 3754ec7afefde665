"""The store of chats: what is kept, for whom, and what happens when it cannot be."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant import chats
from assistant.chats import ChatStore, Heading, new_token
from assistant.errors import ChatStoreError


@dataclass(frozen=True, slots=True)
class Notes:
    """The least that can be kept."""

    title: str = "untitled"
    lines: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return "\n".join(self.lines)

    def with_line(self, line: str) -> "Notes":
        return replace(self, lines=(*self.lines, line))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "chats.sqlite3"


@pytest.fixture
def store(file: Path) -> ChatStore[Notes]:
    return ChatStore(file, Notes)


def _keep(store: ChatStore[Notes], token: str, title: str, *lines: str, shelf: str = "mine") -> None:
    store.change(token, shelf, lambda _: Notes(title, lines), Notes())


def test_nothing_is_there_and_nothing_is_made_until_something_is_kept(
    store: ChatStore[Notes], file: Path
) -> None:
    assert store.find("a") is None
    assert store.headings("mine") == []
    assert not store.knows("mine")
    assert not file.exists()


def test_what_was_kept_is_there_after_a_restart(store: ChatStore[Notes], file: Path) -> None:
    kept = store.change("a", "mine", lambda notes: notes.with_line("$x$ <b> שלום 😀"), Notes("First"))
    assert kept == Notes("First", ("$x$ <b> שלום 😀",))
    assert ChatStore(file, Notes).find("a") == kept


def test_a_path_may_hold_what_means_something_in_a_url(tmp_path: Path) -> None:
    file = tmp_path / "100%" / "what?" / "a#b.sqlite3"
    _keep(ChatStore(file, Notes), "a", "Mine")
    assert file.is_file()
    assert ChatStore(file, Notes).headings("mine") == [Heading("a", "Mine")]


def test_a_file_of_chats_is_for_its_owner_alone(store: ChatStore[Notes], file: Path) -> None:
    _keep(store, "a", "First")
    assert file.stat().st_mode & 0o077 == 0


def test_a_shelf_lists_its_own_chats_last_changed_first(store: ChatStore[Notes]) -> None:
    _keep(store, "a", "First")
    _keep(store, "b", "Second")
    _keep(store, "c", "Of another", shelf="theirs")
    store.change("a", "mine", lambda notes: notes.with_line("more"), Notes())
    assert store.headings("mine") == [Heading("a", "First"), Heading("b", "Second")]
    assert store.knows("mine")
    assert not store.knows("nobody's")


def test_going_on_with_the_chat_of_another_leaves_it_on_their_shelf(store: ChatStore[Notes]) -> None:
    _keep(store, "a", "Theirs", shelf="theirs")
    store.change("a", "mine", lambda notes: notes.with_line("a guest's"), Notes())
    assert store.headings("mine") == []
    assert store.find("a") == Notes("Theirs", ("a guest's",))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("HARBOUR", ["b"]),
        ("bridge", ["b", "a"]),
        ("bridge toll", ["a"]),
        ("100%", ["a"]),
        ("%", ["a"]),
        ("x_y", []),
    ],
)
def test_searching_finds_every_word_anywhere_and_takes_signs_as_they_are(
    store: ChatStore[Notes], search: str, found: list[str]
) -> None:
    _keep(store, "a", "Tolls", "A bridge toll of 100%", "xzy")
    _keep(store, "b", "The harbour", "Which bridge?")
    assert [heading.token for heading in store.headings("mine", search)] == found


def test_deleted_chats_are_gone_until_they_are_brought_back(store: ChatStore[Notes]) -> None:
    for token in "abc":
        _keep(store, token, token)
    store.delete(["a", "b"], "mine")
    assert store.find("a") is None
    assert [heading.token for heading in store.headings("mine")] == ["c"]
    store.restore(["a", "b"], "mine")
    assert {heading.token for heading in store.headings("mine")} == {"a", "b", "c"}


def test_only_the_shelf_it_lies_on_can_delete_a_chat(store: ChatStore[Notes]) -> None:
    _keep(store, "a", "Mine")
    store.delete(["a"], "theirs")
    assert store.find("a") == Notes("Mine")


def test_a_deleted_chat_cannot_be_gone_on_with(store: ChatStore[Notes]) -> None:
    _keep(store, "a", "Mine")
    store.delete(["a"], "mine")
    with pytest.raises(ChatStoreError, match="deleted"):
        _keep(store, "a", "Again")


@pytest.mark.parametrize("then", ["is opened", "is written"])
def test_what_was_deleted_long_ago_is_erased_when_the_file(
    then: str, store: ChatStore[Notes], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(store, "a", "secret plans")
    _keep(store, "b", "another")
    store.delete(["a"], "mine")
    monkeypatch.setattr(chats, "KEPT_AFTER_DELETION", -1.0)
    if then == "is opened":
        ChatStore(file, Notes)
    else:
        _keep(store, "b", "another, changed")
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT token FROM chats").fetchall() == [("b",)]


def test_what_was_deleted_too_long_ago_cannot_be_brought_back(
    store: ChatStore[Notes], monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(store, "a", "First")
    store.delete(["a"], "mine")
    monkeypatch.setattr(chats, "KEPT_AFTER_DELETION", -1.0)
    with pytest.raises(ChatStoreError, match="erased by now"):
        store.restore(["a"], "mine")
    assert store.find("a") is None


def test_changes_made_at_the_same_time_are_all_kept(store: ChatStore[Notes], file: Path) -> None:
    stores = [store, ChatStore(file, Notes)]

    def add(number: int) -> None:
        stores[number % 2].change("a", "mine", lambda notes: notes.with_line(str(number)), Notes())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    kept = store.find("a")
    assert kept is not None
    assert sorted(kept.lines, key=int) == [str(number) for number in range(40)]


def test_a_change_that_fails_leaves_the_chat_as_it_was(store: ChatStore[Notes]) -> None:
    _keep(store, "a", "First")
    with pytest.raises(ZeroDivisionError):
        store.change("a", "mine", lambda notes: notes.with_line(str(1 / 0)), Notes())
    assert store.find("a") == Notes("First")


def test_a_damaged_file_is_told_and_left_alone(store: ChatStore[Notes], file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"this is no database" * 100)
    for attempt in (lambda: store.find("a"), lambda: _keep(store, "a", "First")):
        with pytest.raises(ChatStoreError, match=r"chats\.sqlite3.*ASSISTANT_CHATS"):
            attempt()
    assert file.read_bytes() == b"this is no database" * 100


def test_a_chat_of_another_make_is_told(store: ChatStore[Notes], file: Path) -> None:
    _keep(store, "a", "First")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE chats SET content = '[]'")
    with pytest.raises(ChatStoreError, match="cannot be read"):
        store.find("a")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ChatStoreError, match="cannot be written"):
        _keep(ChatStore(tmp_path / "taken" / "chats.sqlite3", Notes), "a", "First")


@pytest.mark.skipif(os.geteuid() == 0, reason="Root may write anywhere.")
def test_in_a_read_only_folder_chats_can_be_read_not_changed(store: ChatStore[Notes], file: Path) -> None:
    _keep(store, "a", "First")
    file.chmod(0o400)
    file.parent.chmod(0o500)
    try:
        assert store.find("a") == Notes("First")
        with pytest.raises(ChatStoreError, match="cannot be written"):
            _keep(store, "a", "Second")
    finally:
        file.parent.chmod(0o700)


def test_tokens_cannot_be_guessed_and_fit_a_url() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 32 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)
