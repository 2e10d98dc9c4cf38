-- What hosted Supabase brings and a bare PostgreSQL lacks, so that the same migrations run on both.
-- Run by the superuser, in one transaction, before the migrations. Never run on Supabase.
-- Saying it twice does no harm: roles belong to the whole server, and a server may hold several
-- databases of ours.

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      -- The role that migrates. As on Supabase it may make roles and is not held by row-level
      -- security, but it is no superuser.
      ('postgres',            'login createdb createrole replication bypassrls'),
      -- Who a request acts as.
      ('anon',                'nologin noinherit'),
      ('authenticated',       'nologin noinherit'),
      ('service_role',        'nologin noinherit bypassrls'),
      -- What the app logs in as. By itself it may do nothing.
      ('authenticator',       'login noinherit'),
      -- What the identity provider logs in as. Its rights come with its own schema.
      ('identity_provider',   'login noinherit'),
      -- What the worker logs in as. Its rights are the few functions that the migrations grant it.
      ('worker',              'login noinherit'),
      ('supabase_auth_admin', 'nologin noinherit createrole')
    ) as r (name, options)
  loop
    if not exists (select from pg_catalog.pg_roles p where p.rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.options);
    end if;
  end loop;
end $$;

-- Supabase's authenticator may become service_role too; ours has no need of it.
grant anon, authenticated to authenticator;
grant anon, authenticated, service_role to postgres with admin option;

-- A visitor's call is cut after 3 seconds, a signed-in person's after 8, as on Supabase.
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role identity_provider set statement_timeout = '8s';
-- A job may take a minute, and never keeps a person waiting for a lock.
alter role worker set statement_timeout = '60s';
alter role worker set lock_timeout = '5s';
alter role worker set idle_in_transaction_session_timeout = '60s';

do $$
begin
  execute format('grant create, connect, temporary on database %I to postgres', current_database());
  execute format('revoke all on database %I from public', current_database());
  execute format(
    'grant connect on database %I to authenticator, identity_provider, worker, supabase_auth_admin',
    current_database());
end $$;
revoke create on schema public from public;
grant usage, create on schema public to postgres;

create schema if not exists extensions;
grant usage on schema extensions to postgres, anon, authenticated, service_role;

-- Schema auth as far as migrations and tools look at it. The accounts of an embedded portal are
-- kept elsewhere (schema identity); this table stays empty.
create schema if not exists auth authorization supabase_auth_admin;
comment on schema auth is 'Made by Alongside for a PostgreSQL that is not Supabase.';
grant usage on schema auth to anon, authenticated, service_role, postgres;

create table if not exists auth.users (
  id uuid primary key,
  email text,
  encrypted_password text,
  raw_app_meta_data jsonb
);
alter table auth.users owner to supabase_auth_admin;
grant select, insert, update, delete, references, trigger on auth.users to postgres;

create or replace function auth.jwt() returns jsonb
language sql stable set search_path = '' as $$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb
$$;

create or replace function auth.uid() returns uuid
language sql stable set search_path = '' as $$
  select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;

create or replace function auth.role() returns text
language sql stable set search_path = '' as $$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
$$;

alter function auth.jwt() owner to supabase_auth_admin;
alter function auth.uid() owner to supabase_auth_admin;
alter function auth.role() owner to supabase_auth_admin;
