-- Calendars: a person's bookings for the calendar on their phone. One booking as a file, or all of them at a
-- secret address that the phone asks by itself, without anybody signing in.
--
-- Phones are shared and lie on tables: an event says "Appointment" and nothing else, until its person
-- chooses otherwise.

do $$
begin
  if not exists (select from pg_catalog.pg_roles r where r.rolname = 'calendar_keeper') then
    create role calendar_keeper nologin noinherit;
  end if;
end $$;
grant calendar_keeper to postgres;
grant usage on schema portal, private to calendar_keeper;
grant create on schema private to calendar_keeper;

-- tables

create table portal.calendar_choice (
  person_id uuid primary key references portal.person on delete cascade,
  full_titles boolean not null default false,
  with_links boolean not null default false,
  times integer not null default 1,
  changed_at timestamptz not null default now()
);
comment on table portal.calendar_choice is 'What a person lets their calendar say. No row: nothing but the time.';
comment on column portal.calendar_choice.full_titles is 'True: the workshop''s name and place. False: "Appointment".';
comment on column portal.calendar_choice.with_links is 'True: the address of the online room, for what they joined online.';
comment on column portal.calendar_choice.times is 'How often it was chosen; it counts as a change of every event.';

create table portal.calendar_feed (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null unique references portal.person on delete cascade,
  secret_hash bytea not null unique,
  made_at timestamptz not null default now(),
  used_at timestamptz
);
comment on table portal.calendar_feed is 'The secret address of a calendar: only the hash of the secret is kept. No row: there is none.';
comment on column portal.calendar_feed.used_at is 'The last day on which a calendar asked. Nothing is kept about which.';

create table portal.workshop_revision (
  workshop_id uuid primary key references portal.workshop,
  times integer not null default 1,
  changed_at timestamptz not null default now()
);
comment on table portal.workshop_revision is 'How often what a calendar shows of a workshop was changed since it was published.';

alter table portal.calendar_choice enable row level security;
alter table portal.calendar_feed enable row level security;
alter table portal.workshop_revision enable row level security;

-- policies: the person's own

grant select on portal.calendar_choice to authenticated, portal_keeper;
create policy "A person reads what their own calendar may say" on portal.calendar_choice
  for select to authenticated using (person_id = (select private.me()));
create policy "The portal keeper reads the choice of the person asking" on portal.calendar_choice
  for select to portal_keeper using (person_id = (select private.me()));
grant insert (person_id, full_titles, with_links), update (full_titles, with_links, times, changed_at)
  on portal.calendar_choice to portal_keeper;
create policy "The portal keeper takes the choice of the person asking" on portal.calendar_choice
  for insert to portal_keeper with check (person_id = (select private.me()));
create policy "The portal keeper changes the choice of the person asking" on portal.calendar_choice
  for update to portal_keeper using (person_id = (select private.me())) with check (person_id = (select private.me()));

grant select (id, person_id, made_at, used_at) on portal.calendar_feed to authenticated, portal_keeper;
create policy "A person sees that they have an address, and its last use" on portal.calendar_feed
  for select to authenticated using (person_id = (select private.me()));
create policy "The portal keeper sees the address of the person asking" on portal.calendar_feed
  for select to portal_keeper using (person_id = (select private.me()));
grant insert (person_id, secret_hash), delete on portal.calendar_feed to portal_keeper;
create policy "The portal keeper makes an address for the person asking" on portal.calendar_feed
  for insert to portal_keeper with check (person_id = (select private.me()));
create policy "The portal keeper removes the address of the person asking" on portal.calendar_feed
  for delete to portal_keeper using (person_id = (select private.me()));

-- policies: who holds a secret address is not signed in, so this keeper cannot ask who they are. It reads the
-- bookings of those who made themselves an address, and of nobody else.

grant select, update (used_at) on portal.calendar_feed to calendar_keeper;
create policy "The calendar keeper finds an address by its hash" on portal.calendar_feed
  for select to calendar_keeper using (true);
create policy "The calendar keeper notes that an address was used" on portal.calendar_feed
  for update to calendar_keeper using (true) with check (used_at is not null);
grant select on portal.calendar_choice to calendar_keeper;
create policy "The calendar keeper reads what those calendars may say" on portal.calendar_choice
  for select to calendar_keeper using (exists (
    select from portal.calendar_feed f where f.person_id = calendar_choice.person_id));
grant select (id, state) on portal.person to calendar_keeper;
create policy "The calendar keeper sees whether they may use the portal" on portal.person
  for select to calendar_keeper using (exists (
    select from portal.calendar_feed f where f.person_id = person.id));
grant select (id, workshop_id, person_id, mode, state, takes_place, expires_at) on portal.booking to calendar_keeper;
create policy "The calendar keeper reads bookings of who has an address" on portal.booking
  for select to calendar_keeper using (exists (
    select from portal.calendar_feed f where f.person_id = booking.person_id));
grant select (id, booking_id, state, at) on portal.booking_history to calendar_keeper;
create policy "The calendar keeper reads how those bookings went" on portal.booking_history
  for select to calendar_keeper using (exists (select from portal.booking b where b.id = booking_id));
grant select (id, title, space_id, meeting_point, starts_at, ends_at, published_at) on portal.workshop to calendar_keeper;
create policy "The calendar keeper reads when workshops are" on portal.workshop
  for select to calendar_keeper using (published_at is not null);
grant select (id, name, address) on portal.space to calendar_keeper;
create policy "The calendar keeper reads where workshops are" on portal.space
  for select to calendar_keeper using (true);
grant select on portal.workshop_link to calendar_keeper;
create policy "The calendar keeper reads links for who is booked online" on portal.workshop_link
  for select to calendar_keeper using (exists (
    select from portal.booking b join portal.calendar_choice c on c.person_id = b.person_id
    where b.workshop_id = workshop_link.workshop_id and b.mode = 'online' and b.takes_place and c.with_links));

grant select on portal.workshop_revision to authenticated, calendar_keeper;
create policy "Anybody signed in sees how often a workshop was changed" on portal.workshop_revision
  for select to authenticated using ((select private.me()) is not null);
create policy "The calendar keeper reads how often a workshop was changed" on portal.workshop_revision
  for select to calendar_keeper using (true);
grant insert (workshop_id), update (times, changed_at) on portal.workshop_revision to calendar_keeper;
create policy "The calendar keeper counts the first change of what is public" on portal.workshop_revision
  for insert to calendar_keeper with check (exists (select from portal.workshop w where w.id = workshop_id));
create policy "The calendar keeper counts a change of a workshop" on portal.workshop_revision
  for update to calendar_keeper using (true) with check (times > 1);

-- private: counting changes, so that a calendar knows which of two versions is the newer

create function private.count_revision() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed jsonb := to_jsonb(case tg_op when 'DELETE' then old else new end);
  event uuid := coalesce(changed ->> 'workshop_id', changed ->> 'id')::uuid;
begin
  if exists (select from portal.workshop w where w.id = event and w.published_at is not null) then
    insert into portal.workshop_revision as r (workshop_id) values (event)
    on conflict (workshop_id) do update set times = r.times + 1, changed_at = now();
  end if;
  return null;
end $$;
alter function private.count_revision() owner to calendar_keeper;
create trigger a_calendar_sees_it after update on portal.workshop for each row
  when ((new.title, new.starts_at, new.ends_at, new.space_id, new.meeting_point)
    is distinct from (old.title, old.starts_at, old.ends_at, old.space_id, old.meeting_point))
  execute function private.count_revision();
create trigger a_calendar_sees_a_link after insert or delete on portal.workshop_link
  for each row execute function private.count_revision();
create trigger a_calendar_sees_another_link after update on portal.workshop_link
  for each row when (new.online_link is distinct from old.online_link) execute function private.count_revision();

-- private: what a calendar is told

-- The events of one person, as the person chose. It runs with the rights of who calls it: the person
-- themselves, or the keeper that reads for a secret address.
-- A place, or one that is kept for them, is an event; so is one that was theirs and is not any more.
create function private.calendar_events(person uuid, booking_id uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  with mine as (
    select b.id, b.workshop_id, b.mode, b.takes_place, count(h.id) as steps, max(h.at) as at,
      bool_or(h.state in ('booked', 'offered')) as was_there, case
        when b.state in ('booked', 'attended', 'missed') then 'booked'
        when b.state = 'offered' and b.expires_at > now() then 'offered'
        else 'cancelled' end as state
    from portal.booking b join portal.booking_history h on h.booking_id = b.id
    where b.person_id = calendar_events.person
      and (calendar_events.booking_id is null or b.id = calendar_events.booking_id)
    group by b.id, b.workshop_id, b.mode, b.takes_place, b.state, b.expires_at
  )
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'id', m.id, 'starts_at', w.starts_at, 'ends_at', w.ends_at,
    'state', m.state,
    'sequence', m.steps - 1 + coalesce(r.times, 0) + coalesce(c.times, 0),
    'changed_at', greatest(m.at, r.changed_at, c.changed_at),
    'title', case when c.full_titles then w.title end,
    'place', case when c.full_titles then case m.mode when 'online' then 'Online'
      else concat_ws(', ', s.name, nullif(w.meeting_point, ''), nullif(s.address, '')) end end,
    'online_link', case when c.with_links and m.mode = 'online' and m.takes_place and m.state <> 'cancelled'
      then l.online_link end))
    order by w.starts_at, m.id), '[]')
  from mine m
  join portal.workshop w on w.id = m.workshop_id and w.ends_at > now() - interval '90 days'
  join portal.space s on s.id = w.space_id
  left join portal.calendar_choice c on c.person_id = calendar_events.person
  left join portal.workshop_revision r on r.workshop_id = m.workshop_id
  left join portal.workshop_link l on l.workshop_id = m.workshop_id
  where m.state <> 'cancelled' or m.was_there
$$;
grant execute on function private.calendar_events(uuid, uuid) to authenticated, calendar_keeper;

grant execute on function private.hashed(text) to portal_keeper, calendar_keeper;

-- What a calendar gets that knows a secret address. An address that was revoked, that never was, or whose
-- person is suspended or gone: each answers the same.
create function private.calendar_feed(secret text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  feed portal.calendar_feed;
begin
  -- what is compared is the hash of what was sent, so that the time it takes tells nothing about the secret
  select f.* into feed from portal.calendar_feed f
  where f.secret_hash = private.hashed(calendar_feed.secret)
    and exists (select from portal.person p where p.id = f.person_id and p.state = 'active');
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if feed.used_at is null or feed.used_at < now() - interval '20 hours' then
    update portal.calendar_feed f set used_at = now() where f.id = feed.id;
  end if;
  return jsonb_build_object('outcome', 'found', 'events', private.calendar_events(feed.person_id));
end $$;
alter function private.calendar_feed(text) owner to calendar_keeper;
grant execute on function private.calendar_feed(text) to anon, authenticated;

-- private: what a person decides

-- A new address; one from before stops working at once. The secret is told this once, and kept nowhere.
create function private.make_calendar_feed() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  secret text := encode(pg_catalog.sha256(
    pg_catalog.uuid_send(gen_random_uuid()) || pg_catalog.uuid_send(gen_random_uuid())), 'hex');
begin
  delete from portal.calendar_feed f where f.person_id = asker;
  insert into portal.calendar_feed (person_id, secret_hash) values (asker, private.hashed(secret))
  on conflict (person_id) do nothing;
  if not found then
    return jsonb_build_object('outcome', 'busy');
  end if;
  perform private.record('make_calendar_feed', 'calendar_feed', asker, array['secret_hash'], asker);
  return jsonb_build_object('outcome', 'made', 'secret', secret);
end $$;
alter function private.make_calendar_feed() owner to portal_keeper;
grant execute on function private.make_calendar_feed() to authenticated;

create function private.revoke_calendar_feed() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  delete from portal.calendar_feed f where f.person_id = asker;
  if not found then
    return jsonb_build_object('outcome', 'no_feed');
  end if;
  perform private.record('revoke_calendar_feed', 'calendar_feed', asker, array['secret_hash'], asker);
  return jsonb_build_object('outcome', 'revoked');
end $$;
alter function private.revoke_calendar_feed() owner to portal_keeper;
grant execute on function private.revoke_calendar_feed() to authenticated;

create function private.choose_calendar(full_titles boolean, with_links boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  if choose_calendar.full_titles is null then
    return private.invalid('full_titles', 'missing');
  elsif choose_calendar.with_links is null then
    return private.invalid('with_links', 'missing');
  end if;
  insert into portal.calendar_choice as c (person_id, full_titles, with_links)
  values (asker, choose_calendar.full_titles, choose_calendar.with_links)
  on conflict (person_id) do update
  set full_titles = excluded.full_titles, with_links = excluded.with_links, times = c.times + 1, changed_at = now();
  perform private.record('choose_calendar', 'calendar_choice', asker, array['full_titles', 'with_links'], asker);
  return jsonb_build_object('outcome', 'chosen');
end $$;
alter function private.choose_calendar(boolean, boolean) owner to portal_keeper;
grant execute on function private.choose_calendar(boolean, boolean) to authenticated;

-- api

-- For whoever knows the secret address. Signed in or not makes no difference.
create function api.calendar_feed(secret text) returns jsonb
language sql volatile set search_path = '' as $$ select private.calendar_feed(secret) $$;
grant execute on function api.calendar_feed(text) to anon, authenticated;

-- One of the asker's own bookings, for a file.
create function api.booking_event(booking_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  event jsonb := private.calendar_events(private.require_person(), booking_event.booking_id) -> 0;
begin
  return case when event is null or booking_event.booking_id is null then jsonb_build_object('outcome', 'not_found')
    else jsonb_build_object('outcome', 'found', 'event', event) end;
end $$;
grant execute on function api.booking_event(uuid) to authenticated;

-- What the asker's calendar may say, and whether it has an address.
create function api.my_calendar() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return jsonb_build_object('full_titles', false, 'with_links', false, 'made_at', null, 'used_at', null)
    || coalesce((select jsonb_build_object('full_titles', c.full_titles, 'with_links', c.with_links)
      from portal.calendar_choice c where c.person_id = asker), '{}')
    || coalesce((select jsonb_build_object('made_at', f.made_at, 'used_at', f.used_at)
      from portal.calendar_feed f where f.person_id = asker), '{}');
end $$;
grant execute on function api.my_calendar() to authenticated;

create function api.make_calendar_feed() returns jsonb
language sql volatile set search_path = '' as $$ select private.make_calendar_feed() $$;
grant execute on function api.make_calendar_feed() to authenticated;

create function api.revoke_calendar_feed() returns jsonb
language sql volatile set search_path = '' as $$ select private.revoke_calendar_feed() $$;
grant execute on function api.revoke_calendar_feed() to authenticated;

create function api.choose_calendar(full_titles boolean, with_links boolean) returns jsonb
language sql volatile set search_path = '' as $$ select private.choose_calendar(full_titles, with_links) $$;
grant execute on function api.choose_calendar(boolean, boolean) to authenticated;
