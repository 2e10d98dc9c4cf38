-- Roles in a workshop that people with lived experience hold: who leads it, and not only who comes.
-- Staff ask a person, who is told and can say no. A role counts once the person said yes.

-- tables

create table portal.workshop_role (
  id uuid primary key default gen_random_uuid(),
  workshop_id uuid not null references portal.workshop,
  person_id uuid not null references portal.person on delete cascade,
  role text not null check (role in ('chair', 'agenda', 'facilitator', 'note_taker', 'vote')),
  state text not null default 'asked' check (state in ('asked', 'accepted', 'declined')),
  asked_by uuid references portal.person on delete set null,
  asked_at timestamptz not null default now(),
  answered_at timestamptz,
  answered_by uuid references portal.person on delete set null,
  unique (workshop_id, person_id, role),
  check ((state = 'asked') = (answered_at is null))
);
comment on table portal.workshop_role is 'Something that a person with lived experience does in a workshop, and whether they said yes to it.';
comment on column portal.workshop_role.role is 'chair: leads the meeting. agenda: decides what is talked about. facilitator: runs a part of it. note_taker: writes it down. vote: has a vote in what is decided.';
comment on column portal.workshop_role.answered_by is 'The person; or the member of staff to whom they said yes.';
create index on portal.workshop_role (person_id);
create index on portal.workshop_role (asked_by);
create index on portal.workshop_role (answered_by);

alter table portal.workshop_role enable row level security;

-- policies

grant select on portal.workshop_role to authenticated;
create policy "A person sees their own roles in workshops, staff see all" on portal.workshop_role
  for select to authenticated using (
    person_id = (select private.me()) or (select private.has_role('staff')));

grant select, insert (workshop_id, person_id, role, state, asked_by, answered_at, answered_by),
  update (state, asked_by, asked_at, answered_at, answered_by), delete on portal.workshop_role to portal_keeper;
create policy "The portal keeper reads every role in a workshop" on portal.workshop_role
  for select to portal_keeper using (true);
create policy "The portal keeper asks a person for staff" on portal.workshop_role
  for insert to portal_keeper with check (
    (select private.has_role('staff')) and asked_by = (select private.me()) and state in ('asked', 'accepted'));
create policy "The portal keeper writes down the asker's answer, or asks anew for staff" on portal.workshop_role
  for update to portal_keeper
  using (person_id = (select private.me()) or (select private.has_role('staff')))
  with check (
    (person_id = (select private.me()) and state <> 'asked' and answered_by = (select private.me()))
    or ((select private.has_role('staff')) and asked_by = (select private.me()) and state in ('asked', 'accepted')));
create policy "The portal keeper takes a role back for staff" on portal.workshop_role
  for delete to portal_keeper using ((select private.has_role('staff')));

grant select (id, workshop_id, person_id, role, state, answered_at) on portal.workshop_role to figures_keeper;
create policy "The figures keeper counts every role in a workshop" on portal.workshop_role
  for select to figures_keeper using (true);
