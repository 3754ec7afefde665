"""The page: the chat on one side, the article on the other. Run it with `streamlit run ui/app.py`."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from article_pane import article_pane
from chat_pane import chat_pane
from opening import Opener, Opening, Suggesting, chats_from_environment, open_from_environment
from render import MASTHEAD, alert, scripted
from session import asking, follow, keep_address, latest, open_shelf
from sidebar import sidebar
from state import Chat

from assistant.chats import ChatStore
from assistant.errors import AssistantError
from assistant.pipeline import Pipeline

HERE = Path(__file__).parent
Keeper = Callable[[], ChatStore[Chat]]


@st.cache_resource(show_spinner=False)
def _opening(_opener: Opener) -> Opening:
    """The one pipeline of all sessions; its reader takes one question at a time by itself."""
    return Opening(_opener)


@st.cache_resource(show_spinner=False)
def _shared(_pipeline: Pipeline, _keeper: Keeper) -> tuple[ChatStore[Chat], Suggesting]:
    return _keeper(), Suggesting(_pipeline)


def page(opener: Opener = open_from_environment, keeper: Keeper = chats_from_environment) -> None:
    """Draws the page once; Streamlit calls it anew after every event."""
    st.set_page_config("Article Assistant", "📰", layout="wide", initial_sidebar_state=240)
    st.html(HERE / "page.css")
    st.html(MASTHEAD)
    try:
        pipeline = _opened(opener)
    except AssistantError as error:
        st.html(alert(str(error)))
        st.button("Try again")
        return
    store, suggesting = _shared(pipeline, keeper)
    shelf = open_shelf(store)
    sidebar(shelf)
    asked = asking(pipeline)
    waiting, so_far = shelf.chat.waiting, asked.so_far if asked else None
    chat = shelf.chat.answered(waiting.number, so_far) if waiting and so_far else shelf.chat
    talk, paper = st.columns([5, 6], gap="large")
    with paper:
        desk = article_pane(pipeline.library, chat)
    with talk:
        chat_pane(chat, desk, suggesting, waiting.number if waiting else None)
    first = next(iter(chat.articles(pipeline.library.articles())), "")
    st.html(scripted(shelf.opened, first, *latest()), unsafe_allow_javascript=True)
    if asked:
        follow(asked, so_far)


def _opened(opener: Opener) -> Pipeline:
    """The pipeline, once it is open; shows how far it is until then."""
    opening = _opening(opener)
    shown = st.empty()
    while not opening.ready(0.2):
        shown.progress(*opening.stage)
    shown.empty()
    try:
        return opening.pipeline()
    except Exception:
        _opening.clear()  # The next run of the page tries again.
        raise


if __name__ == "__main__":
    keep_address()
    others = [st.Page(path) for path in sorted((HERE / "pages").glob("*.py"))]
    st.navigation([st.Page(page, title="Ask", default=True), *others]).run()
