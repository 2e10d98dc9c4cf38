"""Bring in people from a spreadsheet: look first, then all of them or nobody."""

import streamlit as st

from components import frame, layout, members_preview
from components.wording import sentence
from components.wording.bringing_in import TROUBLE, people
from services import bringing_in, members_file
from services.members_file import Sheet

visit = frame.require("staff")
FILE_NUMBER = "_people_file_number"


@frame.action
def bring_in(sheet: Sheet) -> None:
    """Bring everybody in the file in, and clear the file away."""
    answer = bringing_in.bring_in(visit.gateway, rows=sheet.rows)
    done = answer.outcome == "brought_in"
    said = sentence("bringing_in", answer.outcome, count=people(answer.count))
    frame.say(said, kind="success" if done else "warning")
    if done:
        st.session_state[FILE_NUMBER] = st.session_state.get(FILE_NUMBER, 0) + 1


layout.page_title(
    "Bring in people",
    "From a list that you kept before. Everyone in the file comes in, or nobody does.",
)
members_preview.template(members_file.template_csv(), members_file.template_xlsx())
st.markdown(
    "Fill in one line for each person, 1,000 at most. Never write the name of their loved one. "
    "Nobody is asked to agree to anything by this: you ask each person, and note it on their page."
)
chosen = st.file_uploader(
    "Your file",
    type=["csv", "xlsx"],
    max_upload_size=2,
    key=f"people-file-{st.session_state.get(FILE_NUMBER, 0)}",
)
if chosen:
    sheet = members_file.read(chosen.name, chosen.getvalue())
    if sheet.trouble:
        st.error(TROUBLE[sheet.trouble])
    else:
        checked = bringing_in.check(visit.gateway, rows=sheet.rows)
        if checked.outcome == "fine":
            label = f"Bring in {people(checked.count)}"
            st.button(label, key="bring-in", type="primary", on_click=bring_in, args=(sheet,))
        else:
            st.error(sentence("bringing_in", checked.outcome))
            members_preview.problems(checked.problems)
        members_preview.rows(sheet.rows)
