"""The two halves of the page, as Streamlit widgets around the HTML of `render` and `paper`."""

import streamlit as st
from exports import as_json, as_markdown
from markup import label
from paper import article_html, front_page, highlights
from render import NOTHING_ASKED, Desk, alert, announcement, exchange_html
from state import Chat

from assistant.errors import AssistantError
from assistant.indexing import Document, Library
from assistant.replies import starters

ALL = "All articles"
FRONT_PAGE = 30
"""So many headlines are shown where no article is picked and none has been cited."""


def current() -> Chat:
    """This session's chat."""
    chat: Chat = st.session_state.setdefault("chat", Chat())
    return chat


def become(chat: Chat) -> None:
    """Makes a chat this session's."""
    st.session_state["chat"] = chat


def article_pane(library: Library, chat: Chat) -> Desk:
    """Lays out the articles that the chat is about, lights up what it cites, and returns them."""
    known = library.articles()
    if len(known) > 1:
        _picker(library, known)
    with st.container(key="paper"):
        laid_out = chat.articles(known)
        documents = [d for id_ in laid_out or known[:FRONT_PAGE] if (d := _document(library, id_))]
        if not laid_out:
            st.html(front_page(documents))
        for document in documents if laid_out else ():
            st.html(article_html(document))
    desk = Desk(documents, chat)
    st.html(highlights(desk.cited()))
    return desk


def chat_pane(chat: Chat, desk: Desk) -> None:
    """What has been said, and where the next question is typed."""
    with st.container(key="talk", height=560, border=False, autoscroll=True):
        if not chat.exchanges:
            st.html(NOTHING_ASKED)
            _starters(desk)
        for exchange in chat.exchanges:
            st.html(exchange_html(exchange, desk))
        st.html(announcement(chat))
    st.chat_input("Ask about the article", key="typed", on_submit=_ask_typed)
    _tools(chat)


def _tools(chat: Chat) -> None:
    """What can be done with the chat as a whole."""
    empty = not chat.exchanges
    with st.container(key="tools", horizontal=True, gap="medium"):
        st.button("New chat", key="new", type="tertiary", disabled=empty, on_click=_start_anew)
        for name, suffix, export in (("Markdown", "md", as_markdown), ("JSON", "json", as_json)):
            st.download_button(
                f"Save as {name}",
                data=export(chat),
                file_name=f"chat.{suffix}",
                type="tertiary",
                disabled=empty,
                on_click="ignore",
            )


def _picker(library: Library, known: tuple[str, ...]) -> None:
    titles = {id_: d.article.title for id_ in known if (d := _document(library, id_, told=False))}
    st.selectbox(
        "Article",
        [None, *known],
        format_func=lambda id_: titles.get(id_, id_) if id_ else ALL,
        key="picked",
        label_visibility="collapsed",
        on_change=lambda: become(current().picked(st.session_state["picked"])),
    )


def _document(library: Library, article: str, told: bool = True) -> Document | None:
    """An article, or None where its file cannot be read, which the page then says."""
    try:
        return library.document(article)
    except AssistantError as error:
        if told:
            st.html(alert(str(error)))
        return None


def _starters(desk: Desk) -> None:
    """Questions to begin with, each a button: those that every article laid out can answer."""
    offered = [starters(document.article) for document in desk.documents]
    with st.container(key="starters", horizontal=True, gap="small"):
        for question in offered[0] if offered else ():
            if all(question in others for others in offered):
                st.button(label(question), on_click=_ask, args=(question,))


def _start_anew() -> None:
    become(current().cleared())


def _ask_typed() -> None:
    _ask(st.session_state["typed"])


def _ask(question: str) -> None:
    become(current().asked(question))
