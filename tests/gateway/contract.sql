-- Functions that exist only to test the gateways. Run as postgres on a test database.
-- `drop schema contract cascade` and the drops at the end of the suite take them away again.

create schema contract;
grant usage on schema contract to anon, authenticated;
create table contract.note (id integer generated always as identity primary key, text text not null);
alter table contract.note enable row level security;
create policy "Anybody reads notes" on contract.note for select to anon, authenticated using (true);
create policy "A person adds notes" on contract.note for insert to authenticated with check (true);
grant select on contract.note to anon, authenticated;
grant insert on contract.note to authenticated;

create function api.contract_types(
  a_date date default null, a_moment timestamptz default null, a_uuid uuid default null,
  a_number numeric default null, a_count integer default null, a_flag boolean default null,
  a_text text default null, some_words text[] default null, a_body jsonb default null
) returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object('a_date', a_date, 'a_moment', a_moment, 'a_uuid', a_uuid,
    'a_number', a_number, 'a_count', a_count, 'a_flag', a_flag, 'a_text', a_text,
    'some_words', some_words, 'how_many', cardinality(some_words), 'a_body', a_body)
$$;

create function api.contract_rows(how_many integer) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('n', n, 'text', 'row ' || n) order by n), '[]')
  from generate_series(1, how_many) n
$$;

create function api.contract_nothing() returns jsonb
language sql stable set search_path = '' as $$ select null::jsonb $$;

create function api.contract_value(a_body jsonb) returns jsonb
language sql stable set search_path = '' as $$ select a_body $$;

create function api.contract_asked_as() returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('role', current_user, 'claims', current_setting('request.jwt.claims')::jsonb,
    'timezone', current_setting('TimeZone'), 'timeout', current_setting('statement_timeout'))
$$;

create function api.contract_may_write() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('read_only', current_setting('transaction_read_only'))
$$;

create function api.contract_refuse(code text, text text) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  insert into contract.note (text) values (contract_refuse.text);
  raise exception '%', contract_refuse.text using errcode = contract_refuse.code, detail = contract_refuse.text;
end $$;

create function api.contract_add(text text) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  insert into contract.note (text) values (contract_add.text);
  return jsonb_build_object('outcome', 'added');
end $$;

create function api.contract_notes() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(n.text order by n.id), '[]') from contract.note n
$$;

create function api.contract_reads_and_writes() returns jsonb
language sql stable set search_path = '' as $$ select api.contract_add('from a function that only reads') $$;

create function api.contract_sleep(seconds numeric) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform pg_sleep(contract_sleep.seconds);
  return '"woke"';
end $$;

create function api.contract_sleep_and_add(seconds numeric, text text) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  perform pg_sleep(contract_sleep_and_add.seconds);
  return api.contract_add(contract_sleep_and_add.text);
end $$;

grant execute on function
  api.contract_types(date, timestamptz, uuid, numeric, integer, boolean, text, text[], jsonb),
  api.contract_rows(integer), api.contract_nothing(), api.contract_value(jsonb),
  api.contract_asked_as(), api.contract_may_write(), api.contract_refuse(text, text),
  api.contract_notes(), api.contract_sleep(numeric)
  to anon, authenticated;
grant execute on function
  api.contract_add(text), api.contract_reads_and_writes(), api.contract_sleep_and_add(numeric, text)
  to authenticated;
notify pgrst, 'reload schema';
