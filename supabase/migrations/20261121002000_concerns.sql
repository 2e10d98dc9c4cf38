-- "I am worried about someone": what people tell us in confidence, and what is done about it.
-- Only the safeguarding lead and the deputy read it, and never what is about themselves: that goes
-- to the alternate. Every reading is written down and shown. Nothing is changed or deleted, by anybody.

-- days on which nobody is at work

create table portal.bank_holiday (
  nation text not null check (nation in ('england', 'scotland', 'wales', 'northern_ireland')),
  on_date date not null,
  name text not null check (length(name) between 1 and 80),
  primary key (nation, on_date)
);
comment on table portal.bank_holiday is 'Bank holidays of each nation. The worker keeps them up to date from a maintained library.';

insert into portal.bank_holiday (nation, on_date, name)
  select unnest(h.nations::text[]), h.on_date, h.name from (values
    (date '2026-01-01', 'New Year''s Day', '{england,scotland,wales,northern_ireland}'),
    ('2026-01-02', 'New Year Holiday', '{scotland}'),
    ('2026-03-17', 'Saint Patrick''s Day', '{northern_ireland}'),
    ('2026-04-03', 'Good Friday', '{england,scotland,wales,northern_ireland}'),
    ('2026-04-06', 'Easter Monday', '{england,wales,northern_ireland}'),
    ('2026-05-04', 'May Day', '{england,scotland,wales,northern_ireland}'),
    ('2026-05-25', 'Spring Bank Holiday', '{england,scotland,wales,northern_ireland}'),
    ('2026-06-15', 'Scotland''s participation in the FIFA World Cup final', '{scotland}'),
    ('2026-07-12', 'Battle of the Boyne', '{northern_ireland}'),
    ('2026-07-13', 'Battle of the Boyne (observed)', '{northern_ireland}'),
    ('2026-08-03', 'Summer Bank Holiday', '{scotland}'),
    ('2026-08-31', 'Late Summer Bank Holiday', '{england,wales,northern_ireland}'),
    ('2026-11-30', 'Saint Andrew''s Day', '{scotland}'),
    ('2026-12-25', 'Christmas Day', '{england,scotland,wales,northern_ireland}'),
    ('2026-12-26', 'Boxing Day', '{england,scotland,wales,northern_ireland}'),
    ('2026-12-28', 'Boxing Day (observed)', '{england,scotland,wales,northern_ireland}'),
    ('2027-01-01', 'New Year''s Day', '{england,scotland,wales,northern_ireland}'),
    ('2027-01-02', 'New Year Holiday', '{scotland}'),
    ('2027-01-04', 'New Year Holiday (observed)', '{scotland}'),
    ('2027-03-17', 'Saint Patrick''s Day', '{northern_ireland}'),
    ('2027-03-26', 'Good Friday', '{england,scotland,wales,northern_ireland}'),
    ('2027-03-29', 'Easter Monday', '{england,wales,northern_ireland}'),
    ('2027-05-03', 'May Day', '{england,scotland,wales,northern_ireland}'),
    ('2027-05-31', 'Spring Bank Holiday', '{england,scotland,wales,northern_ireland}'),
    ('2027-07-12', 'Battle of the Boyne', '{northern_ireland}'),
    ('2027-08-02', 'Summer Bank Holiday', '{scotland}'),
    ('2027-08-30', 'Late Summer Bank Holiday', '{england,wales,northern_ireland}'),
    ('2027-11-30', 'Saint Andrew''s Day', '{scotland}'),
    ('2027-12-25', 'Christmas Day', '{england,scotland,wales,northern_ireland}'),
    ('2027-12-26', 'Boxing Day', '{england,scotland,wales,northern_ireland}'),
    ('2027-12-27', 'Christmas Day (observed)', '{england,scotland,wales,northern_ireland}'),
    ('2027-12-28', 'Boxing Day (observed)', '{england,scotland,wales,northern_ireland}'),
    ('2028-01-01', 'New Year''s Day', '{england,scotland,wales,northern_ireland}'),
    ('2028-01-02', 'New Year Holiday', '{scotland}'),
    ('2028-01-03', 'New Year''s Day (observed)', '{england,scotland,wales,northern_ireland}'),
    ('2028-01-04', 'New Year Holiday (observed)', '{scotland}'),
    ('2028-03-17', 'Saint Patrick''s Day', '{northern_ireland}'),
    ('2028-04-14', 'Good Friday', '{england,scotland,wales,northern_ireland}'),
    ('2028-04-17', 'Easter Monday', '{england,wales,northern_ireland}'),
    ('2028-05-01', 'May Day', '{england,scotland,wales,northern_ireland}'),
    ('2028-05-29', 'Spring Bank Holiday', '{england,scotland,wales,northern_ireland}'),
    ('2028-07-12', 'Battle of the Boyne', '{northern_ireland}'),
    ('2028-08-07', 'Summer Bank Holiday', '{scotland}'),
    ('2028-08-28', 'Late Summer Bank Holiday', '{england,wales,northern_ireland}'),
    ('2028-11-30', 'Saint Andrew''s Day', '{scotland}'),
    ('2028-12-25', 'Christmas Day', '{england,scotland,wales,northern_ireland}'),
    ('2028-12-26', 'Boxing Day', '{england,scotland,wales,northern_ireland}'),
    ('2029-01-01', 'New Year''s Day', '{england,scotland,wales,northern_ireland}'),
    ('2029-01-02', 'New Year Holiday', '{scotland}'),
    ('2029-03-17', 'Saint Patrick''s Day', '{northern_ireland}'),
    ('2029-03-19', 'Saint Patrick''s Day (observed)', '{northern_ireland}'),
    ('2029-03-30', 'Good Friday', '{england,scotland,wales,northern_ireland}'),
    ('2029-04-02', 'Easter Monday', '{england,wales,northern_ireland}'),
    ('2029-05-07', 'May Day', '{england,scotland,wales,northern_ireland}'),
    ('2029-05-28', 'Spring Bank Holiday', '{england,scotland,wales,northern_ireland}'),
    ('2029-07-12', 'Battle of the Boyne', '{northern_ireland}'),
    ('2029-08-06', 'Summer Bank Holiday', '{scotland}'),
    ('2029-08-27', 'Late Summer Bank Holiday', '{england,wales,northern_ireland}'),
    ('2029-11-30', 'Saint Andrew''s Day', '{scotland}'),
    ('2029-12-25', 'Christmas Day', '{england,scotland,wales,northern_ireland}'),
    ('2029-12-26', 'Boxing Day', '{england,scotland,wales,northern_ireland}'),
    ('2030-01-01', 'New Year''s Day', '{england,scotland,wales,northern_ireland}'),
    ('2030-01-02', 'New Year Holiday', '{scotland}'),
    ('2030-03-17', 'Saint Patrick''s Day', '{northern_ireland}'),
    ('2030-03-18', 'Saint Patrick''s Day (observed)', '{northern_ireland}'),
    ('2030-04-19', 'Good Friday', '{england,scotland,wales,northern_ireland}'),
    ('2030-04-22', 'Easter Monday', '{england,wales,northern_ireland}'),
    ('2030-05-06', 'May Day', '{england,scotland,wales,northern_ireland}'),
    ('2030-05-27', 'Spring Bank Holiday', '{england,scotland,wales,northern_ireland}'),
    ('2030-07-12', 'Battle of the Boyne', '{northern_ireland}'),
    ('2030-08-05', 'Summer Bank Holiday', '{scotland}'),
    ('2030-08-26', 'Late Summer Bank Holiday', '{england,wales,northern_ireland}'),
    ('2030-11-30', 'Saint Andrew''s Day', '{scotland}'),
    ('2030-12-02', 'Saint Andrew''s Day (observed)', '{scotland}'),
    ('2030-12-25', 'Christmas Day', '{england,scotland,wales,northern_ireland}'),
    ('2030-12-26', 'Boxing Day', '{england,scotland,wales,northern_ireland}')
  ) as h(on_date, name, nations);

-- tables. People stand in them by their id alone, without a foreign key: a concern outlives an account,
-- and once the account is erased the id leads nowhere.

create table portal.concern_setting (
  id boolean primary key default true check (id),
  acknowledge_days integer not null default 1 check (acknowledge_days between 1 and 5)
);
comment on table portal.concern_setting is 'One row: within how many working days somebody has to say that they have read a concern.';
insert into portal.concern_setting default values;

-- Twelve letters that nobody can guess, in three groups to be read out: "7K3Q-D9MX-4TWB".
create function private.new_reference_of_concern() returns text
language sql volatile set search_path = '' as $$
  select regexp_replace(private.random_letters(12), '^(.{4})(.{4})', '\1-\2-')
$$;
grant execute on function private.new_reference_of_concern() to safeguarding_keeper;

create table portal.concern (
  id uuid primary key default gen_random_uuid(),
  reference text not null unique default private.new_reference_of_concern(),
  form_id uuid not null unique,
  raised_at timestamptz not null default now(),
  reported_by uuid,
  about text not null default 'unsure' check (about in ('adult', 'child', 'unsure')),
  about_role text check (about_role in ('mentor', 'staff', 'safeguarding_lead', 'safeguarding_deputy')),
  apart boolean not null default false,
  state text not null default 'new' check (state in (
    'new', 'acknowledged', 'triaged', 'referred', 'advice_given', 'no_further_action', 'closed')),
  acknowledge_by timestamptz not null,
  acknowledged_at timestamptz,
  closed_at timestamptz,
  check ((acknowledged_at is null) = (state = 'new')),
  check ((closed_at is not null) = (state = 'closed'))
);
comment on table portal.concern is 'A concern from the outside: its reference, where it stands and by when. What was said is in concern_report.';
comment on column portal.concern.form_id is 'Made with the form, so that one form that is sent twice is one concern.';
comment on column portal.concern.reported_by is 'Empty for a visitor, who follows it by its reference.';
comment on column portal.concern.about_role is 'What the reporter said about the work of the person whom it is about.';
comment on column portal.concern.apart is 'It is about a lead or a deputy, so the alternate reads it. Once true it stays so.';
create index on portal.concern (reported_by, raised_at);
create index on portal.concern (state, acknowledge_by);

create table portal.concern_report (
  concern_id uuid primary key references portal.concern,
  what_happened text not null check (length(btrim(what_happened)) between 1 and 8000),
  happened_when text check (length(happened_when) <= 300),
  happened_where text check (length(happened_where) <= 300),
  exact_words text check (length(exact_words) <= 4000),
  who_was_there text check (length(who_was_there) <= 1000),
  wishes text check (length(wishes) <= 2000),
  they_know text check (they_know in ('yes', 'no', 'not_sure')),
  children_at_home text check (children_at_home in ('yes', 'no', 'not_sure')),
  care_needs text check (length(care_needs) <= 1000),
  reporter_name text check (length(reporter_name) <= 120),
  reporter_contact text check (length(reporter_contact) <= 300),
  reporter_relation text check (length(reporter_relation) <= 120),
  for_someone_else boolean not null default false
);
comment on table portal.concern_report is 'Append-only: what was said, in the words of whoever said it.';
comment on column portal.concern_report.for_someone_else is 'Staff wrote down what somebody told them; the reporter columns are about that person.';

create table portal.concern_person (
  concern_id uuid not null references portal.concern,
  person_id uuid not null,
  named_by uuid,
  named_at timestamptz not null default now(),
  primary key (concern_id, person_id)
);
comment on table portal.concern_person is 'Append-only: whom of this portal a concern names. They never read it, whatever role they hold.';
create index on portal.concern_person (person_id);

create table portal.concern_event (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity,
  concern_id uuid not null references portal.concern,
  at timestamptz not null default now(),
  by_person uuid,
  kind text not null check (kind in ('raised', 'moved', 'note', 'named', 'match_paused', 'match_resumed')),
  state text,
  words text check (length(words) <= 4000),
  findings jsonb,
  corrects uuid references portal.concern_event,
  check ((kind = 'moved') = (state is not null))
);
comment on column portal.concern_event.number is 'The order of the entries. It leaves the database nowhere.';
comment on table portal.concern_event is 'Append-only: everything that was done about a concern, by whom and when. A correction is a new entry.';
create index on portal.concern_event (concern_id, number);
create index on portal.concern_event (corrects);

create table portal.concern_read (
  id uuid primary key default gen_random_uuid(),
  concern_id uuid not null references portal.concern,
  person_id uuid not null,
  at timestamptz not null default now()
);
comment on table portal.concern_read is 'Append-only: who opened a concern, shown to all who may open it.';
create index on portal.concern_read (concern_id, at);

create table portal.concern_escalation (
  concern_id uuid not null references portal.concern,
  step text not null check (step in ('late', 'very_late', 'nobody')),
  at timestamptz not null default now(),
  primary key (concern_id, step)
);
comment on table portal.concern_escalation is 'Append-only: what was late, and was told to the deputy (late) and then to a trustee (very_late).';

-- Not even the owner of the tables takes anything back by mistake.
create function private.keep_concern() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'what was said about a concern is never changed or deleted' using errcode = '42501';
end $$;
create trigger a_concern_stays before delete or truncate on portal.concern
  for each statement execute function private.keep_concern();
create trigger a_report_stays before update or delete or truncate on portal.concern_report
  for each statement execute function private.keep_concern();
create trigger a_name_stays before update or delete or truncate on portal.concern_person
  for each statement execute function private.keep_concern();
create trigger an_entry_stays before update or delete or truncate on portal.concern_event
  for each statement execute function private.keep_concern();
create trigger a_reading_stays before update or delete or truncate on portal.concern_read
  for each statement execute function private.keep_concern();
create trigger an_escalation_stays before update or delete or truncate on portal.concern_escalation
  for each statement execute function private.keep_concern();

-- Where a concern may go from a state. What was decided may be decided otherwise, and that is said too.
create function private.next_of_concern(state text) returns text[]
language sql immutable set search_path = '' as $$
  select case state
    when 'new' then array['acknowledged']
    when 'acknowledged' then array['triaged']
    when 'triaged' then array['referred', 'advice_given', 'no_further_action']
    when 'closed' then array[]::text[]
    else array_remove(array['referred', 'advice_given', 'no_further_action', 'closed'], state)
  end
$$;
grant execute on function private.next_of_concern(text) to safeguarding_keeper;

create function private.keep_state_in_order() returns trigger
language plpgsql set search_path = '' as $$
begin
  if to_jsonb(new) - '{state,acknowledged_at,closed_at,apart}'::text[]
    is distinct from to_jsonb(old) - '{state,acknowledged_at,closed_at,apart}'::text[]
    or (old.apart and not new.apart)
    or (new.state <> old.state and not new.state = any (private.next_of_concern(old.state))) then
    raise exception 'what was said about a concern is never changed or deleted' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger a_concern_moves_on before update on portal.concern
  for each row execute function private.keep_state_in_order();

alter table portal.bank_holiday enable row level security;
alter table portal.concern_setting enable row level security;
alter table portal.concern enable row level security;
alter table portal.concern_report enable row level security;
alter table portal.concern_person enable row level security;
alter table portal.concern_event enable row level security;
alter table portal.concern_read enable row level security;
alter table portal.concern_escalation enable row level security;

-- policies: nobody reaches these tables but through the functions below

grant select on portal.role_grant to safeguarding_keeper;
create policy "The safeguarding keeper sees who holds which role" on portal.role_grant
  for select to safeguarding_keeper using (true);
grant select (id, display_name, state, connection) on portal.person to safeguarding_keeper;
create policy "The safeguarding keeper finds people by name" on portal.person
  for select to safeguarding_keeper using (true);
grant select on portal.organisation to safeguarding_keeper;
create policy "The safeguarding keeper knows the nation" on portal.organisation
  for select to safeguarding_keeper using (true);

grant select, insert, delete on portal.bank_holiday to safeguarding_keeper;
create policy "The safeguarding keeper counts working days" on portal.bank_holiday
  for select to safeguarding_keeper using (true);
grant select on portal.bank_holiday to portal_keeper;
create policy "The portal keeper points out bank holidays" on portal.bank_holiday
  for select to portal_keeper using (true);
create policy "The safeguarding keeper adds bank holidays for nobody but the worker" on portal.bank_holiday
  for insert to safeguarding_keeper with check ((select private.me()) is null);
create policy "The safeguarding keeper takes out what is no bank holiday after all" on portal.bank_holiday
  for delete to safeguarding_keeper using ((select private.me()) is null and on_date > current_date);

grant select on portal.concern_setting to safeguarding_keeper;
create policy "The safeguarding keeper knows how soon a concern has to be read" on portal.concern_setting
  for select to safeguarding_keeper using (true);
grant update (acknowledge_days) on portal.concern_setting to safeguarding_keeper;
create policy "The safeguarding keeper changes how soon for a lead or deputy" on portal.concern_setting
  for update to safeguarding_keeper
  using ((select private.has_role('safeguarding_lead')) or (select private.has_role('safeguarding_deputy')))
  with check ((select private.has_role('safeguarding_lead')) or (select private.has_role('safeguarding_deputy')));

grant select on portal.concern, portal.concern_person, portal.concern_escalation to safeguarding_keeper;
-- a visitor finds theirs by a reference, and the worker looks for what is late: neither is a reader
create policy "The safeguarding keeper finds concerns by reference and by day" on portal.concern
  for select to safeguarding_keeper using (true);
create policy "The safeguarding keeper sees whom a concern names" on portal.concern_person
  for select to safeguarding_keeper using (true);
create policy "The safeguarding keeper sees what was told to whom when late" on portal.concern_escalation
  for select to safeguarding_keeper using (true);

-- private: who reads

-- Everybody who may read a concern. Never whom it names, nor a lead where it is about the lead. The
-- alternate reads what is about a lead or a deputy, and what neither of them is there to read.
create function private.concern_readers(concern uuid) returns uuid[]
language sql stable security definer set search_path = '' as $$
  with holders as (
    select g.person_id, array_agg(g.role) as roles
    from portal.role_grant g join portal.person p on p.id = g.person_id and p.state = 'active'
    where g.role in ('safeguarding_lead', 'safeguarding_deputy', 'safeguarding_alternate')
    group by g.person_id
  ), clear as (
    select h.person_id, h.roles, c.apart,
      h.roles && '{safeguarding_lead,safeguarding_deputy}' as comes_first
    from portal.concern c cross join holders h
    where c.id = concern_readers.concern
      and (c.about_role is null or c.about_role <> all (h.roles))
      and not exists (
        select from portal.concern_person n where n.concern_id = c.id and n.person_id = h.person_id)
  )
  select coalesce(array_agg(c.person_id), '{}') from clear c
  where c.comes_first or c.apart or not exists (select from clear f where f.comes_first)
$$;
alter function private.concern_readers(uuid) owner to safeguarding_keeper;
grant execute on function private.concern_readers(uuid) to safeguarding_keeper;

create function private.may_read_concern(concern uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(private.me() = any (private.concern_readers(concern))
    and (private.has_role('safeguarding_lead') or private.has_role('safeguarding_deputy')
      or private.has_role('safeguarding_alternate')), false)
$$;
alter function private.may_read_concern(uuid) owner to safeguarding_keeper;
grant execute on function private.may_read_concern(uuid) to safeguarding_keeper;

-- Whether the person asking is sending this concern right now.
create function private.is_raising(concern uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from portal.concern c where c.id = is_raising.concern and c.raised_at = now()
      and c.reported_by is not distinct from private.me())
$$;
alter function private.is_raising(uuid) owner to safeguarding_keeper;
grant execute on function private.is_raising(uuid) to safeguarding_keeper;

grant insert (form_id, reported_by, about, about_role, apart, acknowledge_by) on portal.concern to safeguarding_keeper;
create policy "The safeguarding keeper takes a concern from whoever asks" on portal.concern
  for insert to safeguarding_keeper with check (
    state = 'new' and raised_at = now() and reported_by is not distinct from (select private.me()));
grant update (state, acknowledged_at, closed_at, apart) on portal.concern to safeguarding_keeper;
create policy "The safeguarding keeper moves a concern for who may read it" on portal.concern
  for update to safeguarding_keeper using (private.may_read_concern(id)) with check (true);

grant select, insert on portal.concern_report to safeguarding_keeper;
create policy "The safeguarding keeper reads what was said for who may read it" on portal.concern_report
  for select to safeguarding_keeper using (private.may_read_concern(concern_id));
create policy "The safeguarding keeper takes what is said with the concern" on portal.concern_report
  for insert to safeguarding_keeper with check (private.is_raising(concern_id));

grant insert (concern_id, person_id, named_by) on portal.concern_person to safeguarding_keeper;
create policy "The safeguarding keeper names people for the reporter and readers" on portal.concern_person
  for insert to safeguarding_keeper with check (
    named_by is not distinct from (select private.me())
    and (private.is_raising(concern_id) or private.may_read_concern(concern_id)));

grant select, insert (concern_id, by_person, kind, state, words, findings, corrects)
  on portal.concern_event to safeguarding_keeper;
create policy "The safeguarding keeper reads the history for who may read it" on portal.concern_event
  for select to safeguarding_keeper using (private.may_read_concern(concern_id));
create policy "The safeguarding keeper writes down what the asker did" on portal.concern_event
  for insert to safeguarding_keeper with check (
    by_person is not distinct from (select private.me())
    and (private.may_read_concern(concern_id) or (kind = 'raised' and private.is_raising(concern_id))));

grant select, insert (concern_id, person_id) on portal.concern_read to safeguarding_keeper;
create policy "The safeguarding keeper shows readings to who may read" on portal.concern_read
  for select to safeguarding_keeper using (private.may_read_concern(concern_id));
create policy "The safeguarding keeper writes down that the asker reads" on portal.concern_read
  for insert to safeguarding_keeper with check (
    person_id = (select private.me()) and private.may_read_concern(concern_id));

grant insert (concern_id, step) on portal.concern_escalation to safeguarding_keeper;
create policy "The safeguarding keeper writes down what is late or read by nobody" on portal.concern_escalation
  for insert to safeguarding_keeper with check (exists (
    select from portal.concern c where c.id = concern_id
      and (step = 'nobody' or (c.state = 'new' and c.acknowledge_by <= now()))));

-- private: working days

-- The moment so many working days after another, on the clock of the UK. What comes on a day off counts
-- from the first minute of the next working day.
create function private.working_deadline(starts timestamptz, days integer, nation text default null)
returns timestamptz
language sql stable security definer set search_path = '' as $$
  with given as (
    select starts at time zone 'Europe/London' as local,
      coalesce(working_deadline.nation, (select o.nation from portal.organisation o where o.id)) as nation
  ), working as (
    select d.day::date as day, row_number() over (order by d.day) as place
    from given g, generate_series(g.local::date::timestamp,
      g.local::date::timestamp + make_interval(days => 21 + 2 * greatest(days, 0)), interval '1 day') as d(day)
    where extract(isodow from d.day) < 6 and not exists (
      select from portal.bank_holiday h where h.nation = g.nation and h.on_date = d.day::date)
  )
  select (last.day + case when first.day = g.local::date then g.local::time else time '00:00' end)
    at time zone 'Europe/London'
  from given g, working first, working last
  where first.place = 1 and last.place = 1 + greatest(days, 0)
$$;
alter function private.working_deadline(timestamptz, integer, text) owner to safeguarding_keeper;
grant execute on function private.working_deadline(timestamptz, integer, text) to
  safeguarding_keeper, privacy_keeper, portal_keeper;

-- For the worker: holidays as [{nation, on_date, name}]. Adds what is new, and takes out what is to come
-- and no longer listed, for the years and nations that the list covers. Returns how many rows changed.
create function private.keep_bank_holidays(holidays jsonb) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  added integer;
  removed integer;
begin
  insert into portal.bank_holiday (nation, on_date, name)
  select h.nation, h.on_date, h.name
  from jsonb_to_recordset(holidays) as h(nation text, on_date date, name text)
  on conflict do nothing;
  get diagnostics added = row_count;
  delete from portal.bank_holiday b
  where b.on_date > current_date
    and (b.nation, extract(year from b.on_date)) in (
      select h.nation, extract(year from h.on_date)
      from jsonb_to_recordset(holidays) as h(nation text, on_date date))
    and not exists (
      select from jsonb_to_recordset(holidays) as h(nation text, on_date date)
      where h.nation = b.nation and h.on_date = b.on_date);
  get diagnostics removed = row_count;
  return added + removed;
end $$;
alter function private.keep_bank_holidays(jsonb) owner to safeguarding_keeper;
grant execute on function private.keep_bank_holidays(jsonb) to worker;

-- private: telling people, in words that say nothing

insert into portal.notice_kind (kind, topic, about) values
  ('something_waits', 'work', 'Something came that the person has a role to read.'),
  ('waits_too_long', 'work', 'It was not read in time: told to everybody who may read it.'),
  ('ask_why_it_waits', 'work', 'It was not read in time: told to trustees, who ask the lead or the deputy.'),
  ('ask_alternate_why', 'work', 'It was not read in time: told to trustees, who ask the alternate and nobody else.'),
  ('nobody_can_read', 'work', 'Something came that nobody has a role to read: told to administrators and trustees.'),
  ('match_paused', 'mentoring', 'Told to both sides of a match that was paused.'),
  ('match_resumed', 'mentoring', 'Told to both sides of a match that goes on.');

-- Tell everybody who may read a concern; where nobody may, those who can mend that.
create function private.tell_concern_readers(concern uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  readers uuid[] := private.concern_readers(concern);
begin
  perform private.notify(r.reader, 'something_waits', 'concern:' || concern, 'concerns')
  from unnest(readers) as r(reader);
  if readers = '{}' then
    insert into portal.concern_escalation (concern_id, step) values (concern, 'nobody') on conflict do nothing;
    perform private.notify(g.person_id, 'nobody_can_read', 'nobody:' || concern, min(case g.role
      when 'administrator' then 'roles' end))
    from portal.role_grant g
    where g.role in ('administrator', 'trustee') and not exists (
      select from portal.concern_person n where n.concern_id = concern and n.person_id = g.person_id)
    group by g.person_id;
  end if;
end $$;
alter function private.tell_concern_readers(uuid) owner to safeguarding_keeper;
grant execute on function private.tell_concern_readers(uuid) to safeguarding_keeper;

-- What is late goes to everybody who may read it, the deputy among them, and as long again later to the
-- trustees. For the worker: however often it runs, each step is taken once. Returns how many were taken.
create function private.escalate_concerns() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  late record;
  steps integer := 0;
begin
  perform private.tell_concern_readers(c.id) from portal.concern c where c.state = 'new';
  for late in
    select c.id, c.apart, s.step
    from portal.concern c
    cross join lateral (values ('late', c.acknowledge_by), ('very_late', private.working_deadline(
      c.acknowledge_by, (select d.acknowledge_days from portal.concern_setting d where d.id)))) as s(step, due)
    where c.state = 'new' and s.due <= now() and not exists (
      select from portal.concern_escalation e where e.concern_id = c.id and e.step = s.step)
    order by s.due
  loop
    insert into portal.concern_escalation (concern_id, step) values (late.id, late.step) on conflict do nothing;
    continue when not found;
    if late.step = 'late' then
      perform private.notify(r.reader, 'waits_too_long', 'late:' || late.id, 'concerns')
      from unnest(private.concern_readers(late.id)) as r(reader);
    else
      perform private.notify(g.person_id,
        case when late.apart then 'ask_alternate_why' else 'ask_why_it_waits' end, 'very_late:' || late.id)
      from portal.role_grant g
      where g.role = 'trustee' and not exists (
        select from portal.concern_person n where n.concern_id = late.id and n.person_id = g.person_id);
    end if;
    perform private.record('escalate:' || late.step, 'concern', late.id, array['state']);
    steps := steps + 1;
  end loop;
  return steps;
end $$;
alter function private.escalate_concerns() owner to safeguarding_keeper;
grant execute on function private.escalate_concerns() to worker;

-- private: raising a concern

-- The other person of a match of the one who asks, with the name that they share; null for everybody else.
create function private.other_side(match_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case private.me()
    when m.family_id then jsonb_build_object('person_id', m.mentor_id,
      'display_name', private.mentor_as_shown(r, m.mentor_id) ->> 'display_name')
    when m.mentor_id then jsonb_build_object('person_id', m.family_id,
      'display_name', private.family_as_shared(r, m.mentor_id) ->> 'display_name')
  end
  from portal.match m join portal.mentor_request r on r.id = m.request_id
  where m.id = other_side.match_id
    and (m.family_id = private.me() or (m.mentor_id = private.me() and m.state <> 'proposed'))
$$;
alter function private.other_side(uuid) owner to mentoring_keeper;
grant execute on function private.other_side(uuid) to safeguarding_keeper;

-- Whom somebody means: the other side of their match, or for those who work here anybody at all.
create function private.whom_they_mean(match_id uuid, person_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(private.other_side(whom_they_mean.match_id), (
    select jsonb_build_object('person_id', p.id, 'display_name', p.display_name) from portal.person p
    where p.id = whom_they_mean.person_id and (private.has_role('staff') or private.has_role('administrator')
      or private.has_role('safeguarding_lead') or private.has_role('safeguarding_deputy')
      or private.has_role('safeguarding_alternate'))))
$$;
alter function private.whom_they_mean(uuid, uuid) owner to safeguarding_keeper;
grant execute on function private.whom_they_mean(uuid, uuid) to safeguarding_keeper;

create function private.worried_about(match_id uuid, person_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('acknowledge_days', s.acknowledge_days,
    'person', private.whom_they_mean(match_id, person_id))
  from portal.concern_setting s where s.id
$$;
alter function private.worried_about(uuid, uuid) owner to safeguarding_keeper;
grant execute on function private.worried_about(uuid, uuid) to anon, authenticated;

-- What is wrong with a report: the first problem, or null. Only what happened is needed.
create function private.report_problem(answers jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select private.invalid(f.field, f.problem)
  from (values ('what_happened', 8000, true), ('happened_when', 300, false), ('happened_where', 300, false),
    ('exact_words', 4000, false), ('who_was_there', 1000, false), ('wishes', 2000, false),
    ('care_needs', 1000, false), ('reporter_name', 120, false), ('reporter_contact', 300, false),
    ('reporter_relation', 120, false)) as t(field, longest, needed)
  cross join lateral (
    select t.field, private.text_problem(answers ->> t.field, t.longest, t.needed) as problem) f
  where f.problem is not null
  union all
  select private.invalid(c.field, 'not_known')
  from (values ('about', '{adult,child,unsure}'::text[]), ('they_know', '{yes,no,not_sure}'),
    ('children_at_home', '{yes,no,not_sure}'),
    ('about_role', '{mentor,staff,safeguarding_lead,safeguarding_deputy}')) as c(field, known)
  where answers ->> c.field <> all (c.known)
  limit 1
$$;
grant execute on function private.report_problem(jsonb) to safeguarding_keeper;

-- Whether as many came as can be real: 20 in an hour from one person, 120 from all visitors together.
create function private.too_many_concerns(person uuid) returns boolean
language sql stable set search_path = '' as $$
  select count(*) >= case when person is null then 120 else 20 end
  from portal.concern c
  where c.reported_by is not distinct from person and c.raised_at > now() - interval '1 hour'
$$;
grant execute on function private.too_many_concerns(uuid) to safeguarding_keeper;

create function private.write_report(concern uuid, answers jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  said portal.concern_report := jsonb_populate_record(null::portal.concern_report, answers);
begin
  insert into portal.concern_report (concern_id, what_happened, happened_when, happened_where, exact_words,
    who_was_there, wishes, they_know, children_at_home, care_needs, reporter_name, reporter_contact,
    reporter_relation, for_someone_else)
  values (concern, said.what_happened, nullif(btrim(said.happened_when), ''),
    nullif(btrim(said.happened_where), ''), nullif(btrim(said.exact_words), ''),
    nullif(btrim(said.who_was_there), ''), nullif(btrim(said.wishes), ''), said.they_know,
    said.children_at_home, nullif(btrim(said.care_needs), ''), nullif(btrim(said.reporter_name), ''),
    nullif(btrim(said.reporter_contact), ''), nullif(btrim(said.reporter_relation), ''),
    coalesce(said.for_someone_else, false) and private.has_role('staff'));
  insert into portal.concern_event (concern_id, by_person, kind) values (concern, private.me(), 'raised');
end $$;
alter function private.write_report(uuid, jsonb) owner to safeguarding_keeper;
grant execute on function private.write_report(uuid, jsonb) to safeguarding_keeper;

-- Whether a person is a lead or a deputy.
create function private.guards_others(person uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from portal.role_grant g
    where g.person_id = person and g.role in ('safeguarding_lead', 'safeguarding_deputy'))
$$;
grant execute on function private.guards_others(uuid) to safeguarding_keeper;

create function private.raise_concern(form_id uuid, answers jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.me();
  bad jsonb := private.report_problem(answers);
  named uuid := (private.whom_they_mean(
    (answers ->> 'match_id')::uuid, (answers ->> 'person_id')::uuid) ->> 'person_id')::uuid;
  work text := answers ->> 'about_role';
  taken portal.concern;
begin
  if bad is not null then
    return bad;
  elsif form_id is null then
    return private.invalid('form_id', 'missing');
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('portal.concern', 0));
  select c.* into taken from portal.concern c where c.form_id = raise_concern.form_id;
  if found then
    return jsonb_build_object('outcome', 'received', 'reference', taken.reference);
  elsif private.too_many_concerns(asker) then
    return jsonb_build_object('outcome', 'too_many');
  end if;
  insert into portal.concern (form_id, reported_by, about, about_role, apart, acknowledge_by)
  select raise_concern.form_id, asker, coalesce(answers ->> 'about', 'unsure'), work,
    coalesce(work in ('safeguarding_lead', 'safeguarding_deputy'), false) or private.guards_others(named),
    private.working_deadline(now(), s.acknowledge_days)
  from portal.concern_setting s where s.id
  returning * into taken;
  if named is not null then
    insert into portal.concern_person (concern_id, person_id, named_by) values (taken.id, named, asker);
  end if;
  perform private.write_report(taken.id, answers);
  perform private.tell_concern_readers(taken.id);
  perform private.record('raise_concern', 'concern', taken.id, array['state']);
  return jsonb_build_object('outcome', 'received', 'reference', taken.reference);
end $$;
alter function private.raise_concern(uuid, jsonb) owner to safeguarding_keeper;
grant execute on function private.raise_concern(uuid, jsonb) to anon, authenticated;

-- What a reporter is told: how far it is, and never what was decided about somebody else.
create function private.concern_status(state text) returns text
language sql immutable set search_path = '' as $$
  select case state when 'new' then 'received' when 'acknowledged' then 'read' when 'closed' then 'closed'
    else 'in_hand' end
$$;
grant execute on function private.concern_status(text) to safeguarding_keeper;

create function private.concern_by_reference(reference text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  typed text := upper(regexp_replace(coalesce(reference, ''), '[^0-9A-Za-z]', '', 'g'));
  found_state text;
begin
  select c.state into found_state from portal.concern c
  where c.reference = substr(typed, 1, 4) || '-' || substr(typed, 5, 4) || '-' || substr(typed, 9);
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  return jsonb_build_object('outcome', 'found', 'status', private.concern_status(found_state));
end $$;
alter function private.concern_by_reference(text) owner to safeguarding_keeper;
grant execute on function private.concern_by_reference(text) to anon, authenticated;

create function private.my_concerns() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('reference', c.reference,
      'status', private.concern_status(c.state), 'raised_at', c.raised_at) order by c.raised_at desc), '[]')
    from portal.concern c where c.reported_by = asker);
end $$;
alter function private.my_concerns() owner to safeguarding_keeper;
grant execute on function private.my_concerns() to authenticated;

-- private: reading

create function private.require_safeguarding() returns uuid
language sql stable set search_path = '' as $$
  select private.require_any_role('safeguarding_lead', 'safeguarding_deputy', 'safeguarding_alternate')
$$;
grant execute on function private.require_safeguarding() to safeguarding_keeper;

-- The concerns that the person asking may read, what is late first. That they looked is written down.
create function private.concerns() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.require_safeguarding();
  perform private.record('list_concerns', 'concern', null, array['reference', 'state']);
  return jsonb_build_object(
    'acknowledge_days', (select s.acknowledge_days from portal.concern_setting s where s.id),
    'may_set', private.has_role('safeguarding_lead') or private.has_role('safeguarding_deputy'),
    'concerns', (
      select coalesce(jsonb_agg(jsonb_build_object('concern_id', c.id, 'reference', c.reference,
        'about', c.about, 'state', c.state, 'raised_at', c.raised_at, 'acknowledge_by', c.acknowledge_by,
        'closed_at', c.closed_at, 'apart', c.apart, 'overdue', c.state = 'new' and c.acknowledge_by <= now())
        order by c.state = 'closed', coalesce(array_position('{new,acknowledged,triaged}', c.state), 4), c.raised_at), '[]')
      from portal.concern c where private.may_read_concern(c.id)));
end $$;
alter function private.concerns() owner to safeguarding_keeper;
grant execute on function private.concerns() to authenticated;

-- The matches of a person that are under way or paused, for whoever reads a concern that names them.
create function private.matches_of(person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('match_id', m.id, 'state', m.state,
    'mentor_name', t.display_name, 'family_name', f.display_name) order by m.proposed_at), '[]')
  from portal.match m
  join portal.person f on f.id = m.family_id
  join portal.person t on t.id = m.mentor_id
  where matches_of.person in (m.family_id, m.mentor_id) and m.state in ('active', 'paused')
$$;
alter function private.matches_of(uuid) owner to mentoring_keeper;
grant execute on function private.matches_of(uuid) to safeguarding_keeper;

create function private.name_of(person uuid) returns text
language sql stable set search_path = '' as $$
  select p.display_name from portal.person p where p.id = person
$$;
grant execute on function private.name_of(uuid) to safeguarding_keeper;

-- Who opened a concern on which day, and how often.
create function private.readings_of(concern uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('by', private.name_of(r.person_id), 'day', r.day,
    'last_at', r.last_at, 'times', r.times) order by r.last_at desc), '[]')
  from (
    select d.person_id, (d.at at time zone 'Europe/London')::date as day, max(d.at) as last_at, count(*) as times
    from portal.concern_read d where d.concern_id = readings_of.concern group by 1, 2
  ) r
$$;
grant execute on function private.readings_of(uuid) to safeguarding_keeper;

create function private.history_of(concern uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('event_id', e.id, 'at', e.at, 'kind', e.kind, 'state', e.state,
    'words', e.words, 'findings', e.findings, 'corrects', e.corrects, 'by', private.name_of(e.by_person),
    'by_visitor', e.by_person is null) order by e.at, e.number)
  from (
    select v.id, v.number, v.at, v.kind, v.state, v.words, v.findings, v.corrects, v.by_person
    from portal.concern_event v where v.concern_id = history_of.concern
    union all
    select null, null, s.at, s.step, null, null, null, null, null
    from portal.concern_escalation s where s.concern_id = history_of.concern
  ) e
$$;
grant execute on function private.history_of(uuid) to safeguarding_keeper;

-- People whose name holds what is looked for, to say whom a concern is about.
create function private.people_named(looking_for text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('person_id', f.id, 'display_name', f.display_name, 'roles', (
    select coalesce(jsonb_agg(g.role order by g.role), '[]')
    from portal.role_grant g where g.person_id = f.id)) order by f.display_name), '[]')
  from (
    select p.id, p.display_name from portal.person p
    where length(btrim(looking_for)) >= 2 and strpos(lower(p.display_name), lower(btrim(looking_for))) > 0
    order by p.display_name limit 8
  ) f
$$;
grant execute on function private.people_named(text) to safeguarding_keeper;

-- One concern in full. That somebody read it is written down, twice: in the audit, and on its own page.
create function private.concern(concern_id uuid, looking_for text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  asker uuid := private.require_safeguarding();
  wanted portal.concern;
begin
  select c.* into wanted from portal.concern c
  where c.id = concern.concern_id and private.may_read_concern(c.id);
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into portal.concern_read (concern_id, person_id) values (wanted.id, asker);
  perform private.record('read_concern', 'concern', wanted.id, array['report', 'history']);
  return jsonb_build_object('outcome', 'found',
    'concern', to_jsonb(wanted) - '{form_id,reported_by}'::text[] || jsonb_build_object(
      'overdue', wanted.state = 'new' and wanted.acknowledge_by <= now(),
      'next', private.next_of_concern(wanted.state), 'reporter', private.name_of(wanted.reported_by),
      'by_visitor', wanted.reported_by is null),
    'nation', (select o.nation from portal.organisation o where o.id),
    'report', (select to_jsonb(r) - 'concern_id' from portal.concern_report r where r.concern_id = wanted.id),
    'people', (
      select coalesce(jsonb_agg(jsonb_build_object('person_id', n.person_id,
        'display_name', private.name_of(n.person_id), 'matches', private.matches_of(n.person_id))
        order by n.named_at, n.person_id), '[]')
      from portal.concern_person n where n.concern_id = wanted.id),
    'found', private.people_named(looking_for),
    'history', private.history_of(wanted.id), 'readings', private.readings_of(wanted.id));
end $$;
alter function private.concern(uuid, text) owner to safeguarding_keeper;
grant execute on function private.concern(uuid, text) to authenticated;

-- private: what is done about it

-- The concern, locked, for who may read it; null for everybody else.
create function private.concern_to_change(concern uuid) returns portal.concern
language plpgsql security definer set search_path = '' as $$
declare
  wanted portal.concern;
begin
  perform private.require_safeguarding();
  select c.* into wanted from portal.concern c
  where c.id = concern_to_change.concern and private.may_read_concern(c.id) for update;
  return wanted;
end $$;
alter function private.concern_to_change(uuid) owner to safeguarding_keeper;
grant execute on function private.concern_to_change(uuid) to safeguarding_keeper;

-- The three questions of triage, each with yes, no or not_sure; anything else is left out.
create function private.known_findings(findings jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_object_agg(f.key, f.value) from jsonb_each_text(coalesce(findings, '{}')) f
  where f.key in ('needs', 'risk', 'protect') and f.value in ('yes', 'no', 'not_sure')
$$;
grant execute on function private.known_findings(jsonb) to safeguarding_keeper;

create function private.move_concern(concern_id uuid, new_state text, words text, findings jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  moving portal.concern := private.concern_to_change(concern_id);
  bad text := private.text_problem(words, 4000, new_state not in ('acknowledged', 'triaged'));
begin
  if moving.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif moving.state = new_state then
    return jsonb_build_object('outcome', 'already', 'state', moving.state);
  elsif not coalesce(new_state = any (private.next_of_concern(moving.state)), false) then
    return jsonb_build_object('outcome', 'not_possible', 'state', moving.state);
  elsif bad is not null then
    return private.invalid('words', bad);
  end if;
  update portal.concern c
  set state = new_state, acknowledged_at = coalesce(c.acknowledged_at, now()),
    closed_at = case when new_state = 'closed' then now() end
  where c.id = moving.id;
  if not found then
    raise exception 'the concern was not moved';
  end if;
  insert into portal.concern_event (concern_id, by_person, kind, state, words, findings)
  values (moving.id, private.me(), 'moved', new_state, nullif(btrim(move_concern.words), ''),
    private.known_findings(move_concern.findings));
  perform private.record('concern:' || new_state, 'concern', moving.id, array['state']);
  return jsonb_build_object('outcome', new_state);
end $$;
alter function private.move_concern(uuid, text, text, jsonb) owner to safeguarding_keeper;
grant execute on function private.move_concern(uuid, text, text, jsonb) to authenticated;

create function private.note_on_concern(concern_id uuid, words text, corrects uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  noting portal.concern := private.concern_to_change(concern_id);
  bad text := private.text_problem(words, 4000);
begin
  if noting.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif bad is not null then
    return private.invalid('words', bad);
  elsif note_on_concern.corrects is not null and not exists (
    select from portal.concern_event e where e.id = note_on_concern.corrects and e.concern_id = noting.id) then
    return private.invalid('corrects', 'not_known');
  end if;
  insert into portal.concern_event (concern_id, by_person, kind, words, corrects)
  values (noting.id, private.me(), 'note', btrim(note_on_concern.words), note_on_concern.corrects);
  perform private.record('note_on_concern', 'concern', noting.id, array['history']);
  return jsonb_build_object('outcome', 'noted');
end $$;
alter function private.note_on_concern(uuid, text, uuid) owner to safeguarding_keeper;
grant execute on function private.note_on_concern(uuid, text, uuid) to authenticated;

-- Say that a concern names somebody of this portal. From then on that person cannot read it.
create function private.name_in_concern(concern_id uuid, person_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  naming portal.concern := private.concern_to_change(concern_id);
  name text := private.name_of(person_id);
begin
  if naming.id is null or name is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif exists (select from portal.concern_person n
    where n.concern_id = naming.id and n.person_id = name_in_concern.person_id) then
    return jsonb_build_object('outcome', 'already_named', 'name', name);
  end if;
  -- while the asker may still read it: naming may end that
  insert into portal.concern_event (concern_id, by_person, kind, words)
  values (naming.id, private.me(), 'named', name);
  update portal.concern c set apart = c.apart or private.guards_others(name_in_concern.person_id)
  where c.id = naming.id;
  insert into portal.concern_person (concern_id, person_id, named_by)
  values (naming.id, name_in_concern.person_id, private.me());
  perform private.tell_concern_readers(naming.id);
  perform private.record('name_in_concern', 'concern', naming.id, array['history']);
  return jsonb_build_object('outcome', 'named', 'name', name);
end $$;
alter function private.name_in_concern(uuid, uuid) owner to safeguarding_keeper;
grant execute on function private.name_in_concern(uuid, uuid) to authenticated;

-- Pause a match that is under way, or let it go on, and tell both sides no more than that. The audit
-- names nobody as the subject: the two people see that it is paused, and not why or by whom.
create function private.pause_match(match_id uuid, going_on boolean) returns text
language plpgsql security definer set search_path = '' as $$
declare
  wanted text := case when going_on then 'active' else 'paused' end;
  told text := 'match_' || case when going_on then 'resumed' else 'paused' end;
  event text := 'match:' || gen_random_uuid();
  live portal.match;
begin
  select m.* into live from portal.match m where m.id = pause_match.match_id for update;
  if live.state is distinct from (case when going_on then 'paused' else 'active' end) then
    return case when live.state = wanted then 'already' else 'not_active' end;
  end if;
  update portal.match m set state = wanted where m.id = live.id;
  if not found then
    raise exception 'the match was not moved';
  end if;
  insert into portal.match_event (match_id, state, by_person) values (live.id, wanted, private.me());
  perform private.record('match:' || wanted, 'match', live.id, array['state']);
  perform private.notify(live.family_id, told, event, 'mentoring');
  perform private.notify(live.mentor_id, told, event, 'my-matches');
  return wanted;
end $$;
alter function private.pause_match(uuid, boolean) owner to mentoring_keeper;
grant execute on function private.pause_match(uuid, boolean) to safeguarding_keeper;

create function private.pause_match_in_concern(concern_id uuid, match_id uuid, going_on boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  pausing portal.concern := private.concern_to_change(concern_id);
  outcome text;
begin
  if pausing.id is null or not exists (
    select from portal.concern_person n, jsonb_array_elements(private.matches_of(n.person_id)) m
    where n.concern_id = pausing.id and (m ->> 'match_id')::uuid = pause_match_in_concern.match_id
  ) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  outcome := private.pause_match(pause_match_in_concern.match_id, coalesce(going_on, false));
  if outcome in ('active', 'paused') then
    insert into portal.concern_event (concern_id, by_person, kind)
    values (pausing.id, private.me(), case outcome when 'paused' then 'match_paused' else 'match_resumed' end);
    outcome := case outcome when 'paused' then 'match_paused' else 'match_resumed' end;
  end if;
  return jsonb_build_object('outcome', outcome);
end $$;
alter function private.pause_match_in_concern(uuid, uuid, boolean) owner to safeguarding_keeper;
grant execute on function private.pause_match_in_concern(uuid, uuid, boolean) to authenticated;

create function private.set_acknowledge_days(days integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_any_role('safeguarding_lead', 'safeguarding_deputy');
  if days is null or days not between 1 and 5 then
    return private.invalid('days', 'out_of_range');
  end if;
  update portal.concern_setting s set acknowledge_days = days where s.id;
  perform private.record('set_acknowledge_days', 'concern_setting', null, array['acknowledge_days']);
  return jsonb_build_object('outcome', 'saved');
end $$;
alter function private.set_acknowledge_days(integer) owner to safeguarding_keeper;
grant execute on function private.set_acknowledge_days(integer) to authenticated;

-- api

-- What the form needs: within how many working days somebody reads it, and whom the link to it means
-- ({person_id, display_name}), for those who may mean anybody.
create function api.worried_about(match_id uuid default null, person_id uuid default null) returns jsonb
language sql stable set search_path = '' as $$ select private.worried_about(match_id, person_id) $$;
grant execute on function api.worried_about(uuid, uuid) to anon, authenticated;

-- answers: what_happened, about, happened_when, happened_where, exact_words, who_was_there, wishes, they_know,
-- children_at_home, care_needs, reporter_name, reporter_contact, reporter_relation, for_someone_else,
-- about_role, match_id, person_id. Outcomes: received (reference), too_many, invalid.
create function api.raise_concern(form_id uuid, answers jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.raise_concern(form_id, answers) $$;
grant execute on function api.raise_concern(uuid, jsonb) to anon, authenticated;

-- Status: received, read, in_hand, closed. Whoever has the reference may ask.
create function api.concern_status(reference text) returns jsonb
language sql stable set search_path = '' as $$ select private.concern_by_reference(reference) $$;
grant execute on function api.concern_status(text) to anon, authenticated;

create function api.my_concerns() returns jsonb
language sql stable set search_path = '' as $$ select private.my_concerns() $$;
grant execute on function api.my_concerns() to authenticated;

create function api.concerns() returns jsonb
language sql volatile set search_path = '' as $$ select private.concerns() $$;
grant execute on function api.concerns() to authenticated;

create function api.concern(concern_id uuid, looking_for text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.concern(concern_id, looking_for) $$;
grant execute on function api.concern(uuid, text) to authenticated;

-- Outcomes: the new state, already, not_possible, not_found, invalid (words).
create function api.move_concern(concern_id uuid, state text, words text default null, findings jsonb default null)
returns jsonb language sql volatile set search_path = '' as $$
  select private.move_concern(concern_id, state, words, findings)
$$;
grant execute on function api.move_concern(uuid, text, text, jsonb) to authenticated;

create function api.note_on_concern(concern_id uuid, words text, corrects uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.note_on_concern(concern_id, words, corrects) $$;
grant execute on function api.note_on_concern(uuid, text, uuid) to authenticated;

create function api.name_in_concern(concern_id uuid, person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.name_in_concern(concern_id, person_id) $$;
grant execute on function api.name_in_concern(uuid, uuid) to authenticated;

-- Outcomes: match_paused, match_resumed, already, not_active, not_found.
create function api.pause_match(concern_id uuid, match_id uuid, going_on boolean default false) returns jsonb
language sql volatile set search_path = '' as $$
  select private.pause_match_in_concern(concern_id, match_id, going_on)
$$;
grant execute on function api.pause_match(uuid, uuid, boolean) to authenticated;

create function api.set_acknowledge_days(days integer) returns jsonb
language sql volatile set search_path = '' as $$ select private.set_acknowledge_days(days) $$;
grant execute on function api.set_acknowledge_days(integer) to authenticated;
