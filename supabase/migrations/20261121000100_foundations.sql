-- The ground everything stands on: who may do anything at all, and how what they do is written down.
--
-- portal   the tables; row-level security on every one
-- private  functions that act with a keeper's rights; never exposed
-- api      what a client may call: plain invoker functions, one jsonb each
--
-- A keeper is a role that cannot log in, cannot bypass row-level security and owns no table.
-- Its own policies and column grants are no wider than its functions need, so that a mistake
-- in a function is still refused by the database.

-- The door is closed first: nothing is executable until a grant says so.
alter default privileges revoke execute on functions from public;

create schema portal;
create schema private;
create schema api;
revoke all on schema portal, private, api from public;

do $$
declare
  keeper text;
begin
  foreach keeper in array array[
    'identity_keeper', 'audit_keeper', 'portal_keeper', 'mentoring_keeper', 'figures_keeper',
    'safeguarding_keeper', 'privacy_keeper', 'my_data_keeper', 'notice_keeper'
  ] loop
    if not exists (select from pg_catalog.pg_roles r where r.rolname = keeper) then
      execute format('create role %I nologin noinherit', keeper);
    end if;
    -- so that the migrating role may hand a function over, and replace it later
    execute format('grant %I to postgres', keeper);
  end loop;
end $$;

-- Does what nobody waits for at a screen: the programme `python -m services.worker`. It may call
-- the few functions of private that are granted to it, and touches no table itself.
do $$
begin
  if not exists (select from pg_catalog.pg_roles r where r.rolname = 'worker') then
    create role worker nologin noinherit;
  end if;
end $$;
grant usage on schema private to worker;

grant usage on schema portal, private to
  anon, authenticated, identity_keeper, audit_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;
grant usage on schema api to anon, authenticated;
-- a keeper must be able to own a function that lives in private
grant create on schema private to
  identity_keeper, audit_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

-- What the caller's token says. Empty after a rollback, and then it says nothing.
create function private.claims() returns jsonb
language sql stable set search_path = '' as $$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb
$$;
grant execute on function private.claims() to
  anon, authenticated, identity_keeper, audit_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

-- The session that is asking, or null.
create function private.my_session() returns uuid
language sql stable set search_path = '' as $$
  select (private.claims() ->> 'session_id')::uuid
$$;
grant execute on function private.my_session() to
  anon, authenticated, identity_keeper, audit_keeper, portal_keeper, mentoring_keeper, figures_keeper,
  safeguarding_keeper, privacy_keeper, my_data_keeper, notice_keeper;

-- The answer to input that breaks a limit: which field, and what is wrong with it.
-- problem: missing, too_long, too_short, not_known, in_the_past, out_of_range, not_a_date
create function private.invalid(field text, problem text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('outcome', 'invalid', 'field', field, 'problem', problem)
$$;
grant execute on function private.invalid(text, text) to
  authenticated, identity_keeper, portal_keeper, mentoring_keeper, safeguarding_keeper, privacy_keeper, my_data_keeper,
  notice_keeper;

-- The problem with a piece of text, or null when it is fine. Blank counts as missing.
create function private.text_problem(value text, longest integer, needed boolean default true) returns text
language sql immutable set search_path = '' as $$
  select case
    when value is null or btrim(value) = '' then case when needed then 'missing' end
    when length(value) > longest then 'too_long'
  end
$$;
grant execute on function private.text_problem(text, integer, boolean) to
  authenticated, identity_keeper, portal_keeper, mentoring_keeper, safeguarding_keeper, privacy_keeper, my_data_keeper,
  notice_keeper;

-- A count of people as the outside may see it: 0, null for 1 to 7, else the nearest 5.
create function private.protect_count(n integer) returns integer
language sql immutable set search_path = '' as $$
  select case when n = 0 then 0 when n >= 8 then 5 * ((n + 2) / 5) end
$$;
grant execute on function private.protect_count(integer) to portal_keeper, figures_keeper;

-- Letters drawn by lot that are easy to read out: no 0 or O, no 1, I or L. Five bits each; at most 32.
create function private.random_letters(how_many integer) returns text
language sql volatile set search_path = '' as $$
  select string_agg(substr('23456789ABCDEFGHJKMNPQRSTUVWXYZ2', 1 + (get_byte(random.bytes, place) & 31), 1), '')
  from (select pg_catalog.sha256(pg_catalog.uuid_send(gen_random_uuid())
    || pg_catalog.uuid_send(gen_random_uuid())) as bytes) random,
    generate_series(0, how_many - 1) place
$$;
grant execute on function private.random_letters(integer) to
  identity_keeper, portal_keeper, safeguarding_keeper, privacy_keeper, my_data_keeper;

-- What a person can say on the phone to be found: "R-7K3QD9MX". Drawn by lot, so that it tells nobody how
-- many there are, and nobody can guess the next.
create function private.new_reference(prefix text) returns text
language sql volatile set search_path = '' as $$ select prefix || '-' || private.random_letters(8) $$;
grant execute on function private.new_reference(text) to portal_keeper, safeguarding_keeper, privacy_keeper;
