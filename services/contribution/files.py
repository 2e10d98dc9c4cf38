"""The two files that a person takes away, made in memory at the moment they are asked for."""

import csv
import io
from datetime import datetime

from services.contribution import asking, choosing, paper
from services.contribution.asking import Contribution
from services.contribution.words import LONDON, ROLES, WAYS, day, hours, said
from services.gateway import Gateway
from services.plain_cells import plain_cell

HEADINGS = ("What", "When", "Where", "Way of contributing", "Roles", "Hours", "How many")


def as_pdf(gateway: Gateway, person_id: str, ticket: str) -> bytes | None:
    """The record on paper; None when the choice on the page was too long ago, or another person's."""
    wanted = choosing.find(person_id, ticket)
    if wanted is None:
        return None
    organisation = gateway.call("frame")["organisation"]["name"]
    given = _chosen(gateway, wanted)
    return paper.printed(given, wanted, organisation, datetime.now(LONDON).date())


def as_table(gateway: Gateway, person_id: str, ticket: str) -> bytes | None:
    """The same as a table for a spreadsheet."""
    wanted = choosing.find(person_id, ticket)
    if wanted is None:
        return None
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    for row in _rows(_chosen(gateway, wanted), wanted):
        writer.writerow(plain_cell(cell) for cell in row)
    return text.getvalue().encode("utf-8-sig")


def _chosen(gateway: Gateway, wanted: choosing.Wanted) -> Contribution:
    return choosing.narrowed(asking.mine(gateway, wanted.from_on, wanted.to_on), wanted)


def _rows(given: Contribution, wanted: choosing.Wanted) -> list[tuple[str | int, ...]]:
    rows: list[tuple[str | int, ...]] = []
    for one in given.workshops:
        if "workshops" in wanted.parts or one.roles:
            roles = ", ".join(ROLES[role] for role in one.roles)
            way = WAYS[one.way] if one.way else ""
            length = hours(one.hours) if "hours" in wanted.parts else ""
            rows.append((one.title, day(one.starts_at), one.space, way, roles, length, 1))
    rows += [
        (f"Told us: {kind}", "", "", WAYS["feedback"], "", "", "") for kind in said(given.feedback)
    ]
    if given.decisions:
        rows.append(("Decisions taken part in", "", "", "", "", "", given.decisions))
    rows += [
        (f"Change: {one.title}" if one.title else "A change made", day(one.made_on), *[""] * 4, 1)
        for one in given.changes
    ]
    if given.mentored:
        way = WAYS["peer_mentor_or_facilitator"]
        rows.append(("People supported as a peer mentor", "", "", way, "", "", given.mentored))
    return rows
