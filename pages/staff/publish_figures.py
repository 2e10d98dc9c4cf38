"""Close a quarter, so that its protected figures can be shared."""

from datetime import date

import streamlit as st

from components import dates, evidence_tables, frame, layout, wording
from services import figures

visit = frame.require("staff", "administrator")

WHAT_IT_MEANS = """
When you close a quarter, it is counted once. Commissioners and trustees can then read the numbers.

- They see rounded numbers. They never see a person, or what somebody said.
- **It cannot be changed or taken back.** What is marked later does not count any more.
- So first make sure that attendance is marked, and that feedback and matches are up to date.
"""


@frame.action
def close(quarter: date) -> None:
    """Close the quarter that was chosen, for good."""
    closing = figures.close(visit.gateway, quarter=quarter)
    name = evidence_tables.quarter_name(quarter)
    done = closing.outcome in ("closed", "already_closed")
    frame.say(
        wording.sentence("figures", closing.outcome, quarter=name),
        kind="success" if done else "warning",
    )


layout.page_title("Publish figures", "Share what happened, without showing who.")
quarters = figures.quarters(visit.gateway)
to_close = [q.quarter for q in quarters if q.ended and not q.closed_at]

if to_close:
    layout.section("Close a quarter")
    st.markdown(WHAT_IT_MEANS)
    chosen = st.selectbox(
        "Quarter", to_close, format_func=evidence_tables.quarter_name, key="closing", width=320
    )
    name = evidence_tables.quarter_name(chosen)
    sure = st.checkbox(
        f"I have checked {name}, and know that it cannot be changed", key=f"sure-{chosen}"
    )
    st.button(
        f"Close {name}",
        type="primary",
        disabled=not sure,
        on_click=close,
        args=(chosen,),
        key="close",
    )
else:
    layout.empty_state("No quarter waits to be closed", "Come back when this quarter has ended.")

closed = [q for q in quarters if q.closed_at]
if closed:
    layout.section("Published")
    for quarter in closed:
        st.text(
            f"{evidence_tables.quarter_name(quarter.quarter)}, closed {dates.day(quarter.closed_at or '')}"
        )
    frame.link("evidence", "See what others see", icon="bar_chart")
