"""Giving and taking away roles, in plain words."""

OUTCOMES = {
    "granted": "{name} is now: {role}. It works from their next click.",
    "already_held": "{name} had this role already.",
    "not_to_yourself": "You cannot give yourself a role. Ask another administrator.",
    "removed": "{name} is no longer: {role}. It stops at their next click.",
    "not_held": "{name} did not have this role any more.",
    "not_your_own": "You cannot take away your own role. Ask another administrator.",
    "not_found": "We cannot find this person any more.",
    "confirmed": "Thank you. {name} stays: {role}. We ask again in six months.",
    "invalid": "We do not know this role.",
}
