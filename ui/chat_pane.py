"""The side of the page with the chat: what has been said, and where the next question is typed."""

from collections.abc import Sequence

import streamlit as st
from actions import actions
from desk import Desk
from exports import as_json, as_markdown
from markup import label
from opening import Suggesting
from render import NOTHING_ASKED, announcement, exchange_html, notice
from reply import to_try
from session import ask, latest, shelf, stop
from state import Chat

from assistant.indexing import Document
from assistant.replies import starters

SUMMARIES = {"Summary": "Summarize the article.", "Key points": "What are the key points?"}


def chat_pane(chat: Chat, desk: Desk, suggesting: Suggesting, busy: int | None) -> None:
    """The chat as far as it has come; `busy` is the number of the exchange that is being answered."""
    with st.container(key="told"):  # There even when it is empty: what scrolls is not drawn anew then.
        _told()
    with st.container(key="talk", height=560, border=False):
        if not chat.exchanges:
            st.html(NOTHING_ASKED)
            _starters(desk, suggesting)
        for exchange in chat.exchanges:
            growing = exchange.number == busy
            st.html(exchange_html(exchange, desk, growing))
            if not growing and not exchange.waiting:
                if exchange.answer and (questions := to_try(exchange.answer)):
                    _questions(f"try-{exchange.number}", questions)
                actions(exchange)
        if busy is not None:
            st.button("Stop", key="stop", icon=":material/stop:", shortcut="Esc", on_click=stop)
        st.html(announcement(chat, latest()[0], busy))
    st.chat_input("Ask about the article", key="typed", on_submit=lambda: ask(st.session_state["typed"]))
    _tools()


def _told() -> None:
    """Why the chat is not kept, where it is not, and whatever else is to be known."""
    mine = shelf()
    if mine.trouble:
        st.html(notice(f"This chat goes on, but is not kept. {mine.trouble}"))
    if mine.notice:
        st.html(notice(mine.notice))
    if mine.undoable:
        with st.container(key="undo", horizontal=True, vertical_alignment="center"):
            st.html(notice(mine.undoable), width="content")
            st.button("Undo", key="undo-it", type="tertiary", on_click=mine.undo)


def _tools() -> None:
    """What can be done with the article and the chat as a whole; a growing answer is not saved."""
    chat = shelf().chat
    empty = not chat.exchanges
    with st.container(key="tools", horizontal=True, gap="medium"):
        st.button(
            "New chat",
            key="new",
            type="tertiary",
            disabled=empty,
            on_click=shelf().start,
            shortcut="Ctrl+Shift+O",
        )
        for name, question in SUMMARIES.items():
            st.button(name, key=f"ask-{name}", type="tertiary", on_click=ask, args=(question,))
        with st.popover("Save", type="tertiary", disabled=empty, key="save"):
            for name, suffix, export in (("Markdown", "md", as_markdown), ("JSON", "json", as_json)):
                st.download_button(
                    f"Save as {name}",
                    data=export(chat),
                    file_name=f"chat.{suffix}",
                    on_click="ignore",
                    width="stretch",
                )


def _starters(desk: Desk, suggesting: Suggesting) -> None:
    """Questions to begin with; those of a single article once they have been tried."""
    single = desk.documents[0] if len(desk.documents) == 1 else None
    if single and suggesting.of(single) is None:
        st.fragment(_offer_until_tried, run_every=1.0)(single, desk, suggesting)
    else:
        _offer(desk, suggesting)


def _offer_until_tried(single: Document, desk: Desk, suggesting: Suggesting) -> None:
    if suggesting.of(single) is not None:
        st.rerun()  # of the whole page: nothing else ends a fragment that runs by itself
    _offer(desk, suggesting)


def _offer(desk: Desk, suggesting: Suggesting) -> None:
    single = desk.documents[0] if len(desk.documents) == 1 else None
    every = [starters(document.article) for document in desk.documents]
    offered = [q for q in (every[0] if every else ()) if all(q in others for others in every)]
    if single:  # What is there already stays in its place.
        offered = list(dict.fromkeys([*offered[:1], *(suggesting.of(single) or ())]))
    _questions("starters", offered)


def _questions(key: str, questions: Sequence[str]) -> None:
    """Questions that are a press away."""
    with st.container(key=key, horizontal=True, gap="small"):
        for number, question in enumerate(questions):
            if st.button(label(question), key=f"{key}-{number}-{question}", wrap=True):
                ask(question)
                st.rerun()
