"""Who is in the story and when they join: staff, the personas, and some 300 members."""

from __future__ import annotations

from demo.names import display_names
from demo.personas import ENERGY, PERSONAS
from demo.spaces import SPACES
from demo.stage import Member, Stage

FIRST_DAY = -364


# People who joined each month, oldest first: slow to start, quiet in August and December.
JOINED_EACH_MONTH = (16, 14, 20, 22, 26, 28, 30, 27, 18, 30, 33, 32)
RELATIONS = (
    ("parent", 42),
    ("partner", 24),
    ("sibling", 12),
    ("grandparent", 9),
    ("adult_child", 6),
    ("friend", 4),
    ("aunt_or_uncle", 2),
    ("carer", 1),
)
CONTACT_TIMES = (
    "Weekday mornings",
    "After 6pm",
    "Any time, but please do not leave a message",
    "Tuesdays and Thursdays",
    "Text first, then ring",
)


def persona_ids(stage: Stage) -> dict[str, str]:
    """The person id of each persona."""
    names = {persona.name: persona.key for persona in PERSONAS}
    return {
        names[member.name]: member.person_id for member in stage.members if member.name in names
    }


def plan_members(stage: Stage) -> None:
    """Decide who everybody is and when they join. Nobody is in the database yet."""
    for persona in PERSONAS:
        stage.members.append(
            Member(
                str(stage.new_id()),
                persona.name,
                persona.connection,
                persona.relation,
                persona.space,
                persona.joined,
                ENERGY.get(persona.key, 0.0),
            )
        )
    taken = {persona.name for persona in PERSONAS} | {"Dev", "Marianne"}
    names = [name for name in display_names(320) if name not in taken]
    stage.chance.shuffle(names)
    for month, count in enumerate(JOINED_EACH_MONTH):
        for _ in range(count):
            joined = FIRST_DAY + month * 30 + stage.chance.randrange(30)
            stage.members.append(_someone(stage, names.pop(), min(joined, -2)))


def _someone(stage: Stage, name: str, joined: int) -> Member:
    family = stage.chance.random() < 0.56
    relation = (
        stage.chance.choices([r for r, _ in RELATIONS], [w for _, w in RELATIONS])[0]
        if family
        else None
    )
    space = stage.chance.choices([s.name for s in SPACES], [s.share for s in SPACES])[0]
    return Member(
        str(stage.new_id()),
        name,
        "family" if family else "recovery",
        relation,
        space,
        joined,
        stage.chance.lognormvariate(-0.4, 0.8),
    )


def open_the_doors(stage: Stage) -> None:
    """The first day: an administrator, the settings, staff and the spaces."""
    gwyneth = next(member for member in stage.members if member.name == "Gwyneth")
    stage.admin.execute(
        "insert into portal.person (id, display_name, connection) values (%s, 'Gwyneth', 'worker')",
        (gwyneth.person_id,),
    )
    stage.admin.execute(
        "insert into portal.person_detail (person_id) values (%s)", (gwyneth.person_id,)
    )
    stage.admin.execute(
        "insert into portal.role_grant (person_id, role) values (%s, 'administrator')",
        (gwyneth.person_id,),
    )
    notice = stage.call(gwyneth.person_id, "settings")["privacy_notice"]
    stage.call(
        gwyneth.person_id,
        "save_settings",
        "saved",
        name="Alongside Essex",
        region="Essex",
        phone="01632 960 199",
        hours="Monday to Friday, 9am to 6pm. Saturday, 10am to 1pm.",
        email="hello@alongside.example",
        nation="england",
        privacy_notice=notice,
    )
    stage.staff = _hire(stage, gwyneth)
    _make_spaces(stage, stage.staff[0])
    rows = stage.admin.execute("select id::text, name from portal.theme").fetchall()
    stage.themes = {row["name"]: row["id"] for row in rows}


def _hire(stage: Stage, gwyneth: Member) -> list[str]:
    """The members of staff join, and the administrator gives them their role."""
    staff = [member for member in stage.members if member.name in ("Tamsin", "Ruth")]
    for name in ("Dev", "Marianne"):
        extra = Member(str(stage.new_id()), name, "worker", None, "Basildon", FIRST_DAY, 0.0)
        stage.members.append(extra)
        staff.append(extra)
    for member in staff:
        join(stage, member)
        stage.call(
            gwyneth.person_id, "grant_role", "granted", person_id=member.person_id, role="staff"
        )
    return [member.person_id for member in staff]


def _make_spaces(stage: Stage, coordinator: str) -> None:
    for place, space in enumerate(SPACES, start=1):
        saved = stage.call(
            coordinator,
            "save_space",
            "saved",
            name=space.name,
            kind=space.kind,
            address=space.address,
            about=space.about,
        )
        stage.spaces[space.name] = saved["space_id"]
        stage.admin.execute(
            "update portal.space set position = %s where id = %s", (place, saved["space_id"])
        )
        for name, about, who_for in space.programmes:
            stage.call(
                coordinator,
                "save_programme",
                "saved",
                space_id=saved["space_id"],
                name=name,
                about=about,
                who_for=who_for,
            )
    for member in stage.members:
        stage.admin.execute(
            "update portal.person set space_id = %s where id = %s and space_id is null",
            (stage.spaces[member.space], member.person_id),
        )


def join(stage: Stage, member: Member) -> None:
    """Somebody signs up: their profile, how to reach them, and what they say yes to."""
    wordings = stage.admin.execute(
        "select purpose, max(version) as version from portal.consent_wording group by purpose"
    ).fetchall()
    likely = {
        "matching": 0.6,
        "share_with_mentor": 0.55,
        "contact_email": 0.5,
        "contact_text": 0.4,
        "contact_phone": 0.3,
        "check_in_questions": 0.35,
        "photo": 0.08,
    }
    named = {persona.name for persona in PERSONAS}
    consents = [
        {"purpose": w["purpose"], "version": w["version"]}
        for w in sorted(wordings, key=lambda w: str(w["purpose"]))
        if stage.chance.random() < likely.get(w["purpose"], 0)
        or (member.name in named and w["purpose"] in ("matching", "share_with_mentor"))
    ]
    stage.call(
        member.person_id,
        "sign_up",
        "welcome",
        display_name=member.name,
        connection=member.connection,
        relation=member.relation,
        adult=True,
        space_id=stage.spaces.get(member.space),
        name_is_fine=True,
        contact_channel=stage.chance.choice(["portal", "portal", "email", "text"]),
        phone=f"07700 900{stage.chance.randrange(1000):03}",
        email=f"{member.name.lower().replace(' ', '.')}@home.example",
        safe_times=stage.chance.choice(CONTACT_TIMES),
        message_ok=stage.chance.random() < 0.5,
        consents=consents,
    )


def arrivals(stage: Stage, day: int) -> None:
    """Everybody who signs up on that day; personas also get the roles that they hold."""
    gwyneth = next(member.person_id for member in stage.members if member.name == "Gwyneth")
    extra_roles = {
        p.name: [r for r in p.roles if r not in ("staff", "administrator", "mentor")]
        for p in PERSONAS
    }
    for member in stage.members:
        if member.joined != day or member.name in ("Gwyneth", "Tamsin", "Ruth", "Dev", "Marianne"):
            continue
        join(stage, member)
        for role in extra_roles.get(member.name, []):
            stage.call(gwyneth, "grant_role", "granted", person_id=member.person_id, role=role)
