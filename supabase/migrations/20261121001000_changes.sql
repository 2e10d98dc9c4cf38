-- Changes: "you said, we did". Each gathers the feedback and the workshops that it came from.
-- Everybody reads a change and how many people asked for it; nobody reads who. The decisions behind it,
-- who is told, and whether people say that it was got right: 001050_chain.sql.

create table portal.change (
  id uuid primary key default gen_random_uuid(),
  title text not null check (length(btrim(title)) between 1 and 100),
  said text not null check (length(btrim(said)) between 1 and 600),
  what text not null check (length(btrim(what)) between 1 and 1000),
  why text not null check (length(btrim(why)) between 1 and 1000),
  state text not null check (state in ('planned', 'under_way', 'made', 'not_possible')),
  space_id uuid references portal.space,
  theme_id uuid references portal.theme,
  made_on date,
  expected_on date,
  dated_on date not null default current_date,
  made_by uuid references portal.person on delete set null,
  owner_id uuid references portal.person on delete set null,
  added_at timestamptz not null default now(),
  people_who_left integer not null default 0 check (people_who_left >= 0),
  check ((state = 'made') = (made_on is not null)),
  check (expected_on is null or state in ('planned', 'under_way'))
);
comment on table portal.change is 'What was done about what people said, or why it cannot be done. Everybody may read it.';
comment on column portal.change.said is 'What people said, in a sentence that staff wrote: nobody is quoted.';
comment on column portal.change.why is 'The reason, in plain words.';
comment on column portal.change.dated_on is 'The day it was made, or else the day its state last changed: newest first goes by this.';
comment on column portal.change.space_id is 'Where; null: everywhere.';
comment on column portal.change.expected_on is 'By when staff think that it will be made.';
comment on column portal.change.owner_id is 'The member of staff who sees to it, and to whom a "not yet" comes back. Null once they have left: then all staff do.';
comment on column portal.change.made_by is 'The member of staff who wrote it down.';
comment on column portal.change.people_who_left is 'How many people whose words were behind it have left since. Their words are gone, the count stays.';
create index on portal.change (dated_on desc, id);
create index on portal.change (space_id, dated_on desc);
create index on portal.change (theme_id, dated_on desc);
create index on portal.change (made_by);
create index on portal.change (owner_id);

create table portal.change_status (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  change_id uuid not null references portal.change,
  state text not null check (state in ('planned', 'under_way', 'made', 'not_possible')),
  by uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp()
);
comment on table portal.change_status is 'Append-only: every state that a change has been in.';
create index on portal.change_status (change_id, number);
create index on portal.change_status (by);

create table portal.change_feedback (
  change_id uuid not null references portal.change,
  feedback_id uuid not null references portal.feedback on delete cascade,
  linked_by uuid references portal.person on delete set null,
  linked_at timestamptz not null default now(),
  primary key (change_id, feedback_id)
);
comment on table portal.change_feedback is 'Which feedback a change came from.';
create index on portal.change_feedback (feedback_id);
create index on portal.change_feedback (linked_by);

create table portal.change_workshop (
  change_id uuid not null references portal.change,
  workshop_id uuid not null references portal.workshop,
  linked_by uuid references portal.person on delete set null,
  linked_at timestamptz not null default now(),
  primary key (change_id, workshop_id)
);
comment on table portal.change_workshop is 'In which workshops a change was talked about.';
create index on portal.change_workshop (workshop_id);
create index on portal.change_workshop (linked_by);

alter table portal.change enable row level security;
alter table portal.change_status enable row level security;
alter table portal.change_feedback enable row level security;
alter table portal.change_workshop enable row level security;

grant select on portal.change to portal_keeper;
create policy "The portal keeper reads the changes" on portal.change for select to portal_keeper using (true);
grant insert (title, said, what, why, state, space_id, theme_id, made_on, expected_on, owner_id, made_by)
  on portal.change to portal_keeper;
create policy "The portal keeper adds a change as the staff member asking" on portal.change
  for insert to portal_keeper with check (
    made_by = (select private.me()) and (select private.has_role('staff')));
grant update (title, said, what, why, state, space_id, theme_id, made_on, expected_on, owner_id, dated_on)
  on portal.change to portal_keeper;
create policy "The portal keeper edits a change for staff" on portal.change
  for update to portal_keeper using ((select private.has_role('staff')))
  with check ((select private.has_role('staff')));
grant select (id, state, space_id, theme_id, made_on, dated_on, added_at, owner_id, people_who_left)
  on portal.change to figures_keeper;
create policy "The figures keeper counts changes" on portal.change for select to figures_keeper using (true);

grant select (id, number, change_id, state, at), insert (change_id, state, by) on portal.change_status to portal_keeper;
create policy "The portal keeper reads the states that a change was in" on portal.change_status
  for select to portal_keeper using (true);
create policy "The portal keeper notes a state as the staff member asking" on portal.change_status
  for insert to portal_keeper with check (
    by = (select private.me()) and (select private.has_role('staff')));
grant select (id, number, change_id, state, at) on portal.change_status to figures_keeper;
create policy "The figures keeper counts the states of changes" on portal.change_status
  for select to figures_keeper using (true);

grant select, insert (change_id, feedback_id, linked_by), delete on portal.change_feedback to portal_keeper;
create policy "The portal keeper reads links to feedback that it may read" on portal.change_feedback
  for select to portal_keeper using (exists (select from portal.feedback f where f.id = feedback_id));
create policy "The portal keeper links feedback as the staff member asking" on portal.change_feedback
  for insert to portal_keeper with check (
    linked_by = (select private.me()) and (select private.has_role('staff')));
create policy "The portal keeper unlinks feedback for staff" on portal.change_feedback
  for delete to portal_keeper using ((select private.has_role('staff')));
grant select (change_id, feedback_id, linked_at) on portal.change_feedback to figures_keeper;
create policy "The figures keeper counts feedback behind changes" on portal.change_feedback
  for select to figures_keeper using (true);

grant select, insert (change_id, workshop_id, linked_by), delete on portal.change_workshop to portal_keeper;
create policy "The portal keeper reads the workshops behind changes" on portal.change_workshop
  for select to portal_keeper using (true);
create policy "The portal keeper links a workshop as the staff member asking" on portal.change_workshop
  for insert to portal_keeper with check (
    linked_by = (select private.me()) and (select private.has_role('staff')));
create policy "The portal keeper unlinks a workshop for staff" on portal.change_workshop
  for delete to portal_keeper using ((select private.has_role('staff')));
grant select (change_id, workshop_id) on portal.change_workshop to figures_keeper;
create policy "The figures keeper counts workshops behind changes" on portal.change_workshop
  for select to figures_keeper using (true);

-- private: writing

-- Whether somebody works here today.
create function private.holds_staff(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from portal.role_grant g where g.person_id = holds_staff.person and g.role = 'staff')
$$;
alter function private.holds_staff(uuid) owner to figures_keeper;
grant execute on function private.holds_staff(uuid) to portal_keeper;

-- A change as the form gives it, once its texts are trimmed.
create function private.change_problem(draft portal.change) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(f.field, f.problem) from (values
    (1, 'title', private.text_problem(draft.title, 100)),
    (2, 'said', private.text_problem(draft.said, 600)),
    (3, 'what', private.text_problem(draft.what, 1000)),
    (4, 'why', private.text_problem(draft.why, 1000)),
    (5, 'state', case when draft.state in ('planned', 'under_way', 'made', 'not_possible') then null else 'not_known' end),
    (6, 'made_on', case when draft.state <> 'made' then null when draft.made_on is null then 'missing'
      when draft.made_on not between '2000-01-01' and current_date then 'out_of_range' end),
    (7, 'expected_on', case when draft.expected_on > current_date + 3660 then 'out_of_range'
      when draft.expected_on < current_date and draft.expected_on is distinct from (
        select c.expected_on from portal.change c where c.id = draft.id) then 'in_the_past' end),
    (8, 'space_id', case when draft.space_id is not null and not exists (
      select from portal.space s where s.id = draft.space_id) then 'not_known' end),
    (9, 'theme_id', case when draft.theme_id is not null and not exists (
      select from portal.theme t where t.id = draft.theme_id) then 'not_known' end),
    (10, 'owner_id', case when draft.owner_id is not null and not private.holds_staff(draft.owner_id) then 'not_known' end)
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1
$$;
grant execute on function private.change_problem(portal.change) to portal_keeper;

-- Make the workshops behind a change exactly these; null leaves them as they are.
create function private.set_change_workshops(change_id uuid, workshop_ids uuid[]) returns void
language plpgsql set search_path = '' as $$
begin
  if workshop_ids is null then
    return;
  end if;
  delete from portal.change_workshop l
  where l.change_id = set_change_workshops.change_id and l.workshop_id <> all (workshop_ids);
  insert into portal.change_workshop (change_id, workshop_id, linked_by)
  select set_change_workshops.change_id, w.id, private.me() from portal.workshop w
  where w.id = any (workshop_ids) and w.state <> 'draft'
  on conflict do nothing;
end $$;
grant execute on function private.set_change_workshops(uuid, uuid[]) to portal_keeper;

-- Write down the state that a change is in now, once for each time that it comes into it.
create function private.note_state(change_id uuid, was text, state text, by uuid) returns void
language plpgsql set search_path = '' as $$
begin
  if was is distinct from note_state.state then
    insert into portal.change_status (change_id, state, by) values (note_state.change_id, note_state.state, note_state.by);
  end if;
end $$;
grant execute on function private.note_state(uuid, text, text, uuid) to portal_keeper;

-- Save a change and, where it starts from a piece of feedback or a decision, link them. Whoever was part
-- of it is told of a state that is new.
create function private.save_change(draft portal.change, workshop_ids uuid[], feedback_id uuid, decision_id uuid)
returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  bad jsonb;
  before portal.change;
  saved uuid := draft.id;
begin
  draft.made_on := case when draft.state = 'made' then draft.made_on end;
  draft.expected_on := case when draft.state in ('planned', 'under_way') then draft.expected_on end;
  bad := private.change_problem(draft);
  if bad is not null then
    return bad;
  end if;
  if saved is null then  -- the same words from the same person within a minute: a button pressed twice
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('save_change:' || asker, 0));
    select c.id into saved from portal.change c
    where c.made_by = asker and c.added_at > now() - interval '1 minute' and c.title = btrim(draft.title)
      and c.said = btrim(draft.said) and c.what = btrim(draft.what) and c.why = btrim(draft.why) and c.state = draft.state;
    if found then
      return jsonb_build_object('outcome', 'saved', 'change_id', saved);
    end if;
    insert into portal.change (title, said, what, why, state, space_id, theme_id, made_on, expected_on, owner_id, made_by)
    values (btrim(draft.title), btrim(draft.said), btrim(draft.what), btrim(draft.why), draft.state,
      draft.space_id, draft.theme_id, draft.made_on, draft.expected_on, coalesce(draft.owner_id, asker), asker)
    returning id into saved;
  else
    select c.* into before from portal.change c where c.id = saved for update;
    if not found then
      return jsonb_build_object('outcome', 'not_found');
    end if;
  end if;
  update portal.change c
  set title = btrim(draft.title), said = btrim(draft.said), what = btrim(draft.what), why = btrim(draft.why),
    state = draft.state, space_id = draft.space_id, theme_id = draft.theme_id, made_on = draft.made_on,
    expected_on = draft.expected_on, owner_id = coalesce(draft.owner_id, c.owner_id, asker),
    dated_on = coalesce(draft.made_on, case when before.state = draft.state then before.dated_on end, current_date)
  where c.id = saved;
  perform private.note_state(saved, before.state, draft.state, asker);
  perform private.set_change_workshops(saved, workshop_ids);
  if feedback_id is not null then
    perform private.link_feedback(saved, feedback_id);
  end if;
  if decision_id is not null then
    perform private.link_decision(saved, decision_id);
  end if;
  perform private.record('save_change:' || draft.state, 'change', saved, array['title', 'said', 'what', 'why', 'state']);
  return jsonb_build_object('outcome', 'saved', 'change_id', saved, 'told', private.tell_contributors(saved));
end $$;
alter function private.save_change(portal.change, uuid[], uuid, uuid) owner to portal_keeper;
grant execute on function private.save_change(portal.change, uuid[], uuid, uuid) to authenticated;

-- Move a change on without touching its words.
create function private.move_change(change_id uuid, state text, on_day date) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  moved portal.change;
  before text;
  bad jsonb;
begin
  select c.* into moved from portal.change c where c.id = move_change.change_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  before := moved.state;
  if before = move_change.state then
    return jsonb_build_object('outcome', 'already_there', 'state', before);
  end if;
  moved.state := move_change.state;
  moved.made_on := case when moved.state = 'made' then coalesce(on_day, current_date) end;
  moved.expected_on := case when moved.state in ('planned', 'under_way') then coalesce(on_day, moved.expected_on) end;
  bad := private.change_problem(moved);
  if bad is not null then
    return bad;
  end if;
  update portal.change c set state = moved.state, made_on = moved.made_on, expected_on = moved.expected_on,
    dated_on = coalesce(moved.made_on, current_date) where c.id = moved.id;
  perform private.note_state(moved.id, before, moved.state, asker);
  perform private.record('move_change:' || moved.state, 'change', moved.id, array['state']);
  return jsonb_build_object('outcome', 'moved', 'state', moved.state, 'told', private.tell_contributors(moved.id));
end $$;
alter function private.move_change(uuid, text, date) owner to portal_keeper;
grant execute on function private.move_change(uuid, text, date) to authenticated;

create function private.link_feedback(change_id uuid, feedback_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  author uuid := (select f.person_id from portal.feedback f where f.id = link_feedback.feedback_id);
begin
  if author is null or not exists (select from portal.change c where c.id = link_feedback.change_id) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into portal.change_feedback (change_id, feedback_id, linked_by)
  values (link_feedback.change_id, link_feedback.feedback_id, asker) on conflict do nothing;
  if not found then
    return jsonb_build_object('outcome', 'already_linked');
  end if;
  perform private.record('link_feedback', 'change_feedback', feedback_id, array['change_id'], author);
  perform private.tell_contributors(link_feedback.change_id);
  return jsonb_build_object('outcome', 'linked');
end $$;
alter function private.link_feedback(uuid, uuid) owner to portal_keeper;
grant execute on function private.link_feedback(uuid, uuid) to authenticated;

create function private.unlink_feedback(change_id uuid, feedback_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  delete from portal.change_feedback l
  where l.change_id = unlink_feedback.change_id and l.feedback_id = unlink_feedback.feedback_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('unlink_feedback', 'change_feedback', feedback_id, array['change_id'],
    (select f.person_id from portal.feedback f where f.id = unlink_feedback.feedback_id));
  return jsonb_build_object('outcome', 'unlinked');
end $$;
alter function private.unlink_feedback(uuid, uuid) owner to portal_keeper;
grant execute on function private.unlink_feedback(uuid, uuid) to authenticated;

create function private.link_workshop(change_id uuid, workshop_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  if not exists (select from portal.change c where c.id = link_workshop.change_id) or not exists (
    select from portal.workshop w where w.id = link_workshop.workshop_id and w.state <> 'draft') then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into portal.change_workshop (change_id, workshop_id, linked_by)
  values (link_workshop.change_id, link_workshop.workshop_id, asker) on conflict do nothing;
  if not found then
    return jsonb_build_object('outcome', 'already_linked');
  end if;
  perform private.record('link_workshop', 'change_workshop', workshop_id, array['change_id']);
  perform private.tell_contributors(link_workshop.change_id);
  return jsonb_build_object('outcome', 'linked');
end $$;
alter function private.link_workshop(uuid, uuid) owner to portal_keeper;
grant execute on function private.link_workshop(uuid, uuid) to authenticated;

create function private.unlink_workshop(change_id uuid, workshop_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  delete from portal.change_workshop l
  where l.change_id = unlink_workshop.change_id and l.workshop_id = unlink_workshop.workshop_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('unlink_workshop', 'change_workshop', workshop_id, array['change_id']);
  return jsonb_build_object('outcome', 'unlinked');
end $$;
alter function private.unlink_workshop(uuid, uuid) owner to portal_keeper;
grant execute on function private.unlink_workshop(uuid, uuid) to authenticated;

-- api

-- Outcomes: saved (with change_id and how many were told), invalid, not_found. Without change_id it is a new one.
create function api.save_change(
  title text, said text, what text, why text, state text, space_id uuid default null, theme_id uuid default null,
  made_on date default null, workshop_ids uuid[] default null,
  change_id uuid default null, feedback_id uuid default null,
  owner_id uuid default null, expected_on date default null, decision_id uuid default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.save_change(jsonb_populate_record(null::portal.change, jsonb_build_object(
    'id', change_id, 'title', title, 'said', said, 'what', what, 'why', why, 'state', state, 'space_id', space_id,
    'theme_id', theme_id, 'made_on', made_on, 'expected_on', expected_on, 'owner_id', owner_id)),
    workshop_ids, feedback_id, decision_id)
$$;
grant execute on function api.save_change(
  text, text, text, text, text, uuid, uuid, date, uuid[], uuid, uuid, uuid, date, uuid) to authenticated;

-- on_day: when it was made, or by when it is expected. Outcomes: moved (with state, told), already_there, invalid, not_found.
create function api.move_change(change_id uuid, state text, on_day date default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.move_change(change_id, state, on_day) $$;
grant execute on function api.move_change(uuid, text, date) to authenticated;

-- Outcomes: linked, already_linked, not_found.
create function api.link_feedback(change_id uuid, feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.link_feedback(change_id, feedback_id) $$;
grant execute on function api.link_feedback(uuid, uuid) to authenticated;

-- Outcomes: unlinked, not_found.
create function api.unlink_feedback(change_id uuid, feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.unlink_feedback(change_id, feedback_id) $$;
grant execute on function api.unlink_feedback(uuid, uuid) to authenticated;

-- Outcomes: linked, already_linked, not_found.
create function api.link_workshop(change_id uuid, workshop_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.link_workshop(change_id, workshop_id) $$;
grant execute on function api.link_workshop(uuid, uuid) to authenticated;

-- Outcomes: unlinked, not_found.
create function api.unlink_workshop(change_id uuid, workshop_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.unlink_workshop(change_id, workshop_id) $$;
grant execute on function api.unlink_workshop(uuid, uuid) to authenticated;
