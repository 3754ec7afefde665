"""What one session of the page holds: the reader's shelf, agreed with the address, and the open question."""

import streamlit as st
from asking import Asking
from shelf import Shelf
from state import Chat

from assistant.answer import Answer
from assistant.chats import ChatStore
from assistant.pipeline import Pipeline, Query


def shelf() -> Shelf:
    """This session's chats."""
    found: Shelf = st.session_state["shelf"]
    return found


def open_shelf(store: ChatStore[Chat]) -> Shelf:
    """This session's chats as the address names them: `?shelf=` for all of one's own, `?chat=` for one."""
    address = st.query_params
    if "shelf" not in st.session_state:
        st.session_state["shelf"] = Shelf(store, address.get("shelf"), address.get("chat"))
    else:
        shelf().refresh()
        went_to = address.get("chat")
        if went_to and went_to != st.session_state.get("shown"):  # the browser's way back
            shelf().open(went_to)
    _show_address()
    return shelf()


def keep_address() -> None:
    """Keeps the keys of the reader's chats in the address, from which a change of page takes them."""
    if st.query_params:
        st.session_state["address"] = st.query_params.to_dict()
    else:
        st.query_params.from_dict(st.session_state.get("address", {}))


def _show_address() -> None:
    mine = shelf()
    wanted = {}
    if mine.token and (mine.kept or "shelf" in st.query_params):
        wanted["shelf"] = mine.token
    if mine.kept:
        wanted["chat"] = mine.opened
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state["address"] = wanted
    st.session_state["shown"] = wanted.get("chat")


def link() -> str:
    """The address of the open chat alone, to be given away."""
    address = (st.context.url or "").partition("?")[0].partition("#")[0]
    return f"{address}?chat={shelf().opened}"


def asking(pipeline: Pipeline) -> Asking | None:
    """The open chat's first waiting question on its way; None where nothing waits.

    Where the article that was picked is gone, all are asked, as the picker then shows.
    """
    waiting = shelf().chat.waiting
    wanted = (shelf().opened, waiting.number, waiting.question) if waiting else None
    known: object
    found: Asking | None
    known, found = st.session_state.get("asking", (None, None))
    if known != wanted and found is not None:
        found.leave()
        found = None
    if waiting is not None and found is None:
        article = waiting.article if waiting.article in pipeline.library.articles() else None
        found = Asking(pipeline, Query(waiting.question, shelf().chat.before(waiting), article))
    st.session_state["asking"] = (wanted, found)
    if waiting is not None:
        st.session_state["latest"] = (shelf().opened, waiting.number, st.session_state.get("rows", 0))
    return found


def latest() -> tuple[int, int]:
    """The number of the question asked last in the open chat, asked again or not, and how often rows had
    been drawn anew by then, which tells a question asked again from before; zeros where none was asked yet.
    """
    opened, number, rows = st.session_state.get("latest", ("", 0, 0))
    return (number, rows) if opened == shelf().opened else (0, 0)


def follow(asked: Asking, known: Answer | None) -> None:
    """Waits until there is more of an answer than `known`, takes it up, and draws the page anew."""
    place = st.empty()
    while not asked.grown(known, 0.2):
        place.empty()  # lets a click through
    waiting = shelf().chat.waiting
    if asked.done and waiting is not None:
        number, answer, error = waiting.number, asked.so_far, asked.error
        if error is not None or answer is None:
            shelf().change(lambda chat: chat.failed(number, error or ""))
        else:
            shelf().change(lambda chat: chat.answered(number, answer))
    st.rerun()


def ask(question: str) -> None:
    """Puts a question to the open chat; a blank one is none."""
    if question.strip():
        shelf().ask(question)


def stop() -> None:
    """Waits no longer for the open question; what has come of its answer stays."""
    _, found = st.session_state.get("asking", (None, None))
    waiting = shelf().chat.waiting
    if waiting is not None:
        so_far = found.so_far if found is not None else None
        shelf().change(lambda chat: chat.stopped(waiting.number, so_far))
