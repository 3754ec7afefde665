"""The eval reports that `make evals` wrote: one to look through, and what changed since another.

ui/app.py lists it beside the chat; see assistant.settings.EVAL_REPORTS for where the reports lie.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from eval_reports import Case, UnreadableReportError, cases, changes, found

from assistant.settings import EVAL_REPORTS

HEIGHT = 1200
"""Of the report on the page, in pixels; it scrolls inside."""


def page(folder: Path = EVAL_REPORTS) -> None:
    """Draws the page once."""
    st.set_page_config("Evals", "📏", layout="wide", initial_sidebar_state=240)
    st.html(Path(__file__).parents[1] / "page.css")
    st.html('<header class="masthead"><h1>Evals</h1></header>')
    reports = found(folder)
    if not reports:
        st.info("There is no report yet. Make one: `make evals`.")
        return
    one, other = st.columns(2)
    shown = one.selectbox("Report", list(reports))
    others = [name for name in reports if name != shown]
    before = other.selectbox(
        "Compare with", others, index=None, placeholder="No other report" if not others else "Another report"
    )
    try:
        if before is not None:
            _compared(reports[before], reports[shown])
    except UnreadableReportError as error:
        st.error(str(error))
    html = reports[shown].with_name("report.html")
    if html.is_file():
        st.iframe(html, height=HEIGHT)
    else:
        st.info("This report has no page. Write it: `python -m evals report PATH/report.json`.")


def _compared(old: Path, new: Path) -> None:
    """What got better and worse, and where to ask whether that is chance."""
    changed = changes(cases(old), cases(new))
    st.write(f"{len(changed.worse)} worse, {len(changed.better)} better, {changed.unchanged} as before.")
    _table("Worse", changed.worse)
    _table("Better", changed.better)
    st.caption("Whether that can be chance: `python -m evals compare OLD/report.json NEW/report.json`.")


def _table(title: str, changed: Sequence[Case]) -> None:
    if changed:
        st.subheader(title)
        rows = [
            {"Case": case.key, "Kind": case.kind, "Question": case.question, "Now says": case.said}
            for case in changed
        ]
        st.dataframe(rows, hide_index=True, width="stretch")


if __name__ == "__main__":
    page()
