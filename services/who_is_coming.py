"""Who may see a person's first name in the list of who is coming."""

from services.gateway import Gateway


def choose(gateway: Gateway, *, shown: bool, workshop_id: str | None = None) -> str:
    """For one workshop, or for every one where none is named. Returns the outcome."""
    answer = gateway.call("choose_name_shown", shown=shown, workshop_id=workshop_id)
    return str(answer["outcome"])
