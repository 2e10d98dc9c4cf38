-- Staying signed in: a browser holds an opaque token, the database only its hash.
-- Sign-in hands out a ticket that works once, within a minute; the server swaps it for the cookie.

create table portal.reset_code (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  code_hash bytea not null,
  issued_by uuid references portal.person on delete set null,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  wrong_tries integer not null default 0 check (wrong_tries between 0 and 5)
);
comment on table portal.reset_code is 'A code that staff give to a person who forgot their password. Only its hash is kept.';
create index on portal.reset_code (person_id);
create index on portal.reset_code (issued_by);
alter table portal.reset_code enable row level security;

grant insert on portal.web_session to identity_keeper;
create policy "The identity keeper starts only the session that asks" on portal.web_session
  for insert to identity_keeper with check (
    id = (select private.my_session()) and subject = (select private.my_subject()));
grant update (ticket_hash, ticket_expires_at, token_hash, last_seen_at, ended_at,
  refresh_version, refresh_cipher, lease_until) on portal.web_session to identity_keeper;
-- Whoever shows a session's secret may act on it without being signed in, so the row cannot be
-- narrowed here; the functions below find it by the hash of that secret and by nothing else.
create policy "The identity keeper changes sessions" on portal.web_session
  for update to identity_keeper using (true) with check (true);

create function private.hashed(secret text) returns bytea
language sql immutable set search_path = '' as $$
  select pg_catalog.sha256(pg_catalog.convert_to(secret, 'UTF8'))
$$;
grant execute on function private.hashed(text) to identity_keeper;

create function private.start_session(ticket text, kept boolean, refresh_cipher text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  if private.my_subject() is null or private.my_session() is null or coalesce(length(ticket), 0) < 32
    or length(refresh_cipher) > 8192 then
    raise exception 'sign_in_first' using errcode = '28000';
  end if;
  insert into portal.web_session (
    id, subject, ticket_hash, ticket_expires_at, kept, idle_limit, expires_at, refresh_cipher)
  values (
    private.my_session(), private.my_subject(), private.hashed(ticket), now() + interval '60 seconds',
    coalesce(start_session.kept, false),
    case when start_session.kept then interval '30 days' else interval '60 minutes' end,
    now() + case when start_session.kept then interval '90 days' else interval '12 hours' end,
    start_session.refresh_cipher)
  on conflict (id) do nothing;
  if not found then
    return jsonb_build_object('outcome', 'already_started');
  end if;
  return jsonb_build_object('outcome', 'started');
end $$;
alter function private.start_session(text, boolean, text) owner to identity_keeper;
grant execute on function private.start_session(text, boolean, text) to authenticated;

create function private.redeem_ticket(ticket text, token text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  opened portal.web_session;
begin
  if coalesce(length(token), 0) < 32 then
    return private.invalid('token', 'too_short');
  end if;
  update portal.web_session s
  set token_hash = private.hashed(redeem_ticket.token), ticket_hash = null, ticket_expires_at = null
  where s.ticket_hash = private.hashed(redeem_ticket.ticket)
    and s.ticket_expires_at > now() and s.ended_at is null
  returning s.* into opened;
  if not found then
    return jsonb_build_object('outcome', 'expired');
  end if;
  return jsonb_build_object('outcome', 'redeemed', 'kept', opened.kept,
    'max_age', extract(epoch from opened.expires_at - now())::integer);
end $$;
alter function private.redeem_ticket(text, text) owner to identity_keeper;
grant execute on function private.redeem_ticket(text, text) to anon, authenticated;

create function private.end_session(token text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  update portal.web_session s set ended_at = now(), refresh_cipher = null
  where s.token_hash = private.hashed(end_session.token) and s.ended_at is null;
  return jsonb_build_object('outcome', 'signed_out');
end $$;
alter function private.end_session(text) owner to identity_keeper;
grant execute on function private.end_session(text) to anon, authenticated;

create function private.sign_out(everywhere boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  ended integer;
begin
  if private.my_subject() is null then
    return jsonb_build_object('outcome', 'signed_out', 'sessions', 0);
  end if;
  update portal.web_session s set ended_at = now(), refresh_cipher = null
  where s.subject = private.my_subject() and s.ended_at is null
    and (sign_out.everywhere or s.id = private.my_session());
  get diagnostics ended = row_count;
  return jsonb_build_object('outcome', 'signed_out', 'sessions', ended);
end $$;
alter function private.sign_out(boolean) owner to identity_keeper;
grant execute on function private.sign_out(boolean) to authenticated;

-- Supabase mode: one process at a time may use the refresh token, and what it gets back is stored
-- only if nobody stored a newer one, so that two tabs or two servers never sign each other out.
create function private.lease_refresh(token text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  leased portal.web_session;
begin
  update portal.web_session s set lease_until = now() + interval '10 seconds'
  where s.token_hash = private.hashed(lease_refresh.token) and s.ended_at is null
    and s.expires_at > now() and s.last_seen_at + s.idle_limit > now()
    and (s.lease_until is null or s.lease_until <= now())
  returning s.* into leased;
  if not found then
    return jsonb_build_object('outcome', 'busy');
  end if;
  return jsonb_build_object('outcome', 'leased', 'refresh_version', leased.refresh_version,
    'refresh_cipher', leased.refresh_cipher);
end $$;
alter function private.lease_refresh(text) owner to identity_keeper;
grant execute on function private.lease_refresh(text) to anon, authenticated;

create function private.store_refresh(token text, refresh_version integer, refresh_cipher text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  update portal.web_session s
  set refresh_cipher = store_refresh.refresh_cipher, refresh_version = s.refresh_version + 1, lease_until = null
  where s.token_hash = private.hashed(store_refresh.token) and s.ended_at is null
    and s.expires_at > now() and s.last_seen_at + s.idle_limit > now()
    and s.refresh_version = store_refresh.refresh_version;
  if not found then
    return jsonb_build_object('outcome', 'stale');
  end if;
  return jsonb_build_object('outcome', 'stored', 'refresh_version', store_refresh.refresh_version + 1);
end $$;
alter function private.store_refresh(text, integer, text) owner to identity_keeper;
grant execute on function private.store_refresh(text, integer, text) to anon, authenticated;

-- forgotten passwords, where no e-mail can be sent

grant select, insert, update (used_at, wrong_tries) on portal.reset_code to identity_keeper;
create policy "The identity keeper reads reset codes" on portal.reset_code
  for select to identity_keeper using (true);
create policy "The identity keeper adds a code that staff give out" on portal.reset_code
  for insert to identity_keeper with check (
    issued_by = (select private.me()) and person_id <> (select private.me())
    and ((select private.has_role('staff')) or (select private.has_role('administrator'))));
create policy "The identity keeper changes only unused codes" on portal.reset_code
  for update to identity_keeper using (used_at is null) with check (true);

create function private.issue_reset_code(person_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  code text := private.random_letters(10);
begin
  if issue_reset_code.person_id = asker then
    return jsonb_build_object('outcome', 'not_to_yourself');
  end if;
  if not exists (select from portal.person p where p.id = issue_reset_code.person_id) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  -- otherwise a member of staff could take over an administrator's account
  if not private.has_role('administrator') and exists (
    select from portal.role_grant g
    where g.person_id = issue_reset_code.person_id and g.role <> 'mentor'
  ) then
    return jsonb_build_object('outcome', 'ask_an_administrator');
  end if;
  insert into portal.reset_code (person_id, code_hash, issued_by, expires_at)
  values (issue_reset_code.person_id, private.hashed(code), asker, now() + interval '30 minutes');
  perform private.record('issue_reset_code', 'reset_code', issue_reset_code.person_id,
    array['code_hash'], issue_reset_code.person_id);
  return jsonb_build_object('outcome', 'issued',
    'code', substr(code, 1, 5) || '-' || substr(code, 6), 'expires_at', now() + interval '30 minutes');
end $$;
alter function private.issue_reset_code(uuid) owner to identity_keeper;
grant execute on function private.issue_reset_code(uuid) to authenticated;

-- Use up a code that is right, in time, unused and not guessed at five times. Every session of the
-- person ends, since somebody else may have had the old password. For the identity provider only.
create function private.use_reset_code(account uuid, code text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  person uuid := (select p.id from portal.person p where coalesce(p.joined_as, p.id) = account);
begin
  update portal.reset_code r set used_at = now()
  where r.person_id = person and r.used_at is null and r.expires_at > now()
    and r.wrong_tries < 5
    and r.code_hash = private.hashed(upper(regexp_replace(use_reset_code.code, '[^0-9A-Za-z]', '', 'g')));
  if not found then
    update portal.reset_code r set wrong_tries = r.wrong_tries + 1
    where r.person_id = person and r.used_at is null and r.wrong_tries < 5;
    return jsonb_build_object('outcome', 'code_wrong_or_old');
  end if;
  update portal.web_session s set ended_at = now(), refresh_cipher = null
  where s.subject = account and s.ended_at is null;
  return jsonb_build_object('outcome', 'used');
end $$;
alter function private.use_reset_code(uuid, text) owner to identity_keeper;

-- The first account of a new portal. Run by whoever holds the database, never by a client:
-- nobody is granted it. Run again for the same person it issues a new code.
create function private.make_first_administrator(person uuid, display_name text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  code text := private.random_letters(10);
begin
  if exists (
    select from portal.role_grant g
    where g.role = 'administrator' and g.person_id <> make_first_administrator.person
  ) and not exists (
    select from portal.role_grant g
    where g.role = 'administrator' and g.person_id = make_first_administrator.person
  ) then
    return jsonb_build_object('outcome', 'has_administrator');
  end if;
  insert into portal.person (id, display_name, connection)
  values (make_first_administrator.person, make_first_administrator.display_name, 'worker')
  on conflict (id) do nothing;
  insert into portal.role_grant (person_id, role)
  values (make_first_administrator.person, 'administrator'), (make_first_administrator.person, 'staff')
  on conflict do nothing;
  insert into portal.reset_code (person_id, code_hash, expires_at)
  values (make_first_administrator.person, private.hashed(code), now() + interval '1 day');
  -- the way back in for a last administrator who lost their phone
  delete from portal.second_factor f where f.subject = (
    select coalesce(p.joined_as, p.id) from portal.person p where p.id = make_first_administrator.person);
  return jsonb_build_object('outcome', 'made', 'code', substr(code, 1, 5) || '-' || substr(code, 6));
end $$;

-- api

create function api.start_session(ticket text, kept boolean default false, refresh_cipher text default null)
returns jsonb language sql volatile set search_path = '' as $$
  select private.start_session(ticket, kept, refresh_cipher)
$$;
grant execute on function api.start_session(text, boolean, text) to authenticated;

create function api.redeem_ticket(ticket text, token text) returns jsonb
language sql volatile set search_path = '' as $$ select private.redeem_ticket(ticket, token) $$;
grant execute on function api.redeem_ticket(text, text) to anon, authenticated;

create function api.end_session(token text) returns jsonb
language sql volatile set search_path = '' as $$ select private.end_session(token) $$;
grant execute on function api.end_session(text) to anon, authenticated;

create function api.sign_out() returns jsonb
language sql volatile set search_path = '' as $$ select private.sign_out(false) $$;
grant execute on function api.sign_out() to authenticated;

create function api.sign_out_everywhere() returns jsonb
language sql volatile set search_path = '' as $$ select private.sign_out(true) $$;
grant execute on function api.sign_out_everywhere() to authenticated;

create function api.lease_refresh(token text) returns jsonb
language sql volatile set search_path = '' as $$ select private.lease_refresh(token) $$;
grant execute on function api.lease_refresh(text) to anon, authenticated;

create function api.store_refresh(token text, refresh_version integer, refresh_cipher text) returns jsonb
language sql volatile set search_path = '' as $$
  select private.store_refresh(token, refresh_version, refresh_cipher)
$$;
grant execute on function api.store_refresh(text, integer, text) to anon, authenticated;

create function api.issue_reset_code(person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.issue_reset_code(person_id) $$;
grant execute on function api.issue_reset_code(uuid) to authenticated;
