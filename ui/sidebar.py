"""The reader's chats beside the page: open, search, rename, share, delete."""

import streamlit as st
from markup import label
from session import link
from shelf import Shelf

MANY = 5
"""From so many chats on there is a field to search in them."""
NO_CHATS = "Your chats will be listed here, at this visit’s own address: bookmark it to find them again."


def sidebar(mine: Shelf) -> None:
    """The list of the reader's chats; a guest is told whose chat it is."""
    with st.sidebar:
        if mine.token is None:
            st.caption("You came by the link of one chat. You can read it and go on with it.")
            st.button("A chat of your own", key="own", on_click=mine.start, width="stretch")
            return
        st.html('<h2 class="chats">Your chats</h2>')
        every = mine.headings()
        if not every:
            st.caption(NO_CHATS)
            return
        st.caption("They are at this address alone: bookmark it.")
        _list(mine, len(every))
        _this_chat(mine)


def _list(mine: Shelf, count: int) -> None:
    search = ""
    if count >= MANY:
        search = st.text_input(
            "Search", key="search", placeholder="Search chats", label_visibility="collapsed"
        )
    found = mine.headings(search)
    with st.container(key="chats", gap="xxsmall"):
        for heading in found:
            st.button(
                label(heading.title),
                key=f"open-{heading.token}",
                type="secondary" if heading.token == mine.opened else "tertiary",
                width="stretch",
                wrap=False,
                on_click=mine.open,
                args=(heading.token,),
            )
    if not found:
        st.caption("No chat has these words in it.")
    if count > 1 and not search:
        tokens = tuple(heading.token for heading in found)
        st.button("Delete all", key="delete-all", type="tertiary", on_click=mine.delete, args=(tokens,))


def _this_chat(mine: Shelf) -> None:
    """The open chat's name and link."""
    if not mine.kept:
        return
    with st.expander("This chat", key="this-chat", type="compact"):
        opened = mine.opened
        key = f"name-{opened}-{mine.chat.title}"
        st.text_input(
            "Name",
            mine.chat.title,
            key=key,
            on_change=lambda: mine.change_of(opened, lambda chat: chat.named(st.session_state[key])),
        )
        st.caption("Who has this link can read this chat and go on with it:")
        st.code(link(), language=None, wrap_lines=True)
        st.caption("The address of this page itself opens all your chats. Keep it, and keep it to yourself.")
        st.button("Delete this chat", key="delete", on_click=mine.delete, args=((mine.opened,),))
