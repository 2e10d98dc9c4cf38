-- People: a display profile, private details apart from it, and roles.

-- tables

create table portal.person (
  id uuid primary key,
  display_name text not null check (length(btrim(display_name)) between 1 and 60),
  connection text not null check (connection in ('recovery', 'family', 'worker')),
  relation text check (relation in (
    'partner', 'parent', 'sibling', 'adult_child', 'aunt_or_uncle', 'grandparent', 'friend', 'carer')),
  space_id uuid,
  state text not null default 'active' check (state in ('active', 'suspended')),
  joined_at timestamptz not null default now(),
  entered_by uuid references portal.person on delete set null,
  joined_as uuid check (joined_as is null or entered_by is not null),
  check (connection = 'family' or relation is null)
);
comment on table portal.person is 'The display profile. The id is the subject of the sign-in token, unless joined_as is. Nothing here names anybody outside the portal.';
comment on column portal.person.connection is 'How addiction touched their life: own recovery, family or friend of someone, or neither (a worker).';
comment on column portal.person.relation is 'What the person is to their loved one. The loved one is never named anywhere.';
comment on column portal.person.entered_by is 'The member of staff who brought this person in, when they did not sign up themselves; the person''s own id once that member of staff has left.';
comment on column portal.person.joined_as is 'The subject of the token of somebody who was brought in and joined an account later.';
-- one account is one person, whichever way they came in
create unique index person_subject on portal.person ((coalesce(joined_as, id)));
create index on portal.person (space_id);
create index on portal.person (entered_by);
create index on portal.person (joined_at);

create table portal.person_detail (
  person_id uuid primary key references portal.person on delete cascade,
  legal_name text check (length(legal_name) <= 120),
  email text check (length(email) <= 254),
  phone text check (length(phone) <= 40),
  contact_channel text not null default 'portal' check (contact_channel in ('portal', 'email', 'phone', 'text')),
  safe_times text check (length(safe_times) <= 300),
  message_ok boolean not null default false,
  access_needs text check (length(access_needs) <= 1000),
  member_number text check (length(member_number) <= 20)
);
comment on table portal.person_detail is 'Private details, apart from the display profile. Reading another person''s is written to the audit.';
comment on column portal.person_detail.member_number is 'The number that a list kept before this portal gave the person, if any.';
create unique index person_detail_member_number on portal.person_detail (lower(member_number));
comment on column portal.person_detail.message_ok is 'True only when the person said that leaving a message is safe.';

create table portal.role_grant (
  person_id uuid not null references portal.person on delete cascade,
  role text not null check (role in (
    'mentor', 'staff', 'safeguarding_lead', 'safeguarding_deputy', 'safeguarding_alternate',
    'trustee', 'analyst', 'administrator')),
  granted_by uuid references portal.person on delete set null,
  granted_at timestamptz not null default now(),
  reviewed_at timestamptz,
  reviewed_by uuid references portal.person on delete set null,
  review_due date not null default (current_date + interval '6 months')::date,
  primary key (person_id, role)
);
comment on table portal.role_grant is 'Who may do what. Every person is a member; these roles come on top and do not imply one another.';
create index on portal.role_grant (role);
comment on column portal.role_grant.review_due is 'The day by which an administrator looks again whether the person still needs the role.';
create index on portal.role_grant (granted_by);
create index on portal.role_grant (reviewed_by);

create table portal.web_session (
  id uuid primary key,
  subject uuid not null,
  ticket_hash bytea,
  ticket_expires_at timestamptz,
  token_hash bytea unique,
  kept boolean not null default false,
  started_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  idle_limit interval not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  refresh_version integer not null default 0,
  refresh_cipher text,
  lease_until timestamptz,
  second_factor_at timestamptz
);
comment on table portal.web_session is 'One browser that is signed in. Only hashes of the ticket and the cookie are kept.';
comment on column portal.web_session.subject is 'The subject of the token: a person, or someone who has not finished signing up.';
comment on column portal.web_session.refresh_cipher is 'Supabase mode only: the refresh token, encrypted under a key the database never sees.';
comment on column portal.web_session.second_factor_at is 'When this browser showed the second factor. No client can write it.';
create index on portal.web_session (subject);
create unique index on portal.web_session (ticket_hash);

create table portal.second_factor (
  subject uuid primary key,
  turned_on_at timestamptz not null default now()
);
comment on table portal.second_factor is 'Whose account asks for a second factor at every sign-in. The secret itself is kept by whoever keeps the accounts.';

create table portal.subject_key (
  person_id uuid primary key references portal.person on delete cascade,
  key uuid not null unique default gen_random_uuid()
);
comment on table portal.subject_key is 'Stands for a person in the audit. Erasure deletes the row, and the audit no longer leads to anyone.';

create table portal.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_key uuid,
  action text not null,
  table_name text not null,
  row_id uuid,
  columns text[] not null default '{}',
  subject_key uuid
);
comment on table portal.audit is 'Append-only: who did what, when, to which row and columns. Never the values.';
create index on portal.audit (subject_key, at);
create index on portal.audit (actor_key, at);

alter table portal.person enable row level security;
alter table portal.person_detail enable row level security;
alter table portal.role_grant enable row level security;
alter table portal.web_session enable row level security;
alter table portal.second_factor enable row level security;
alter table portal.subject_key enable row level security;
alter table portal.audit enable row level security;

-- who is asking

grant select on portal.person, portal.web_session, portal.role_grant, portal.second_factor to identity_keeper;
create policy "The identity keeper reads every profile" on portal.person
  for select to identity_keeper using (true);
create policy "The identity keeper reads every session" on portal.web_session
  for select to identity_keeper using (true);
create policy "The identity keeper reads every role" on portal.role_grant
  for select to identity_keeper using (true);
create policy "The identity keeper reads who has a second factor" on portal.second_factor
  for select to identity_keeper using (true);

-- The subject of the token, as long as its browser session is live. A token of another client
-- (no row here) lives as long as the token itself.
create function private.my_subject() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  claims jsonb := private.claims();
begin
  if claims is null or exists (
    select from portal.web_session s
    where s.id = (claims ->> 'session_id')::uuid
      and (s.ended_at is not null or s.expires_at <= now() or s.last_seen_at + s.idle_limit <= now())
  ) then
    return null;
  end if;
  return (claims ->> 'sub')::uuid;
end $$;
alter function private.my_subject() owner to identity_keeper;
grant execute on function private.my_subject() to
  anon, authenticated, identity_keeper, audit_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

-- Whether the token itself says that a second factor was shown, as Supabase Auth's do. Where the
-- portal keeps its accounts itself, the app writes the claims, and this claim counts for nothing.
create function private.token_showed_second_factor() returns boolean
language sql stable set search_path = '' as $$
  select coalesce(private.claims() ->> 'aal' = 'aal2', false) and to_regnamespace('identity') is null
$$;
grant execute on function private.token_showed_second_factor() to identity_keeper;

-- Whether a session of this subject has shown the second factor.
create function private.session_showed_second_factor(session uuid, subject uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (
    select from portal.web_session s
    where s.id = session and s.subject = session_showed_second_factor.subject and s.second_factor_at is not null);
end $$;
grant execute on function private.session_showed_second_factor(uuid, uuid) to identity_keeper;

-- Whether whoever asks has shown the second factor in this session.
create function private.second_factor_shown() returns boolean
language sql stable security definer set search_path = '' as $$
  select private.token_showed_second_factor()
    or private.session_showed_second_factor(private.my_session(), private.my_subject())
$$;
alter function private.second_factor_shown() owner to identity_keeper;
grant execute on function private.second_factor_shown() to identity_keeper;

-- Whether a role counts just now: every one but mentor asks for the second factor, where the
-- organisation wants it.
create function private.role_counts(role text, shown boolean default null) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  if role_counts.role = 'mentor'
    or not coalesce((select o.second_factor_needed from portal.organisation o where o.id), true) then
    return true;
  end if;
  return coalesce(shown, private.second_factor_shown());
end $$;
grant execute on function private.role_counts(text, boolean) to identity_keeper;

-- The person asking: null for no one, for an ended session, for a suspended person, and for
-- somebody who turned the second factor on and has not shown it yet.
create function private.me() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  asking uuid := private.my_subject();
begin
  if asking is null then
    return null;
  end if;
  return (
    select p.id from portal.person p
    where coalesce(p.joined_as, p.id) = asking and p.state = 'active'
      and (not exists (select from portal.second_factor f where f.subject = asking)
        or private.second_factor_shown()));
end $$;
alter function private.me() owner to identity_keeper;
grant execute on function private.me() to
  anon, authenticated, identity_keeper, audit_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

create function private.has_role(wanted text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from portal.role_grant g
    where g.person_id = private.me() and g.role = wanted
      and private.role_counts(g.role));
end $$;
alter function private.has_role(text) owner to identity_keeper;
grant execute on function private.has_role(text) to
  authenticated, identity_keeper, audit_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

-- The person asking, or a refusal: 28000 when nobody is signed in.
create function private.require_person() returns uuid
language plpgsql stable set search_path = '' as $$
declare
  person uuid := private.me();
begin
  if person is null then
    raise exception 'sign_in_first' using errcode = '28000';
  end if;
  return person;
end $$;
grant execute on function private.require_person() to
  authenticated, identity_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

-- The person asking, who must hold at least one of the roles: 42501 when they do not.
create function private.require_any_role(variadic wanted text[]) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  person uuid := private.require_person();
begin
  if not exists (
    select from portal.role_grant g
    where g.person_id = person and g.role = any (wanted)
      and private.role_counts(g.role)
  ) then
    raise exception 'not_allowed' using errcode = '42501';
  end if;
  return person;
end $$;
alter function private.require_any_role(text[]) owner to identity_keeper;
grant execute on function private.require_any_role(text[]) to
  authenticated, identity_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

create function private.require_role(wanted text) returns uuid
language sql stable set search_path = '' as $$
  select private.require_any_role(wanted)
$$;
grant execute on function private.require_role(text) to
  authenticated, identity_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

-- writing down what was done

grant select, insert on portal.subject_key to audit_keeper;
grant insert on portal.audit to audit_keeper;
create policy "The audit keeper looks up the key of a person" on portal.subject_key
  for select to audit_keeper using (true);
create policy "The audit keeper gives a person a key" on portal.subject_key
  for insert to audit_keeper with check (true);

-- The key that stands for a person in the audit, made at first use.
create function private.subject_key_of(person uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  found_key uuid;
begin
  if person is null then
    return null;
  end if;
  select k.key into found_key from portal.subject_key k where k.person_id = person;
  if found_key is null then
    insert into portal.subject_key (person_id) values (person) on conflict do nothing;
    select k.key into found_key from portal.subject_key k where k.person_id = person;
  end if;
  return found_key;
end $$;
alter function private.subject_key_of(uuid) owner to audit_keeper;
grant execute on function private.subject_key_of(uuid) to audit_keeper;

create policy "The audit keeper writes only what the person asking did" on portal.audit
  for insert to audit_keeper with check (
    actor_key is not distinct from (
      select k.key from portal.subject_key k where k.person_id = (select private.me())));

-- Write to the audit that the person asking did `action` to a row. Columns are names, never values.
-- No person's id is written: where the row is a person's, the key that stands for them is.
create function private.record(
  action text, table_name text, row_id uuid, columns text[] default '{}', subject uuid default null
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  -- looked up first: the policy on the insert does not see a key made by the insert itself
  actor_key uuid := private.subject_key_of(private.me());
  about_key uuid := private.subject_key_of(record.subject);
  row_key uuid := (select k.key from portal.subject_key k where k.person_id = record.row_id);
begin
  insert into portal.audit (actor_key, action, table_name, row_id, columns, subject_key)
  values (actor_key, record.action, record.table_name, coalesce(row_key, record.row_id),
    coalesce(record.columns, '{}'), about_key);
end $$;
alter function private.record(text, text, uuid, text[], uuid) owner to audit_keeper;
grant execute on function private.record(text, text, uuid, text[], uuid) to
  identity_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

-- What was written down stays as it was, for every role, whatever somebody is granted one day. Only what
-- is older than the shortest time that an organisation may choose to keep it can be removed.
create function private.keep_the_audit() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'the audit is never changed' using errcode = '42501';
end $$;
create trigger the_audit_stays before update or truncate on portal.audit
  for each statement execute function private.keep_the_audit();
create trigger an_entry_stays before delete on portal.audit
  for each row when (old.at > now() - interval '2 years') execute function private.keep_the_audit();

-- The key of the person asking, or null: they have none until something of theirs is written down.
create function private.my_key() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select k.key from portal.subject_key k where k.person_id = private.me());
end $$;
alter function private.my_key() owner to audit_keeper;
grant execute on function private.my_key() to audit_keeper, my_data_keeper;

grant select (at, actor_key, action, table_name, columns, subject_key) on portal.audit to audit_keeper;
create policy "The audit keeper sees what the asker did in the last hour" on portal.audit
  for select to audit_keeper using (
    actor_key = (select private.my_key()) and at > now() - interval '1 hour');

-- Write down that the person asking looked at what is kept about somebody: once an hour for each reader,
-- person and set of columns. A page is drawn anew at every click, and a look is one look all the same.
create function private.record_look(action text, table_name text, row_id uuid, columns text[], subject uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (
    select from portal.audit a
    where a.actor_key = private.my_key() and a.at > now() - interval '1 hour'
      and a.action = record_look.action and a.table_name = record_look.table_name
      and a.columns @> record_look.columns
      and a.subject_key = (select k.key from portal.subject_key k where k.person_id = record_look.subject)
  ) then
    perform private.record(record_look.action, record_look.table_name, record_look.row_id,
      record_look.columns, record_look.subject);
  end if;
end $$;
alter function private.record_look(text, text, uuid, text[], uuid) owner to audit_keeper;
grant execute on function private.record_look(text, text, uuid, text[], uuid) to
  portal_keeper, mentoring_keeper, privacy_keeper, my_data_keeper;
grant execute on function private.record(text, text, uuid, text[], uuid) to audit_keeper;

-- policies: profiles, details, roles

grant select on portal.person to authenticated, portal_keeper, mentoring_keeper;
grant select (id, connection, relation, space_id, state, joined_at) on portal.person to figures_keeper;
create policy "A person sees their own profile, staff see everybody" on portal.person
  for select to authenticated using (
    id = (select private.me()) or (select private.has_role('staff'))
    or (select private.has_role('administrator')) or (select private.has_role('safeguarding_lead')));
create policy "The portal keeper reads every profile" on portal.person
  for select to portal_keeper using (true);
create policy "The mentoring keeper reads every profile" on portal.person
  for select to mentoring_keeper using (true);
create policy "The figures keeper counts every profile" on portal.person
  for select to figures_keeper using (true);

grant insert on portal.person to portal_keeper;
create policy "The portal keeper adds the asker, or whom staff bring in" on portal.person
  for insert to portal_keeper with check (
    (id = (select private.my_subject()) and entered_by is null)
    or ((select private.has_role('staff')) and entered_by = (select private.me())));
grant update (display_name, connection, relation, space_id) on portal.person to portal_keeper;
create policy "The portal keeper changes the profile of the person asking" on portal.person
  for update to portal_keeper using (id = (select private.me())) with check (id = (select private.me()));

grant select on portal.person_detail to authenticated, portal_keeper;
create policy "A person reads their own details" on portal.person_detail
  for select to authenticated using (person_id = (select private.me()));
create policy "The portal keeper reads the asker's details, or any for staff" on portal.person_detail
  for select to portal_keeper using (
    person_id = (select private.me()) or (select private.has_role('staff')));
grant insert on portal.person_detail to portal_keeper;
create policy "The portal keeper adds details of the asker, or for staff" on portal.person_detail
  for insert to portal_keeper with check (
    person_id = (select private.my_subject()) or (select private.has_role('staff')));
grant update (legal_name, email, phone, contact_channel, safe_times, message_ok, access_needs)
  on portal.person_detail to portal_keeper;
create policy "The portal keeper changes the details of the person asking" on portal.person_detail
  for update to portal_keeper using (person_id = (select private.me()))
  with check (person_id = (select private.me()));

grant select on portal.role_grant to authenticated, figures_keeper;
create policy "A person sees their own roles, staff and administrators see all" on portal.role_grant
  for select to authenticated using (
    person_id = (select private.me()) or (select private.has_role('staff'))
    or (select private.has_role('administrator')));
create policy "The figures keeper counts roles" on portal.role_grant
  for select to figures_keeper using (true);

grant insert, delete on portal.role_grant to identity_keeper;
create policy "The identity keeper grants only to others, for administrators" on portal.role_grant
  for insert to identity_keeper with check (
    (select private.has_role('administrator')) and granted_by = (select private.me())
    and person_id <> (select private.me()));
create policy "The identity keeper removes from others, for administrators" on portal.role_grant
  for delete to identity_keeper using (
    (select private.has_role('administrator')) and person_id <> (select private.me()));

-- roles: granted and removed by an administrator

-- Serialises changes to roles, so that two administrators cannot remove each other at once.
create function private.lock_roles() returns void
language sql volatile set search_path = '' as $$
  select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('portal.role_grant', 0))
$$;
grant execute on function private.lock_roles() to identity_keeper;

create function private.grant_role(person_id uuid, role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
begin
  perform private.lock_roles();
  if grant_role.person_id = asker then
    return jsonb_build_object('outcome', 'not_to_yourself');
  end if;
  if grant_role.role is null or grant_role.role not in ('mentor', 'staff', 'safeguarding_lead', 'safeguarding_deputy',
    'safeguarding_alternate', 'trustee', 'analyst', 'administrator') then
    return private.invalid('role', 'not_known');
  end if;
  if not exists (select from portal.person p where p.id = grant_role.person_id) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into portal.role_grant (person_id, role, granted_by)
  values (grant_role.person_id, grant_role.role, asker) on conflict do nothing;
  if not found then
    return jsonb_build_object('outcome', 'already_held');
  end if;
  perform private.record('grant_role:' || grant_role.role, 'role_grant', grant_role.person_id,
    array['role'], grant_role.person_id);
  perform private.notify(grant_role.person_id, 'roles_changed', 'roles:' || now());
  return jsonb_build_object('outcome', 'granted');
end $$;
alter function private.grant_role(uuid, text) owner to identity_keeper;
grant execute on function private.grant_role(uuid, text) to authenticated;

create function private.remove_role(person_id uuid, role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
begin
  perform private.lock_roles();
  -- asked again inside the lock: the asker may have lost the role while waiting
  if not private.has_role('administrator') then
    raise exception 'not_allowed' using errcode = '42501';
  end if;
  if remove_role.person_id = asker then
    return jsonb_build_object('outcome', 'not_your_own');
  end if;
  delete from portal.role_grant g
  where g.person_id = remove_role.person_id and g.role = remove_role.role;
  if not found then
    return jsonb_build_object('outcome', 'not_held');
  end if;
  perform private.record('remove_role:' || remove_role.role, 'role_grant', remove_role.person_id,
    array['role'], remove_role.person_id);
  perform private.notify(remove_role.person_id, 'roles_changed', 'roles:' || now());
  return jsonb_build_object('outcome', 'removed');
end $$;
alter function private.remove_role(uuid, text) owner to identity_keeper;
grant execute on function private.remove_role(uuid, text) to authenticated;

-- api

create function api.grant_role(person_id uuid, role text) returns jsonb
language sql volatile set search_path = '' as $$ select private.grant_role(person_id, role) $$;
grant execute on function api.grant_role(uuid, text) to authenticated;

create function api.remove_role(person_id uuid, role text) returns jsonb
language sql volatile set search_path = '' as $$ select private.remove_role(person_id, role) $$;
grant execute on function api.remove_role(uuid, text) to authenticated;

-- Everybody who holds a role, for an administrator.
create function api.role_holders() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'person_id', p.id, 'display_name', p.display_name, 'is_me', p.id = asker,
      'has_second_factor', private.has_second_factor(p.id),
      'roles', held.roles) order by p.display_name), '[]')
    from portal.person p
    join (
      select g.person_id, jsonb_agg(jsonb_build_object(
        'role', g.role, 'granted_at', g.granted_at, 'reviewed_at', g.reviewed_at,
        'review_due', g.review_due, 'is_due', g.review_due <= current_date) order by g.role) as roles
      from portal.role_grant g group by g.person_id
    ) held on held.person_id = p.id);
end $$;
grant execute on function api.role_holders() to authenticated;
