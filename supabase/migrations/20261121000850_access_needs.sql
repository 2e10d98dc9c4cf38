-- Access needs: what a person needs to take part. They say it once, with their details. At each booking it is
-- shown back to them. Whoever runs the workshop reads it only with the person's yes, which holds until it is
-- taken back. Afterwards: was what they needed there?

-- tables

create table portal.access_need (
  id uuid primary key default gen_random_uuid(),
  workshop_id uuid not null references portal.workshop,
  person_id uuid not null references portal.person on delete cascade,
  shared boolean not null default true,
  team_says text check (team_says in ('met', 'not_met')),
  team_word text not null default '' check (length(team_word) <= 500),
  team_by uuid references portal.person on delete set null,
  team_at timestamptz,
  person_says text check (person_says in ('met', 'not_met')),
  person_word text not null default '' check (length(person_word) <= 500),
  person_at timestamptz,
  outcome text generated always as (coalesce(person_says, team_says)) stored,
  looked_at timestamptz,
  looked_by uuid references portal.person on delete set null,
  unique (workshop_id, person_id),
  check ((team_says is null) = (team_at is null)),
  check ((person_says is null) = (person_at is null))
);
comment on table portal.access_need is 'What became of a person''s access needs at one workshop. What they need stands with their details, and only there.';
comment on column portal.access_need.shared is 'False: the person said no for this workshop. True means something only while they consent.';
comment on column portal.access_need.team_says is 'What those who ran the workshop say.';
comment on column portal.access_need.outcome is 'What the person says; where they said nothing, what the team says.';
comment on column portal.access_need.looked_at is 'When staff looked at a need that was not met; null: it waits for them.';
create index on portal.access_need (person_id);
create index on portal.access_need (team_by);
create index on portal.access_need (looked_by);
create index on portal.access_need (workshop_id) where outcome = 'not_met' and looked_at is null;

alter table portal.access_need enable row level security;

-- policies

grant select on portal.access_need to authenticated;
create policy "A person reads what became of their access needs" on portal.access_need
  for select to authenticated using (person_id = (select private.me()));
grant select, insert (workshop_id, person_id, shared, team_says, team_word, team_by, team_at, person_says, person_word,
    person_at),
  update (shared, team_says, team_word, team_by, team_at, person_says, person_word, person_at, looked_at, looked_by)
  on portal.access_need to portal_keeper;
create policy "The portal keeper reads what became of access needs" on portal.access_need
  for select to portal_keeper using (true);
create policy "The portal keeper notes the asker's access needs, or for who runs it" on portal.access_need
  for insert to portal_keeper with check (
    person_id = (select private.me()) or (select private.has_role('staff')) or private.facilitates(workshop_id));
create policy "The portal keeper changes the asker's access needs, or for who runs it" on portal.access_need
  for update to portal_keeper
  using (person_id = (select private.me()) or (select private.has_role('staff')) or private.facilitates(workshop_id))
  with check (
    person_id = (select private.me()) or (select private.has_role('staff')) or private.facilitates(workshop_id));

-- private

-- Whether those who run a workshop may read what a person needs: the person consents, has a place or a role
-- there, and did not say no for this one.
create function private.shares_needs(person uuid, workshop_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select private.consented(shares_needs.person, 'share_access_needs')
    and coalesce((select n.shared from portal.access_need n
      where n.person_id = shares_needs.person and n.workshop_id = shares_needs.workshop_id), true)
    and (exists (select from portal.booking b where b.person_id = shares_needs.person
        and b.workshop_id = shares_needs.workshop_id and b.state in ('booked', 'attended'))
      or exists (select from portal.workshop_role r where r.person_id = shares_needs.person
        and r.workshop_id = shares_needs.workshop_id and r.state = 'accepted'))
$$;
grant execute on function private.shares_needs(uuid, uuid) to portal_keeper;

-- The workshops for which the asker may read what people need, because they facilitate them: until a week after.
create function private.facilitating() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(r.workshop_id), '{}')
  from portal.workshop_role r join portal.workshop w on w.id = r.workshop_id
  where r.person_id = (select private.me()) and r.role = 'facilitator' and r.state = 'accepted'
    and w.state <> 'cancelled' and w.ends_at > now() - interval '7 days'
$$;
alter function private.facilitating() owner to portal_keeper;
grant execute on function private.facilitating() to portal_keeper;

-- Whether somebody shares what they need at one of these workshops.
create function private.shares_needs_at(person uuid, workshop_ids uuid[]) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from unnest(workshop_ids) as w(id) where private.shares_needs(person, w.id))
$$;
grant execute on function private.shares_needs_at(uuid, uuid[]) to portal_keeper;

alter policy "The portal keeper reads the asker's details, or any for staff" on portal.person_detail using (
  person_id = (select private.me()) or (select private.has_role('staff'))
  or (select cardinality(private.facilitating()) > 0)
    and private.shares_needs_at(person_id, (select private.facilitating())));
alter policy "The portal keeper reads the asker's details, or any for staff" on portal.person_detail
  rename to "The portal keeper reads the asker's details, or for who runs it";

-- What people who share it need at a workshop, for staff and for who facilitates it (up to a week after). Each
-- look is written down. What the person said afterwards is for staff.
create function private.access_needs_at(workshop_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  is_staff boolean := private.has_role('staff');
  event portal.workshop;
  theirs record;
  found jsonb := '[]'::jsonb;
begin
  perform private.require_person();
  select w.* into event from portal.workshop w where w.id = access_needs_at.workshop_id;
  if not is_staff and event.id <> all (private.facilitating()) is not false then
    raise exception 'not_allowed' using errcode = '42501';
  end if;
  for theirs in
    select p.id, p.display_name, d.access_needs, n.team_says, n.team_word, n.person_says, n.person_word
    from portal.person p
    join portal.person_detail d on d.person_id = p.id
    left join portal.access_need n on n.person_id = p.id and n.workshop_id = event.id
    where p.state = 'active' and btrim(d.access_needs) <> ''
      and p.id in (select b.person_id from portal.booking b where b.workshop_id = event.id
        union select r.person_id from portal.workshop_role r where r.workshop_id = event.id)
      and private.shares_needs(p.id, event.id)
    order by lower(p.display_name), p.id
  loop
    perform private.record_look('access_needs', 'person_detail', theirs.id, array['access_needs'], theirs.id);
    found := found || jsonb_build_object('person_id', theirs.id, 'display_name', theirs.display_name,
      'needs', theirs.access_needs, 'team_says', theirs.team_says, 'team_word', coalesce(theirs.team_word, ''),
      'person_says', case when is_staff then theirs.person_says end,
      'person_word', case when is_staff then coalesce(theirs.person_word, '') else '' end);
  end loop;
  return found;
end $$;
alter function private.access_needs_at(uuid) owner to portal_keeper;
grant execute on function private.access_needs_at(uuid) to authenticated;

-- Whether a workshop is so far that one can say whether what people needed was there.
create function private.needs_can_be_marked(event portal.workshop) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(event.state in ('published', 'held', 'closed')
    and event.starts_at <= now() + interval '2 hours', false)
$$;
grant execute on function private.needs_can_be_marked(portal.workshop) to portal_keeper;

-- Staff, or who facilitates, say whether what somebody needed was there. Only of those who share it.
create function private.mark_access_need(workshop_id uuid, person_id uuid, says text, word text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  event portal.workshop;
  problem text := private.text_problem(mark_access_need.word, 500, false);
  marked uuid;
begin
  select w.* into event from portal.workshop w where w.id = mark_access_need.workshop_id;
  if not private.has_role('staff') and event.id <> all (private.facilitating()) is not false then
    raise exception 'not_allowed' using errcode = '42501';
  elsif mark_access_need.says is null or mark_access_need.says not in ('met', 'not_met') then
    return private.invalid('says', 'not_known');
  elsif problem is not null then
    return private.invalid('word', problem);
  elsif not private.shares_needs(mark_access_need.person_id, event.id) then
    return jsonb_build_object('outcome', 'not_found');
  elsif not private.needs_can_be_marked(event) then
    return jsonb_build_object('outcome', 'too_early');
  end if;
  insert into portal.access_need as n (workshop_id, person_id, team_says, team_word, team_by, team_at)
  values (event.id, mark_access_need.person_id, mark_access_need.says, btrim(coalesce(mark_access_need.word, '')),
    asker, now())
  on conflict on constraint access_need_workshop_id_person_id_key do update
    set team_says = excluded.team_says, team_word = excluded.team_word, team_by = excluded.team_by,
      team_at = excluded.team_at
  returning n.id into marked;
  perform private.record('mark_access_need', 'access_need', marked, array['team_says', 'team_word'],
    mark_access_need.person_id);
  return jsonb_build_object('outcome', mark_access_need.says);
end $$;
alter function private.mark_access_need(uuid, uuid, text, text) owner to portal_keeper;
grant execute on function private.mark_access_need(uuid, uuid, text, text) to authenticated;

-- Whether the asker has, or had, a place or a role at a workshop.
create function private.takes_part(workshop_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from portal.booking b where b.workshop_id = takes_part.workshop_id
      and b.person_id = (select private.me()) and b.state in ('booked', 'offered', 'waiting', 'attended'))
    or exists (select from portal.workshop_role r where r.workshop_id = takes_part.workshop_id
      and r.person_id = (select private.me()) and r.state <> 'declined')
$$;
grant execute on function private.takes_part(uuid) to portal_keeper;

-- "Was what you needed there?" The person's own word goes before what the team says.
create function private.say_access_need(workshop_id uuid, says text, word text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  event portal.workshop;
  problem text := private.text_problem(say_access_need.word, 500, false);
  said uuid;
begin
  select w.* into event from portal.workshop w where w.id = say_access_need.workshop_id;
  if say_access_need.says is null or say_access_need.says not in ('met', 'not_met') then
    return private.invalid('says', 'not_known');
  elsif problem is not null then
    return private.invalid('word', problem);
  elsif not private.takes_part(event.id) then
    return jsonb_build_object('outcome', 'not_found');
  elsif not private.needs_can_be_marked(event) or event.starts_at > now() then
    return jsonb_build_object('outcome', 'too_early');
  end if;
  insert into portal.access_need as n (workshop_id, person_id, person_says, person_word, person_at)
  values (event.id, asker, say_access_need.says, btrim(coalesce(say_access_need.word, '')), now())
  on conflict on constraint access_need_workshop_id_person_id_key do update
    set person_says = excluded.person_says, person_word = excluded.person_word, person_at = excluded.person_at,
      looked_at = null, looked_by = null
  returning n.id into said;
  perform private.record('say_access_need', 'access_need', said, array['person_says', 'person_word'], asker);
  return jsonb_build_object('outcome', say_access_need.says);
end $$;
alter function private.say_access_need(uuid, text, text) owner to portal_keeper;
grant execute on function private.say_access_need(uuid, text, text) to authenticated;

-- "We will tell the facilitator: ... Is that right?" A yes is a consent in the words that were shown, which
-- holds for later workshops too; a no is for this workshop.
create function private.answer_access_needs(workshop_id uuid, shared boolean, version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  given jsonb;
  answered uuid;
begin
  if answer_access_needs.shared is null then
    return private.invalid('shared', 'missing');
  elsif not private.takes_part(answer_access_needs.workshop_id) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if answer_access_needs.shared and not private.consented(asker, 'share_access_needs') then
    given := private.give_consent('share_access_needs', answer_access_needs.version);
    if given ->> 'outcome' <> 'given' then
      return jsonb_build_object('outcome', given ->> 'outcome');
    end if;
  end if;
  insert into portal.access_need as n (workshop_id, person_id, shared)
  values (answer_access_needs.workshop_id, asker, answer_access_needs.shared)
  on conflict on constraint access_need_workshop_id_person_id_key do update set shared = excluded.shared
  returning n.id into answered;
  perform private.record('answer_access_needs', 'access_need', answered, array['shared'], asker);
  return jsonb_build_object('outcome', case when answer_access_needs.shared then 'shared' else 'not_shared' end);
end $$;
alter function private.answer_access_needs(uuid, boolean, integer) owner to portal_keeper;
grant execute on function private.answer_access_needs(uuid, boolean, integer) to authenticated;

-- For the person: what they told us, whether it goes to those who run this workshop, and what came of it.
create function private.my_access_need(workshop_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.me();
  event portal.workshop;
begin
  if asker is null or not private.takes_part(my_access_need.workshop_id) then
    return null;
  end if;
  select w.* into event from portal.workshop w where w.id = my_access_need.workshop_id;
  return (
    select jsonb_build_object('needs', coalesce(btrim(d.access_needs), ''),
      'agreed', private.consented(asker, 'share_access_needs'),
      'shared', coalesce(n.shared, true) and private.consented(asker, 'share_access_needs'),
      'answered', n.id is not null,
      'version', u.version, 'wording', u.wording, 'stops', u.stops,
      'can_say', event.starts_at <= now() and private.needs_can_be_marked(event),
      'says', n.person_says, 'word', coalesce(n.person_word, ''))
    from portal.person p
    left join portal.person_detail d on d.person_id = p.id
    left join portal.access_need n on n.person_id = p.id and n.workshop_id = event.id
    left join private.wordings_in_use() u on u.purpose = 'share_access_needs'
    where p.id = asker);
end $$;
alter function private.my_access_need(uuid) owner to portal_keeper;
grant execute on function private.my_access_need(uuid) to authenticated;

-- Needs that were not met, the oldest first, until staff have looked; and a year's figures, which analysts
-- see in steps of five and never small.
create function private.unmet_needs(page integer) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  is_staff boolean := private.has_role('staff');
  before bigint := 10 * (greatest(coalesce(unmet_needs.page, 1), 1)::bigint - 1);
  figures record;
  theirs record;
  found jsonb := '[]'::jsonb;
begin
  perform private.require_any_role('staff', 'analyst');
  select count(*) filter (where n.outcome = 'met') as met, count(*) filter (where n.outcome = 'not_met') as not_met,
    count(*) filter (where n.outcome = 'not_met' and n.looked_at is null) as waiting
  into figures
  from portal.access_need n join portal.workshop w on w.id = n.workshop_id
  where w.starts_at > now() - interval '1 year';
  if not is_staff then
    return jsonb_build_object('met', private.protect_count(figures.met::integer),
      'not_met', private.protect_count(figures.not_met::integer), 'waiting', null, 'rows', '[]'::jsonb, 'total', 0,
      'page_size', 10);
  end if;
  for theirs in
    select n.*, w.title, w.starts_at, w.ends_at, p.display_name, case when private.consented(p.id, 'share_access_needs')
        and n.shared then d.access_needs end as needs
    from portal.access_need n
    join portal.workshop w on w.id = n.workshop_id
    join portal.person p on p.id = n.person_id
    left join portal.person_detail d on d.person_id = p.id
    where n.outcome = 'not_met' and n.looked_at is null
    order by w.starts_at, n.id limit 10 offset before
  loop
    perform private.record_look('unmet_needs', 'access_need', theirs.id, array['person_word', 'team_word'],
      theirs.person_id);
    found := found || jsonb_build_object('id', theirs.id, 'workshop_id', theirs.workshop_id, 'title', theirs.title,
      'starts_at', theirs.starts_at, 'ends_at', theirs.ends_at, 'person_id', theirs.person_id,
      'display_name', theirs.display_name, 'needs', coalesce(theirs.needs, ''), 'person_word', theirs.person_word,
      'team_word', theirs.team_word, 'person_says', theirs.person_says, 'team_says', theirs.team_says);
  end loop;
  return jsonb_build_object('met', figures.met, 'not_met', figures.not_met, 'waiting', figures.waiting, 'rows', found,
    'total', (select count(*) from portal.access_need n where n.outcome = 'not_met' and n.looked_at is null),
    'page_size', 10);
end $$;
alter function private.unmet_needs(integer) owner to portal_keeper;
grant execute on function private.unmet_needs(integer) to authenticated;

create function private.look_at_unmet_need(need_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  whose uuid;
begin
  update portal.access_need n set looked_at = now(), looked_by = asker
  where n.id = look_at_unmet_need.need_id and n.outcome = 'not_met' and n.looked_at is null
  returning n.person_id into whose;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('look_at_unmet_need', 'access_need', need_id, array['looked_at'], whose);
  return jsonb_build_object('outcome', 'looked_at');
end $$;
alter function private.look_at_unmet_need(uuid) owner to portal_keeper;
grant execute on function private.look_at_unmet_need(uuid) to authenticated;

-- How many wait to be looked at, for Today.
create function private.unmet_needs_waiting() returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  return (select count(*) from portal.access_need n where n.outcome = 'not_met' and n.looked_at is null);
end $$;
alter function private.unmet_needs_waiting() owner to portal_keeper;
grant execute on function private.unmet_needs_waiting() to authenticated;

-- api

create function api.answer_access_needs(workshop_id uuid, shared boolean, version integer default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.answer_access_needs(workshop_id, shared, version) $$;
grant execute on function api.answer_access_needs(uuid, boolean, integer) to authenticated;

create function api.say_access_need(workshop_id uuid, says text, word text default '') returns jsonb
language sql volatile set search_path = '' as $$ select private.say_access_need(workshop_id, says, word) $$;
grant execute on function api.say_access_need(uuid, text, text) to authenticated;

create function api.mark_access_need(workshop_id uuid, person_id uuid, says text, word text default '') returns jsonb
language sql volatile set search_path = '' as $$ select private.mark_access_need(workshop_id, person_id, says, word) $$;
grant execute on function api.mark_access_need(uuid, uuid, text, text) to authenticated;

create function api.workshop_needs(workshop_id uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('needs', private.access_needs_at(workshop_id),
    'workshop', api.workshop(workshop_id) -> 'workshop')
$$;
grant execute on function api.workshop_needs(uuid) to authenticated;

create function api.unmet_needs(page integer default 1) returns jsonb
language sql volatile set search_path = '' as $$ select private.unmet_needs(page) $$;
grant execute on function api.unmet_needs(integer) to authenticated;

create function api.look_at_unmet_need(need_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.look_at_unmet_need(need_id) $$;
grant execute on function api.look_at_unmet_need(uuid) to authenticated;
