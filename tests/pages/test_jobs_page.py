"""What runs by itself: an administrator sees how each job went."""

from __future__ import annotations

import pytest

from components.wording import jobs as words
from services.worker.jobs import JOBS
from tests.people import make_person


@pytest.fixture
def ada(owner):
    return make_person(owner, "Ada", roles=["administrator"])


def test_before_anything_ran_the_page_says_so(page_as, ada):
    page = page_as(ada, "what-runs-by-itself")
    assert not page.exception
    assert page.warning[0].value == words.NOT_WELL
    assert len(page.subheader) == len(JOBS)


def test_the_page_says_when_each_job_was_last_done_and_what_stopped_one(
    page_as, owner, ada, calls_of
):
    for job in JOBS:
        owner.execute("insert into portal.job_run (job, changes) values (%s, 0)", (job.name,))
    page = page_as(ada, "what-runs-by-itself")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before == 2
    assert page.success[0].value == words.ALL_WELL
    owner.execute(
        "insert into portal.job_run (job, problem) values ('keep_bank_holidays', '57014')"
    )
    page.run()
    assert not page.success and any("57014" in text.value for text in page.markdown)


@pytest.mark.parametrize("role", ["staff", "analyst", "safeguarding_lead"])
def test_nobody_else_sees_it(page_as, owner, role):
    page = page_as(make_person(owner, "Sam", roles=[role]), "what-runs-by-itself")
    assert not page.subheader or page.title[0].value != "What runs by itself"


def test_every_job_has_words():
    assert {job.name for job in JOBS} == set(words.JOBS)


@pytest.mark.parametrize(
    ("minutes", "words_for_it"),
    [(1, "Every minute"), (10, "Every 10 minutes"), (60, "Every hour"), (1440, "Every day")],
)
def test_how_often_is_said_in_words(minutes, words_for_it):
    assert words.how_often(minutes) == words_for_it
