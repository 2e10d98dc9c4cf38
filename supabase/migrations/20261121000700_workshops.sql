-- Workshops: where people with lived experience and staff shape services together, and meet.

-- tables

create table portal.workshop (
  id uuid primary key default gen_random_uuid(),
  title text not null check (length(btrim(title)) between 1 and 100),
  kind text not null check (kind in (
    'design_workshop', 'walk_and_talk', 'yoga', 'poetry', 'family_support_group',
    'creative', 'training', 'meeting')),
  space_id uuid not null references portal.space,
  programme_id uuid references portal.programme,
  meeting_point text not null default '' check (length(meeting_point) <= 120),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  rung smallint not null check (rung between 1 and 7),
  contribution_type text check (contribution_type in (
    'peer_mentor_or_facilitator', 'design_workshop', 'feedback', 'story', 'policy_and_advocacy')),
  in_person_capacity integer check (in_person_capacity between 1 and 500),
  online_capacity integer check (online_capacity between 1 and 500),
  who_can_come text not null default 'everyone' check (who_can_come in ('everyone', 'recovery', 'family')),
  what_to_expect text not null default '' check (length(what_to_expect) <= 1000),
  who_will_be_there text not null default '' check (length(who_will_be_there) <= 500),
  access_facts text not null default '' check (length(access_facts) <= 500),
  transport_help boolean not null default false,
  childcare boolean not null default false,
  language text not null default 'English' check (length(btrim(language)) between 1 and 40),
  state text not null default 'draft' check (state in ('draft', 'published', 'cancelled', 'held', 'closed')),
  made_by uuid references portal.person on delete set null,
  made_at timestamptz not null default now(),
  edited_at timestamptz not null default clock_timestamp(),
  edited_by uuid references portal.person on delete set null,
  published_at timestamptz,
  cancel_reason text check (length(btrim(cancel_reason)) between 1 and 300),
  check (ends_at > starts_at and ends_at <= starts_at + interval '24 hours'),
  check (in_person_capacity is not null or online_capacity is not null),
  check (state not in ('published', 'held', 'closed') or published_at is not null),
  check ((state = 'cancelled') = (cancel_reason is not null))
);
comment on table portal.workshop is 'One event on one day. Whether it is coming, now or past follows from its times.';
comment on column portal.workshop.rung is 'How much say people have, on the ladder of co-production: 1 coercion, 2 educating, 3 informing, 4 consultation, 5 engagement, 6 co-design, 7 co-production.';
comment on column portal.workshop.contribution_type is 'Which of the five ways of contributing coming here is; null where it is none of them, such as yoga.';
comment on column portal.workshop.in_person_capacity is 'Places in the room; null when one cannot come in person.';
comment on column portal.workshop.online_capacity is 'Places online; null when one cannot join online.';
comment on column portal.workshop.edited_at is 'When what it says was last saved: who began before that is told, and nothing is lost.';
comment on column portal.workshop.published_at is 'When everybody could first see it; null until then.';
comment on column portal.workshop.cancel_reason is 'Why it is not happening, in words that everybody may read.';
create index on portal.workshop (starts_at, id) where state = 'published';
create index on portal.workshop (starts_at);
create index on portal.workshop (space_id, starts_at);
create index on portal.workshop (programme_id);
create index on portal.workshop (made_by);
create index on portal.workshop (edited_by);

create table portal.workshop_link (
  workshop_id uuid primary key references portal.workshop,
  online_link text not null check (online_link ~ '^https://[^[:space:]]+$' and length(online_link) <= 500)
);
comment on table portal.workshop_link is 'The address of the online room, apart from the workshop: only those booked online read it.';

alter table portal.workshop enable row level security;
alter table portal.workshop_link enable row level security;

-- policies (who reads the link is said beside the bookings)

grant select (
  id, title, kind, space_id, programme_id, meeting_point, starts_at, ends_at, rung, contribution_type,
  in_person_capacity, online_capacity, who_can_come, what_to_expect, who_will_be_there, access_facts,
  transport_help, childcare, language, state, published_at, cancel_reason
) on portal.workshop to anon, authenticated;
grant select (edited_at) on portal.workshop to authenticated;
create policy "A visitor sees what was published" on portal.workshop
  for select to anon using (published_at is not null);
create policy "A person sees what was published, staff see drafts too" on portal.workshop
  for select to authenticated using (published_at is not null or (select private.has_role('staff')));

grant select, insert on portal.workshop to portal_keeper;
grant update (
  title, kind, space_id, programme_id, meeting_point, starts_at, ends_at, rung, contribution_type,
  in_person_capacity, online_capacity, who_can_come, what_to_expect, who_will_be_there, access_facts,
  transport_help, childcare, language, state, published_at, cancel_reason, edited_at, edited_by
) on portal.workshop to portal_keeper;
create policy "The portal keeper reads every workshop" on portal.workshop
  for select to portal_keeper using (true);
create policy "The portal keeper adds a workshop for staff" on portal.workshop
  for insert to portal_keeper with check (
    (select private.has_role('staff')) and made_by = (select private.me()) and state = 'draft');
create policy "The portal keeper locks what is published, changes it for staff" on portal.workshop
  for update to portal_keeper using (state in ('published', 'held') or (select private.has_role('staff')))
  with check ((select private.has_role('staff')));

grant select, insert, delete, update (online_link) on portal.workshop_link to portal_keeper;
create policy "The portal keeper reads a link for staff" on portal.workshop_link
  for select to portal_keeper using ((select private.has_role('staff')));
create policy "The portal keeper adds a link for staff" on portal.workshop_link
  for insert to portal_keeper with check ((select private.has_role('staff')));
create policy "The portal keeper changes a link for staff" on portal.workshop_link
  for update to portal_keeper using ((select private.has_role('staff'))) with check ((select private.has_role('staff')));
create policy "The portal keeper removes a link for staff" on portal.workshop_link
  for delete to portal_keeper using ((select private.has_role('staff')));

grant select (
  id, kind, space_id, programme_id, starts_at, ends_at, rung, contribution_type,
  in_person_capacity, online_capacity, who_can_come, state, published_at
) on portal.workshop to figures_keeper;
create policy "The figures keeper counts every workshop" on portal.workshop
  for select to figures_keeper using (true);

create view portal.workshop_card with (security_invoker = true) as
select w.id, w.title, w.kind, w.space_id, s.name as space, s.kind as space_kind, s.address, w.programme_id,
  g.name as programme, w.meeting_point, w.starts_at, w.ends_at, w.rung, w.contribution_type,
  w.in_person_capacity, w.online_capacity, w.who_can_come, w.what_to_expect, w.who_will_be_there,
  w.access_facts, w.transport_help, w.childcare, w.language, w.state, w.published_at, w.cancel_reason
from portal.workshop w
join portal.space s on s.id = w.space_id
left join portal.programme g on g.id = w.programme_id;
comment on view portal.workshop_card is 'What a reader may know of a workshop, with the names of its space and programme.';
grant select on portal.workshop_card to anon, authenticated;

-- private

-- The first thing wrong with a workshop as staff filled it in, or null.
create function private.workshop_problem(draft portal.workshop, online_link text) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(f.field, f.problem) from (values
    (1, 'title', private.text_problem(draft.title, 100)),
    (2, 'kind', case when draft.kind in ('design_workshop', 'walk_and_talk', 'yoga', 'poetry',
      'family_support_group', 'creative', 'training', 'meeting') then null else 'not_known' end),
    (3, 'space_id', case when not exists (select from portal.space s where s.id = draft.space_id)
      then 'not_known' end),
    (4, 'programme_id', case when draft.programme_id is not null and not exists (
      select from portal.programme g where g.id = draft.programme_id and g.space_id = draft.space_id)
      then 'not_known' end),
    (5, 'meeting_point', private.text_problem(draft.meeting_point, 120, false)),
    (6, 'starts_at', case when draft.starts_at is null then 'missing'
      when draft.starts_at not between '2000-01-01' and now() + interval '3 years' then 'out_of_range' end),
    (7, 'ends_at', case when draft.ends_at is null then 'missing'
      when draft.ends_at <= draft.starts_at or draft.ends_at > draft.starts_at + interval '24 hours'
      then 'out_of_range' end),
    (8, 'in_person_capacity', case
      when draft.in_person_capacity is null and draft.online_capacity is null then 'missing'
      when draft.in_person_capacity not between 1 and 500 then 'out_of_range' end),
    (9, 'online_capacity', case when draft.online_capacity not between 1 and 500 then 'out_of_range' end),
    (10, 'online_link', case when btrim(workshop_problem.online_link) <> ''
      and (btrim(workshop_problem.online_link) !~ '^https://[^[:space:]]+$'
        or length(workshop_problem.online_link) > 500) then 'not_known' end),
    (11, 'rung', case when draft.rung between 1 and 7 then null else 'not_known' end),
    (12, 'contribution_type', case when draft.contribution_type not in ('peer_mentor_or_facilitator',
      'design_workshop', 'feedback', 'story', 'policy_and_advocacy') then 'not_known' end),
    (13, 'who_can_come', case when draft.who_can_come in ('everyone', 'recovery', 'family')
      then null else 'not_known' end),
    (14, 'what_to_expect', private.text_problem(draft.what_to_expect, 1000)),
    (15, 'who_will_be_there', private.text_problem(draft.who_will_be_there, 500, false)),
    (16, 'access_facts', private.text_problem(draft.access_facts, 500, false)),
    (17, 'language', private.text_problem(draft.language, 40))
  ) as f(position, field, problem) where f.problem is not null order by f.position limit 1
$$;
grant execute on function private.workshop_problem(portal.workshop, text) to portal_keeper;

create function private.save_workshop_link(workshop_id uuid, online_link text) returns void
language plpgsql set search_path = '' as $$
begin
  if coalesce(btrim(save_workshop_link.online_link), '') = '' then
    delete from portal.workshop_link l where l.workshop_id = save_workshop_link.workshop_id;
  else
    insert into portal.workshop_link (workshop_id, online_link)
    values (save_workshop_link.workshop_id, btrim(save_workshop_link.online_link))
    on conflict on constraint workshop_link_pkey do update set online_link = excluded.online_link;
  end if;
end $$;
grant execute on function private.save_workshop_link(uuid, text) to portal_keeper;

-- A new draft; null in `draft` means that staff left the field empty.
create function private.add_workshop(draft portal.workshop) returns uuid
language sql volatile set search_path = '' as $$
  insert into portal.workshop (title, kind, space_id, programme_id, meeting_point, starts_at, ends_at,
    rung, contribution_type, in_person_capacity, online_capacity, who_can_come, what_to_expect,
    who_will_be_there, access_facts, transport_help, childcare, language, made_by)
  values (btrim(draft.title), draft.kind, draft.space_id, draft.programme_id, draft.meeting_point,
    draft.starts_at, draft.ends_at, draft.rung, draft.contribution_type, draft.in_person_capacity,
    draft.online_capacity, draft.who_can_come, btrim(draft.what_to_expect), draft.who_will_be_there,
    draft.access_facts, draft.transport_help, draft.childcare, btrim(draft.language), private.me())
  returning id
$$;
grant execute on function private.add_workshop(portal.workshop) to portal_keeper;

create function private.change_workshop(draft portal.workshop) returns void
language plpgsql set search_path = '' as $$
begin
  update portal.workshop w
  set title = btrim(draft.title), kind = draft.kind, space_id = draft.space_id,
    programme_id = draft.programme_id, meeting_point = draft.meeting_point, starts_at = draft.starts_at,
    ends_at = draft.ends_at, rung = draft.rung, contribution_type = draft.contribution_type,
    in_person_capacity = draft.in_person_capacity, online_capacity = draft.online_capacity,
    who_can_come = draft.who_can_come, what_to_expect = btrim(draft.what_to_expect),
    who_will_be_there = draft.who_will_be_there, access_facts = draft.access_facts,
    transport_help = draft.transport_help, childcare = draft.childcare, language = btrim(draft.language),
    edited_at = clock_timestamp(), edited_by = private.me()
  where w.id = draft.id;
  if not found then
    raise exception 'the workshop was not changed';
  end if;
end $$;
grant execute on function private.change_workshop(portal.workshop) to portal_keeper;

create function private.publish_workshop(workshop_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
begin
  perform private.require_role('staff');
  select w.* into event from portal.workshop w where w.id = publish_workshop.workshop_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif event.state = 'published' then
    return jsonb_build_object('outcome', 'already_published');
  elsif event.state <> 'draft' then
    return jsonb_build_object('outcome', 'closed');
  elsif event.starts_at <= now() then
    return private.invalid('starts_at', 'in_the_past');
  end if;
  update portal.workshop w set state = 'published', published_at = now() where w.id = event.id;
  perform private.record('publish_workshop', 'workshop', event.id, array['state', 'published_at']);
  return jsonb_build_object('outcome', 'published', 'workshop_id', event.id);
end $$;
alter function private.publish_workshop(uuid) owner to portal_keeper;
grant execute on function private.publish_workshop(uuid) to authenticated;

-- api

create function api.publish_workshop(workshop_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.publish_workshop(workshop_id) $$;
grant execute on function api.publish_workshop(uuid) to authenticated;
