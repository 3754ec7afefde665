"""A reader's chats: kept, found again, apart from others', and not lost when they cannot be kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from shelf import DELETED, EMPTIED, GONE, Shelf
from state import Chat

from assistant import chats
from assistant.answer import Answer, Citation, Statement, Status
from assistant.chats import ChatStore

QUOTE = Citation("harbour", 5, 12, "a quote", 6, 8)
ANSWER = Answer(
    "Who?", "Who?", Status.ANSWERED, "a quote", (Statement("a quote", (QUOTE,)),), 0.5, (), "fake", 1
)


@pytest.fixture
def store(tmp_path: Path) -> ChatStore[Chat]:
    return ChatStore(tmp_path / "chats.sqlite3", Chat)


def _asked(shelf: Shelf, question: str) -> Shelf:
    shelf.change(lambda chat: chat.asked(question))
    number = shelf.chat.exchanges[-1].number
    shelf.change(lambda chat: chat.answered(number, ANSWER))
    return shelf


def _questions(shelf: Shelf) -> list[str]:
    return [exchange.question for exchange in shelf.chat.exchanges]


def test_a_chat_is_there_after_a_restart_to_the_letter(store: ChatStore[Chat], tmp_path: Path) -> None:
    shelf = _asked(Shelf(store), "Who?")
    shelf.change(lambda chat: chat.judged(1, "down", "no"))
    again = Shelf(ChatStore(tmp_path / "chats.sqlite3", Chat), shelf.token, shelf.opened)
    assert again.chat == shelf.chat
    assert again.chat.exchanges[0].answer == ANSWER
    assert (again.token, again.kept) == (shelf.token, True)


def test_nothing_is_kept_before_something_is_asked(store: ChatStore[Chat]) -> None:
    shelf = Shelf(store)
    shelf.change(lambda chat: chat.picked("harbour"))
    assert not shelf.kept
    assert shelf.headings() == []
    assert shelf.chat.article == "harbour"


def test_what_is_typed_in_one_chat_is_not_taken_for_another(store: ChatStore[Chat]) -> None:
    shelf = _asked(Shelf(store), "Who?")
    first = shelf.opened
    shelf.start()
    _asked(shelf, "When?")
    second = shelf.opened
    shelf.change_of(first, lambda chat: chat.judged(1, "down", "no").named("People"))
    assert (shelf.chat.title, shelf.chat.exchanges[0].thumb) == ("When?", None)
    shelf.open(first)
    assert (shelf.chat.title, shelf.chat.exchanges[0].why) == ("People", "no")
    shelf.delete((first,))
    shelf.change_of(first, lambda chat: chat.named("Gone"))
    assert shelf.trouble is None
    assert [heading.token for heading in shelf.headings()] == [second]


def test_several_chats_lie_on_a_shelf_and_are_opened(store: ChatStore[Chat]) -> None:
    shelf = _asked(Shelf(store), "Who?")
    first = shelf.opened
    shelf.start()
    _asked(shelf, "When?")
    assert [heading.title for heading in shelf.headings()] == ["When?", "Who?"]
    assert [heading.title for heading in shelf.headings("who")] == ["Who?"]
    shelf.open(first)
    assert _questions(shelf) == ["Who?"]


def test_who_holds_a_chats_link_goes_on_with_it_and_sees_no_other(store: ChatStore[Chat]) -> None:
    owner = _asked(Shelf(store), "Who?")
    shared = owner.opened
    owner.start()
    _asked(owner, "A secret?")
    owner.open(shared)
    guest = Shelf(store, None, shared)
    assert (guest.token, guest.headings()) == (None, [])
    _asked(guest, "When?")
    owner.refresh()
    assert _questions(owner) == ["Who?", "When?"]
    guest.start()
    _asked(guest, "Mine?")
    assert [heading.title for heading in guest.headings()] == ["Mine?"]
    assert "Mine?" not in [heading.title for heading in owner.headings()]


def test_a_guest_can_delete_nothing(store: ChatStore[Chat]) -> None:
    owner = _asked(Shelf(store), "Who?")
    guest = Shelf(store, None, owner.opened)
    guest.delete((owner.opened,))
    assert len(owner.headings()) == 1


def test_a_token_that_was_made_up_is_not_taken_on(store: ChatStore[Chat]) -> None:
    shelf = Shelf(store, "made-up-shelf", "made-up-chat")
    assert shelf.token not in (None, "made-up-shelf")
    assert shelf.opened != "made-up-chat"
    assert shelf.notice == GONE


def test_questions_of_two_who_share_a_chat_are_both_kept(store: ChatStore[Chat]) -> None:
    owner = _asked(Shelf(store), "Who?")
    guest = Shelf(store, None, owner.opened)
    owner.change(lambda chat: chat.asked("When?"))
    guest.change(lambda chat: chat.asked("Where?"))
    assert [(e.number, e.question) for e in guest.chat.exchanges] == [
        (1, "Who?"),
        (2, "When?"),
        (3, "Where?"),
    ]


def test_deleted_chats_come_back(store: ChatStore[Chat]) -> None:
    shelf = _asked(Shelf(store), "Who?")
    first = shelf.opened
    shelf.start()
    _asked(shelf, "When?")
    shelf.delete((first, shelf.opened))
    assert shelf.headings() == []
    assert shelf.chat.exchanges == ()
    assert shelf.undoable == "2 chats were deleted."
    shelf.undo()
    assert len(shelf.headings()) == 2
    assert _questions(shelf) == ["Who?"]
    assert shelf.undoable == ""


def test_a_deleted_question_comes_back(store: ChatStore[Chat]) -> None:
    shelf = _asked(_asked(Shelf(store), "Who?"), "When?")
    shelf.take_out(1)
    assert _questions(shelf) == ["When?"]
    assert shelf.undoable == "A question was deleted."
    shelf.undo()
    assert _questions(shelf) == ["Who?", "When?"]


def test_what_cannot_be_kept_goes_on_and_is_kept_when_that_works_again(
    store: ChatStore[Chat], tmp_path: Path
) -> None:
    file = tmp_path / "chats.sqlite3"
    shelf = _asked(Shelf(store), "Who?")
    kept = file.read_bytes()
    file.write_bytes(b"damaged" * 1000)
    _asked(shelf, "When?")
    shelf.refresh()
    assert shelf.headings() == []
    assert shelf.trouble is not None
    assert str(file) in shelf.trouble
    assert _questions(shelf) == ["Who?", "When?"]
    file.write_bytes(kept)
    shelf.headings()
    assert shelf.trouble is not None  # still not kept: nothing has been written since
    _asked(shelf, "Where?")
    assert shelf.trouble is None
    assert _questions(Shelf(store, shelf.token, shelf.opened)) == ["Who?", "When?", "Where?"]


def test_a_damaged_file_at_the_start_is_told_and_the_link_not_given_up(
    store: ChatStore[Chat], tmp_path: Path
) -> None:
    (tmp_path / "chats.sqlite3").write_bytes(b"damaged" * 1000)
    shelf = Shelf(store, "a-shelf", "a-chat")
    assert shelf.trouble is not None
    assert (shelf.token, shelf.opened, shelf.notice) == ("a-shelf", "a-chat", None)


def test_what_could_not_be_read_is_not_overwritten_once_it_can_be(
    store: ChatStore[Chat], tmp_path: Path
) -> None:
    file = tmp_path / "chats.sqlite3"
    before = _asked(Shelf(store), "Who?")
    kept = file.read_bytes()
    file.write_bytes(b"damaged" * 1000)
    shelf = Shelf(store, before.token, before.opened)
    _asked(shelf, "When?")
    file.write_bytes(kept)
    _asked(shelf, "Where?")
    assert _questions(shelf) == ["When?", "Where?"]
    assert [heading.title for heading in shelf.headings()] == ["When?", "Who?"]


def test_a_chat_deleted_meanwhile_is_not_gone_on_with(store: ChatStore[Chat]) -> None:
    shelf = _asked(Shelf(store), "Who?")
    deleted = shelf.opened
    shelf.delete((deleted,))
    shelf.open(deleted)  # the browser's way back
    assert shelf.notice == GONE
    assert shelf.opened != deleted
    _asked(shelf, "When?")
    assert (shelf.trouble, shelf.notice) == (None, None)
    assert _questions(Shelf(store, shelf.token, shelf.opened)) == ["When?"]


@pytest.mark.parametrize("then", ["looks", "asks"])
@pytest.mark.parametrize("hour", ["within", "after"])
def test_a_chat_deleted_elsewhere_does_not_come_back_from_an_open_page(
    then: str, hour: str, store: ChatStore[Chat], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _asked(Shelf(store), "A secret?")
    deleted = shelf.opened
    shelf.change(lambda chat: chat.picked("harbour"))
    Shelf(store, shelf.token, deleted).delete((deleted,))
    if hour == "after":
        monkeypatch.setattr(chats, "KEPT_AFTER_DELETION", -1.0)
        _asked(Shelf(store), "Who else?")  # whoever writes erases
    if then == "looks":
        shelf.refresh()
    else:
        shelf.ask("When?")
    assert (shelf.notice, shelf.trouble) == (DELETED, None)
    assert shelf.opened != deleted
    assert shelf.chat.article == "harbour"
    assert _questions(shelf) == ([] if then == "looks" else ["When?"])
    assert store.find(deleted) is None


def test_what_is_missing_with_a_damaged_file_moved_away_is_kept_anew(
    store: ChatStore[Chat], tmp_path: Path
) -> None:
    file = tmp_path / "chats.sqlite3"
    shelf = _asked(Shelf(store), "Who?")
    file.write_bytes(b"damaged" * 1000)
    shelf.refresh()
    file.rename(tmp_path / "damaged")
    shelf.refresh()
    _asked(shelf, "When?")
    assert (shelf.notice, shelf.trouble) == (None, None)
    assert _questions(Shelf(store, shelf.token, shelf.opened)) == ["Who?", "When?"]


def test_an_address_whose_chats_are_gone_is_told(store: ChatStore[Chat]) -> None:
    shelf = Shelf(store, "emptied")
    assert shelf.notice == EMPTIED
    assert shelf.token not in (None, "emptied")


def test_a_guest_whose_chat_is_gone_begins_one_of_their_own(store: ChatStore[Chat]) -> None:
    owner = _asked(Shelf(store), "Who?")
    shared = owner.opened
    owner.start()
    _asked(owner, "When?")
    guest = Shelf(store, None, owner.opened)
    owner.delete((shared,))
    guest.open(shared)
    assert guest.notice == GONE
    assert guest.token not in (None, owner.token)


def test_a_new_chat_is_no_missing_one(store: ChatStore[Chat]) -> None:
    shelf = _asked(Shelf(store), "Who?")
    shelf.start()
    assert shelf.notice is None


def test_what_could_not_be_done_is_told_until_something_else_is(
    store: ChatStore[Chat], tmp_path: Path
) -> None:
    file = tmp_path / "chats.sqlite3"
    shelf = _asked(Shelf(store), "Who?")
    first = shelf.opened
    shelf.start()
    _asked(shelf, "When?")
    second = shelf.opened
    kept = file.read_bytes()

    def told(act: Callable[[], object]) -> str | None:
        """The notice that is left when the file can be read again by the time the page is drawn."""
        file.write_bytes(b"damaged" * 1000)
        act()
        file.write_bytes(kept)
        shelf.refresh()
        assert shelf.trouble is None  # the open chat is kept
        return shelf.notice

    assert str(file) in (told(lambda: shelf.delete((first,))) or "")
    assert shelf.undoable == ""
    assert str(file) in (told(lambda: shelf.change_of(first, lambda chat: chat.named("People"))) or "")
    shelf.delete((first,))
    assert shelf.notice is None
    kept = file.read_bytes()
    assert str(file) in (told(shelf.undo) or "")
    assert shelf.opened == second
    assert shelf.undoable == "A chat was deleted."  # it can be tried again
    shelf.undo()
    assert (shelf.opened, shelf.notice, shelf.undoable) == (first, None, "")


def test_what_is_erased_by_now_is_told_and_no_empty_chat_opened(
    store: ChatStore[Chat], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _asked(Shelf(store), "Who?")
    shelf.delete((shelf.opened,))
    opened = shelf.opened
    monkeypatch.setattr(chats, "KEPT_AFTER_DELETION", -1.0)
    assert shelf.undoable == ""
    shelf.undo()  # a page drawn within the hour
    shelf.refresh()
    assert "erased by now" in (shelf.notice or "")
    assert shelf.opened == opened


def test_the_next_question_ends_what_can_be_undone(store: ChatStore[Chat]) -> None:
    shelf = _asked(_asked(Shelf(store), "Who?"), "When?")
    shelf.take_out(1)
    shelf.ask("Where?")
    assert shelf.undoable == ""
    assert [(e.number, e.question) for e in shelf.chat.exchanges] == [(2, "When?"), (3, "Where?")]
    shelf.delete((shelf.opened,))
    assert shelf.undoable == "A chat was deleted."
    shelf.ask("Who?")
    assert shelf.undoable == ""
    shelf.ask("Who else?", instead_of=1)
    assert [(e.number, e.question) for e in shelf.chat.exchanges] == [(1, "Who else?")]
