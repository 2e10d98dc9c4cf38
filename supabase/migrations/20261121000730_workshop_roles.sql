-- Roles in a workshop that people with lived experience hold: who leads it, and not only who comes.
-- Staff ask a person, who is told and can say no. A role counts once the person said yes.

-- tables

create table portal.workshop_role (
  id uuid primary key default gen_random_uuid(),
  workshop_id uuid not null references portal.workshop,
  person_id uuid not null references portal.person on delete cascade,
  role text not null check (role in ('chair', 'agenda', 'facilitator', 'note_taker', 'vote')),
  state text not null default 'asked' check (state in ('asked', 'accepted', 'declined')),
  asked_by uuid references portal.person on delete set null,
  asked_at timestamptz not null default now(),
  answered_at timestamptz,
  answered_by uuid references portal.person on delete set null,
  unique (workshop_id, person_id, role),
  check ((state = 'asked') = (answered_at is null))
);
comment on table portal.workshop_role is 'Something that a person with lived experience does in a workshop, and whether they said yes to it.';
comment on column portal.workshop_role.role is 'chair: leads the meeting. agenda: decides what is talked about. facilitator: runs a part of it. note_taker: writes it down. vote: has a vote in what is decided.';
comment on column portal.workshop_role.answered_by is 'The person; or the member of staff to whom they said yes.';
create index on portal.workshop_role (person_id);
create index on portal.workshop_role (asked_by);
create index on portal.workshop_role (answered_by);

alter table portal.workshop_role enable row level security;

-- policies

grant select on portal.workshop_role to authenticated;
create policy "A person sees their own roles in workshops, staff see all" on portal.workshop_role
  for select to authenticated using (
    person_id = (select private.me()) or (select private.has_role('staff')));

grant select, insert (workshop_id, person_id, role, state, asked_by, answered_at, answered_by),
  update (state, asked_by, asked_at, answered_at, answered_by), delete on portal.workshop_role to portal_keeper;
create policy "The portal keeper reads every role in a workshop" on portal.workshop_role
  for select to portal_keeper using (true);
create policy "The portal keeper asks a person for staff" on portal.workshop_role
  for insert to portal_keeper with check (
    (select private.has_role('staff')) and asked_by = (select private.me()) and state in ('asked', 'accepted'));
create policy "The portal keeper writes down the asker's answer, or asks anew for staff" on portal.workshop_role
  for update to portal_keeper
  using (person_id = (select private.me()) or (select private.has_role('staff')))
  with check (
    (person_id = (select private.me()) and state <> 'asked' and answered_by = (select private.me()))
    or ((select private.has_role('staff')) and asked_by = (select private.me()) and state in ('asked', 'accepted')));
create policy "The portal keeper takes a role back for staff" on portal.workshop_role
  for delete to portal_keeper using ((select private.has_role('staff')));

grant select (id, workshop_id, person_id, role, state, answered_at) on portal.workshop_role to figures_keeper;
create policy "The figures keeper counts every role in a workshop" on portal.workshop_role
  for select to figures_keeper using (true);

-- private

-- Staff ask a person to take a role. `agreed`: they said yes already, on the phone say. The person is told
-- either way, and can still say no.
create function private.give_workshop_role(workshop_id uuid, person_id uuid, role text, agreed boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  theirs portal.person;
  given uuid;
  yes boolean := coalesce(give_workshop_role.agreed, false);
begin
  select w.* into event from portal.workshop w where w.id = give_workshop_role.workshop_id;
  select p.* into theirs from portal.person p where p.id = give_workshop_role.person_id and p.state = 'active';
  if give_workshop_role.role is null
    or give_workshop_role.role not in ('chair', 'agenda', 'facilitator', 'note_taker', 'vote') then
    return private.invalid('role', 'not_known');
  elsif event.id is null or theirs.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif event.state not in ('draft', 'published', 'held') then
    return jsonb_build_object('outcome', 'closed');
  elsif theirs.connection not in ('recovery', 'family') then
    return jsonb_build_object('outcome', 'not_lived_experience');
  end if;
  insert into portal.workshop_role as r (workshop_id, person_id, role, state, asked_by, answered_at, answered_by)
  values (event.id, theirs.id, give_workshop_role.role, case when yes then 'accepted' else 'asked' end, asker,
    case when yes then now() end, case when yes then asker end)
  on conflict on constraint workshop_role_workshop_id_person_id_role_key do update
    set state = excluded.state, asked_by = excluded.asked_by, asked_at = now(),
      answered_at = excluded.answered_at, answered_by = excluded.answered_by
    where r.state = 'declined' or (r.state = 'asked' and excluded.state = 'accepted')
  returning r.id into given;
  if given is null then
    return jsonb_build_object('outcome', 'has_it_already');
  end if;
  perform private.record('give_workshop_role', 'workshop_role', given, array['role', 'state'], theirs.id);
  perform private.notify(theirs.id, 'workshop_role_given',
    'workshop_role_given:' || given || ':' || extract(epoch from now()), 'workshop?id=' || event.id, event.id);
  return jsonb_build_object('outcome', case when yes then 'given' else 'asked' end, 'role_id', given);
end $$;
alter function private.give_workshop_role(uuid, uuid, text, boolean) owner to portal_keeper;
grant execute on function private.give_workshop_role(uuid, uuid, text, boolean) to authenticated;

-- One's own yes or no. A no counts at any time before the end; whoever asked is told.
create function private.answer_workshop_role(role_id uuid, yes boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  mine portal.workshop_role;
  event portal.workshop;
  said text := case answer_workshop_role.yes when true then 'accepted' when false then 'declined' end;
begin
  select r.* into mine from portal.workshop_role r
  where r.id = answer_workshop_role.role_id and r.person_id = asker for no key update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  select w.* into event from portal.workshop w where w.id = mine.workshop_id;
  if said is null then
    return private.invalid('yes', 'missing');
  elsif event.ends_at <= now() or event.state not in ('draft', 'published', 'held') then
    return jsonb_build_object('outcome', 'closed');
  elsif mine.state = said then
    return jsonb_build_object('outcome', said);
  end if;
  update portal.workshop_role r set state = said, answered_at = now(), answered_by = asker where r.id = mine.id;
  perform private.record('answer_workshop_role', 'workshop_role', mine.id, array['state'], asker);
  perform private.notify(mine.asked_by, 'workshop_role_answered',
    'workshop_role_answered:' || mine.id || ':' || said || ':' || extract(epoch from mine.asked_at),
    'workshop-roles?id=' || event.id, event.id);
  return jsonb_build_object('outcome', said);
end $$;
alter function private.answer_workshop_role(uuid, boolean) owner to portal_keeper;
grant execute on function private.answer_workshop_role(uuid, boolean) to authenticated;

create function private.take_workshop_role_back(role_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  theirs portal.workshop_role;
begin
  perform private.require_role('staff');
  select r.* into theirs from portal.workshop_role r where r.id = take_workshop_role_back.role_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif exists (
    select from portal.workshop w where w.id = theirs.workshop_id and w.state in ('closed', 'cancelled')) then
    return jsonb_build_object('outcome', 'closed');
  end if;
  delete from portal.workshop_role r where r.id = theirs.id;
  perform private.record('take_workshop_role_back', 'workshop_role', theirs.id, array['role'], theirs.person_id);
  perform private.notify(theirs.person_id, 'workshop_role_taken_back', 'workshop_role_taken_back:' || theirs.id,
    'workshop?id=' || theirs.workshop_id, theirs.workshop_id);
  return jsonb_build_object('outcome', 'taken_back', 'workshop_id', theirs.workshop_id);
end $$;
alter function private.take_workshop_role_back(uuid) owner to portal_keeper;
grant execute on function private.take_workshop_role_back(uuid) to authenticated;

-- Whether the asker runs a part of a workshop: said yes to facilitating it.
create function private.facilitates(workshop_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from portal.workshop_role r where r.workshop_id = facilitates.workshop_id
      and r.person_id = (select private.me()) and r.role = 'facilitator' and r.state = 'accepted')
$$;
alter function private.facilitates(uuid) owner to portal_keeper;
grant execute on function private.facilitates(uuid) to authenticated, portal_keeper;

-- What everybody may know: which roles are held by people with lived experience, and by how many. Their names
-- read whoever may see them in the list of who is coming.
create function private.led_by(workshop_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('role', l.role, 'people', l.people, 'names', l.names)
      order by l.place), '[]')
    from (
      select r.role, array_position(array['chair', 'agenda', 'facilitator', 'note_taker', 'vote'], r.role) as place,
        count(*) as people, coalesce(jsonb_agg(private.first_name(p.display_name) order by p.display_name)
          filter (where private.may_see_name(p.id, led_by.workshop_id)), '[]') as names
      from portal.workshop_role r join portal.person p on p.id = r.person_id
      where r.workshop_id = led_by.workshop_id and r.state = 'accepted' and p.state = 'active'
        and exists (select from portal.workshop w where w.id = r.workshop_id and w.published_at is not null)
      group by r.role
    ) l);
end $$;
alter function private.led_by(uuid) owner to portal_keeper;
grant execute on function private.led_by(uuid) to anon, authenticated;

-- The asker's own roles in a workshop, and what they may still answer.
create function private.my_workshop_roles(workshop_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'role', r.role, 'state', r.state)
    order by r.asked_at, r.role), '[]')
  from portal.workshop_role r
  where r.workshop_id = my_workshop_roles.workshop_id and r.person_id = (select private.me())
$$;
grant execute on function private.my_workshop_roles(uuid) to authenticated;

-- api

create function api.give_workshop_role(workshop_id uuid, person_id uuid, role text, agreed boolean default false)
returns jsonb
language sql volatile set search_path = '' as $$
  select private.give_workshop_role(workshop_id, person_id, role, agreed)
$$;
grant execute on function api.give_workshop_role(uuid, uuid, text, boolean) to authenticated;

create function api.answer_workshop_role(role_id uuid, yes boolean) returns jsonb
language sql volatile set search_path = '' as $$ select private.answer_workshop_role(role_id, yes) $$;
grant execute on function api.answer_workshop_role(uuid, boolean) to authenticated;

create function api.take_workshop_role_back(role_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.take_workshop_role_back(role_id) $$;
grant execute on function api.take_workshop_role_back(uuid) to authenticated;

-- Who holds which role, for staff, and people with lived experience to ask whose names hold `looking_for`.
create function api.workshop_roles(workshop_id uuid, looking_for text default '') returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  wanted text := nullif(btrim(workshop_roles.looking_for), '');
begin
  perform private.require_role('staff');
  return jsonb_build_object(
    'workshop', api.workshop(workshop_roles.workshop_id) -> 'workshop',
    'roles', (
      select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'role', r.role, 'state', r.state,
        'person_id', p.id, 'display_name', p.display_name, 'asked_at', r.asked_at)
        order by r.role, lower(p.display_name)), '[]')
      from portal.workshop_role r join portal.person p on p.id = r.person_id
      where r.workshop_id = workshop_roles.workshop_id),
    'found', (
      select coalesce(jsonb_agg(jsonb_build_object('person_id', f.id, 'display_name', f.display_name)
        order by lower(f.display_name)), '[]')
      from (
        select p.id, p.display_name from portal.person p
        where wanted is not null and p.state = 'active' and p.connection in ('recovery', 'family')
          and position(lower(wanted) in lower(p.display_name)) > 0
        order by lower(p.display_name) limit 8) f));
end $$;
grant execute on function api.workshop_roles(uuid, text) to authenticated;
