-- Retention: nothing is kept longer than the organisation decided. Until it has decided on a kind, nothing
-- of that kind is removed. The worker applies the rules, in small lots, and writes down how much it removed.

-- tables

create table portal.retention_rule (
  kind text primary key check (kind ~ '^[a-z_]{1,40}$'),
  place integer not null unique,
  unit text not null check (unit in ('days', 'months')),
  keep integer,
  suggested integer,
  least integer not null check (least > 0),
  most integer not null check (most >= least),
  removes boolean not null default true,
  keeps text not null check (length(keeps) between 1 and 120),
  happens text not null check (length(happens) between 1 and 200),
  why text not null check (length(why) between 1 and 200),
  decided_at timestamptz,
  decided_by uuid references portal.person on delete set null,
  check (keep between least and most),
  check (suggested between least and most)
);
comment on table portal.retention_rule is 'How long each kind of record is kept, what happens then, and why. docs/retention.md says the same.';
comment on column portal.retention_rule.keep is 'Null: not decided yet, and nothing is removed.';
comment on column portal.retention_rule.suggested is 'What the portal suggests; null where it would not be right to.';
comment on column portal.retention_rule.removes is 'False: the portal keeps to it in another way than by removing records.';
create index on portal.retention_rule (decided_by);

create table portal.retention_run (
  id bigint primary key generated always as identity,
  at timestamptz not null default now(),
  removed jsonb not null check (jsonb_typeof(removed) = 'object'),
  erased integer not null default 0,
  failed integer not null default 0,
  finished boolean not null
);
comment on table portal.retention_run is 'What the worker removed: a count for each kind, and nothing about anybody.';
comment on column portal.retention_run.failed is 'People whose erasure was due and did not go through; it is tried again.';
comment on column portal.retention_run.finished is 'False: there was more than one lot of a kind, and the next run goes on.';
create index on portal.retention_run (at desc);

insert into portal.retention_rule (kind, place, unit, keep, suggested, least, most, removes, keeps, happens, why) values
  ('unused_account', 1, 'months', null, 24, 12, 120, true, 'Accounts that nobody uses',
    'The person is told. If they do not come back, everything about them is deleted.',
    'No longer needed. Suggested by us; no law sets a time.'),
  ('unused_notice', 2, 'days', 30, 30, 14, 180, false, 'Time to come back to an unused account',
    'Nothing is deleted before this time is over.', 'So that nobody loses an account by surprise.'),
  ('time_to_think', 3, 'days', 7, 7, 1, 30, false, 'Time to change one''s mind after asking to be deleted',
    'Then everything is deleted. A person may also ask for it at once.',
    'The law gives at most one month (UK GDPR Article 12).'),
  ('request', 4, 'months', null, 12, 1, 120, true, 'Requests and offers that led to no match',
    'They are deleted once they are over. One that still waits stays.',
    'No longer needed. Suggested by us; no law sets a time.'),
  ('match', 5, 'months', null, 36, 6, 120, true, 'Matches that have ended, and the notes on them',
    'They are deleted.', 'For questions about how a match went. Suggested by us; no law sets a time.'),
  ('booking', 6, 'months', null, 36, 6, 120, true, 'Bookings, who came, roles in workshops and access needs there',
    'They are deleted. Published figures stay.', 'For reports to funders. Suggested by us; no law sets a time.'),
  ('feedback', 7, 'months', null, 36, 6, 120, true, 'Feedback and the answers to it',
    'The words are deleted. A change keeps the count of people behind it.',
    'To show what came of it. Suggested by us; no law sets a time.'),
  ('notice', 8, 'days', 180, 180, 30, 730, true, 'Notices to a person',
    'They are deleted.', 'Only needed until they are seen.'),
  ('data_request', 9, 'months', null, 24, 12, 120, true, 'Requests for one''s data, and corrections',
    'They are deleted once they are answered.', 'To show that the law was kept. Suggested by us.'),
  ('data_complaint', 10, 'months', null, 36, 12, 120, true, 'Complaints about data',
    'They are deleted once they are answered.', 'To show that the law was kept. Suggested by us.'),
  ('report', 11, 'months', null, 12, 6, 120, true, 'Reports of words that somebody found wrong',
    'They are deleted once they are decided. The decision stays as long as the words do.',
    'To show that reports are dealt with. Suggested by us.'),
  ('session', 12, 'days', 30, 30, 7, 365, true, 'Sign-ins that have ended',
    'They are deleted, but for the last one of each account.', 'To find misuse; the last one shows that an account is used.'),
  ('code', 13, 'days', 30, 30, 7, 365, true, 'Codes that were used or ran out',
    'They are deleted.', 'To find misuse.'),
  ('unfinished_account', 14, 'days', 30, 30, 7, 365, true, 'Accounts whose owner never finished joining',
    'They are deleted.', 'No longer needed.'),
  ('audit', 15, 'months', null, 72, 24, 180, true, 'The audit: who looked at or changed what, never the values',
    'It is deleted.', 'To answer claims, which the law allows for up to six years. Not confirmed: ask a lawyer.'),
  ('safeguarding', 16, 'months', null, null, 12, 1200, false, 'Concerns about somebody''s safety',
    'The portal never deletes them. The safeguarding lead looks at them when the time is over.',
    'You must have a time of your own. We suggest none: ask your safeguarding partners.'),
  ('draft', 17, 'days', 60, 60, 14, 365, true, 'What somebody began to write and did not send',
    'It is deleted.', 'Nobody but its writer reads it. Suggested by us; no law sets a time.'),
  ('calendar_feed', 18, 'days', 180, 180, 30, 730, true, 'Secret addresses of calendars that nothing asks at',
    'The address stops working. A person can make a new one.', 'So that no forgotten address lies about. Suggested by us.');

alter table portal.retention_rule enable row level security;
alter table portal.retention_run enable row level security;

grant select, update (keep, decided_at, decided_by) on portal.retention_rule to privacy_keeper;
create policy "The privacy keeper reads how long things are kept" on portal.retention_rule
  for select to privacy_keeper using (true);
create policy "The privacy keeper changes it for an administrator" on portal.retention_rule
  for update to privacy_keeper using ((select private.has_role('administrator')))
  with check (decided_by = (select private.me()));
grant select, insert (removed, erased, failed, finished) on portal.retention_run to privacy_keeper;
create policy "The privacy keeper reads what was removed" on portal.retention_run
  for select to privacy_keeper using (true);
create policy "The privacy keeper writes down what nobody in particular removed" on portal.retention_run
  for insert to privacy_keeper with check ((select private.me()) is null);

-- policies: what may be removed, and no earlier

-- Whatever is older is no longer needed; null while nobody has decided, and then nothing is older.
create function private.kept_since(kind text) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select now() - case r.unit when 'days' then make_interval(days => r.keep) else make_interval(months => r.keep) end
    from portal.retention_rule r where r.kind = kept_since.kind and r.removes);
end $$;
alter function private.kept_since(text) owner to privacy_keeper;
grant execute on function private.kept_since(text) to privacy_keeper;

grant delete on portal.mentor_request to privacy_keeper;
create policy "The privacy keeper removes requests that are over, in time" on portal.mentor_request
  for delete to privacy_keeper using (
    state in ('ended', 'withdrawn') and ended_at < (select private.kept_since('request')));

grant select (id, person_id, state, offered_at, decided_at), delete on portal.mentor_offer to privacy_keeper;
create policy "The privacy keeper reads when somebody offered" on portal.mentor_offer
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes offers that are over, in time" on portal.mentor_offer
  for delete to privacy_keeper using (
    state in ('not_now', 'withdrawn') and coalesce(decided_at, offered_at) < (select private.kept_since('request')));

grant delete on portal.match to privacy_keeper;
create policy "The privacy keeper removes matches that have ended, in time" on portal.match
  for delete to privacy_keeper using (closed_at < (select private.kept_since('match')));

grant select (id, ends_at) on portal.workshop to privacy_keeper;
create policy "The privacy keeper reads when a workshop was" on portal.workshop
  for select to privacy_keeper using (true);
grant select (id, workshop_id, person_id, state, booked_at), delete on portal.booking to privacy_keeper;
create policy "The privacy keeper reads which bookings there are" on portal.booking
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes bookings, in time" on portal.booking
  for delete to privacy_keeper using (exists (
    select from portal.workshop w where w.id = workshop_id and w.ends_at < (select private.kept_since('booking'))));

grant select (id, workshop_id, person_id), delete on portal.workshop_role, portal.name_choice, portal.access_need
  to privacy_keeper;
create policy "The privacy keeper reads which roles in workshops there are" on portal.workshop_role
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes roles in workshops, in time" on portal.workshop_role
  for delete to privacy_keeper using (exists (
    select from portal.workshop w where w.id = workshop_id and w.ends_at < (select private.kept_since('booking'))));
create policy "The privacy keeper reads which choices about names there are" on portal.name_choice
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes choices about names, in time" on portal.name_choice
  for delete to privacy_keeper using (exists (
    select from portal.workshop w where w.id = workshop_id and w.ends_at < (select private.kept_since('booking'))));
create policy "The privacy keeper reads which access needs there were" on portal.access_need
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes access needs, in time" on portal.access_need
  for delete to privacy_keeper using (exists (
    select from portal.workshop w where w.id = workshop_id and w.ends_at < (select private.kept_since('booking'))));

grant delete on portal.feedback to privacy_keeper;
create policy "The privacy keeper removes feedback, in time" on portal.feedback
  for delete to privacy_keeper using (given_at < (select private.kept_since('feedback')));

grant select (id, made_at), delete on portal.notice to privacy_keeper;
create policy "The privacy keeper reads when a notice was made" on portal.notice
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes notices, in time" on portal.notice
  for delete to privacy_keeper using (made_at < (select private.kept_since('notice')));

grant select (id, kept_at), delete on portal.draft to privacy_keeper;
create policy "The privacy keeper reads when a draft was kept" on portal.draft
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes drafts that lie about, in time" on portal.draft
  for delete to privacy_keeper using (kept_at < (select private.kept_since('draft')));

grant select (id, made_at, used_at), delete on portal.calendar_feed to privacy_keeper;
create policy "The privacy keeper reads when an address was last used" on portal.calendar_feed
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes addresses that nothing uses, in time" on portal.calendar_feed
  for delete to privacy_keeper using (coalesce(used_at, made_at) < (select private.kept_since('calendar_feed')));

grant delete on portal.web_session to privacy_keeper;
create policy "The privacy keeper removes sessions that are over, in time" on portal.web_session
  for delete to privacy_keeper using (
    least(ended_at, expires_at, last_seen_at + idle_limit) < (select private.kept_since('session')));

grant select (id, expires_at), delete on portal.reset_code, portal.joining_code to privacy_keeper;
create policy "The privacy keeper reads when a code ran out" on portal.reset_code
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes codes, in time" on portal.reset_code
  for delete to privacy_keeper using (expires_at < (select private.kept_since('code')));
create policy "The privacy keeper reads when a joining code ran out" on portal.joining_code
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes joining codes, in time" on portal.joining_code
  for delete to privacy_keeper using (expires_at < (select private.kept_since('code')));

grant select (id, at), delete on portal.audit to privacy_keeper;
create policy "The privacy keeper reads when something was written down" on portal.audit
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes old entries of the audit, in time" on portal.audit
  for delete to privacy_keeper using (at < (select private.kept_since('audit')));

grant select (id, ready_at), delete on portal.data_request to privacy_keeper;
create policy "The privacy keeper reads when a request was answered" on portal.data_request
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes answered requests, in time" on portal.data_request
  for delete to privacy_keeper using (ready_at < (select private.kept_since('data_request')));
grant select (id, answered_at), delete on portal.correction, portal.data_complaint to privacy_keeper;
create policy "The privacy keeper reads when a correction was answered" on portal.correction
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes answered corrections, in time" on portal.correction
  for delete to privacy_keeper using (answered_at < (select private.kept_since('data_request')));
create policy "The privacy keeper reads when a complaint was answered" on portal.data_complaint
  for select to privacy_keeper using (true);
create policy "The privacy keeper removes answered complaints, in time" on portal.data_complaint
  for delete to privacy_keeper using (answered_at < (select private.kept_since('data_complaint')));

grant select (id, reported_by, reported_at, decision_id), update (words), delete on portal.report to privacy_keeper;
create policy "The privacy keeper reads when something was reported" on portal.report
  for select to privacy_keeper using (true);
create policy "The privacy keeper blanks the words of who is being erased" on portal.report
  for update to privacy_keeper using (reported_by = (select private.being_erased())) with check (words is null);
create policy "The privacy keeper removes decided reports, in time" on portal.report
  for delete to privacy_keeper using (
    decision_id is not null and reported_at < (select private.kept_since('report')));

-- private: what is older

-- When somebody last did anything here.
create function private.last_here(person uuid, account uuid, joined_at timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select greatest(joined_at,
    (select max(s.last_seen_at) from portal.web_session s where s.subject = account),
    (select max(b.booked_at) from portal.booking b where b.person_id = person),
    (select max(f.given_at) from portal.feedback f where f.person_id = person),
    (select max(r.asked_at) from portal.mentor_request r where r.person_id = person),
    (select max(m.closed_at) from portal.match m where person in (m.family_id, m.mentor_id)))
$$;
grant execute on function private.last_here(uuid, uuid, timestamptz) to privacy_keeper;

-- Accounts that nobody has used since a time. Nobody who works here, meets a match or has a place to come to;
-- nobody without an account, since they could not be told.
create function private.unused_since(before timestamptz) returns setof uuid
language sql stable set search_path = '' as $$
  select p.id from portal.person p
  where p.joined_at < before and (p.entered_by is null or p.joined_as is not null)
    and not exists (select from portal.role_grant g where g.person_id = p.id and g.role <> 'mentor')
    and not exists (select from portal.match m where p.id in (m.family_id, m.mentor_id) and m.closed_at is null)
    and not exists (
      select from portal.booking b join portal.workshop w on w.id = b.workshop_id
      where b.person_id = p.id and b.state in ('booked', 'waiting', 'offered') and w.ends_at > now())
    and not exists (
      select from portal.erasure e where e.person_id = p.id and e.taken_back_at is null and e.done_at is null)
    and private.last_here(p.id, coalesce(p.joined_as, p.id), p.joined_at) < before
$$;
grant execute on function private.unused_since(timestamptz) to privacy_keeper;

-- Accounts without a person, made before a time. Only a portal that keeps the accounts itself can know.
create function private.unfinished_since(before timestamptz) returns setof uuid
language plpgsql stable set search_path = '' as $$
begin
  if to_regnamespace('identity') is null then
    return;
  end if;
  return query execute 'select u.id from identity.unfinished($1) as u(id)
    where not exists (select from portal.person p where coalesce(p.joined_as, p.id) = u.id)' using before;
end $$;
grant execute on function private.unfinished_since(timestamptz) to privacy_keeper;

-- The rows of a kind that are older than a time, and no longer needed. The same for a look ahead and for real.
create function private.older(kind text, before timestamptz) returns table (table_name text, row_id text)
language sql stable set search_path = '' as $$
  select 'person', u.id::text from private.unused_since(before) as u(id) where older.kind = 'unused_account'
  union all
  select 'account', u.id::text from private.unfinished_since(before) as u(id) where older.kind = 'unfinished_account'
  union all
  select 'mentor_request', r.id::text from portal.mentor_request r
  where older.kind = 'request' and r.state in ('ended', 'withdrawn') and r.ended_at < before
    and not exists (select from portal.match m where m.request_id = r.id)
  union all
  select 'mentor_offer', o.id::text from portal.mentor_offer o
  where older.kind = 'request' and o.state in ('not_now', 'withdrawn')
    and coalesce(o.decided_at, o.offered_at) < before
  union all
  select 'match', m.id::text from portal.match m where older.kind = 'match' and m.closed_at < before
  union all
  select 'booking', b.id::text from portal.booking b join portal.workshop w on w.id = b.workshop_id
  where older.kind = 'booking' and w.ends_at < before
  union all
  select 'workshop_role', r.id::text from portal.workshop_role r join portal.workshop w on w.id = r.workshop_id
  where older.kind = 'booking' and w.ends_at < before
  union all
  select 'name_choice', c.id::text from portal.name_choice c join portal.workshop w on w.id = c.workshop_id
  where older.kind = 'booking' and w.ends_at < before
  union all
  select 'access_need', n.id::text from portal.access_need n join portal.workshop w on w.id = n.workshop_id
  where older.kind = 'booking' and w.ends_at < before
  union all
  select 'feedback', f.id::text from portal.feedback f where older.kind = 'feedback' and f.given_at < before
  union all
  select 'notice', n.id::text from portal.notice n where older.kind = 'notice' and n.made_at < before
  union all
  select 'data_request', d.id::text from portal.data_request d
  where older.kind = 'data_request' and d.ready_at < before
  union all
  select 'correction', c.id::text from portal.correction c
  where older.kind = 'data_request' and c.answered_at < before
  union all
  select 'data_complaint', c.id::text from portal.data_complaint c
  where older.kind = 'data_complaint' and c.answered_at < before
  union all
  select 'report', r.id::text from portal.report r
  where older.kind = 'report' and r.decision_id is not null and r.reported_at < before
  union all
  select 'web_session', s.id::text from portal.web_session s
  where older.kind = 'session' and least(s.ended_at, s.expires_at, s.last_seen_at + s.idle_limit) < before
    and (exists (select from portal.web_session n where n.subject = s.subject and n.last_seen_at > s.last_seen_at)
      or not exists (select from portal.person p where coalesce(p.joined_as, p.id) = s.subject))
  union all
  select 'reset_code', c.id::text from portal.reset_code c where older.kind = 'code' and c.expires_at < before
  union all
  select 'joining_code', c.id::text from portal.joining_code c where older.kind = 'code' and c.expires_at < before
  union all
  select 'draft', d.id::text from portal.draft d where older.kind = 'draft' and d.kept_at < before
  union all
  select 'calendar_feed', c.id::text from portal.calendar_feed c
  where older.kind = 'calendar_feed' and coalesce(c.used_at, c.made_at) < before
  union all
  select 'audit', a.id::text from portal.audit a where older.kind = 'audit' and a.at < before
$$;
grant execute on function private.older(text, timestamptz) to privacy_keeper;

-- private: removing

-- Tell people that their account will be deleted, and put it down for later.
create function private.warn_unused(people uuid[]) returns void
language plpgsql set search_path = '' as $$
declare
  unused uuid;
  due timestamptz := now() + (select r.keep * interval '1 day' from portal.retention_rule r where r.kind = 'unused_notice');
begin
  foreach unused in array people loop
    insert into portal.erasure (person_id, asked_by, due_at) values (unused, 'unused', due) on conflict do nothing;
    perform private.notify(unused, 'account_unused', 'account_unused:' || due::date, 'delete-my-data');
  end loop;
end $$;
grant execute on function private.warn_unused(uuid[]) to privacy_keeper;

-- Delete rows of one table by their ids.
create function private.remove_rows(table_name text, ids text[]) returns integer
language plpgsql set search_path = '' as $$
declare
  removed integer;
begin
  if table_name = 'person' then
    perform private.warn_unused(ids::uuid[]);
    return cardinality(ids);
  elsif table_name = 'account' then
    perform private.forget_account(u.id::uuid) from unnest(ids) as u(id);
    return cardinality(ids);
  elsif table_name = 'feedback' then
    perform private.keep_counts(ids::uuid[]);
  end if;
  execute format('delete from portal.%I where id = any ($1::%s[])', table_name,
    case table_name when 'audit' then 'bigint' else 'uuid' end) using ids;
  get diagnostics removed = row_count;
  if removed <> cardinality(ids) then
    raise exception '% of % rows of % were removed', removed, cardinality(ids), table_name;
  end if;
  return removed;
end $$;
grant execute on function private.remove_rows(text, text[]) to privacy_keeper;

-- One lot of what is too old. Returns how much of each kind was removed, and whether that was all.
create function private.remove_old(most integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  rule record;
  lot record;
  counts jsonb := '{}'::jsonb;
  finished boolean := true;
begin
  for rule in select r.kind from portal.retention_rule r where r.removes and r.keep is not null order by r.place loop
    for lot in
      select o.table_name, array_agg(o.row_id) as ids
      from (select n.* from private.older(rule.kind, private.kept_since(rule.kind)) n limit most) o
      group by o.table_name
    loop
      counts := counts || jsonb_build_object(rule.kind,
        coalesce((counts ->> rule.kind)::integer, 0) + private.remove_rows(lot.table_name, lot.ids));
    end loop;
    finished := finished and coalesce((counts ->> rule.kind)::integer, 0) < most;
  end loop;
  return jsonb_build_object('removed', counts, 'finished', finished);
end $$;
grant execute on function private.remove_old(integer) to privacy_keeper;

-- For the worker, as often as it likes: whoever is due is erased each time; old records are removed once a
-- day, in lots. Two workers do not get in each other's way.
create function private.apply_retention(most integer default 1000) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  people jsonb;
  old jsonb := jsonb_build_object('removed', '{}'::jsonb, 'finished', true);
  wanted boolean;
begin
  if private.me() is not null
    or not pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended('portal.retention_run', 0)) then
    return jsonb_build_object('ran', false, 'erased', 0, 'failed', 0, 'removed', '{}'::jsonb);
  end if;
  people := private.erase_due();
  wanted := not exists (
    select from portal.retention_run r where r.finished and r.at > now() - interval '20 hours');
  if wanted then
    old := private.remove_old(most);
  end if;
  if wanted or people ->> 'erased' <> '0' then
    insert into portal.retention_run (removed, erased, failed, finished)
    values (old -> 'removed', (people ->> 'erased')::integer, (people ->> 'failed')::integer,
      wanted and (old ->> 'finished')::boolean);
  end if;
  return people || jsonb_build_object('ran', wanted, 'removed', old -> 'removed');
end $$;
alter function private.apply_retention(integer) owner to privacy_keeper;
grant execute on function private.apply_retention(integer) to worker;

-- private: for an administrator

create function private.retention() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  return jsonb_build_object(
    'rules', (
      select jsonb_agg(jsonb_build_object('kind', r.kind, 'unit', r.unit, 'keep', r.keep, 'suggested', r.suggested,
        'least', r.least, 'most', r.most, 'removes', r.removes, 'keeps', r.keeps, 'happens', r.happens, 'why', r.why,
        'decided_at', r.decided_at) order by r.place)
      from portal.retention_rule r),
    'runs', (
      select coalesce(jsonb_agg(jsonb_build_object('at', l.at, 'removed', l.removed, 'erased', l.erased,
        'failed', l.failed) order by l.at desc), '[]')
      from (select n.* from portal.retention_run n order by n.at desc limit 14) l),
    'leaving', (
      select count(*) from portal.erasure e where e.person_id is not null and e.taken_back_at is null and e.done_at is null),
    'accounts_to_remove', (select count(*) from portal.account_to_remove a));
end $$;
alter function private.retention() owner to privacy_keeper;
grant execute on function private.retention() to authenticated;

-- What is wrong with a time to keep something, or null.
create function private.keep_problem(kind text, keep integer) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  rule portal.retention_rule;
begin
  select r.* into rule from portal.retention_rule r where r.kind = keep_problem.kind;
  return case
    when rule.kind is null then private.invalid('kind', 'not_known')
    when keep is null and rule.kind in ('time_to_think', 'unused_notice') then private.invalid('keep', 'missing')
    when keep not between rule.least and rule.most then private.invalid('keep', 'out_of_range') end;
end $$;
grant execute on function private.keep_problem(text, integer) to privacy_keeper;

-- How much would go if a rule were like this. Nothing is changed.
create function private.preview_retention(kind text, keep integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  bad jsonb := private.keep_problem(kind, keep);
  before timestamptz;
begin
  perform private.require_role('administrator');
  if bad is not null then
    return bad;
  end if;
  select now() - case r.unit when 'days' then make_interval(days => preview_retention.keep)
    else make_interval(months => preview_retention.keep) end
  into before from portal.retention_rule r where r.kind = preview_retention.kind and r.removes;
  return jsonb_build_object('outcome', 'counted', 'kind', kind, 'keep', keep,
    'removes', before is not null, 'count', (select count(*) from private.older(preview_retention.kind, before)));
end $$;
alter function private.preview_retention(text, integer) owner to privacy_keeper;
grant execute on function private.preview_retention(text, integer) to authenticated;

create function private.save_retention_rule(kind text, keep integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
  bad jsonb := private.keep_problem(kind, keep);
begin
  if bad is not null then
    return bad;
  end if;
  update portal.retention_rule r
  set keep = save_retention_rule.keep, decided_at = now(), decided_by = asker where r.kind = save_retention_rule.kind;
  if not found then
    raise exception 'the rule was not saved';
  end if;
  perform private.record('save_retention_rule:' || kind, 'retention_rule', null, array['keep']);
  return jsonb_build_object('outcome', 'saved');
end $$;
alter function private.save_retention_rule(text, integer) owner to privacy_keeper;
grant execute on function private.save_retention_rule(text, integer) to authenticated;

-- api

create function api.retention() returns jsonb
language sql stable set search_path = '' as $$ select private.retention() $$;
grant execute on function api.retention() to authenticated;

-- Outcomes: counted (with count), invalid.
create function api.preview_retention(kind text, keep integer) returns jsonb
language sql stable set search_path = '' as $$ select private.preview_retention(kind, keep) $$;
grant execute on function api.preview_retention(text, integer) to authenticated;

-- Outcomes: saved, invalid. Without a time to keep, nothing of the kind is removed.
create function api.save_retention_rule(kind text, keep integer) returns jsonb
language sql volatile set search_path = '' as $$ select private.save_retention_rule(kind, keep) $$;
grant execute on function api.save_retention_rule(text, integer) to authenticated;
