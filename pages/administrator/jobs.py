"""What runs by itself: each job of the worker, and how it last went."""

import streamlit as st

from components import dates, frame, layout
from components.wording import jobs as words
from services import jobs
from services.jobs import Job

visit = frame.require("administrator")


def facts(job: Job) -> list[layout.Fact]:
    """How often, when it was last done, and what stopped it, if anything did."""
    told = [("update", words.how_often(job.every_minutes))]
    if job.done_at:
        told.append(("task_alt", f"Last done {dates.span(job.done_at)}"))
    if job.problem:
        told.append(("error", f"The last try was stopped by error {job.problem}"))
    return told


layout.page_title("What runs by itself", "The portal does these things without anybody asking.")
overview = jobs.overview(visit.gateway)
if all(job.state == "done" for job in overview):
    st.success(words.ALL_WELL, icon=":material/task_alt:")
else:
    st.warning(words.NOT_WELL, icon=":material/error:")
for job in overview:
    title, purpose = words.JOBS[job.job]
    badges = [words.STATES[job.state]]
    with layout.card(title, key=job.job, badges=badges, facts=facts(job), text=purpose):
        pass
