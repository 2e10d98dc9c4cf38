-- Check-in codes: short words for the wall of the room. Who types one says "I am here".

-- tables

create table portal.check_in_code (
  id uuid primary key default gen_random_uuid(),
  workshop_id uuid not null references portal.workshop,
  code text not null check (code ~ '^[2-9A-HJKMNP-Z]{6}$'),
  walk_ins boolean not null default true,
  made_by uuid references portal.person on delete set null,
  made_at timestamptz not null default now(),
  ended_at timestamptz
);
comment on table portal.check_in_code is 'What hangs on the wall of a workshop. Only the newest works, from two hours before the start until the end.';
comment on column portal.check_in_code.walk_ins is 'Whether somebody without a booking may check in too, while there is room: staff choose.';
create unique index check_in_code_one_live on portal.check_in_code (workshop_id) where ended_at is null;
create unique index check_in_code_live on portal.check_in_code (code) where ended_at is null;
create index on portal.check_in_code (made_by);

create table portal.check_in_try (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  tried_at timestamptz not null default now()
);
comment on table portal.check_in_try is 'Check-in codes that were wrong, kept for a day: so that nobody finds one by guessing. What was typed is not kept.';
create index on portal.check_in_try (person_id, tried_at);
create index on portal.check_in_try (tried_at);

alter table portal.check_in_code enable row level security;
alter table portal.check_in_try enable row level security;

-- policies

grant select, insert (workshop_id, code, walk_ins, made_by), update (walk_ins, ended_at)
  on portal.check_in_code to portal_keeper;
create policy "The portal keeper finds the workshop of a code" on portal.check_in_code
  for select to portal_keeper using (true);
create policy "The portal keeper makes a code as the staff member asking" on portal.check_in_code
  for insert to portal_keeper with check (
    made_by = (select private.me()) and (select private.has_role('staff')));
create policy "The portal keeper ends a code for staff" on portal.check_in_code
  for update to portal_keeper using ((select private.has_role('staff')))
  with check ((select private.has_role('staff')));

grant select, insert (person_id), delete on portal.check_in_try to portal_keeper;
create policy "The portal keeper counts wrong codes" on portal.check_in_try
  for select to portal_keeper using (true);
create policy "The portal keeper notes a wrong code of the person asking" on portal.check_in_try
  for insert to portal_keeper with check (person_id = (select private.me()));
create policy "The portal keeper forgets wrong codes after a day" on portal.check_in_try
  for delete to portal_keeper using (tried_at < now() - interval '1 day');

-- private

-- Whether a code for this workshop hangs on the wall now, and counts.
create function private.check_in_is_open(workshop_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from portal.check_in_code c join portal.workshop w on w.id = c.workshop_id
    where c.workshop_id = check_in_is_open.workshop_id and c.ended_at is null
      and w.state in ('published', 'held')
      and now() between w.starts_at - interval '2 hours' and w.ends_at)
$$;
grant execute on function private.check_in_is_open(uuid) to portal_keeper;
