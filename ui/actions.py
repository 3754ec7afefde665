"""What can be done with one question and its answer."""

import streamlit as st
from exports import as_text
from session import shelf
from state import Exchange, Thumb


def actions(exchange: Exchange) -> None:
    """A row under an answer: thumbs, editing, and the rest behind one button."""
    opened = shelf().opened
    key = f"{opened}-{exchange.number}-{st.session_state.get('rows', 0)}"
    with st.container(key=f"actions-{key}", horizontal=True, gap="small", vertical_alignment="center"):
        if exchange.answer is not None:
            st.feedback(
                "thumbs",
                key=f"thumb-{key}",
                default={"up": 1, "down": 0}.get(exchange.thumb or ""),
                on_change=_judge,
                args=(opened, exchange.number, key),
            )
        _edit(exchange, key)
        _more(exchange, key)
    if exchange.thumb is not None:
        st.text_input(
            "Why?",
            value=exchange.why,
            key=f"why-{key}",
            placeholder="A word why, if you like",
            on_change=_judge,
            args=(opened, exchange.number, key),
        )


def _edit(exchange: Exchange, key: str) -> None:
    """The question, or what it was understood to be, to be put in other words."""
    otherwise = exchange.answer is not None and exchange.answer.understood_otherwise
    title = "Not what you meant?" if otherwise else "Edit"
    with st.popover(title, type="tertiary", key=f"edit-{key}", on_change="rerun") as editor:
        if editor.open:
            understood = exchange.answer.understood_as if exchange.answer and otherwise else exchange.question
            st.text_area("The question", understood, key=f"edited-{key}")
            st.button("Ask", key=f"ask-{key}", on_click=_ask_edited, args=(exchange.number, key))


def _more(exchange: Exchange, key: str) -> None:
    with st.popover("More", type="tertiary", key=f"more-{key}", on_change="rerun") as more:
        if more.open:
            with st.container(horizontal=True):
                again = (exchange.number, exchange.question)
                st.button("Ask again", key=f"again-{key}", on_click=_ask_again, args=again)
                st.button("Delete", key=f"delete-{key}", on_click=_delete, args=(exchange.number,))
            st.write("To copy, with its quotes:")
            st.code(as_text(exchange), language=None, wrap_lines=True)


def _judge(opened: str, number: int, key: str) -> None:
    thumbs: dict[int | None, Thumb] = {1: "up", 0: "down"}
    thumb = thumbs.get(st.session_state.get(f"thumb-{key}"))
    why = st.session_state.get(f"why-{key}", "")
    shelf().change_of(opened, lambda chat: chat.judged(number, thumb, why))


def _ask_edited(number: int, key: str) -> None:
    if (question := st.session_state[f"edited-{key}"]).strip():
        _ask_again(number, question)


def _ask_again(number: int, question: str) -> None:
    _new_rows()
    shelf().ask(question, instead_of=number)


def _delete(number: int) -> None:
    _new_rows()
    shelf().take_out(number)


def _new_rows() -> None:
    """Has the rows drawn under new keys: a browser opens again what it had open under the old ones."""
    st.session_state["rows"] = st.session_state.get("rows", 0) + 1
