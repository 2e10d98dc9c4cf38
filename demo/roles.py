"""The administrator looked at most roles again lately, and has one or two left to look at."""

from __future__ import annotations

from demo import cast
from demo.stage import Stage

LEFT = 2


def look_again(stage: Stage) -> None:
    """Say of every role but the last two that it is still right; the clocks are set by now."""
    administrator = cast.persona_ids(stage)["administrator"]
    due = stage.admin.execute(
        "select person_id::text, role from portal.role_grant"
        " where review_due <= current_date and person_id <> %s order by granted_at, person_id, role",
        (administrator,),
    ).fetchall()
    for held in due[:-LEFT]:
        stage.call(administrator, "confirm_role", "confirmed", **held)
