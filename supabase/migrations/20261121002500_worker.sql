-- The worker's jobs: what the portal does by itself, how often, and how it went.
-- A job is begun, done and noted in one transaction, under a lock: a worker that is cut short leaves
-- nothing half done, and two workers never do the same job. A keeper of its own, that reads no person.

do $$
begin
  if not exists (select from pg_catalog.pg_roles r where r.rolname = 'job_keeper') then
    create role job_keeper nologin noinherit;
  end if;
  grant job_keeper to postgres;
end $$;
grant usage on schema portal, private to job_keeper;
grant create on schema private to job_keeper;

create table portal.job (
  job text primary key check (job ~ '^[a-z][a-z_]{0,39}$'),
  every interval not null check (every >= interval '10 seconds'),
  position integer not null unique
);
comment on table portal.job is 'What the worker does, and how long after it was last done it is due again.';

create table portal.job_run (
  id bigint generated always as identity primary key,
  job text not null references portal.job,
  began_at timestamptz not null default now(),
  ended_at timestamptz not null default clock_timestamp(),
  changes integer check (changes >= 0),
  problem text check (problem ~ '^[0-9A-Z]{5}$'),
  check ((changes is null) <> (problem is null))
);
comment on table portal.job_run is 'Each time that a job was tried. Nothing of a person; kept for a week.';
comment on column portal.job_run.changes is 'How many things it changed, when it was done.';
comment on column portal.job_run.problem is 'The code of the error that stopped it, when it failed: then nothing of it was kept.';
create index on portal.job_run (job, id desc);

insert into portal.job (job, every, position) values
  ('escalate_concerns', '1 minute', 1),
  ('apply_retention', '10 minutes', 2),
  ('remind_about_data', '1 hour', 3),
  ('keep_bank_holidays', '1 day', 4),
  ('settle_offers', '1 minute', 6);

grant execute on function private.settle_all_offers() to worker;

alter table portal.job enable row level security;
alter table portal.job_run enable row level security;

grant select on portal.job, portal.job_run to authenticated, job_keeper;
create policy "Administrators see what the portal does by itself" on portal.job
  for select to authenticated using ((select private.has_role('administrator')));
create policy "The job keeper reads how often each job is due" on portal.job
  for select to job_keeper using (true);
create policy "Administrators see how each job went" on portal.job_run
  for select to authenticated using ((select private.has_role('administrator')));
create policy "The job keeper reads how each job went" on portal.job_run
  for select to job_keeper using (true);
grant insert (job, changes, problem) on portal.job_run to job_keeper;
create policy "The job keeper notes how a job went" on portal.job_run
  for insert to job_keeper with check (true);
grant delete on portal.job_run to job_keeper;
create policy "The job keeper forgets what is older than a week" on portal.job_run
  for delete to job_keeper using (ended_at < now() - interval '7 days');

-- private

-- When a job is due: so long after it was last done, or after a failure in 10 s, 20 s, 40 s ... 10 minutes.
create function private.job_due_at(job text) returns timestamptz
language sql stable set search_path = '' as $$
  select case
    when failed.tries > 0 then failed.last + least(
      interval '10 minutes', interval '10 seconds' * power(2, least(failed.tries, 12) - 1))
    else coalesce(done.last_began + j.every, '-infinity')
  end
  from portal.job j
  left join lateral (
    select r.id, r.began_at as last_began from portal.job_run r
    where r.job = j.job and r.problem is null order by r.id desc limit 1) done on true
  cross join lateral (
    select count(*) as tries, max(r.ended_at) as last from portal.job_run r
    where r.job = j.job and r.id > coalesce(done.id, 0)) failed
  where j.job = job_due_at.job
$$;
alter function private.job_due_at(text) owner to job_keeper;
grant execute on function private.job_due_at(text) to authenticated;

-- Whether the worker may do a job now: go, not_due, busy (another worker is at it) or not_known.
-- After "go" the job is this transaction's alone, until it ends.
create function private.begin_job(job text) returns text
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from portal.job j where j.job = begin_job.job) then
    return 'not_known';
  end if;
  if not pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended('portal.job:' || begin_job.job, 0)) then
    return 'busy';
  end if;
  return case when private.job_due_at(begin_job.job) <= clock_timestamp() then 'go' else 'not_due' end;
end $$;
alter function private.begin_job(text) owner to job_keeper;
grant execute on function private.begin_job(text) to worker;

-- Note that a job was done, with how many changes; or, in a later transaction, the code of what stopped it.
create function private.note_job(job text, changes integer, problem text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into portal.job_run (job, changes, problem) values (note_job.job, note_job.changes, note_job.problem);
  delete from portal.job_run r
  where r.job = note_job.job and r.ended_at < now() - interval '7 days'
    and r.id < (select max(newer.id) from portal.job_run newer where newer.job = note_job.job and newer.problem is null);
end $$;
alter function private.note_job(text, integer, text) owner to job_keeper;
grant execute on function private.note_job(text, integer, text) to worker;

-- api

-- What the portal does by itself, for an administrator.
-- state: done, failed, late (it is due and nothing has done it for a while), never
create function api.jobs() returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform private.require_role('administrator');
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'job', j.job, 'every_minutes', extract(epoch from j.every) / 60,
      'done_at', done.ended_at, 'changes', done.changes, 'problem', last.problem,
      'state', case when last.id is null then 'never' when last.problem is not null then 'failed'
        when private.job_due_at(j.job) < now() - interval '15 minutes' then 'late' else 'done' end)
      order by j.position), '[]')
    from portal.job j
    left join lateral (
      select r.ended_at, r.changes from portal.job_run r
      where r.job = j.job and r.problem is null order by r.id desc limit 1) done on true
    left join lateral (
      select r.id, r.problem from portal.job_run r where r.job = j.job order by r.id desc limit 1) last on true);
end $$;
grant execute on function api.jobs() to authenticated;
