-- Writing up a workshop: what was talked about, what was decided and why, which feedback was
-- discussed, how much say people really had. Half of it can be saved; only the whole is closed.

-- tables

create table portal.workshop_closing (
  workshop_id uuid primary key references portal.workshop,
  version integer not null default 0 check (version >= 0),
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
comment on column portal.workshop_closing.version is 'Grows with each save of what is below: whoever saves says which one they read, so that nobody writes over another.';
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
create policy "A visitor reads what a closed workshop decided" on portal.decision
  for select to anon using (
    exists (select from portal.workshop w where w.id = workshop_id and w.state = 'closed'));
create policy "A person reads what a closed workshop decided, staff read all" on portal.decision
  for select to authenticated using (
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

-- private: the agenda

-- The workshops that feedback may be put before: those to come, and those that are not written up yet.
create function private.agendas_open() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('workshop_id', w.id, 'title', w.title, 'starts_at', w.starts_at)
    order by w.starts_at), '[]')
  from (
    select w.id, w.title, w.starts_at from portal.workshop w
    where w.state in ('published', 'held') and w.starts_at > now() - interval '60 days'
    order by w.starts_at limit 100) w
$$;
grant execute on function private.agendas_open() to portal_keeper;

-- Where a piece of feedback was put on the agenda, and whether it was discussed there.
create function private.agendas_of(feedback_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('workshop_id', w.id, 'title', w.title, 'starts_at', w.starts_at,
    'state', w.state, 'discussed', a.discussed) order by w.starts_at), '[]')
  from portal.workshop_feedback a join portal.workshop w on w.id = a.workshop_id
  where a.feedback_id = agendas_of.feedback_id
$$;
grant execute on function private.agendas_of(uuid) to portal_keeper;

-- What a workshop is to talk about, or did, for everybody: themes, and nothing of who said what.
create function private.agenda_themes(workshop_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(t.name order by t.pieces desc, t.name), '[]')
  from (
    select coalesce(h.name, 'Something else') as name, count(*) as pieces
    from portal.workshop_feedback a
    join portal.workshop w on w.id = a.workshop_id
    join portal.feedback f on f.id = a.feedback_id
    left join portal.theme h on h.id = f.theme_id
    where a.workshop_id = agenda_themes.workshop_id and w.published_at is not null
      and (a.discussed or w.state in ('published', 'held'))
    group by 1) t
$$;
alter function private.agenda_themes(uuid) owner to figures_keeper;
grant execute on function private.agenda_themes(uuid) to anon, authenticated;

-- Puts feedback before a workshop. Its author is told that it is talked about, and nothing more.
create function private.put_on_agenda(workshop_id uuid, feedback_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  said portal.feedback;
begin
  select w.* into event from portal.workshop w where w.id = put_on_agenda.workshop_id for no key update;
  -- a piece that was merged into another is answered with it, and talked about with it
  select h.* into said from portal.feedback f join portal.feedback h on h.id = coalesce(f.merged_into, f.id)
  where f.id = put_on_agenda.feedback_id;
  if event.id is null or said.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif event.state not in ('published', 'held') then
    return jsonb_build_object('outcome', 'closed');
  end if;
  insert into portal.workshop_feedback (workshop_id, feedback_id, put_by) values (event.id, said.id, asker)
  on conflict do nothing;
  if not found then
    return jsonb_build_object('outcome', 'already_on');
  end if;
  perform private.record('put_on_agenda', 'workshop_feedback', said.id, array['workshop_id'], said.person_id);
  if event.starts_at > now() then
    perform private.notify(nullif(said.person_id, asker), 'feedback_on_agenda',
      'agenda:' || event.id || ':' || said.id, 'my-feedback', event.id);
  end if;
  return jsonb_build_object('outcome', 'added');
end $$;
alter function private.put_on_agenda(uuid, uuid) owner to portal_keeper;
grant execute on function private.put_on_agenda(uuid, uuid) to authenticated;

create function private.take_off_agenda(workshop_id uuid, feedback_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
begin
  perform private.require_role('staff');
  select w.* into event from portal.workshop w where w.id = take_off_agenda.workshop_id for no key update;
  if event.state = 'closed' then
    return jsonb_build_object('outcome', 'closed');
  end if;
  delete from portal.workshop_feedback a
  where a.workshop_id = event.id and a.feedback_id = take_off_agenda.feedback_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('take_off_agenda', 'workshop_feedback', take_off_agenda.feedback_id, array['workshop_id']);
  return jsonb_build_object('outcome', 'removed');
end $$;
alter function private.take_off_agenda(uuid, uuid) owner to portal_keeper;
grant execute on function private.take_off_agenda(uuid, uuid) to authenticated;

-- private: writing up

-- Why a workshop cannot be written up (yet), or null.
create function private.closing_problem(event portal.workshop) returns text
language sql stable set search_path = '' as $$
  select case when event.id is null then 'not_found'
    when event.state not in ('published', 'held', 'closed') then 'not_happening'
    when event.starts_at > now() then 'too_early' end
$$;
grant execute on function private.closing_problem(portal.workshop) to portal_keeper;

-- The write-up, begun now if it was not: from here on the workshop is held. The caller holds the lock on it.
create function private.begin_closing(event portal.workshop, asker uuid) returns portal.workshop_closing
language plpgsql set search_path = '' as $$
declare
  written portal.workshop_closing;
begin
  insert into portal.workshop_closing (workshop_id, begun_by, saved_by) values (event.id, asker, asker)
  on conflict do nothing;
  update portal.workshop w set state = 'held' where w.id = event.id and w.state = 'published';
  select c.* into written from portal.workshop_closing c where c.workshop_id = event.id;
  return written;
end $$;
grant execute on function private.begin_closing(portal.workshop, uuid) to portal_keeper;

-- What a write-up still lacks, in the order of the page: attendance, summary, decisions, rung_reached, hours.
create function private.closing_missing(event_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(m.what order by m.place), '[]') from (values
    (1, 'attendance', exists (
      select from portal.booking b where b.workshop_id = event_id and b.state = 'booked')),
    (2, 'summary', not exists (
      select from portal.workshop_closing c where c.workshop_id = event_id and btrim(c.summary) <> '')),
    (3, 'decisions', not exists (
        select from portal.workshop_closing c where c.workshop_id = event_id and c.no_decisions)
      and not exists (select from portal.decision d where d.workshop_id = event_id)),
    (4, 'rung_reached', not exists (
      select from portal.workshop_closing c where c.workshop_id = event_id and c.rung_reached is not null)),
    (5, 'hours', not exists (
      select from portal.workshop_closing c where c.workshop_id = event_id and c.hours is not null))
  ) as m(place, what, lacks) where m.lacks
$$;
grant execute on function private.closing_missing(uuid) to portal_keeper;

-- What the write-up says, for staff.
create function private.closing_facts(written portal.workshop_closing) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('version', coalesce(written.version, 0), 'summary', coalesce(written.summary, ''),
    'audience', written.audience, 'no_decisions', coalesce(written.no_decisions, false),
    'rung_reached', written.rung_reached, 'hours', written.hours, 'saved_at', written.saved_at,
    'saved_by', (select p.display_name from portal.person p where p.id = written.saved_by),
    'closed_at', written.closed_at,
    'closed_by', (select p.display_name from portal.person p where p.id = written.closed_by))
$$;
grant execute on function private.closing_facts(portal.workshop_closing) to portal_keeper;

-- The first thing wrong with a write-up as staff filled it in, or null. Half of it is fine until it is closed.
create function private.write_up_problem(
  summary text, audience text, rung_reached integer, hours numeric, whole boolean, note text
) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(f.field, f.problem) from (values
    (1, 'summary', private.text_problem(summary, 4000, whole)),
    (2, 'audience', case when audience in ('everyone', 'came') then null else 'not_known' end),
    (3, 'rung_reached', case when rung_reached is null then case when whole then 'missing' end
      when rung_reached not between 1 and 7 then 'not_known' end),
    (4, 'hours', case when hours is null then case when whole then 'missing' end
      when not hours between 0.25 and 24 then 'out_of_range' end),
    (5, 'note', private.text_problem(note, 300, whole))
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1
$$;
grant execute on function private.write_up_problem(text, text, integer, numeric, boolean, text) to portal_keeper;

-- Saves as much as there is. `version` is the one that was read: when somebody saved meanwhile nothing is
-- written over, and what they wrote comes back. Once closed, each correction says what was put right.
create function private.save_closing(
  workshop_id uuid, version integer, summary text, audience text, rung_reached integer, hours numeric,
  no_decisions boolean, note text
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  written portal.workshop_closing;
  problem jsonb;
  changed text[];
begin
  select w.* into event from portal.workshop w where w.id = save_closing.workshop_id for no key update;
  if private.closing_problem(event) is not null then
    return jsonb_build_object('outcome', private.closing_problem(event));
  end if;
  problem := private.write_up_problem(save_closing.summary, save_closing.audience, save_closing.rung_reached,
    save_closing.hours, event.state = 'closed', save_closing.note);
  select c.* into written from portal.workshop_closing c where c.workshop_id = event.id;
  changed := array_remove(array[
    case when btrim(coalesce(save_closing.summary, '')) is distinct from written.summary then 'summary' end,
    case when save_closing.audience is distinct from written.audience then 'audience' end,
    case when save_closing.rung_reached is distinct from written.rung_reached then 'rung_reached' end,
    case when round(save_closing.hours, 2) is distinct from written.hours then 'hours' end,
    case when coalesce(save_closing.no_decisions, false) is distinct from written.no_decisions then 'no_decisions' end],
    null);
  if problem is not null and not (changed = '{}' and problem ->> 'field' = 'note') then
    return problem;
  elsif changed = '{}' then
    return jsonb_build_object('outcome', 'saved') || private.closing_facts(written);
  elsif coalesce(written.version, 0) is distinct from save_closing.version then
    return jsonb_build_object('outcome', 'changed_meanwhile') || private.closing_facts(written);
  end if;
  written := private.begin_closing(event, asker);
  update portal.workshop_closing c set version = coalesce(save_closing.version, 0) + 1,
    summary = btrim(coalesce(save_closing.summary, '')), audience = save_closing.audience,
    rung_reached = save_closing.rung_reached, hours = round(save_closing.hours, 2),
    no_decisions = coalesce(save_closing.no_decisions, false), saved_by = asker, saved_at = now()
  where c.workshop_id = event.id returning c.* into written;
  if event.state = 'closed' then
    insert into portal.closing_log (workshop_id, action, columns, note, by)
    values (event.id, 'corrected', changed, btrim(save_closing.note), asker);
  end if;
  perform private.record('save_closing', 'workshop_closing', event.id, changed);
  return jsonb_build_object('outcome', 'saved') || private.closing_facts(written);
end $$;
alter function private.save_closing(uuid, integer, text, text, integer, numeric, boolean, text) owner to portal_keeper;
grant execute on function private.save_closing(uuid, integer, text, text, integer, numeric, boolean, text)
  to authenticated;

-- private: decisions

-- Who can see to a decision of a workshop: staff, and whoever said yes to a role in it.
create function private.decision_owners(workshop_id uuid) returns table (person_id uuid, display_name text, role text)
language sql stable set search_path = '' as $$
  select p.id, p.display_name, min(o.role) from (
    select r.person_id, r.role from portal.workshop_role r
    where r.workshop_id = decision_owners.workshop_id and r.state = 'accepted'
    union all
    select g.person_id, 'staff' from portal.role_grant g where g.role = 'staff'
  ) o join portal.person p on p.id = o.person_id
  where p.state = 'active' group by p.id, p.display_name
$$;
grant execute on function private.decision_owners(uuid) to portal_keeper;

create function private.this_day() returns date
language sql stable set search_path = '' as $$ select (now() at time zone 'Europe/London')::date $$;
grant execute on function private.this_day() to authenticated, portal_keeper;

-- The first thing wrong with a decision as staff filled it in, or null. A day that was set before may have passed.
create function private.decision_problem(
  event_id uuid, what text, why text, owner_id uuid, review_on date, before portal.decision
) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(f.field, f.problem) from (values
    (1, 'what', private.text_problem(what, 300)),
    (2, 'why', private.text_problem(why, 600)),
    (3, 'owner_id', case when owner_id is null then case when before.id is null then 'missing' end
      when owner_id is distinct from before.owner_id and not exists (
        select from private.decision_owners(event_id) o where o.person_id = decision_problem.owner_id)
      then 'not_known' end),
    (4, 'review_on', case when review_on is null then case when before.id is null then 'missing' end
      when review_on is not distinct from before.review_on then null
      when review_on < private.this_day() then 'in_the_past'
      when review_on > private.this_day() + 1830 then 'out_of_range' end)
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1
$$;
grant execute on function private.decision_problem(uuid, text, text, uuid, date, portal.decision) to portal_keeper;

-- Adds a decision, or changes one. Once the workshop is closed, `note` says what was put right.
create function private.save_decision(
  workshop_id uuid, what text, why text, owner_id uuid, review_on date, decision_id uuid, note text
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  before portal.decision;
  problem jsonb;
  saved uuid;
begin
  select w.* into event from portal.workshop w where w.id = save_decision.workshop_id for no key update;
  if private.closing_problem(event) is not null then
    return jsonb_build_object('outcome', private.closing_problem(event));
  end if;
  select d.* into before from portal.decision d
  where d.workshop_id = event.id and (d.id = save_decision.decision_id or (save_decision.decision_id is null
    and d.what = btrim(save_decision.what) and d.why = btrim(save_decision.why)));
  if before.id is null and save_decision.decision_id is not null then
    return jsonb_build_object('outcome', 'not_found');
  elsif before.id is not null and save_decision.decision_id is null then
    return jsonb_build_object('outcome', 'already_saved', 'decision_id', before.id);
  end if;
  problem := coalesce(
    private.decision_problem(event.id, save_decision.what, save_decision.why, save_decision.owner_id,
      save_decision.review_on, before),
    case when private.text_problem(save_decision.note, 300, event.state = 'closed') is not null
      then private.invalid('note', private.text_problem(save_decision.note, 300, event.state = 'closed')) end,
    case when before.id is null and (select count(*) from portal.decision d where d.workshop_id = event.id) >= 20
      then jsonb_build_object('outcome', 'too_many') end);
  if problem is not null then
    return problem;
  end if;
  perform private.begin_closing(event, asker);
  saved := private.write_decision(event, before, btrim(save_decision.what), btrim(save_decision.why),
    save_decision.owner_id, save_decision.review_on, asker);
  if event.state = 'closed' then
    insert into portal.closing_log (workshop_id, action, columns, note, by)
    values (event.id, 'corrected', array['decisions'], btrim(save_decision.note), asker);
    perform private.tell_owner(saved, asker);
  end if;
  perform private.record('save_decision', 'decision', saved, array['what', 'why', 'owner_id', 'review_on'],
    save_decision.owner_id);
  return jsonb_build_object('outcome', 'saved', 'decision_id', saved);
end $$;
alter function private.save_decision(uuid, text, text, uuid, date, uuid, text) owner to portal_keeper;
grant execute on function private.save_decision(uuid, text, text, uuid, date, uuid, text) to authenticated;

create function private.write_decision(
  event portal.workshop, before portal.decision, what text, why text, owner_id uuid, review_on date, asker uuid
) returns uuid
language plpgsql set search_path = '' as $$
declare
  as_what text := coalesce((select o.role from private.decision_owners(event.id) o
    where o.person_id = write_decision.owner_id), before.owner_role, 'staff');
  saved uuid := before.id;
begin
  if before.id is null then
    insert into portal.decision (workshop_id, position, what, why, owner_id, owner_role, decided_on, review_on, made_by)
    select event.id, coalesce((
        select min(n) from generate_series(1, 20) n where not exists (
          select from portal.decision d where d.workshop_id = event.id and d.position = n)), 1),
      write_decision.what, write_decision.why, write_decision.owner_id, as_what,
      (event.starts_at at time zone 'Europe/London')::date, write_decision.review_on, asker
    returning id into saved;
  else
    update portal.decision d set what = write_decision.what, why = write_decision.why,
      owner_id = write_decision.owner_id, owner_role = as_what, review_on = write_decision.review_on
    where d.id = before.id;
  end if;
  return saved;
end $$;
grant execute on function private.write_decision(portal.workshop, portal.decision, text, text, uuid, date, uuid)
  to portal_keeper;

-- Whoever sees to a decision is told once that they do.
create function private.tell_owner(decision_id uuid, asker uuid) returns void
language plpgsql set search_path = '' as $$
begin
  perform private.notify(nullif(d.owner_id, asker), 'decision_yours', 'decision:' || d.id || ':' || d.owner_id,
    'decisions', d.workshop_id)
  from portal.decision d where d.id = tell_owner.decision_id;
end $$;
grant execute on function private.tell_owner(uuid, uuid) to portal_keeper;

create function private.remove_decision(decision_id uuid, note text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  problem text;
begin
  select w.* into event from portal.workshop w join portal.decision d on d.workshop_id = w.id
  where d.id = remove_decision.decision_id for no key update of w;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  problem := private.text_problem(remove_decision.note, 300, event.state = 'closed');
  if problem is not null then
    return private.invalid('note', problem);
  elsif event.state = 'closed' and (select count(*) from portal.decision d where d.workshop_id = event.id) = 1
    and not exists (select from portal.workshop_closing c where c.workshop_id = event.id and c.no_decisions)
  then
    return jsonb_build_object('outcome', 'the_only_one');
  end if;
  delete from portal.decision d where d.id = remove_decision.decision_id;
  if event.state = 'closed' then
    insert into portal.closing_log (workshop_id, action, columns, note, by)
    values (event.id, 'corrected', array['decisions'], btrim(remove_decision.note), asker);
  end if;
  perform private.record('remove_decision', 'decision', remove_decision.decision_id, array['what', 'why']);
  return jsonb_build_object('outcome', 'removed');
exception when foreign_key_violation then
  -- a change came of it
  return jsonb_build_object('outcome', 'in_use');
end $$;
alter function private.remove_decision(uuid, text) owner to portal_keeper;
grant execute on function private.remove_decision(uuid, text) to authenticated;

-- Says whether a piece of feedback was talked about; one that was not on the agenda is put there.
create function private.mark_discussed(workshop_id uuid, feedback_id uuid, discussed boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  put jsonb;
  head uuid;
begin
  select w.* into event from portal.workshop w where w.id = mark_discussed.workshop_id for no key update;
  if private.closing_problem(event) is not null or event.state = 'closed' then
    return jsonb_build_object('outcome', coalesce(private.closing_problem(event), 'closed'));
  end if;
  select coalesce(f.merged_into, f.id) into head from portal.feedback f where f.id = mark_discussed.feedback_id;
  if discussed then
    put := private.put_on_agenda(event.id, head);
    if put ->> 'outcome' not in ('added', 'already_on') then
      return put;
    end if;
  end if;
  update portal.workshop_feedback a set discussed = coalesce(mark_discussed.discussed, false)
  where a.workshop_id = event.id and a.feedback_id = head;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.begin_closing(event, asker);
  perform private.record('mark_discussed', 'workshop_feedback', head, array['discussed']);
  return jsonb_build_object('outcome', 'saved');
end $$;
alter function private.mark_discussed(uuid, uuid, boolean) owner to portal_keeper;
grant execute on function private.mark_discussed(uuid, uuid, boolean) to authenticated;

-- private: closing

-- Saves what is filled in, and closes if nothing lacks. Everybody may read the write-up then, and those who came
-- are told. Nothing that was discussed goes on waiting as if nobody had read it.
create function private.close_workshop(
  workshop_id uuid, version integer, summary text, audience text, rung_reached integer, hours numeric,
  no_decisions boolean
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  written portal.workshop_closing;
  saved jsonb;
begin
  select w.* into event from portal.workshop w where w.id = close_workshop.workshop_id for no key update;
  if event.state = 'closed' then
    select c.* into written from portal.workshop_closing c where c.workshop_id = event.id;
    return jsonb_build_object('outcome', 'already_closed') || private.closing_facts(written);
  end if;
  saved := private.save_closing(close_workshop.workshop_id, close_workshop.version, close_workshop.summary,
    close_workshop.audience, close_workshop.rung_reached, close_workshop.hours, close_workshop.no_decisions, null);
  if saved ->> 'outcome' <> 'saved' then
    return saved;
  elsif private.closing_missing(event.id) <> '[]' then
    return saved || jsonb_build_object('outcome', 'missing', 'missing', private.closing_missing(event.id));
  end if;
  update portal.workshop_closing c set closed_by = asker, closed_at = now(), saved_by = asker
  where c.workshop_id = event.id;
  update portal.workshop w set state = 'closed' where w.id = event.id;
  insert into portal.closing_log (workshop_id, action, by) values (event.id, 'closed', asker);
  perform private.move_feedback(f, 'in_discussion', null, asker)
  from portal.workshop_feedback a join portal.feedback f on f.id = a.feedback_id
  where a.workshop_id = event.id and a.discussed and f.state = 'received' and f.merged_into is null;
  perform private.notify(nullif(b.person_id, asker), 'workshop_written_up', 'written_up:' || event.id,
    'workshop?id=' || event.id, event.id)
  from portal.booking b where b.workshop_id = event.id and b.state = 'attended';
  perform private.tell_owner(d.id, asker) from portal.decision d where d.workshop_id = event.id;
  perform private.record('close_workshop', 'workshop', event.id, array['state', 'closed_at']);
  return saved || jsonb_build_object('outcome', 'closed');
end $$;
alter function private.close_workshop(uuid, integer, text, text, integer, numeric, boolean) owner to portal_keeper;
grant execute on function private.close_workshop(uuid, integer, text, text, integer, numeric, boolean) to authenticated;

-- Within a day of closing: the write-up is taken back and can be changed in every way. Nobody is told twice.
create function private.reopen_workshop(workshop_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
begin
  select w.* into event from portal.workshop w where w.id = reopen_workshop.workshop_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif event.state <> 'closed' then
    return jsonb_build_object('outcome', 'not_closed');
  elsif not exists (select from portal.workshop_closing c
    where c.workshop_id = event.id and c.closed_at > now() - interval '24 hours') then
    return jsonb_build_object('outcome', 'too_late');
  end if;
  update portal.workshop_closing c set closed_at = null, closed_by = null, saved_by = asker
  where c.workshop_id = event.id;
  update portal.workshop w set state = 'held' where w.id = event.id;
  insert into portal.closing_log (workshop_id, action, by) values (event.id, 'reopened', asker);
  perform private.record('reopen_workshop', 'workshop', event.id, array['state', 'closed_at']);
  return jsonb_build_object('outcome', 'reopened');
end $$;
alter function private.reopen_workshop(uuid) owner to portal_keeper;
grant execute on function private.reopen_workshop(uuid) to authenticated;

-- private: reading

-- A piece of feedback as the write-up names it, for staff.
create function private.agenda_piece(f portal.feedback, discussed boolean) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('feedback_id', f.id, 'reference', f.reference, 'kind', f.kind, 'state', f.state,
    'opening', left(f.body, 160), 'discussed', agenda_piece.discussed,
    'theme', (select t.name from portal.theme t where t.id = f.theme_id))
$$;
grant execute on function private.agenda_piece(portal.feedback, boolean) to portal_keeper;

-- Open feedback to add: what names this workshop first, then its space; or what holds the words looked for.
create function private.feedback_to_discuss(event portal.workshop, looking_for text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.agenda_piece(f, false) order by r.rank, f.given_at desc), '[]') from (
    select f.id, case when f.workshop_id = event.id then 1 when f.space_id = event.space_id then 2 else 3 end as rank
    from portal.feedback f
    where f.merged_into is null and f.state in ('received', 'in_discussion', 'planned')
      and case when looking_for is null then f.workshop_id = event.id or f.space_id = event.space_id
        else position(lower(looking_for) in lower(f.reference || ' ' || f.body)) > 0 end
      and not exists (select from portal.workshop_feedback a where a.workshop_id = event.id and a.feedback_id = f.id)
    order by rank, f.given_at desc limit 8) r
  join portal.feedback f on f.id = r.id
$$;
grant execute on function private.feedback_to_discuss(portal.workshop, text) to portal_keeper;

-- All that staff need to write a workshop up.
create function private.closing(workshop_id uuid, looking_for text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  event portal.workshop;
  written portal.workshop_closing;
begin
  perform private.require_role('staff');
  select w.* into event from portal.workshop w where w.id = closing.workshop_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  select c.* into written from portal.workshop_closing c where c.workshop_id = event.id;
  return jsonb_build_object('outcome', 'found', 'workshop_id', event.id, 'title', event.title, 'kind', event.kind,
    'starts_at', event.starts_at, 'ends_at', event.ends_at, 'state', event.state, 'rung_planned', event.rung,
    'not_open', private.closing_problem(event), 'missing', private.closing_missing(event.id),
    'can_reopen', coalesce(written.closed_at > now() - interval '24 hours', false),
    'written', private.closing_facts(written),
    'attendance', (select jsonb_build_object('expected', count(*) filter (where b.state = 'booked'),
        'attended', count(*) filter (where b.state = 'attended'),
        'apologies', count(*) filter (where b.state = 'apologies'),
        'missed', count(*) filter (where b.state = 'missed'))
      from portal.booking b where b.workshop_id = event.id),
    'decisions', private.decisions_of(event.id, true),
    'agenda', (select coalesce(jsonb_agg(private.agenda_piece(f, a.discussed) order by a.put_at, f.reference), '[]')
      from portal.workshop_feedback a join portal.feedback f on f.id = a.feedback_id where a.workshop_id = event.id),
    'to_discuss', private.feedback_to_discuss(event, nullif(btrim(closing.looking_for), '')),
    'owners', (select coalesce(jsonb_agg(jsonb_build_object('person_id', o.person_id, 'display_name', o.display_name,
        'role', o.role) order by o.role = 'staff', lower(o.display_name)), '[]')
      from private.decision_owners(event.id) o),
    'log', private.closing_log_of(event.id, true));
end $$;
alter function private.closing(uuid, text) owner to portal_keeper;
grant execute on function private.closing(uuid, text) to authenticated;

-- What a workshop decided; with names only for staff.
create function private.decisions_of(event_id uuid, with_names boolean) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('decision_id', d.id, 'what', d.what, 'why', d.why,
      'decided_on', d.decided_on, 'review_on', d.review_on, 'looked_at', (
        select jsonb_build_object('outcome', r.outcome, 'on', (r.at at time zone 'Europe/London')::date)
        from portal.decision_review r where r.decision_id = d.id order by r.number desc limit 1))
    || case when with_names then jsonb_build_object('owner_id', d.owner_id, 'owner_role', d.owner_role,
      'owner', (select p.display_name from portal.person p where p.id = d.owner_id)) else '{}' end
    order by d.position), '[]')
  from portal.decision d where d.workshop_id = event_id
$$;
grant execute on function private.decisions_of(uuid, boolean) to portal_keeper;

create function private.closing_log_of(event_id uuid, with_names boolean) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('action', l.action, 'note', l.note, 'at', l.at, 'columns', l.columns)
    || case when with_names then jsonb_build_object('by', (
      select p.display_name from portal.person p where p.id = l.by)) else '{}' end order by l.number), '[]')
  from portal.closing_log l where l.workshop_id = event_id and (with_names or l.action = 'corrected')
$$;
grant execute on function private.closing_log_of(uuid, boolean) to portal_keeper;

-- The write-up of a closed workshop as the person asking may read it; null until it is closed. Decisions are
-- for everybody; the summary too, unless it is for those who came (a support group, say) and for staff.
create function private.write_up(workshop_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  event portal.workshop;
  written portal.workshop_closing;
  reads boolean;
begin
  select w.* into event from portal.workshop w where w.id = write_up.workshop_id and w.state = 'closed';
  select c.* into written from portal.workshop_closing c where c.workshop_id = event.id;
  if written.workshop_id is null then
    return null;
  end if;
  reads := written.audience = 'everyone' or private.has_role('staff') or exists (
    select from portal.booking b where b.workshop_id = event.id and b.person_id = private.me() and b.state = 'attended');
  return jsonb_build_object('summary', case when reads then written.summary end, 'audience', written.audience,
    'closed_at', written.closed_at, 'rung_planned', event.rung, 'rung_reached', written.rung_reached,
    'decisions', private.decisions_of(event.id, false), 'log', private.closing_log_of(event.id, false));
end $$;
alter function private.write_up(uuid) owner to portal_keeper;
grant execute on function private.write_up(uuid) to anon, authenticated;

-- private: decisions to look at again

-- What the person asking sees to, the next to look at first; for staff also what nobody sees to any more.
create function private.my_decisions() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('decision_id', d.id, 'what', d.what, 'why', d.why,
      'workshop_id', w.id, 'title', w.title, 'decided_on', d.decided_on, 'review_on', d.review_on,
      'due', d.review_on <= private.this_day(), 'is_mine', d.owner_id is not distinct from asker,
      'looks', (select coalesce(jsonb_agg(jsonb_build_object('outcome', r.outcome, 'word', r.word, 'at', r.at)
        order by r.number), '[]') from portal.decision_review r where r.decision_id = d.id))
      order by d.review_on, d.id), '[]')
    from (
      select e.* from portal.decision e join portal.workshop v on v.id = e.workshop_id and v.state = 'closed'
      where e.review_on is not null
        and (e.owner_id = asker or (e.owner_id is null and private.has_role('staff')))
      order by e.review_on, e.id limit 50) d
    join portal.workshop w on w.id = d.workshop_id);
end $$;
alter function private.my_decisions() owner to portal_keeper;
grant execute on function private.my_decisions() to authenticated;

-- What came of looking at a decision again, by its owner or staff: it stands (until when?), is done, or dropped.
create function private.review_decision(decision_id uuid, outcome text, word text, next_on date) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  found_one portal.decision;
  problem jsonb;
begin
  select d.* into found_one from portal.decision d join portal.workshop w on w.id = d.workshop_id and w.state = 'closed'
  where d.id = review_decision.decision_id and (d.owner_id = asker or private.has_role('staff')) for update of d;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif found_one.review_on is null or (review_decision.outcome = 'stands' and next_on = found_one.review_on) then
    return jsonb_build_object('outcome', 'already_reviewed');
  end if;
  select private.invalid(f.field, f.problem) into problem from (values
    (1, 'outcome', case when review_decision.outcome in ('stands', 'done', 'dropped') then null else 'not_known' end),
    (2, 'word', private.text_problem(word, 600, review_decision.outcome = 'dropped')),
    (3, 'next_on', case when review_decision.outcome is distinct from 'stands' then null
      when next_on is null then 'missing' when next_on <= private.this_day() then 'in_the_past'
      when next_on > private.this_day() + 1830 then 'out_of_range' end)
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1;
  if problem is not null then
    return problem;
  end if;
  insert into portal.decision_review (decision_id, outcome, word, next_on, by)
  values (found_one.id, review_decision.outcome, nullif(btrim(word), ''),
    case when review_decision.outcome = 'stands' then next_on end, asker);
  update portal.decision d set review_on = case when review_decision.outcome = 'stands' then next_on end
  where d.id = found_one.id;
  perform private.record('review_decision', 'decision', found_one.id, array['review_on'], found_one.owner_id);
  return jsonb_build_object('outcome', 'reviewed',
    'review_on', case when review_decision.outcome = 'stands' then next_on end);
end $$;
alter function private.review_decision(uuid, text, text, date) owner to portal_keeper;
grant execute on function private.review_decision(uuid, text, text, date) to authenticated;

-- api: for everybody

-- Null until the workshop is closed.
create function api.write_up(workshop_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.write_up(workshop_id) $$;
grant execute on function api.write_up(uuid) to anon, authenticated;

-- api: for whoever sees to a decision

create function api.my_decisions() returns jsonb
language sql stable set search_path = '' as $$ select private.my_decisions() $$;
grant execute on function api.my_decisions() to authenticated;

-- Outcomes: reviewed, already_reviewed, invalid, not_found.
create function api.review_decision(decision_id uuid, outcome text, word text default null, next_on date default null)
returns jsonb language sql volatile set search_path = '' as $$
  select private.review_decision(decision_id, outcome, word, next_on)
$$;
grant execute on function api.review_decision(uuid, text, text, date) to authenticated;

-- api: for staff

create function api.closing(workshop_id uuid, looking_for text default '') returns jsonb
language sql stable set search_path = '' as $$ select private.closing(workshop_id, looking_for) $$;
grant execute on function api.closing(uuid, text) to authenticated;

-- Outcomes: added, already_on, closed, not_found.
create function api.put_on_agenda(workshop_id uuid, feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.put_on_agenda(workshop_id, feedback_id) $$;
grant execute on function api.put_on_agenda(uuid, uuid) to authenticated;

-- Outcomes: removed, closed, not_found.
create function api.take_off_agenda(workshop_id uuid, feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.take_off_agenda(workshop_id, feedback_id) $$;
grant execute on function api.take_off_agenda(uuid, uuid) to authenticated;

-- Outcomes: saved, closed, too_early, not_happening, not_found.
create function api.mark_discussed(workshop_id uuid, feedback_id uuid, discussed boolean default true)
returns jsonb language sql volatile set search_path = '' as $$ select private.mark_discussed(workshop_id, feedback_id, discussed) $$;
grant execute on function api.mark_discussed(uuid, uuid, boolean) to authenticated;

-- Outcomes: saved, changed_meanwhile (both with what the write-up says now), invalid, too_early, not_happening,
-- not_found.
create function api.save_closing(
  workshop_id uuid, version integer, summary text default '', audience text default 'everyone',
  rung_reached integer default null, hours numeric default null, no_decisions boolean default false,
  note text default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.save_closing(workshop_id, version, summary, audience, rung_reached, hours, no_decisions, note)
$$;
grant execute on function api.save_closing(uuid, integer, text, text, integer, numeric, boolean, text) to authenticated;

-- Outcomes: saved, already_saved, too_many, invalid, too_early, not_happening, not_found.
create function api.save_decision(
  workshop_id uuid, what text, why text, owner_id uuid default null, review_on date default null,
  decision_id uuid default null, note text default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.save_decision(workshop_id, what, why, owner_id, review_on, decision_id, note)
$$;
grant execute on function api.save_decision(uuid, text, text, uuid, date, uuid, text) to authenticated;

-- Outcomes: removed, the_only_one, in_use, invalid, not_found.
create function api.remove_decision(decision_id uuid, note text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.remove_decision(decision_id, note) $$;
grant execute on function api.remove_decision(uuid, text) to authenticated;

-- Outcomes: closed; missing (a list; what there is, is saved); already_closed and changed_meanwhile (with what it
-- says now); invalid, too_early, not_happening, not_found.
create function api.close_workshop(
  workshop_id uuid, version integer, summary text default '', audience text default 'everyone',
  rung_reached integer default null, hours numeric default null, no_decisions boolean default false
) returns jsonb language sql volatile set search_path = '' as $$
  select private.close_workshop(workshop_id, version, summary, audience, rung_reached, hours, no_decisions)
$$;
grant execute on function api.close_workshop(uuid, integer, text, text, integer, numeric, boolean) to authenticated;

-- Outcomes: reopened, too_late, not_closed, not_found.
create function api.reopen_workshop(workshop_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.reopen_workshop(workshop_id) $$;
grant execute on function api.reopen_workshop(uuid) to authenticated;
