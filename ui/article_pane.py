"""The side of the page with the articles: a picker, what they name, and the articles themselves."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st
from desk import Desk
from markup import label, slug
from paper import article_html, highlights, opening
from render import alert
from session import ask, shelf
from state import Chat

from assistant.entities import Kind, entities
from assistant.errors import AssistantError
from assistant.indexing import Document, Library
from assistant.suggestions import about

ALL = "All articles"
FRONT_PAGE = 30
"""So many headlines are shown where no article is picked and none has been cited."""
KINDS = {
    Kind.PERSON: "People",
    Kind.PLACE: "Places",
    Kind.DATE: "Dates",
    Kind.ORGANISATION: "Organisations",
}


def article_pane(library: Library, chat: Chat) -> Desk:
    """Lays out the articles that the chat is about, lights up what it cites, and returns them."""
    known = library.articles()
    if len(known) > 1:
        _picker(library, known, chat.article if chat.article in known else None)
    with st.container(key="paper"):
        laid_out = chat.articles(known)
        documents = [d for id_ in laid_out or known[:FRONT_PAGE] if (d := _document(library, id_))]
        if not laid_out:
            _front_page(documents, more=len(known[FRONT_PAGE:]))
        for document in documents if laid_out else ():
            _named(document)
            st.html(article_html(document))
    desk = Desk(documents, chat)
    st.html(highlights(desk.cited()))
    return desk


def _front_page(documents: Sequence[Document], more: int) -> None:
    """Headlines, each a press away from its article; `more` articles are only in the picker."""
    with st.container(key="front", gap="xxsmall"):
        st.html('<h2 class="front">The articles</h2>')
        for document in documents:
            id_, title = document.article.id, label(document.article.title)
            st.button(
                title, key=f"front-{slug(id_)}", type="tertiary", wrap=True, on_click=_pick, args=(id_,)
            )
            st.html(opening(document))
        if more:
            st.caption(f"And {more:,} more: choose above.")


def _picker(library: Library, known: tuple[str, ...], picked: str | None) -> None:
    """The box to choose from; it shows what the chat is kept to, which another session may have changed.

    Articles of one headline are told apart by their ids: what is shown alike cannot be chosen.
    """
    if st.session_state.get("picked") != picked:
        st.session_state["picked"] = picked
    titles = {id_: d.article.title for id_ in known if (d := _document(library, id_, told=False))}
    alike = Counter(titles.values())
    names = {id_: f"{title} ({id_})" if alike[title] > 1 else title for id_, title in titles.items()}
    st.selectbox(
        "Article",
        [None, *known],
        format_func=lambda id_: names.get(id_, id_) if id_ else ALL,
        key="picked",
        label_visibility="collapsed",
        on_change=lambda: _pick(st.session_state["picked"]),
    )


def _pick(article: str | None) -> None:
    shelf().change(lambda chat: chat.picked(article))


def _named(document: Document) -> None:
    """What the article names, each name a question away."""
    found = entities(document.sentences)
    if not found:
        return
    with st.expander("Named in this article", key=f"names-{slug(document.article.id)}", type="compact"):
        for kind, title in KINDS.items():
            names = [entity.name for entity in found if entity.kind is kind]
            key = f"named-{slug(document.article.id)}-{kind.value}"
            if names:
                st.pills(title, names, format_func=label, key=key, on_change=_ask_about, args=(key,))


def _ask_about(key: str) -> None:
    name = st.session_state[key]
    st.session_state[key] = None
    if name:
        ask(about(name))


def _document(library: Library, article: str, told: bool = True) -> Document | None:
    """An article, or None where its file cannot be read, which the page then says."""
    try:
        return library.document(article)
    except AssistantError as error:
        if told:
            st.html(alert(str(error)))
        return None
