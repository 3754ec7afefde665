"""The page: the chat on one side, the article on the other. Run it with `streamlit run ui/app.py`."""

import logging
from pathlib import Path

import streamlit as st
from opening import Opener, Opening, open_from_environment
from panes import article_pane, become, chat_pane, current
from render import MASTHEAD, alert
from state import Exchange

from assistant.answer import Turn
from assistant.errors import AssistantError
from assistant.pipeline import Pipeline, Query

STYLE = Path(__file__).with_name("page.css")


@st.cache_resource(show_spinner=False)
def _opening(_opener: Opener) -> Opening:
    """The one pipeline of all sessions; its reader takes one question at a time by itself."""
    return Opening(_opener)


def page(opener: Opener = open_from_environment) -> None:
    """Draws the page once; Streamlit calls it anew after every event."""
    st.set_page_config("Article Assistant", "📰", layout="wide")
    st.html(STYLE)
    st.html(MASTHEAD)
    try:
        pipeline = _opened(opener)
    except AssistantError as error:
        st.html(alert(str(error)))
        st.button("Try again")
        return
    talk, paper = st.columns([5, 6], gap="large")
    with paper:
        desk = article_pane(pipeline.library, current())
    with talk:
        chat_pane(current(), desk)
    waiting = current().waiting
    if waiting is not None:
        _answer(pipeline, waiting, current().before(waiting))
        st.rerun()


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


def _answer(pipeline: Pipeline, asked: Exchange, history: tuple[Turn, ...]) -> None:
    """Answers a waiting question, or says in its place why it could not be answered."""
    try:
        answer = pipeline.invoke(Query(asked.question, history, asked.article))
    except AssistantError as error:
        become(current().failed(asked.number, str(error)))
    except Exception:
        logging.getLogger(__name__).exception("A question could not be answered")
        become(current().failed(asked.number, "Something unforeseen happened. Ask again; the log says more."))
    else:
        become(current().answered(asked.number, answer))


if __name__ == "__main__":
    page()
