-- Accounts of a portal that has no Supabase Auth: e-mail, bcrypt hash, and the tries to get in.
-- Run by the superuser after the migrations; saying it twice does no harm. Never run on Supabase.
--
-- identity_owner     owns it all, and cannot log in
-- identity_provider  logs in for the app; it may run the functions granted below and read nothing.
--                    It sees one hash at a time, for one try that is already counted.
-- postgres           (who migrates) makes accounts for the first staff and the demo, and exports.

do $$ begin
  if not exists (select from pg_catalog.pg_roles r where r.rolname = 'identity_owner') then
    create role identity_owner nologin noinherit;
  end if;
end $$;

create schema if not exists identity authorization identity_owner;
grant usage on schema identity to identity_provider, postgres;
grant usage on schema private to identity_owner;
grant execute on function private.use_reset_code(uuid, text) to identity_owner;
grant execute on function private.note_second_factor(uuid, uuid) to identity_owner;

create table if not exists identity.account (
  id uuid primary key default gen_random_uuid(),
  email text not null check (length(email) between 3 and 320),
  password_hash text,
  created_at timestamptz not null default now(),
  password_changed_at timestamptz not null default now()
);
comment on column identity.account.id is 'The person''s id everywhere: the subject of their claims.';
comment on column identity.account.password_hash is 'bcrypt; null until the person sets one with a code.';
create unique index if not exists account_email on identity.account (lower(email));

create table if not exists identity.attempt (
  id bigint generated always as identity primary key,
  kind text not null,
  account_key bytea not null,
  address_key bytea,
  account_id uuid references identity.account on delete cascade,
  started_at timestamptz not null default now(),
  succeeded boolean not null default false
);
comment on table identity.attempt is 'Tries to get in, kept for a day. E-mails and addresses only as hashes.';
create index if not exists attempt_account on identity.attempt (account_key, started_at);
create index if not exists attempt_address on identity.attempt (address_key, started_at);
create index if not exists attempt_started on identity.attempt (started_at);
create index if not exists attempt_of_account on identity.attempt (account_id);

alter table identity.attempt drop constraint if exists attempt_kind_check;
alter table identity.attempt add constraint attempt_kind_check
  check (kind in ('sign_in', 'sign_up', 'change', 'check', 'reset', 'second_step'));

create table if not exists identity.factor (
  account_id uuid primary key references identity.account on delete cascade,
  secret text not null check (length(secret) between 16 and 400),
  made_at timestamptz not null default now(),
  confirmed_at timestamptz,
  last_step bigint
);
comment on table identity.factor is 'What an app on the phone makes its codes from. Told to the app one at a time, for a try that is counted.';
comment on column identity.factor.secret is 'base32, or sealed under the key in ALONGSIDE_SESSION_KEY where the portal has one.';
comment on column identity.factor.confirmed_at is 'Null until the first code was right.';
comment on column identity.factor.last_step is 'The half minute of the last code that was used: no code works twice.';

create table if not exists identity.persona (
  key text primary key,
  person_id uuid not null references identity.account on delete cascade,
  label text not null,
  about text not null,
  position integer not null
);
comment on table identity.persona is 'Invented people whom a visitor to the demo may look round as. Empty in a real portal.';
create index if not exists persona_person on identity.persona (person_id);

alter table identity.account owner to identity_owner;
alter table identity.attempt owner to identity_owner;
alter table identity.factor owner to identity_owner;
alter table identity.persona owner to identity_owner;
alter table identity.account enable row level security;
alter table identity.attempt enable row level security;
alter table identity.factor enable row level security;
alter table identity.persona enable row level security;

create or replace function identity.hashed(value text) returns bytea
language sql immutable set search_path = '' as $$
  select pg_catalog.sha256(pg_catalog.convert_to(lower(btrim(value)), 'UTF8'))
$$;

-- How many tries failed, or have not been finished yet, since a time.
create or replace function identity.failures(
  kinds text[], account_key bytea, address_key bytea, since interval
) returns integer language sql stable set search_path = '' as $$
  select count(*)::integer from identity.attempt a
  where a.kind = any (failures.kinds) and not a.succeeded
    and (failures.account_key is null or a.account_key = failures.account_key)
    and (failures.address_key is null or a.address_key = failures.address_key)
    and a.started_at > now() - failures.since
$$;

-- An account: 10 failed tries in 15 minutes. An address: 100, because a whole service can share
-- one. Signing up tells whether an e-mail is taken, so an address may meet that 10 times an hour,
-- and make 60 accounts: a full group in one room. A second step: 5 in 15 minutes and 20 in a day,
-- since three of a million codes are right at any moment.
create or replace function identity.too_many(kind text, account_key bytea, address_key bytea)
returns boolean language sql stable set search_path = '' as $$
  select case when too_many.kind = 'sign_up' then
    too_many.address_key is not null and (
      identity.failures(array['sign_up'], null, too_many.address_key, '1 hour') >= 10
      or (select count(*) from identity.attempt a where a.kind = 'sign_up'
          and a.address_key = too_many.address_key and a.started_at > now() - interval '1 hour') >= 60)
  when too_many.kind = 'second_step' then
    identity.failures(array['second_step'], too_many.account_key, null, '15 minutes') >= 5
    or identity.failures(array['second_step'], too_many.account_key, null, '1 day') >= 20
  else
    identity.failures(array['sign_in', 'change', 'check', 'reset'], too_many.account_key, null, '15 minutes') >= 10
    or (too_many.address_key is not null and identity.failures(
      array['sign_in', 'change', 'check', 'reset'], null, too_many.address_key, '15 minutes') >= 100)
  end
$$;

-- Count a try before it is made, so that many at once cannot pass the limit together.
create or replace function identity.begin_attempt(kind text, email text, address text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  of_account bytea := identity.hashed(email);
  of_address bytea := identity.hashed(nullif(btrim(address), ''));
  found_account identity.account;
  attempt bigint;
begin
  if of_address is not null then
    perform pg_advisory_xact_lock(hashtextextended(encode(of_address, 'hex'), 1));
  end if;
  perform pg_advisory_xact_lock(hashtextextended(encode(of_account, 'hex'), 2));
  delete from identity.attempt a where a.started_at < now() - interval '1 day';
  if identity.too_many(begin_attempt.kind, of_account, of_address) then
    return jsonb_build_object('outcome', 'too_many_tries');
  end if;
  select a.* into found_account from identity.account a
  where lower(a.email) = lower(btrim(begin_attempt.email));
  insert into identity.attempt (kind, account_key, address_key, account_id)
  values (begin_attempt.kind, of_account, of_address, found_account.id)
  returning id into attempt;
  return jsonb_build_object('outcome', 'begun', 'attempt', attempt, 'person_id', found_account.id,
    'password_hash', case when begin_attempt.kind in ('sign_in', 'change', 'check') then found_account.password_hash end);
end $$;

-- Count a try to change the password of somebody who is signed in.
create or replace function identity.begin_change(person_id uuid, address text)
returns jsonb language sql security definer set search_path = '' as $$
  select identity.begin_attempt('change', a.email, begin_change.address)
    || jsonb_build_object('email', a.email)
  from identity.account a where a.id = begin_change.person_id
$$;

-- Count a try to prove, while signed in, that one knows the password.
create or replace function identity.begin_check(person_id uuid, address text)
returns jsonb language sql security definer set search_path = '' as $$
  select identity.begin_attempt('check', a.email, begin_check.address)
    || jsonb_build_object('email', a.email)
  from identity.account a where a.id = begin_check.person_id
$$;

create or replace function identity.finish_check(attempt bigint)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  update identity.attempt a set succeeded = true
  where a.id = finish_check.attempt and a.kind = 'check' and not a.succeeded
    and a.started_at > now() - interval '1 minute';
  if not found then
    raise exception 'no such attempt' using errcode = '22023';
  end if;
  return jsonb_build_object('outcome', 'checked');
end $$;

-- The second step

create or replace function identity.factor_on(person_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('on', exists (
    select from identity.factor f where f.account_id = factor_on.person_id and f.confirmed_at is not null))
$$;

-- A new secret for somebody who has just proven their password; it counts from the first right code.
create or replace function identity.set_up_factor(attempt bigint, secret text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  account uuid;
begin
  perform identity.finish_check(set_up_factor.attempt);
  select a.account_id into account from identity.attempt a where a.id = set_up_factor.attempt;
  insert into identity.factor (account_id, secret) values (account, set_up_factor.secret)
  on conflict (account_id) do update set secret = excluded.secret, made_at = now(), last_step = null
    where factor.confirmed_at is null;
  return jsonb_build_object('outcome', case when found then 'set_up' else 'already_on' end);
end $$;

-- Count a try at a code, and tell the one secret that it is checked with.
create or replace function identity.begin_second_step(person_id uuid, address text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  mine identity.factor;
  begun jsonb;
begin
  select f.* into mine from identity.factor f where f.account_id = begin_second_step.person_id;
  if not found then
    return jsonb_build_object('outcome', 'not_set_up');
  end if;
  select identity.begin_attempt('second_step', a.email, begin_second_step.address) into begun
  from identity.account a where a.id = mine.account_id;
  if begun ->> 'outcome' <> 'begun' then
    return begun;
  end if;
  return jsonb_build_object('outcome', 'begun', 'attempt', begun -> 'attempt', 'secret', mine.secret);
end $$;

-- The code of this half minute was right. It works once, for the session that asked, and a clock may
-- be half a minute off.
create or replace function identity.finish_second_step(attempt bigint, step bigint, session_id uuid)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  account uuid;
begin
  select a.account_id into account from identity.attempt a
  where a.id = finish_second_step.attempt and a.kind = 'second_step' and not a.succeeded
    and a.started_at > now() - interval '1 minute';
  update identity.factor f
  set last_step = finish_second_step.step, confirmed_at = coalesce(f.confirmed_at, now())
  where f.account_id = account and finish_second_step.step > coalesce(f.last_step, 0)
    and abs(finish_second_step.step - floor(extract(epoch from clock_timestamp()) / 30)) <= 1;
  if not found then
    return jsonb_build_object('outcome', 'code_wrong_or_old');
  end if;
  update identity.attempt a set succeeded = true where a.id = finish_second_step.attempt;
  if not private.note_second_factor(finish_second_step.session_id, account) then
    raise exception 'no such session' using errcode = '22023';
  end if;
  return jsonb_build_object('outcome', 'shown');
end $$;

-- When the portal forgets that somebody has a second factor, the secret goes too.
create or replace function identity.forget_factor() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from identity.factor f where f.account_id = old.subject;
  return old;
end $$;
create or replace trigger secret_goes_with_it after delete on portal.second_factor
  for each row execute function identity.forget_factor();

create or replace function identity.finish_sign_in(attempt bigint)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  update identity.attempt a set succeeded = true
  where a.id = finish_sign_in.attempt and a.kind = 'sign_in' and a.account_id is not null;
  if not found then
    raise exception 'no such attempt' using errcode = '22023';
  end if;
  return jsonb_build_object('outcome', 'signed_in');
end $$;

create or replace function identity.finish_sign_up(attempt bigint, email text, password_hash text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  made uuid;
begin
  if not exists (
    select from identity.attempt a
    where a.id = finish_sign_up.attempt and a.kind = 'sign_up' and not a.succeeded
      and a.account_key = identity.hashed(finish_sign_up.email)
  ) then
    raise exception 'no such attempt' using errcode = '22023';
  end if;
  insert into identity.account (email, password_hash)
  values (btrim(finish_sign_up.email), finish_sign_up.password_hash)
  on conflict do nothing returning id into made;
  if made is null then
    return jsonb_build_object('outcome', 'cannot_use_email');
  end if;
  update identity.attempt a set succeeded = true where a.id = finish_sign_up.attempt;
  return jsonb_build_object('outcome', 'signed_up', 'person_id', made);
end $$;

create or replace function identity.finish_change(attempt bigint, password_hash text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  changed uuid;
begin
  update identity.attempt a set succeeded = true
  where a.id = finish_change.attempt and a.kind = 'change' and not a.succeeded
  returning a.account_id into changed;
  update identity.account a
  set password_hash = finish_change.password_hash, password_changed_at = now()
  where a.id = changed;
  if not found then
    raise exception 'no such attempt' using errcode = '22023';
  end if;
  return jsonb_build_object('outcome', 'changed');
end $$;

-- Set a new password with the code that staff gave. Using the code ends every session.
create or replace function identity.finish_reset(attempt bigint, code text, password_hash text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  person uuid;
begin
  select a.account_id into person from identity.attempt a
  where a.id = finish_reset.attempt and a.kind = 'reset' and not a.succeeded;
  if person is null
    or private.use_reset_code(person, finish_reset.code) ->> 'outcome' is distinct from 'used' then
    return jsonb_build_object('outcome', 'code_wrong_or_old');
  end if;
  update identity.attempt a set succeeded = true where a.id = finish_reset.attempt;
  update identity.account a
  set password_hash = finish_reset.password_hash, password_changed_at = now()
  where a.id = person;
  return jsonb_build_object('outcome', 'reset', 'person_id', person);
end $$;

create or replace function identity.personas() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'key', p.key, 'label', p.label, 'about', p.about) order by p.position), '[]')
  from identity.persona p
$$;

create or replace function identity.look_round_as(key text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('person_id', (select p.person_id from identity.persona p where p.key = look_round_as.key))
$$;

-- For whoever migrates: the first staff account, the demo, and moving to Supabase.

create or replace function identity.make_account(email text, password_hash text default null, id uuid default null)
returns uuid language sql security definer set search_path = '' as $$
  insert into identity.account (id, email, password_hash)
  values (coalesce(make_account.id, gen_random_uuid()), btrim(make_account.email), make_account.password_hash)
  returning id
$$;

create or replace function identity.account_of(email text) returns uuid
language sql stable security definer set search_path = '' as $$
  select a.id from identity.account a where lower(a.email) = lower(btrim(account_of.email))
$$;

create or replace function identity.make_persona(
  key text, person_id uuid, label text, about text, "position" integer
) returns void language sql security definer set search_path = '' as $$
  insert into identity.persona (key, person_id, label, about, position)
  values (make_persona.key, make_persona.person_id, make_persona.label, make_persona.about, make_persona.position)
$$;

create or replace function identity.accounts() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'email', a.email,
    'password_hash', a.password_hash) order by a.created_at, a.id), '[]')
  from identity.account a
$$;

do $$
declare
  made regprocedure;
begin
  for made in select p.oid::regprocedure from pg_catalog.pg_proc p
    where p.pronamespace = 'identity'::regnamespace
  loop
    execute format('alter function %s owner to identity_owner', made);
    execute format('revoke execute on function %s from public', made);
  end loop;
end $$;
grant execute on function
  identity.begin_attempt(text, text, text), identity.begin_change(uuid, text),
  identity.begin_check(uuid, text), identity.finish_check(bigint), identity.factor_on(uuid),
  identity.set_up_factor(bigint, text), identity.begin_second_step(uuid, text),
  identity.finish_second_step(bigint, bigint, uuid),
  identity.finish_sign_in(bigint), identity.finish_sign_up(bigint, text, text),
  identity.finish_change(bigint, text), identity.finish_reset(bigint, text, text),
  identity.personas(), identity.look_round_as(text)
  to identity_provider;
grant execute on function
  identity.make_account(text, text, uuid), identity.account_of(text),
  identity.make_persona(text, uuid, text, text, integer), identity.accounts()
  to postgres;
