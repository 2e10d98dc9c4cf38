"""Engagement, Evidence and Publish figures: drawn for who may see them, in two calls."""

from __future__ import annotations

import json

import pytest

from components import evidence_tables
from tests.people import make_person
from tests.workshops import make_booking, make_space, make_workshop


@pytest.fixture
def sam(owner):
    sam = make_person(owner, "Sam", roles=["staff"], connection_kind="worker")
    owner.execute("update portal.person set joined_at = now() - interval '1 year'")
    return sam


@pytest.fixture
def ana(owner):
    return make_person(owner, "Ana", roles=["analyst"], connection_kind="worker")


@pytest.fixture
def harlow(owner):
    """A space where nine people came to a workshop ten days ago, and again in the last quarter."""
    space = make_space(owner, "Harlow")
    people = [make_person(owner, f"P{n}", space_id=space) for n in range(9)]
    people += [
        make_person(owner, f"F{n}", space_id=space, connection_kind="family") for n in range(12)
    ]
    recent = make_workshop(owner, "Recent", space_id=space, starts_in="-10 days")
    earlier = make_workshop(owner, "Earlier", space_id=space, starts_in="-10 days")
    owner.execute(
        "update portal.workshop set starts_at = date_trunc('quarter', now()) - interval '20 days',"
        " ends_at = date_trunc('quarter', now()) - interval '20 days' + interval '2 hours'"
        " where id = %s",
        (earlier,),
    )
    for person in people:
        make_booking(owner, recent, person, state="attended")
        make_booking(owner, earlier, person, state="attended")
    return space


def charts(page):
    return page.get("vega_lite_chart")


def headings(page):
    return [heading.value for heading in page.subheader]


# -- engagement


def test_staff_see_findings_and_charts_in_two_calls(page_as, calls_of, sam, harlow):
    page = page_as(sam, "engagement")
    assert not page.exception
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before == 2
    assert [metric.value for metric in page.metric][:2] == ["21", "–"]
    assert "21 people took part: 12 family and friends" in headings(page)
    drawn = [chart.proto for chart in charts(page)]
    assert (
        len(drawn) == 3
    )  # attendance, who, depth; waits, feedback, changes and mentoring have nothing yet
    for proto in drawn:
        assert len(proto.alt) > 30
        assert json.loads(proto.spec)["layer"]
    assert sum("nothing to draw" in words.value for words in page.markdown) == 4


def test_each_figure_has_its_numbers_and_a_file(page_as, sam, harlow):
    page = page_as(sam, "engagement")
    assert len(page.table) == len(charts(page)) == len(page.get("download_button"))
    who = next(table.value for table in page.table if "Family and friends" in table.value.columns)
    assert who.loc["Harlow", "All"] == 21


def test_one_space_and_another_time_can_be_chosen(page_as, calls_of, owner, sam, harlow):
    quiet = make_space(owner, "Quiet")
    page = page_as(sam, "engagement")
    before = calls_of(page)
    page.selectbox(key="engagement-space").set_value(quiet).run()
    assert calls_of(page) - before == 2
    assert page.metric[0].value == "0"
    assert "Nobody has taken part in this time" in headings(page)
    page.selectbox(key="engagement-space").set_value(harlow).run()
    page.selectbox(key="engagement-months").set_value(3).run()
    assert page.metric[0].value == "21"


def test_an_empty_portal_is_told_honestly(page_as, sam):
    page = page_as(sam, "engagement")
    assert not page.exception and not charts(page)
    assert "Nobody has booked a workshop in this time" in headings(page)


@pytest.mark.parametrize("roles", [(), ("mentor",), ("analyst",), ("administrator",)])
def test_others_see_nothing_of_engagement(page_as, owner, harlow, roles):
    page = page_as(make_person(owner, "Other", roles=roles), "engagement")
    assert not page.metric and not charts(page)


def test_a_visitor_sees_nothing_of_the_figures(page_as, harlow):
    for address in ("engagement", "evidence", "publish-figures"):
        page = page_as(None, address)
        assert not page.metric and not charts(page) and not page.table


# -- publishing and evidence


def test_staff_close_a_quarter_after_saying_that_they_are_sure(page_as, calls_of, sam, harlow):
    page = page_as(sam, "publish-figures")
    assert page.button(key="close").disabled
    chosen = page.selectbox(key="closing").value
    page.checkbox(key=f"sure-{chosen}").check().run()
    before = calls_of(page)
    page.button(key="close").click().run()
    assert calls_of(page) - before == 3  # the action and the draw
    assert "is closed and published" in page.success[0].value
    assert chosen not in page.selectbox(key="closing").options
    assert any(evidence_tables.quarter_name(chosen) in line.value for line in page.text)


def test_the_analyst_reads_the_county_first_and_no_small_number(
    page_as, calls_of, gateway_for, sam, ana, harlow
):
    gateway = gateway_for(sam)
    gateway.call("close_quarter", quarter=gateway.call("quarters")[1]["quarter"])
    page = page_as(ana, "evidence")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before == 2
    assert headings(page)[0].startswith("About 20 people took part in a workshop, ")
    county = page.table[0].value
    assert county.loc["People who joined", "How many"] == "0"
    assert county.loc["Workshops held", "How many"] == "1"
    by_space, by_connection = page.table[1].value, page.table[2].value
    assert set(by_space["People"]) == {"held back"}, "everybody lives near one space"
    assert dict(by_connection["People"]) == {
        "In recovery": "about 10", "Family and friends": "about 10", "Worker": "0",
    }  # fmt: skip


def test_before_anything_is_published_the_analyst_is_told_so(page_as, ana):
    page = page_as(ana, "evidence")
    assert "No quarter is published yet" in headings(page)


@pytest.mark.parametrize("roles", [(), ("mentor",), ("safeguarding_lead",)])
def test_others_see_no_evidence_and_cannot_publish(page_as, owner, gateway_for, sam, harlow, roles):
    gateway = gateway_for(sam)
    gateway.call("close_quarter", quarter=gateway.call("quarters")[1]["quarter"])
    other = make_person(owner, "Other", roles=roles)
    assert not page_as(other, "evidence").table
    assert not page_as(other, "publish-figures").selectbox
