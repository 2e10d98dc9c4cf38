"""How long the organisation of the demo keeps things: all is decided but for concerns."""

from __future__ import annotations

import psycopg

from demo import cast
from demo.stage import Stage

# The rest as the portal suggests. Requests stay for two years, so that the whole year can be seen.
LONGER = {"request": 24}


def decide(stage: Stage) -> None:
    """The administrator decides. How long to keep concerns is still open, and the portal says so."""
    gwyneth = cast.persona_ids(stage)["administrator"]
    told = stage.call(gwyneth, "retention")
    for rule in told["rules"]:
        if rule["suggested"]:
            keep = LONGER.get(rule["kind"], rule["suggested"])
            stage.call(gwyneth, "save_retention_rule", "saved", kind=rule["kind"], keep=keep)


def tidy(url: str) -> None:
    """What the worker has done by now: notices of half a year ago are gone."""
    with psycopg.connect(url) as worker:
        worker.execute("select private.apply_retention()")
