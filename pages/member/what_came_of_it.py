"""What came of it: the chains that somebody is part of. ?id= shows one, with its question."""

import streamlit as st

from components import change_card, frame, layout, paging, right_question, wording
from components.wording.changes import after_answer, ways
from services import changes
from services.changes import Mine

visit = frame.require("member")
PAGE, PROBLEMS = "my_changes_page", "right_problems"
only = st.query_params.get("id")


@frame.action
def answer(change_id: str, code: str) -> None:
    """Say whether a change is right, with what stands beside the answer."""
    beside = right_question.filled_in(change_id)
    told = changes.answer(visit.gateway, change_id=change_id, answer=code, **beside)
    given = told.outcome in ("answered", "already_answered")
    st.session_state[PROBLEMS] = {change_id: {told.field: told.problem}} if told.field else {}
    words = wording.sentence("changes", after_answer(told))
    frame.say(words, kind="success" if given else "warning")


def draw(mine: Mine) -> None:
    """One chain, and the question about it."""
    change, part = mine.change, mine.part
    assert part

    def question() -> None:
        found = st.session_state.get(PROBLEMS, {}).get(change.change_id, {})
        right_question.draw(change.change_id, part, found, answer)

    change_card.draw(change, question, lead=ways(part.ways))


layout.page_title("What came of it", "What changed because of you and others, step by step.")
if only:
    found = changes.one(visit.gateway, change_id=only)
    if found and found.part:
        draw(found)
    else:
        layout.empty_state(
            "It is not here", "It may have been taken back, or you had no part in it."
        )
    frame.link("what-came-of-it", "See all that you were part of", icon="arrow_back")
    st.stop()
page = changes.mine(visit.gateway, page=paging.number(PAGE))
if not page.rows:
    layout.empty_state(
        "Nothing has come of it yet",
        "Tell us something, say Me too, or come to a workshop. When it leads to a change, you see it "
        "here, step by step.",
        lambda: frame.link("your-say", "Tell us", icon="edit"),
    )
for mine in page.rows:
    draw(mine)
paging.draw(PAGE, total=page.total, page_size=page.page_size)
