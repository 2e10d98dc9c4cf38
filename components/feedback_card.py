"""One piece of feedback as a card: for its author, for everybody, for staff."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from components import dates, feedback_standing, feedback_support, layout, menu
from components.wording import changes as change_words
from components.wording.feedback import KINDS, SHARING, STATES, about, age, lateness
from services.feedback import Change, Entry, Piece, Said, Shown, Step


@contextmanager
def of_mine(said: Said) -> Iterator[None]:
    """For its author: where it stands and every reason, who can read it, what came of it."""
    facts = [("calendar_month", f"Sent {dates.day(said.given_at)}, as {said.reference}")]
    facts += [*feedback_standing.steps(said), ("visibility", SHARING[said.sharing])]
    badges = [_kind(said), STATES[said.state], *_tags(said)]
    with layout.card(title(said), key=said.feedback_id, badges=badges, facts=facts, text=said.body):
        feedback_standing.sharing(said)
        if not said.history:
            st.text("Nobody has answered yet. Staff see it on their list until they do.")
        history(said.history)
        for change in said.changes:
            came_of_it([change])
            query = {"id": change.change_id}
            menu.link("what-came-of-it", "See what came of it", icon="conversion_path", query=query)
        yield


def shown(said: Shown) -> None:
    """For everybody: what was said and where it stands, not who said it."""
    facts = [("calendar_month", dates.month(f"{said.month}-01"))]
    if said.theme:
        facts.append(("label", said.theme))
    badges = [_kind(said), STATES[said.state], *_tags(said)]
    with layout.card(title(said), key=said.feedback_id, badges=badges, facts=facts, text=said.body):
        if said.reason:
            _said("**Our answer**", said.reason)
        feedback_support.draw(said)
        menu.link("report", "Tell us about this", icon="flag", query={"feedback": said.feedback_id})


@contextmanager
def for_staff(entry: Entry, heading: str | None = None) -> Iterator[None]:
    """For the queue: who said what, how long they have waited, who sees to it."""
    about_what = title(entry).removeprefix("About ")
    ages = (age(entry.waiting_days), lateness(entry.days_late))
    badges = [_kind(entry), STATES[entry.state], *(one for one in ages if one), *_tags(entry)]
    with layout.card(
        heading or f"{entry.reference}: {about_what}",
        key=entry.feedback_id,
        badges=badges,
        facts=staff_facts(entry),
        text=entry.body,
    ):
        yield


def in_full(piece: Piece) -> None:
    """For the page of one piece: all of it, with every answer so far."""
    layout.page_title(f"Feedback {piece.reference}")
    with for_staff(piece, title(piece)):
        history(piece.history)
        came_of_it(piece.changes)


def staff_facts(entry: Entry) -> list[layout.Fact]:
    """Who said it, about what, and who sees to it by when."""
    noted = f", written down by {entry.entered_by}" if entry.entered_by else ""
    due = f", by {dates.day(entry.due_on)}" if entry.due_on else ""
    sharing = SHARING[entry.sharing].replace("your", "their")
    facts = [
        ("person", f"{entry.author}, {dates.day(entry.given_at)}{noted}"),
        ("label", entry.theme or "No theme"),
        ("visibility", sharing),
        ("assignment_ind", f"{entry.owner} sees to it{due}" if entry.owner else _nobody(entry)),
    ]
    if entry.supporters:
        many = "1 other person says" if entry.supporters == 1 else f"{entry.supporters} others say"
        facts.append(("thumb_up", f"{many} the same"))
    return facts


def history(steps: Sequence[Step]) -> None:
    """Each status with its day, and the reason under it."""
    for step in steps:
        by = f", {layout.plain(step.by)}" if step.by else ""
        _said(f"**{STATES[step.state][0]}** ({dates.day(step.at)}{by})", step.reason)


def came_of_it(changes: Sequence[Change]) -> None:
    """What was done about it."""
    for change in changes:
        state = change_words.STATES[change.state][0].lower()
        _said(f"**What came of it: {layout.plain(change.title)}** ({state})", change.what)


def title(said: Shown) -> str:
    """What it is about."""
    return about(said.about_kind, service=said.service, space=said.space, workshop=said.workshop)


def _said(heading: str, words: str | None) -> None:
    with st.container(gap=None):
        st.markdown(heading)
        if words:
            st.text(words)


def _nobody(entry: Entry) -> str:
    return "It came back: who had it is not staff now" if entry.came_back else "Nobody has it yet"


def _tags(said: Shown) -> list[layout.Badge]:
    return [(tag, "plain") for tag in said.tags]


def _kind(said: Shown) -> layout.Badge:
    return KINDS[said.kind], "plain"
