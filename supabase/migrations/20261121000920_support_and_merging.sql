-- Support ("me too") for what everybody reads, and pieces that say the same answered together.
--
-- Who supports what is told to nobody: everybody reads a protected count, staff read how many.

create table portal.feedback_support (
  feedback_id uuid not null references portal.feedback on delete cascade,
  person_id uuid not null references portal.person on delete cascade,
  tell boolean not null default true,
  at timestamptz not null default clock_timestamp(),
  primary key (feedback_id, person_id)
);
comment on table portal.feedback_support is 'Somebody says "me too" to a piece that everybody reads. There is no vote against.';
comment on column portal.feedback_support.tell is 'They want to be told of the answer.';
create index on portal.feedback_support (person_id, at);

create table portal.feedback_merge (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  feedback_id uuid not null references portal.feedback on delete cascade,
  into_id uuid references portal.feedback on delete set null,
  what text not null check (what in ('merged', 'unmerged')),
  by uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp()
);
comment on table portal.feedback_merge is 'Append-only: which pieces were answered together, and which were parted again.';
create index on portal.feedback_merge (feedback_id, number);
create index on portal.feedback_merge (into_id);
create index on portal.feedback_merge (by);

alter table portal.feedback_support enable row level security;
alter table portal.feedback_merge enable row level security;

grant select on portal.feedback_support to authenticated;
create policy "A person reads what they support" on portal.feedback_support
  for select to authenticated using (person_id = (select private.me()));
grant select, insert (feedback_id, person_id, tell), update (tell), delete on portal.feedback_support to portal_keeper;
create policy "The portal keeper counts support" on portal.feedback_support
  for select to portal_keeper using (true);
create policy "The portal keeper adds the asker's support for what all read" on portal.feedback_support
  for insert to portal_keeper with check (person_id = (select private.me()) and exists (
    select from portal.feedback f
    where f.id = feedback_id and f.shown_at is not null and f.person_id <> (select private.me())));
create policy "The portal keeper changes whether the person asking is told" on portal.feedback_support
  for update to portal_keeper using (person_id = (select private.me())) with check (person_id = (select private.me()));
create policy "The portal keeper takes back the support of the person asking" on portal.feedback_support
  for delete to portal_keeper using (person_id = (select private.me()));
grant select on portal.feedback_support to figures_keeper;
create policy "The figures keeper counts who supports" on portal.feedback_support
  for select to figures_keeper using (true);

grant select, insert (feedback_id, into_id, what, by) on portal.feedback_merge to portal_keeper;
create policy "The portal keeper reads which pieces were merged, for staff" on portal.feedback_merge
  for select to portal_keeper using ((select private.has_role('staff')));
create policy "The portal keeper merges as the staff member asking" on portal.feedback_merge
  for insert to portal_keeper with check (
    by = (select private.me()) and (select private.has_role('staff')));
