-- Writing up a workshop: what was talked about, what was decided and why, which feedback was
-- discussed, how much say people really had. Half of it can be saved; only the whole is closed.

-- tables

create table portal.workshop_closing (
  workshop_id uuid primary key references portal.workshop,
  version integer not null default 1 check (version > 0),
  summary text not null default '' check (length(summary) <= 4000),
  audience text not null default 'everyone' check (audience in ('everyone', 'came')),
  no_decisions boolean not null default false,
  rung_reached smallint check (rung_reached between 1 and 7),
  hours numeric(4, 2) check (hours > 0 and hours <= 24),
  begun_by uuid references portal.person on delete set null,
  begun_at timestamptz not null default now(),
  saved_by uuid references portal.person on delete set null,
  saved_at timestamptz not null default now(),
  closed_by uuid references portal.person on delete set null,
  closed_at timestamptz
);
comment on table portal.workshop_closing is 'The write-up of a workshop, from when it is begun. It is complete once the workshop is closed.';
comment on column portal.workshop_closing.version is 'Grows with each save: whoever saves says which one they read, so that nobody writes over another.';
comment on column portal.workshop_closing.summary is 'What was talked about, in words that everybody may read.';
comment on column portal.workshop_closing.audience is 'Who reads the summary: everyone, or those who came (a support group, say). Decisions are for everybody.';
comment on column portal.workshop_closing.no_decisions is 'Staff say that nothing was decided: otherwise a decision is missing.';
comment on column portal.workshop_closing.rung_reached is 'How much say people really had, beside the rung that was planned; null until somebody says.';
comment on column portal.workshop_closing.hours is 'How long it really lasted, for the record of each person who came.';
create index on portal.workshop_closing (begun_by);
create index on portal.workshop_closing (saved_by);
create index on portal.workshop_closing (closed_by);

create table portal.closing_log (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  workshop_id uuid not null references portal.workshop,
  action text not null check (action in ('closed', 'reopened', 'corrected')),
  columns text[] not null default '{}',
  note text check (length(btrim(note)) between 1 and 300),
  by uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp(),
  check (action <> 'corrected' or note is not null)
);
comment on table portal.closing_log is 'Append-only: when a write-up was closed, opened again or put right, and why. What it said before is not kept: a name put in by mistake is gone.';
create index on portal.closing_log (workshop_id, number);
create index on portal.closing_log (by);

create table portal.decision (
  id uuid primary key default gen_random_uuid(),
  workshop_id uuid not null references portal.workshop,
  position smallint not null check (position between 1 and 20),
  what text not null check (length(btrim(what)) between 1 and 300),
  why text not null check (length(btrim(why)) between 1 and 600),
  owner_id uuid references portal.person on delete set null,
  owner_role text not null default 'staff' check (length(owner_role) between 1 and 40),
  decided_on date not null,
  review_on date check (review_on >= decided_on),
  made_by uuid references portal.person on delete set null,
  unique (workshop_id, position) deferrable initially deferred
);
comment on table portal.decision is 'What a workshop decided. Everybody may read it once the workshop is closed, but never whose it is.';
comment on column portal.decision.owner_id is 'Who sees to it; null once they have left: then staff do.';
comment on column portal.decision.owner_role is 'As what they see to it: staff, or the role that they had in the workshop.';
comment on column portal.decision.review_on is 'When to look whether it still stands; null: it was dropped, or needs no look.';
create index on portal.decision (owner_id, review_on);
create index on portal.decision (review_on);
create index on portal.decision (made_by);

create table portal.decision_review (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  decision_id uuid not null references portal.decision on delete cascade,
  outcome text not null check (outcome in ('stands', 'done', 'dropped')),
  word text check (length(btrim(word)) between 1 and 600),
  next_on date,
  by uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp(),
  check (outcome <> 'dropped' or word is not null),
  check ((outcome = 'stands') = (next_on is not null))
);
comment on table portal.decision_review is 'Append-only: what came of looking at a decision again.';
create index on portal.decision_review (decision_id, number);
create index on portal.decision_review (by);

create table portal.workshop_feedback (
  workshop_id uuid not null references portal.workshop,
  feedback_id uuid not null references portal.feedback on delete cascade,
  put_by uuid references portal.person on delete set null,
  put_at timestamptz not null default now(),
  discussed boolean not null default false,
  primary key (workshop_id, feedback_id)
);
comment on table portal.workshop_feedback is 'The agenda: feedback that a workshop is to talk about, and whether it did.';
create index on portal.workshop_feedback (feedback_id);
create index on portal.workshop_feedback (put_by);

alter table portal.workshop_closing enable row level security;
alter table portal.closing_log enable row level security;
alter table portal.decision enable row level security;
alter table portal.decision_review enable row level security;
alter table portal.workshop_feedback enable row level security;

-- policies: the write-up and its log are read through functions, which know who came

grant select, insert on portal.workshop_closing to portal_keeper;
grant update (version, summary, audience, no_decisions, rung_reached, hours, saved_by, saved_at, closed_by, closed_at)
  on portal.workshop_closing to portal_keeper;
create policy "The portal keeper reads every write-up" on portal.workshop_closing
  for select to portal_keeper using (true);
create policy "The portal keeper begins a write-up as the staff member asking" on portal.workshop_closing
  for insert to portal_keeper with check (
    begun_by = (select private.me()) and (select private.has_role('staff')));
create policy "The portal keeper writes on as the staff member asking" on portal.workshop_closing
  for update to portal_keeper using ((select private.has_role('staff')))
  with check (saved_by = (select private.me()) and (select private.has_role('staff')));
grant select (workshop_id, rung_reached, hours, no_decisions, begun_at, closed_at)
  on portal.workshop_closing to figures_keeper;
create policy "The figures keeper counts write-ups" on portal.workshop_closing
  for select to figures_keeper using (true);

grant select, insert (workshop_id, action, columns, note, by) on portal.closing_log to portal_keeper;
create policy "The portal keeper reads the log of write-ups" on portal.closing_log
  for select to portal_keeper using (true);
create policy "The portal keeper writes the log as the staff member asking" on portal.closing_log
  for insert to portal_keeper with check (by = (select private.me()) and (select private.has_role('staff')));

-- policies: decisions

grant select (id, workshop_id, position, what, why, decided_on, review_on) on portal.decision to anon, authenticated;
create policy "Anybody reads what a closed workshop decided, staff read all" on portal.decision
  for select to anon, authenticated using (
    exists (select from portal.workshop w where w.id = workshop_id and w.state = 'closed')
    or (select private.has_role('staff')));
grant select, insert, delete on portal.decision to portal_keeper;
grant update (position, what, why, owner_id, owner_role, review_on) on portal.decision to portal_keeper;
create policy "The portal keeper reads every decision" on portal.decision
  for select to portal_keeper using (true);
create policy "The portal keeper adds a decision as the staff member asking" on portal.decision
  for insert to portal_keeper with check (
    made_by = (select private.me()) and (select private.has_role('staff')));
create policy "The portal keeper changes a decision for staff and its owner" on portal.decision
  for update to portal_keeper using (
    owner_id = (select private.me()) or (select private.has_role('staff')))
  with check (owner_id = (select private.me()) or (select private.has_role('staff')));
create policy "The portal keeper takes a decision out for staff" on portal.decision
  for delete to portal_keeper using ((select private.has_role('staff')));
grant select (id, workshop_id, decided_on, review_on) on portal.decision to figures_keeper;
create policy "The figures keeper counts decisions" on portal.decision
  for select to figures_keeper using (true);

grant select, insert (decision_id, outcome, word, next_on, by) on portal.decision_review to portal_keeper;
create policy "The portal keeper reads what came of decisions" on portal.decision_review
  for select to portal_keeper using (true);
create policy "The portal keeper adds a look by the owner or staff" on portal.decision_review
  for insert to portal_keeper with check (by = (select private.me()) and (
    (select private.has_role('staff')) or exists (
      select from portal.decision d where d.id = decision_id and d.owner_id = (select private.me()))));

-- policies: the agenda

grant select, insert (workshop_id, feedback_id, put_by, discussed), delete, update (discussed)
  on portal.workshop_feedback to portal_keeper;
create policy "The portal keeper reads every agenda" on portal.workshop_feedback
  for select to portal_keeper using (true);
create policy "The portal keeper puts feedback on an agenda for staff" on portal.workshop_feedback
  for insert to portal_keeper with check (
    put_by = (select private.me()) and (select private.has_role('staff')));
create policy "The portal keeper says what was discussed for staff" on portal.workshop_feedback
  for update to portal_keeper using ((select private.has_role('staff')))
  with check ((select private.has_role('staff')));
create policy "The portal keeper takes feedback off an agenda for staff" on portal.workshop_feedback
  for delete to portal_keeper using ((select private.has_role('staff')));
grant select (workshop_id, feedback_id, discussed) on portal.workshop_feedback to figures_keeper;
create policy "The figures keeper counts what was discussed" on portal.workshop_feedback
  for select to figures_keeper using (true);
