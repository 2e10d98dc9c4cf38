"""The second step at sign-in: showing it, recovery codes, turning it off, and who needs it."""

from dataclasses import dataclass

from services import renewal
from services.gateway import Gateway
from services.identity import Refused, SignedIn
from services.portal import Portal


@dataclass(frozen=True, slots=True)
class Mine:
    """How it stands with the second step of the person asking."""

    on: bool
    shown: bool
    codes_left: int
    needed: bool


@dataclass(frozen=True, slots=True)
class Codes:
    """What came of asking for recovery codes: made, with ten codes, or show_it_first."""

    outcome: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Used:
    """What came of a recovery code: shown, code_wrong_or_old or too_many_tries."""

    outcome: str
    left: int = 0


def mine(gateway: Gateway) -> Mine:
    """How it stands with mine."""
    return Mine(**gateway.call("my_second_factor"))


def show(portal: Portal, token: str, signed_in: SignedIn, code: str, where: str) -> str:
    """Check a code for the session of this cookie: shown, or why not."""
    return _shown(portal, token, signed_in, code, where)[0]


def _shown(
    portal: Portal, token: str, signed_in: SignedIn, code: str, where: str
) -> tuple[str, SignedIn | None]:
    answer = portal.identity.second_step.show(signed_in, code, where)
    if isinstance(answer, Refused):
        return answer.code, None
    if portal.seal is not None:  # Supabase: the new tokens say it, and the portal notes it
        renewal.keep(portal, token, answer)
        portal.gateway(answer).call("keep_second_factor")
    return "shown", answer


def finish_set_up(portal: Portal, token: str, gateway: Gateway, code: str, where: str) -> Codes:
    """Show the first code of a new phone, and get the recovery codes: made, or why not."""
    signed_in = gateway.signed_in
    assert signed_in is not None
    outcome, fresh = _shown(portal, token, signed_in, code, where)
    if fresh is None:
        return Codes(outcome)
    return make_codes(gateway if fresh == signed_in else portal.gateway(fresh))


def use_recovery_code(gateway: Gateway, *, code: str) -> Used:
    """Use a recovery code in place of the phone, for this session."""
    return Used(**gateway.call("use_recovery_code", code=code))


def make_codes(gateway: Gateway) -> Codes:
    """Ten new recovery codes, told this once; the old ones stop working."""
    answer = gateway.call("make_recovery_codes")
    return Codes(answer["outcome"], tuple(answer.get("codes", ())))


def turn_off(
    portal: Portal, gateway: Gateway, signed_in: SignedIn, password: str, where: str
) -> str:
    """Turn mine off: turned_off, was_off, show_it_first, or why the password did not do."""
    answer = portal.identity.second_step.turn_off(signed_in, password, where)
    if isinstance(answer, Refused):
        return answer.code
    return str(gateway.call("turn_off_second_factor")["outcome"])


def reset(gateway: Gateway, *, person_id: str) -> str:
    """Let somebody who lost phone and codes start again: reset, was_off, not_your_own or not_found."""
    return str(gateway.call("reset_second_factor", person_id=person_id)["outcome"])


def is_needed(gateway: Gateway) -> bool:
    """Whether roles ask for a second step, for an administrator."""
    return bool(gateway.call("settings")["second_factor_needed"])


def set_needed(gateway: Gateway, *, needed: bool) -> str:
    """Say whether roles ask for a second step: needed, not_needed or show_it_first."""
    return str(gateway.call("set_second_factor_needed", needed=needed)["outcome"])
