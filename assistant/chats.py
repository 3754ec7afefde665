"""Chats kept in one SQLite file, each under an unguessable token. Alone in importing SQLAlchemy.

A chat lies on a shelf: the chats of one person, under a token of its own. Who holds a chat's token can
read it and go on with it; who holds the shelf's sees all that lie there. Tokens are all there is: the
store knows no names.
"""

import secrets
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import URL, NullPool, create_engine, delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.schema import CreateIndex, CreateTable

from assistant.errors import ChatStoreError

KEPT_AFTER_DELETION = 3600.0
"""Seconds for which a deleted chat can be brought back; what is older is erased whenever the file is opened
or written."""


class Keepable(Protocol):
    """What the store must know of a chat: its title, and its words to search in."""

    @property
    def title(self) -> str: ...

    @property
    def words(self) -> str: ...


C = TypeVar("C", bound=Keepable)


@dataclass(frozen=True, slots=True)
class Heading:
    """A chat in a list."""

    token: str
    title: str


class _Base(DeclarativeBase):
    pass


class _Kept(_Base):
    """One chat; `changed` and `deleted` are seconds since 1970, `content` is the chat as JSON."""

    __tablename__ = "chats"

    token: Mapped[str] = mapped_column(primary_key=True)
    shelf: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    words: Mapped[str]
    content: Mapped[str]
    changed: Mapped[float]
    deleted: Mapped[float | None]


def new_token() -> str:
    """A token that cannot be guessed: 192 random bits in 32 characters fit for a URL."""
    return secrets.token_urlsafe(24)


class ChatStore(Generic[C]):
    """Chats of one kind in a file. Safe to share between threads and processes.

    Every method raises ChatStoreError where the file cannot be read or written, or is damaged.
    """

    def __init__(self, file: Path, kind: type[C]) -> None:
        """Opens the file where there is one; what is wrong with it is told when it is used."""
        self._file = file
        self._content = TypeAdapter(kind)
        url = URL.create("sqlite", database=str(file))  # a path may hold what means something in a URL
        self._engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 15})
        if file.is_file():
            with suppress(ChatStoreError), self._writing():
                pass

    def find(self, token: str) -> C | None:
        """The chat under a token; None where there is none, or none any more."""
        with self._reading() as session:
            row = session.get(_Kept, token) if session else None
            return self._content.validate_json(row.content) if row and row.deleted is None else None

    def knows(self, shelf: str) -> bool:
        """Whether a chat lies, or lay until a short while ago, on the shelf."""
        with self._reading() as session:
            return bool(session and session.scalar(select(_Kept.token).where(_Kept.shelf == shelf).limit(1)))

    def headings(self, shelf: str, search: str = "") -> list[Heading]:
        """The shelf's chats, the last changed first; those that have the searched words in them."""
        wanted = select(_Kept.token, _Kept.title).where(_Kept.shelf == shelf, _Kept.deleted.is_(None))
        for word in search.casefold().split():
            wanted = wanted.where(_Kept.words.contains(word, autoescape=True))
        with self._reading() as session:
            rows = session.execute(wanted.order_by(_Kept.changed.desc())) if session else ()
            return [Heading(token, title) for token, title in rows]

    def change(self, token: str, shelf: str, change: Callable[[C], C], new: C) -> C:
        """Changes a chat as it is kept now, or `new` where none is kept yet; returns what came of it.

        Changes to one chat follow each other, whoever makes them: none is lost.
        """
        with self._writing() as session:
            row = session.get(_Kept, token)
            if row is not None and row.deleted is not None:
                raise ChatStoreError("This chat was deleted meanwhile. Start a new one.")
            changed = change(self._content.validate_json(row.content) if row else new)
            session.merge(
                _Kept(
                    token=token,
                    shelf=row.shelf if row else shelf,
                    title=changed.title,
                    words=f"{changed.title}\n{changed.words}".casefold(),
                    content=self._content.dump_json(changed).decode(),
                    changed=time.time(),
                )
            )
            return changed

    def delete(self, tokens: Collection[str], shelf: str) -> None:
        """Takes chats off their shelf."""
        self._mark(tokens, shelf, time.time())

    def restore(self, tokens: Collection[str], shelf: str) -> None:
        """Brings deleted chats back.

        Raises:
            ChatStoreError: also where they have been erased meanwhile.
        """
        if not self._mark(tokens, shelf, None):
            raise ChatStoreError("What was deleted is erased by now: it can be brought back for an hour.")

    def _mark(self, tokens: Collection[str], shelf: str, deleted: float | None) -> bool:
        with self._writing() as session:
            wanted = update(_Kept).where(_Kept.token.in_(tokens), _Kept.shelf == shelf)
            return bool(session.scalars(wanted.values(deleted=deleted).returning(_Kept.token)).all())

    @contextmanager
    def _reading(self) -> Iterator[Session | None]:
        """A session on the file; None where nothing has been kept yet."""
        with self._told("read"):
            if not self._file.is_file() or not self._file.stat().st_size:
                yield None
                return
            with Session(self._engine) as session:
                yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """A session on the file, made where it is missing; what it did is kept when it ends.

        It begins by erasing what was deleted too long ago, so the file is locked before anything is read.
        """
        with self._told("written"):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if not self._file.exists():
                self._file.touch(mode=0o600)  # chats are private
            with Session(self._engine) as session:
                self._make_table(session)
                session.execute(delete(_Kept).where(_Kept.deleted < time.time() - KEPT_AFTER_DELETION))
                yield session
                session.commit()

    @staticmethod
    def _make_table(session: Session) -> None:
        """In one statement each: two writers who both find none must not both make it."""
        table = _Base.metadata.tables[_Kept.__tablename__]
        session.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            session.execute(CreateIndex(index, if_not_exists=True))

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        try:
            yield
        except (OSError, SQLAlchemyError, ValidationError) as error:
            reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
            raise ChatStoreError(
                f"The file of chats {str(self._file)!r} cannot be {done} ({reason}). Make its folder "
                "writable; or move a damaged file away, and a new one is made; or name another in "
                "ASSISTANT_CHATS."
            ) from error
