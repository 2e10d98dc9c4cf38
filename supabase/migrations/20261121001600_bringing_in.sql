-- Bringing in people from a list that was kept before: checked row by row, then all or nothing.
-- They have no account at first. A code from staff joins their record to the account they make.

create table portal.joining_code (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  code_hash bytea not null unique,
  issued_by uuid references portal.person on delete set null,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table portal.joining_code is 'A code that staff give to somebody who was brought in, to join their record. Only its hash is kept.';
create index on portal.joining_code (person_id);
create index on portal.joining_code (issued_by);
alter table portal.joining_code enable row level security;

grant select, insert, update (used_at, expires_at) on portal.joining_code to identity_keeper;
create policy "The identity keeper reads joining codes" on portal.joining_code
  for select to identity_keeper using (true);
create policy "The identity keeper adds a joining code for staff" on portal.joining_code
  for insert to identity_keeper with check (
    issued_by = (select private.me())
    and ((select private.has_role('staff')) or (select private.has_role('administrator'))));
create policy "The identity keeper uses up or ends unused joining codes" on portal.joining_code
  for update to identity_keeper using (used_at is null) with check (true);

-- private: joining codes

-- Whether a member of staff may hand out a way into this person's account: otherwise staff could
-- take over the record of somebody who may do more than they.
create function private.may_let_in(issuer uuid, person uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from portal.role_grant g where g.person_id = issuer and g.role = 'administrator')
    or not exists (select from portal.role_grant g where g.person_id = person and g.role <> 'mentor')
$$;
grant execute on function private.may_let_in(uuid, uuid) to identity_keeper;

create function private.issue_joining_code(person_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  code text := private.random_letters(10);
  joining portal.person;
begin
  select p.* into joining from portal.person p where p.id = issue_joining_code.person_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if joining.entered_by is null or joining.joined_as is not null then
    return jsonb_build_object('outcome', 'has_account');
  end if;
  if joining.state <> 'active' then
    return jsonb_build_object('outcome', 'suspended');
  end if;
  if not private.may_let_in(asker, joining.id) then
    return jsonb_build_object('outcome', 'ask_an_administrator');
  end if;
  -- the newest code is the only one that works
  update portal.joining_code j set expires_at = now()
  where j.person_id = joining.id and j.used_at is null and j.expires_at > now();
  insert into portal.joining_code (person_id, code_hash, issued_by, expires_at)
  values (joining.id, private.hashed(code), asker, now() + interval '14 days');
  perform private.record('issue_joining_code', 'joining_code', joining.id, array['code_hash'], joining.id);
  return jsonb_build_object('outcome', 'issued',
    'code', substr(code, 1, 5) || '-' || substr(code, 6), 'expires_at', now() + interval '14 days');
end $$;
alter function private.issue_joining_code(uuid) owner to identity_keeper;
grant execute on function private.issue_joining_code(uuid) to authenticated;

-- Join the account that asks to the record that the code was given for.
create function private.join_with_code(code text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  subject uuid := private.my_subject();
  given portal.joining_code;
begin
  if subject is null then
    raise exception 'sign_in_first' using errcode = '28000';
  end if;
  if exists (select from portal.person p where coalesce(p.joined_as, p.id) = subject) then
    return jsonb_build_object('outcome', 'already_signed_up');
  end if;
  if not private.count_try('joining_code') then
    return jsonb_build_object('outcome', 'too_many_tries');
  end if;
  update portal.joining_code j set used_at = now()
  where j.used_at is null and j.expires_at > now()
    and j.code_hash = private.hashed(upper(regexp_replace(join_with_code.code, '[^0-9A-Za-z]', '', 'g')))
    and private.may_let_in(j.issued_by, j.person_id)
    and exists (select from portal.person p
      where p.id = j.person_id and p.state = 'active' and p.entered_by is not null and p.joined_as is null)
  returning j.* into given;
  if not found then
    return jsonb_build_object('outcome', 'code_wrong_or_old');
  end if;
  update portal.person p set joined_as = subject where p.id = given.person_id and p.joined_as is null;
  if not found then
    raise exception 'the account was not joined';
  end if;
  perform private.record('join_with_code', 'person', given.person_id, array['joined_as'], given.person_id);
  return jsonb_build_object('outcome', 'joined');
exception when unique_violation then
  -- the same account signed up, or joined another record, at this very moment: the code is not used up
  return jsonb_build_object('outcome', 'already_signed_up');
end $$;
alter function private.join_with_code(text) owner to identity_keeper;
grant execute on function private.join_with_code(text) to authenticated;

-- private: the spreadsheet

-- A row of the spreadsheet as a profile: the space by its name, yes and no as true and false.
create function private.row_as_profile(given jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select given || jsonb_build_object(
    'space_id', (select s.id from portal.space s where lower(s.name) = lower(btrim(given ->> 'space'))),
    'contact_channel', coalesce(given ->> 'contact_channel', 'portal'))
$$;
grant execute on function private.row_as_profile(jsonb) to portal_keeper;

-- Everything wrong with the rows: which row, which column, what. Duplicates are found by email
-- and member number, inside the file and among the people who are here.
create function private.member_problems(members jsonb)
returns table (number integer, field text, problem text)
language sql stable set search_path = '' as $$
  with given as materialized (
    select m.place::integer as number, private.row_as_profile(m.given) as profile,
      lower(private.tidy(m.given ->> 'email')) as email,
      lower(private.tidy(m.given ->> 'member_number')) as member_number,
      private.tidy(m.given ->> 'space') as space
    from jsonb_array_elements(members) with ordinality as m(given, place)
  ), doubled as (
    select g.number, g.email, g.member_number,
      row_number() over (partition by g.email order by g.number) as email_turn,
      row_number() over (partition by g.member_number order by g.number) as number_turn
    from given g
  ), wrong as (
    select g.number, p.field, p.problem from given g cross join lateral private.profile_problems(g.profile) p
    union all
    select g.number, 'space', 'not_known' from given g
    where g.space is not null and g.profile ->> 'space_id' is null
    union all
    select g.number, 'message_ok', 'not_yes_or_no' from given g
    where coalesce(g.profile ->> 'message_ok', 'false') not in ('true', 'false')
    union all
    select g.number, 'member_number', 'too_long' from given g where length(g.member_number) > 20
    union all
    select d.number, 'email', 'twice_in_file' from doubled d where d.email is not null and d.email_turn > 1
    union all
    select d.number, 'member_number', 'twice_in_file' from doubled d
    where d.member_number is not null and d.number_turn > 1
    union all
    select g.number, 'email', 'already_here' from given g
    where exists (select from portal.person_detail d where lower(d.email) = g.email)
    union all
    select g.number, 'member_number', 'already_here' from given g
    where exists (select from portal.person_detail d where lower(d.member_number) = g.member_number)
  )
  select w.number, w.field, w.problem from wrong w order by w.number, w.field
$$;
grant execute on function private.member_problems(jsonb) to portal_keeper;
create index person_detail_email on portal.person_detail (lower(email));

-- What is wrong with the rows as a whole, or with each; null when they can be brought in.
create function private.refuse_members(members jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  problems jsonb;
begin
  if jsonb_typeof(members) is distinct from 'array'
    or exists (select from jsonb_array_elements(members) m where jsonb_typeof(m) <> 'object') then
    return private.invalid('rows', 'not_known');
  end if;
  if jsonb_array_length(members) = 0 then
    return jsonb_build_object('outcome', 'empty');
  end if;
  if jsonb_array_length(members) > 1000 then
    return jsonb_build_object('outcome', 'too_many', 'most', 1000);
  end if;
  select jsonb_agg(jsonb_build_object('row', p.number, 'column', p.field, 'problem', p.problem)
    order by p.number, p.field) into problems
  from private.member_problems(members) p;
  return case when problems is not null then jsonb_build_object('outcome', 'problems', 'problems', problems) end;
end $$;
grant execute on function private.refuse_members(jsonb) to portal_keeper;

create function private.check_members(members jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  return coalesce(private.refuse_members(members),
    jsonb_build_object('outcome', 'fine', 'count', jsonb_array_length(members)));
end $$;
alter function private.check_members(jsonb) owner to portal_keeper;
grant execute on function private.check_members(jsonb) to authenticated;

create function private.bring_in_members(members jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  refused jsonb;
  given jsonb;
  added uuid;
begin
  -- one list at a time, so that two people with the same list do not bring everybody in twice
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('portal.bring_in_members', 0));
  refused := private.refuse_members(members);
  if refused is not null then
    return refused;
  end if;
  for given in select private.row_as_profile(m) from jsonb_array_elements(members) m loop
    added := gen_random_uuid();
    insert into portal.person (id, display_name, connection, relation, space_id, entered_by)
    values (added, btrim(given ->> 'display_name'), given ->> 'connection',
      case when given ->> 'connection' = 'family' then given ->> 'relation' end,
      (given ->> 'space_id')::uuid, asker);
    insert into portal.person_detail (person_id, legal_name, email, phone, contact_channel, safe_times,
      message_ok, access_needs, member_number)
    values (added, private.tidy(given ->> 'legal_name'), private.tidy(given ->> 'email'),
      private.tidy(given ->> 'phone'), given ->> 'contact_channel', private.tidy(given ->> 'safe_times'),
      coalesce((given ->> 'message_ok')::boolean, false), private.tidy(given ->> 'access_needs'),
      private.tidy(given ->> 'member_number'));
    perform private.record('bring_in', 'person', added,
      array['display_name', 'connection', 'relation', 'space_id', 'legal_name', 'email', 'phone', 'contact_channel',
        'safe_times', 'message_ok', 'access_needs', 'member_number'], added);
  end loop;
  return jsonb_build_object('outcome', 'brought_in', 'count', jsonb_array_length(members));
end $$;
alter function private.bring_in_members(jsonb) owner to portal_keeper;
grant execute on function private.bring_in_members(jsonb) to authenticated;

-- api

create function api.issue_joining_code(person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.issue_joining_code(person_id) $$;
grant execute on function api.issue_joining_code(uuid) to authenticated;

create function api.join_with_code(code text) returns jsonb
language sql volatile set search_path = '' as $$ select private.join_with_code(code) $$;
grant execute on function api.join_with_code(text) to authenticated;

-- rows: display_name, connection, relation, space (its name), email, phone, contact_channel, safe_times,
-- message_ok (true or false), legal_name, access_needs, member_number
create function api.check_members(rows jsonb) returns jsonb
language sql stable set search_path = '' as $$ select private.check_members(rows) $$;
grant execute on function api.check_members(jsonb) to authenticated;

create function api.bring_in_members(rows jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.bring_in_members(rows) $$;
grant execute on function api.bring_in_members(jsonb) to authenticated;
