"""With whom staff may speak about a member: a relation, topics, until when."""

import streamlit as st

from components import frame, layout, talk_form, talk_list
from components.wording import sentence
from components.wording import talk_permissions as words
from services import talk_permissions
from services.talk_permissions import Permission, Talk

visit = frame.require("member")
assert visit.person


@frame.action
def give(talk: Talk) -> None:
    """Say yes to what the form holds, or show what needs another look."""
    said = talk_form.says("mine", talk)
    answer = talk_permissions.give(visit.gateway, **talk_form.told("mine"))
    talk_form.remember("mine", answer)
    said = sentence("talk_permissions", answer.outcome, wording=said)
    frame.say(said, kind="success" if answer.outcome == "given" else "warning")


@frame.action
def withdraw(permission: Permission) -> None:
    """Take one back."""
    answer = talk_permissions.withdraw(visit.gateway, relation=permission.relation)
    whom = permission.relation_words.replace("my ", "your ", 1)
    said = sentence("talk_permissions", answer.outcome, relation=whom)
    frame.say(said, undo=lambda: give_again(permission))


@frame.action
def give_again(permission: Permission) -> None:
    """The same words once more."""
    answer = talk_permissions.give(
        visit.gateway,
        relation=permission.relation,
        topics=permission.topics,
        until=talk_form.day(permission.until),
    )
    frame.say(sentence("talk_permissions", answer.outcome, wording=permission.wording))


talk = talk_permissions.mine(visit.gateway)
layout.page_title(words.QUESTIONS[visit.person.connection], words.LEAD)
frame.link("my-choices", "Back to your choices", icon="arrow_back")
layout.section("What holds now")
if talk.live:
    talk_list.draw(talk.live, withdraw)
else:
    layout.empty_state("We speak about you with nobody", words.LISTENING)
layout.section("Say with whom we may speak", words.NEVER_A_NAME)
talk_form.draw("mine", talk)
st.button("Say yes to this", key="talk-give", type="primary", on_click=give, args=(talk,))
if talk.history:
    layout.section("What you said, and when")
    talk_list.draw_history(talk.history)
