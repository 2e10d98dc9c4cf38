-- Notices: how a person is told that something waits for them. A notice says of which kind it is
-- and where to look, and never what happened: it may be read over somebody's shoulder.
-- What carries a notice further (an e-mail, say) hangs on the row of the notice itself.

create table portal.notice_kind (
  kind text primary key check (kind ~ '^[a-z][a-z_]{0,39}$'),
  about text not null check (length(about) between 1 and 200),
  topic text not null default 'account' check (topic in (
    'bookings', 'reminders', 'workshops', 'feedback', 'changes', 'mentoring', 'account', 'work'))
);
comment on table portal.notice_kind is 'What people are told of. Each part of the portal adds its kinds; the words for each stand with the screens.';
comment on column portal.notice_kind.about is 'When a person is told this, for whoever looks after the portal.';
comment on column portal.notice_kind.topic is 'What a person chooses by, when they say which of these also come by e-mail. work: for staff.';

create table portal.notice (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  kind text not null references portal.notice_kind,
  event text not null check (length(event) between 1 and 120),
  link text check (link ~ '^[a-z0-9-]{1,60}(\?[a-z_]{1,30}=[A-Za-z0-9_-]{1,60})?$'),
  workshop_id uuid references portal.workshop on delete cascade,
  made_at timestamptz not null default now(),
  read_at timestamptz,
  unique (person_id, event)
);
comment on table portal.notice is 'Neutral by rule: a kind and an address, no content. One for each person and event.';
comment on column portal.notice.event is 'What it tells of: two tries to tell a person of one event make one notice.';
comment on column portal.notice.workshop_id is 'Which workshop it is about, if any: only somebody who asked for it is told its name in an e-mail.';
comment on column portal.notice.link is 'The address of a page of the portal, without the first slash.';
create index on portal.notice (person_id, made_at desc);
create index on portal.notice (person_id) where read_at is null;
create index on portal.notice (kind);
create index on portal.notice (workshop_id);

insert into portal.notice_kind (kind, topic, about) values
  ('workshop_role_given', 'workshops', 'Staff ask the person to take a role in a workshop.'),
  ('workshop_role_taken_back', 'workshops', 'A role in a workshop is taken back.'),
  ('workshop_role_answered', 'work', 'Somebody answered whether they take a role in a workshop. For who asked.'),
  ('booking_made', 'bookings', 'The person has a place at a workshop.'),
  ('place_offered', 'bookings', 'A place came free, and it is kept for the person for a time.'),
  ('offer_lapsed', 'bookings', 'The person did not take up a place in time, and it went to the next.'),
  ('booking_cancelled_for_you', 'bookings', 'Staff cancelled a booking for the person.'),
  ('workshop_cancelled', 'workshops', 'A workshop that the person has a place at, or a turn in line for, is called off.'),
  ('workshop_changed', 'workshops', 'Such a workshop has another time, another place or another way of coming.'),
  ('feedback_on_agenda', 'feedback', 'A workshop is to talk about something that the person told us.'),
  ('workshop_written_up', 'workshops', 'The write-up of a workshop that the person came to is there.'),
  ('decision_yours', 'workshops', 'The person is to see to something that a workshop decided.'),
  ('feedback_answered', 'feedback', 'Staff answered something that the person told us.'),
  ('roles_changed', 'account', 'An administrator changed what the person may do here.');

insert into portal.notice_kind (kind, topic, about) values
  ('change_planned', 'changes', 'Something that the person was part of led to a plan.'),
  ('change_under_way', 'changes', 'A change that the person was part of is under way.'),
  ('change_made', 'changes', 'A change that the person was part of was made, and they are asked whether it is right.'),
  ('change_not_possible', 'changes', 'A change that the person was part of is not possible, and why.'),
  ('not_yet_answered', 'changes', 'Staff answered what the person said about a change that is not right yet.'),
  ('not_yet_came_back', 'work', 'Somebody says that a change which the person sees to is not right yet.');

alter table portal.notice_kind enable row level security;
alter table portal.notice enable row level security;

grant select on portal.notice_kind to authenticated;
create policy "Anybody signed in reads what people are told of" on portal.notice_kind
  for select to authenticated using (true);

grant select (id, person_id, kind, link, made_at, read_at) on portal.notice to authenticated;
create policy "A person reads their own notices" on portal.notice
  for select to authenticated using (person_id = (select private.me()));
grant select (person_id, read_at) on portal.notice to identity_keeper;
create policy "The identity keeper counts what a person has not read" on portal.notice
  for select to identity_keeper using (true);
grant select (id, person_id, read_at) on portal.notice to notice_keeper;
create policy "The notice keeper finds the notices of the person asking" on portal.notice
  for select to notice_keeper using (person_id = (select private.me()));
grant insert (person_id, kind, event, link, workshop_id) on portal.notice to notice_keeper;
create policy "The notice keeper tells anybody of an event" on portal.notice
  for insert to notice_keeper with check (true);
grant update (read_at) on portal.notice to notice_keeper;
create policy "The notice keeper marks what the person asking has read" on portal.notice
  for update to notice_keeper using (person_id = (select private.me()))
  with check (person_id = (select private.me()));

-- private

-- Tell a person that something of a kind waits for them, once for each event. Nobody is no error:
-- what is told may concern somebody who has no place here. Whether it is news: they were not told before.
create function private.notify(
  person uuid, kind text, event text, link text default null, workshop_id uuid default null
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if person is null then
    return false;
  end if;
  insert into portal.notice (person_id, kind, event, link, workshop_id)
  values (notify.person, notify.kind, notify.event, notify.link, notify.workshop_id) on conflict do nothing;
  return found;
end $$;
alter function private.notify(uuid, text, text, text, uuid) owner to notice_keeper;
grant execute on function private.notify(uuid, text, text, text, uuid) to
  identity_keeper, portal_keeper, mentoring_keeper, figures_keeper, safeguarding_keeper, privacy_keeper;

create function private.read_notice(notice_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  update portal.notice n set read_at = coalesce(n.read_at, now())
  where n.id = read_notice.notice_id and n.person_id = asker;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  return jsonb_build_object('outcome', 'read');
end $$;
alter function private.read_notice(uuid) owner to notice_keeper;
grant execute on function private.read_notice(uuid) to authenticated;

create function private.read_all_notices() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  many integer;
begin
  update portal.notice n set read_at = now() where n.person_id = asker and n.read_at is null;
  get diagnostics many = row_count;
  return jsonb_build_object('outcome', 'read', 'count', many);
end $$;
alter function private.read_all_notices() owner to notice_keeper;
grant execute on function private.read_all_notices() to authenticated;

-- api

-- What the person asking was told, the newest first.
create function api.my_notices(page integer default 1) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  asker uuid := private.require_person();
  before bigint := 10 * (greatest(coalesce(page, 1), 1)::bigint - 1);
begin
  return jsonb_build_object(
    'total', (select count(*) from portal.notice n where n.person_id = asker), 'page_size', 10,
    'unread', (select count(*) from portal.notice n where n.person_id = asker and n.read_at is null),
    'rows', (
      select coalesce(jsonb_agg(jsonb_build_object('notice_id', r.id, 'kind', r.kind, 'link', r.link,
        'made_at', r.made_at, 'read_at', r.read_at) order by r.made_at desc, r.id), '[]')
      from (select n.id, n.kind, n.link, n.made_at, n.read_at from portal.notice n where n.person_id = asker
        order by n.made_at desc, n.id limit 10 offset before) r));
end $$;
grant execute on function api.my_notices(integer) to authenticated;

create function api.read_notice(notice_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.read_notice(notice_id) $$;
grant execute on function api.read_notice(uuid) to authenticated;

create function api.read_all_notices() returns jsonb
language sql volatile set search_path = '' as $$ select private.read_all_notices() $$;
grant execute on function api.read_all_notices() to authenticated;
