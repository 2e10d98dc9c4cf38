"""The second step at sign-in, in plain words."""

OUTCOMES = {
    "shown": "That is the right code.",
    "set_up": "The second step is on. From now on we ask for a code after your password.",
    "code_wrong_or_old": "That code is wrong or too old. Wait for the next one, then try again.",
    "too_many_tries": "There were too many tries. Wait 15 minutes, then try again, or call us.",
    "wrong_email_or_password": "That is not your password. Check it and try again.",
    "unavailable": "We cannot check this right now. Try again in a few minutes.",
    "already_on": "The second step is on already.",
    "not_set_up": "No phone is set up for this account. Call us, and we will help.",
    "used": "You used a recovery code. You have {left} left.",
    "made": "Here are your new recovery codes. The old ones do not work any more.",
    "show_it_first": "Sign out and in again with the second step, then try once more.",
    "turned_off": "The second step is off. Your password is all that we ask for.",
    "was_off": "The second step was off already. Nothing was changed.",
    "reset": "{name} is signed out. They set up the second step again after their next password.",
    "not_your_own": "You cannot do this for yourself. Ask another administrator.",
    "not_found": "We cannot find this person any more.",
    "needed": "Everyone with a role now needs the second step. Peer mentors do not.",
    "not_needed": "Roles no longer need the second step.",
}
WHY = (
    "After your password, we ask for a code from your phone. "
    "Then nobody gets in with your password alone."
)
NEEDED = "Your role needs it, because you can see what other people told us."
APP = (
    "You need an app that shows such codes. Many phones have one. "
    "Aegis, Google Authenticator and 2FAS are free."
)
SAVE = (
    "Each of these opens your account once, if you lose your phone. "
    "Write them down, or copy them, and keep them somewhere safe. We show them only now."
)
DEMO = "In the demo nobody has a password. So the second step cannot be turned on here."
ELSEWHERE = (
    "Then remove the old phone from their account in Supabase, under Authentication and Users."
)
