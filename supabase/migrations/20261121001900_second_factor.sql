-- The second factor: an app on the phone shows a code that changes every half minute. Its secret is
-- kept by whoever keeps the accounts (schema identity, or Supabase Auth); here is who has one, which
-- session has shown it, the recovery codes, and what an administrator may do. With it: how often a
-- code may be tried, the sessions that a person has open, and looking at roles again in time.

create table portal.recovery_code (
  id uuid primary key default gen_random_uuid(),
  subject uuid not null references portal.second_factor on delete cascade,
  code_hash bytea not null unique,
  made_at timestamptz not null default now(),
  used_at timestamptz
);
comment on table portal.recovery_code is 'Ten codes that stand in for a lost phone, each for once. Only their hashes are kept.';
create index on portal.recovery_code (subject);

create table portal.code_try (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('joining_code', 'recovery_code')),
  subject uuid not null,
  tried_at timestamptz not null default now()
);
comment on table portal.code_try is 'Codes that somebody who is signed in has tried, kept for a day.';
create index on portal.code_try (subject, kind, tried_at);
create index on portal.code_try (tried_at);

alter table portal.recovery_code enable row level security;
alter table portal.code_try enable row level security;

insert into portal.notice_kind (kind, topic, about) values
  ('sign_in_changed', 'account', 'The second step at sign-in was turned off, started again, or a recovery code was used.');

-- policies

grant insert, delete on portal.second_factor to identity_keeper;
-- The identity provider asks in nobody's name: it has no claims. On Supabase the token has to say it.
create policy "The identity keeper notes a second factor that was shown" on portal.second_factor
  for insert to identity_keeper with check (
    private.claims() is null
    or (subject = (select private.my_subject()) and (select private.token_showed_second_factor())));
create policy "The identity keeper turns off the asker's, or another's for administrators" on portal.second_factor
  for delete to identity_keeper using (
    (subject = (select private.my_subject()) and (select private.second_factor_shown()))
    or (subject <> (select private.my_subject()) and (select private.has_role('administrator'))));

grant update (second_factor_at) on portal.web_session to identity_keeper;

grant select, insert, delete, update (used_at) on portal.recovery_code to identity_keeper;
create policy "The identity keeper reads the asker's recovery codes" on portal.recovery_code
  for select to identity_keeper using (subject = (select private.my_subject()));
create policy "The identity keeper makes codes for who has shown the factor" on portal.recovery_code
  for insert to identity_keeper with check (
    subject = (select private.my_subject()) and (select private.second_factor_shown()));
create policy "The identity keeper replaces codes of who has shown the factor" on portal.recovery_code
  for delete to identity_keeper using (
    subject = (select private.my_subject()) and (select private.second_factor_shown()));
create policy "The identity keeper uses up the asker's unused codes" on portal.recovery_code
  for update to identity_keeper using (subject = (select private.my_subject()) and used_at is null)
  with check (subject = (select private.my_subject()));

grant select, insert, delete on portal.code_try to identity_keeper;
create policy "The identity keeper counts what the asker tried" on portal.code_try
  for select to identity_keeper using (true);
create policy "The identity keeper adds a try of the asker" on portal.code_try
  for insert to identity_keeper with check (subject = (select private.my_subject()));
create policy "The identity keeper forgets tries after a day" on portal.code_try
  for delete to identity_keeper using (tried_at < now() - interval '1 day');

grant update (reviewed_at, reviewed_by, review_due) on portal.role_grant to identity_keeper;
create policy "The identity keeper notes that an administrator looked at another's role" on portal.role_grant
  for update to identity_keeper using (
    (select private.has_role('administrator')) and person_id <> (select private.me()))
  with check (
    (select private.has_role('administrator')) and person_id <> (select private.me())
    and reviewed_by = (select private.me()));

grant update (second_factor_needed) on portal.organisation to identity_keeper;

-- limits

-- Count a try before it is made, under a lock, so that many at once cannot pass the limit together.
-- False: no more for now. Five in a quarter of an hour, twenty in a day.
create function private.count_try(kind text) returns boolean
language plpgsql set search_path = '' as $$
declare
  asking uuid := private.my_subject();
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('portal.code_try.' || asking::text, 0));
  delete from portal.code_try t where t.tried_at < now() - interval '1 day';
  if (select count(*) filter (where t.tried_at > now() - interval '15 minutes') >= 5 or count(*) >= 20
      from portal.code_try t where t.subject = asking and t.kind = count_try.kind) then
    return false;
  end if;
  insert into portal.code_try (kind, subject) values (count_try.kind, asking);
  return true;
end $$;
grant execute on function private.count_try(text) to identity_keeper;

-- private: showing it

-- What a subject has yet to do: 'show' the second factor, 'set_up' one, or nothing (null).
create function private.second_factor_missing(subject uuid, shown boolean) returns text
language sql stable set search_path = '' as $$
  select case
    when subject is null or shown then null
    when exists (select from portal.second_factor f where f.subject = second_factor_missing.subject) then 'show'
    when (select o.second_factor_needed from portal.organisation o where o.id) and exists (
      select from portal.role_grant g join portal.person p on p.id = g.person_id
      where coalesce(p.joined_as, p.id) = second_factor_missing.subject and g.role <> 'mentor') then 'set_up'
  end
$$;
grant execute on function private.second_factor_missing(uuid, boolean) to identity_keeper;

-- Note that a session showed the second factor. For whoever checks it, and for no client: the
-- migrations grant it to nobody.
create function private.note_second_factor(session uuid, account uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into portal.second_factor (subject) values (account) on conflict do nothing;
  if found then
    perform private.record('turn_on_second_factor', 'second_factor', account, array['turned_on_at'],
      (select p.id from portal.person p where coalesce(p.joined_as, p.id) = account));
  end if;
  update portal.web_session s set second_factor_at = now()
  where s.id = session and s.subject = account and s.ended_at is null and s.expires_at > now()
    and s.last_seen_at + s.idle_limit > now();
  return found;
end $$;
alter function private.note_second_factor(uuid, uuid) owner to identity_keeper;

-- On Supabase the token says that Auth has checked the code: note it for this session.
create function private.keep_second_factor() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  is_new boolean;
begin
  if private.my_subject() is null then
    raise exception 'sign_in_first' using errcode = '28000';
  end if;
  if not private.token_showed_second_factor() then
    return jsonb_build_object('outcome', 'not_shown');
  end if;
  insert into portal.second_factor (subject) values (private.my_subject()) on conflict do nothing;
  is_new := found;
  update portal.web_session s set second_factor_at = coalesce(s.second_factor_at, now())
  where s.id = private.my_session() and s.subject = private.my_subject();
  if is_new then
    perform private.record('turn_on_second_factor', 'second_factor', null, array['turned_on_at'], private.me());
  end if;
  return jsonb_build_object('outcome', 'shown');
end $$;
alter function private.keep_second_factor() owner to identity_keeper;
grant execute on function private.keep_second_factor() to authenticated;

-- private: recovery codes

-- Ten new codes, told this once; the old ones stop working.
create function private.make_recovery_codes() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asking uuid := private.my_subject();
  codes text[];
begin
  perform private.require_person();
  if not private.second_factor_shown()
    or not exists (select from portal.second_factor f where f.subject = asking) then
    return jsonb_build_object('outcome', 'show_it_first');
  end if;
  delete from portal.recovery_code c where c.subject = asking;
  select array_agg(private.random_letters(16)) into codes
  from generate_series(1, 10);
  insert into portal.recovery_code (subject, code_hash)
  select asking, private.hashed(made.code) from unnest(codes) as made(code);
  perform private.record('make_recovery_codes', 'recovery_code', null, array['code_hash'], private.me());
  return jsonb_build_object('outcome', 'made', 'codes', (
    select jsonb_agg(regexp_replace(made.code, '(.{4})(?=.)', '\1-', 'g')) from unnest(codes) as made(code)));
end $$;
alter function private.make_recovery_codes() owner to identity_keeper;
grant execute on function private.make_recovery_codes() to authenticated;

-- Use a recovery code in place of the phone, for this session.
create function private.use_recovery_code(code text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asking uuid := private.my_subject();
  person uuid;
begin
  if asking is null or not exists (
    select from portal.web_session s where s.id = private.my_session() and s.subject = asking
  ) then
    raise exception 'sign_in_first' using errcode = '28000';
  end if;
  if not private.count_try('recovery_code') then
    return jsonb_build_object('outcome', 'too_many_tries');
  end if;
  update portal.recovery_code c set used_at = now()
  where c.subject = asking and c.used_at is null
    and c.code_hash = private.hashed(upper(regexp_replace(use_recovery_code.code, '[^0-9A-Za-z]', '', 'g')));
  if not found then
    return jsonb_build_object('outcome', 'code_wrong_or_old');
  end if;
  update portal.web_session s set second_factor_at = now()
  where s.id = private.my_session() and s.subject = asking;
  select p.id into person from portal.person p where coalesce(p.joined_as, p.id) = asking;
  perform private.record('use_recovery_code', 'recovery_code', null, array['used_at'], person);
  perform private.notify(person, 'sign_in_changed', 'recovery_code:' || gen_random_uuid(), 'second-step');
  return jsonb_build_object('outcome', 'shown', 'left', (
    select count(*) from portal.recovery_code c where c.subject = asking and c.used_at is null));
end $$;
alter function private.use_recovery_code(text) owner to identity_keeper;
grant execute on function private.use_recovery_code(text) to authenticated;

-- How many recovery codes the asker has left, and whether the second factor is on.
create function private.my_second_factor() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_person();
  return jsonb_build_object(
    'on', exists (select from portal.second_factor f where f.subject = private.my_subject()),
    'shown', private.second_factor_shown(),
    'codes_left', (select count(*) from portal.recovery_code c
      where c.subject = private.my_subject() and c.used_at is null),
    'needed', coalesce((select o.second_factor_needed from portal.organisation o where o.id), true)
      and exists (select from portal.role_grant g where g.person_id = private.me() and g.role <> 'mentor'));
end $$;
alter function private.my_second_factor() owner to identity_keeper;
grant execute on function private.my_second_factor() to authenticated;

-- private: turning it off

-- Every browser of the subject has to show it anew, and the recovery codes go with it.
create function private.forget_second_factor(account uuid) returns boolean
language plpgsql set search_path = '' as $$
begin
  delete from portal.second_factor f where f.subject = account;
  if not found then
    return false;
  end if;
  update portal.web_session s set second_factor_at = null
  where s.subject = account and s.second_factor_at is not null;
  return true;
end $$;
grant execute on function private.forget_second_factor(uuid) to identity_keeper;

create function private.turn_off_second_factor() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  if not private.second_factor_shown() then
    return jsonb_build_object('outcome', 'show_it_first');
  end if;
  if not private.forget_second_factor(private.my_subject()) then
    return jsonb_build_object('outcome', 'was_off');
  end if;
  perform private.record('turn_off_second_factor', 'second_factor', asker, array['turned_on_at'], asker);
  perform private.notify(asker, 'sign_in_changed', 'second_factor:' || gen_random_uuid(), 'second-step');
  return jsonb_build_object('outcome', 'turned_off');
end $$;
alter function private.turn_off_second_factor() owner to identity_keeper;
grant execute on function private.turn_off_second_factor() to authenticated;

-- For somebody who lost phone and codes: an administrator, about others. They are signed out
-- everywhere, and set up anew after the next password.
create function private.reset_second_factor(person_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
  account uuid;
begin
  if reset_second_factor.person_id = asker then
    return jsonb_build_object('outcome', 'not_your_own');
  end if;
  select coalesce(p.joined_as, p.id) into account from portal.person p where p.id = reset_second_factor.person_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if not private.forget_second_factor(account) then
    return jsonb_build_object('outcome', 'was_off');
  end if;
  update portal.web_session s set ended_at = now(), refresh_cipher = null
  where s.subject = account and s.ended_at is null;
  perform private.record('reset_second_factor', 'second_factor', reset_second_factor.person_id,
    array['turned_on_at'], reset_second_factor.person_id);
  perform private.notify(reset_second_factor.person_id, 'sign_in_changed',
    'second_factor:' || gen_random_uuid(), 'second-step');
  return jsonb_build_object('outcome', 'reset');
end $$;
alter function private.reset_second_factor(uuid) owner to identity_keeper;
grant execute on function private.reset_second_factor(uuid) to authenticated;

-- Whether somebody has a second factor, for an administrator.
create function private.has_second_factor(person_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  return exists (
    select from portal.second_factor f join portal.person p on coalesce(p.joined_as, p.id) = f.subject
    where p.id = has_second_factor.person_id);
end $$;
alter function private.has_second_factor(uuid) owner to identity_keeper;
grant execute on function private.has_second_factor(uuid) to authenticated;

-- Whether roles ask for a second factor. Who changes this has shown their own, so that nobody
-- switches a lock on that they cannot open.
create function private.set_second_factor_needed(needed boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
begin
  if needed is null then
    return private.invalid('needed', 'missing');
  end if;
  if not private.second_factor_shown() then
    return jsonb_build_object('outcome', 'show_it_first');
  end if;
  update portal.organisation o set second_factor_needed = needed where o.id;
  if not found then
    raise exception 'the setting was not saved';
  end if;
  perform private.record('set_second_factor_needed', 'organisation', null, array['second_factor_needed'], asker);
  return jsonb_build_object('outcome', case when needed then 'needed' else 'not_needed' end);
end $$;
alter function private.set_second_factor_needed(boolean) owner to identity_keeper;
grant execute on function private.set_second_factor_needed(boolean) to authenticated;

-- private: the sessions that a person has open

create function private.my_sessions() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_person();
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'started_at', s.started_at,
      'last_seen_at', s.last_seen_at, 'kept', s.kept, 'is_this', s.id = private.my_session())
      order by s.id = private.my_session() desc, s.last_seen_at desc), '[]')
    from portal.web_session s
    where s.subject = private.my_subject() and s.token_hash is not null and s.ended_at is null
      and s.expires_at > now() and s.last_seen_at + s.idle_limit > now());
end $$;
alter function private.my_sessions() owner to identity_keeper;
grant execute on function private.my_sessions() to authenticated;

create function private.end_my_session(session_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_person();
  update portal.web_session s set ended_at = now(), refresh_cipher = null
  where s.id = end_my_session.session_id and s.subject = private.my_subject() and s.ended_at is null;
  return jsonb_build_object('outcome', case when found then 'signed_out' else 'not_found' end);
end $$;
alter function private.end_my_session(uuid) owner to identity_keeper;
grant execute on function private.end_my_session(uuid) to authenticated;

-- private: looking at roles again

-- How many roles of others an administrator has to look at again; nothing for anybody else.
create function private.roles_due(subject uuid) returns integer
language sql stable set search_path = '' as $$
  select count(*)::integer from portal.role_grant g
  where g.review_due <= current_date and exists (
    select from portal.role_grant a join portal.person p on p.id = a.person_id
    where a.role = 'administrator' and p.state = 'active'
      and coalesce(p.joined_as, p.id) = roles_due.subject and a.person_id <> g.person_id)
$$;
grant execute on function private.roles_due(uuid) to identity_keeper;

create function private.confirm_role(person_id uuid, role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
begin
  if confirm_role.person_id = asker then
    return jsonb_build_object('outcome', 'not_your_own');
  end if;
  update portal.role_grant g
  set reviewed_at = now(), reviewed_by = asker, review_due = (current_date + interval '6 months')::date
  where g.person_id = confirm_role.person_id and g.role = confirm_role.role;
  if not found then
    return jsonb_build_object('outcome', 'not_held');
  end if;
  perform private.record('confirm_role:' || confirm_role.role, 'role_grant', confirm_role.person_id,
    array['reviewed_at', 'review_due'], confirm_role.person_id);
  return jsonb_build_object('outcome', 'confirmed', 'review_due', (current_date + interval '6 months')::date);
end $$;
alter function private.confirm_role(uuid, text) owner to identity_keeper;
grant execute on function private.confirm_role(uuid, text) to authenticated;

-- Whatever a keeper's function is asked to do, an administrator who can sign in stays. Whoever holds
-- the database itself may take the last one away.
create function private.keep_an_administrator() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  leaving uuid := case tg_table_name when 'person' then (to_jsonb(old) ->> 'id')::uuid
    else (to_jsonb(old) ->> 'person_id')::uuid end;
begin
  perform private.lock_roles();
  if exists (select from portal.role_grant g where g.person_id = leaving and g.role = 'administrator')
    and not exists (
      select from portal.role_grant g join portal.person p on p.id = g.person_id
      where g.role = 'administrator' and g.person_id <> leaving and p.state = 'active') then
    raise exception 'last_administrator' using errcode = '23001';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
alter function private.keep_an_administrator() owner to identity_keeper;
create trigger last_administrator_keeps_the_role before delete on portal.role_grant
  for each row when (old.role = 'administrator' and current_user like '%\_keeper')
  execute function private.keep_an_administrator();
create trigger last_administrator_is_not_suspended before update of state on portal.person
  for each row when (old.state = 'active' and new.state <> 'active' and current_user like '%\_keeper')
  execute function private.keep_an_administrator();
create trigger last_administrator_is_not_erased before delete on portal.person
  for each row when (current_user like '%\_keeper') execute function private.keep_an_administrator();

-- api

create function api.keep_second_factor() returns jsonb
language sql volatile set search_path = '' as $$ select private.keep_second_factor() $$;
grant execute on function api.keep_second_factor() to authenticated;

create function api.my_second_factor() returns jsonb
language sql stable set search_path = '' as $$ select private.my_second_factor() $$;
grant execute on function api.my_second_factor() to authenticated;

create function api.make_recovery_codes() returns jsonb
language sql volatile set search_path = '' as $$ select private.make_recovery_codes() $$;
grant execute on function api.make_recovery_codes() to authenticated;

create function api.use_recovery_code(code text) returns jsonb
language sql volatile set search_path = '' as $$ select private.use_recovery_code(code) $$;
grant execute on function api.use_recovery_code(text) to authenticated;

create function api.turn_off_second_factor() returns jsonb
language sql volatile set search_path = '' as $$ select private.turn_off_second_factor() $$;
grant execute on function api.turn_off_second_factor() to authenticated;

create function api.reset_second_factor(person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.reset_second_factor(person_id) $$;
grant execute on function api.reset_second_factor(uuid) to authenticated;

create function api.set_second_factor_needed(needed boolean) returns jsonb
language sql volatile set search_path = '' as $$ select private.set_second_factor_needed(needed) $$;
grant execute on function api.set_second_factor_needed(boolean) to authenticated;

create function api.my_sessions() returns jsonb
language sql stable set search_path = '' as $$ select private.my_sessions() $$;
grant execute on function api.my_sessions() to authenticated;

create function api.end_my_session(session_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.end_my_session(session_id) $$;
grant execute on function api.end_my_session(uuid) to authenticated;

create function api.confirm_role(person_id uuid, role text) returns jsonb
language sql volatile set search_path = '' as $$ select private.confirm_role(person_id, role) $$;
grant execute on function api.confirm_role(uuid, text) to authenticated;
