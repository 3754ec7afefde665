"""One reader's chats: the open one and those kept beside it. Knows nothing of Streamlit."""

import time
from collections.abc import Callable
from typing import TypeVar

from state import Chat, Exchange

from assistant import chats
from assistant.chats import ChatStore, Heading, new_token
from assistant.errors import ChatStoreError

T = TypeVar("T")

GONE = "There is no chat behind this link, or not any more. This is a new one."
DELETED = "The chat that was open here was deleted meanwhile. This is a new one."
EMPTIED = "There are no chats behind this address any more. New ones get an address of their own."


class Shelf:
    """A reader's chats, for one session of the page.

    `token` is the shelf's own, None for a guest: somebody who came by the link of a single chat.
    `trouble` says why the open chat is not kept, `notice` what else has to be told once: that there is no
    chat behind a link, or that something could not be done with a kept one.
    """

    def __init__(self, store: ChatStore[Chat], token: str | None = None, opened: str | None = None) -> None:
        self._store = store
        self._unkept = False
        self._found = ""  # the token of the open chat once it has been seen in the store
        self._deleted: tuple[str, ...] = ()
        self._deleted_at = 0.0
        self._taken_out: Exchange | None = None
        self.trouble: str | None = None
        self.notice: str | None = None
        self.chat = Chat()
        self.token = token if token and self._try(lambda: store.knows(token), otherwise=True) else None
        self.opened = opened or new_token()
        self.refresh()
        if token and self.token is None:
            self.notice = EMPTIED
        if opened:
            self._begin_if_gone()
        if self.token is None and not self.kept:
            self.token = new_token()

    @property
    def kept(self) -> bool:
        """Whether there is anything of the open chat in the store."""
        return self._known

    def refresh(self) -> None:
        """Takes up what others, or this reader elsewhere, have made of the open chat.

        One that they deleted is left for a new one: what was erased must not come back from here.
        """
        self._known = self._unread = False
        if self._unkept:
            return
        found = self._try(lambda: self._store.find(self.opened), otherwise=None)
        self._unread = self.trouble is not None and not self.chat.exchanges
        if found is not None:
            self.chat, self._known, self._found = found, True, self.opened
        elif self._found == self.opened:
            self.start()
            self.notice = DELETED

    def change(self, change: Callable[[Chat], Chat]) -> None:
        """Changes the open chat, and keeps it once something has been asked in it.

        What cannot be kept goes on in this session, and is kept as soon as that works again.
        """
        self.notice = None
        if self.kept:
            self.refresh()
        local = change(self.chat)
        if not local.exchanges and not self.kept:
            self.chat = local
            return
        if self._unread:  # what could not be read must not be overwritten when it can be again
            self.opened, self._unread = new_token(), False
        whole = (lambda _: local) if self._unkept else change
        kept = self._try(
            lambda: self._store.change(self.opened, self.token or self.opened, whole, self.chat),
            otherwise=None,
            writes=True,
        )
        self._unkept, self._known = kept is None, kept is not None
        self._found = self.opened if kept else ""
        self.chat = kept or local

    def change_of(self, token: str, change: Callable[[Chat], Chat]) -> None:
        """Changes the chat that a field was drawn for: by the time it is left, another may be open."""
        if token == self.opened:
            self.change(change)
        else:
            self._done(lambda: self._change_kept(token, change))

    def headings(self, search: str = "") -> list[Heading]:
        """The shelf's chats, the last changed first; those with the searched words in them."""
        token = self.token
        return self._try(lambda: self._store.headings(token, search), otherwise=[]) if token else []

    def open(self, token: str) -> None:
        """Opens a chat, the reader's own or one by its link; a new one where there is none behind it."""
        if token != self.opened:
            self._turn_to(token)
            self._begin_if_gone()

    def start(self) -> None:
        """Opens a new chat about the same article; a guest gets a shelf by it."""
        article = self.chat.article
        self.token = self.token or new_token()
        self._turn_to(new_token())
        self.chat = Chat(article=article)

    def ask(self, question: str, instead_of: int | None = None) -> None:
        """Asks in the open chat, or puts a question anew in the place of one; ends what `undo` is for."""
        self._deleted, self._taken_out = (), None
        if instead_of is None:
            self.change(lambda chat: chat.asked(question))
        else:
            self.change(lambda chat: chat.asked_again(instead_of, question))

    def delete(self, tokens: tuple[str, ...]) -> None:
        """Takes chats off the shelf until `undo`."""
        token = self.token
        if token is None:
            return
        if self._done(lambda: self._store.delete(tokens, token)):
            self._deleted, self._deleted_at, self._taken_out = tokens, time.time(), None
            if self.opened in tokens:
                self.start()

    def take_out(self, number: int) -> None:
        """Takes a question with its answer out of the open chat until `undo`."""
        self._taken_out = next((e for e in self.chat.exchanges if e.number == number), None)
        self._deleted = ()
        self.change(lambda chat: chat.without(number))

    @property
    def undoable(self) -> str:
        """What `undo` would bring back, in words; nothing where there is nothing, or nothing any more."""
        if self._taken_out is not None:
            return "A question was deleted."
        erased = time.time() - self._deleted_at > chats.KEPT_AFTER_DELETION
        count = 0 if erased else len(self._deleted)
        return f"{count} chats were deleted." if count > 1 else "A chat was deleted." if count else ""

    def undo(self) -> None:
        """Brings back what was deleted last; where that fails it can be tried again."""
        if (exchange := self._taken_out) is not None:
            self._taken_out = None
            self.change(lambda chat: chat.restored(exchange))
            return
        token, deleted = self.token, self._deleted
        if token is not None and deleted and self._done(lambda: self._store.restore(deleted, token)):
            self._deleted = ()
            self.open(deleted[0])

    def _turn_to(self, token: str) -> None:
        self.opened, self.chat, self.notice = token, Chat(), None
        self._unkept, self._taken_out = False, None
        self.refresh()

    def _begin_if_gone(self) -> None:
        """A new chat in place of a link with nothing behind it."""
        if not self.kept and self.trouble is None:
            self.notice = GONE
            self.opened, self.token = new_token(), self.token or new_token()

    def _change_kept(self, token: str, change: Callable[[Chat], Chat]) -> None:
        """Changes a chat that is not the open one, unless it is gone by now."""
        if self._store.find(token) is not None:
            self._store.change(token, self.token or token, change, Chat())

    def _done(self, act: Callable[[], None]) -> bool:
        """Whether the store did what the open chat does not depend on; a notice says why it did not."""
        self.notice = None
        try:
            act()
        except ChatStoreError as error:
            self.notice = str(error)
        return self.notice is None

    def _try(self, act: Callable[[], T], otherwise: T, writes: bool = False) -> T:
        """What the store gives, or `otherwise` and the trouble told until the like of it works."""
        try:
            done = act()
        except ChatStoreError as error:
            self.trouble, self._found = str(error), ""  # what is missing later may be with a file moved away
            return otherwise
        if writes or not self._unkept:
            self.trouble = None
        return done
