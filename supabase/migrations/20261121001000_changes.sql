-- Changes: "you said, we did". Each gathers the feedback and the workshops that it came from.
-- Everybody reads a change and how many people asked for it; nobody reads who.

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
  dated_on date not null default current_date,
  made_by uuid references portal.person on delete set null,
  added_at timestamptz not null default now(),
  people_who_left integer not null default 0 check (people_who_left >= 0),
  check ((state = 'made') = (made_on is not null))
);
comment on table portal.change is 'What was done about what people said, or why it cannot be done. Everybody may read it.';
comment on column portal.change.said is 'What people said, in a sentence that staff wrote: nobody is quoted.';
comment on column portal.change.why is 'The reason, in plain words.';
comment on column portal.change.dated_on is 'The day it was made, or else the day its state last changed: newest first goes by this.';
comment on column portal.change.made_by is 'The member of staff who wrote it down.';
comment on column portal.change.people_who_left is 'How many people whose words were behind it have left since. Their words are gone, the count stays.';
create index on portal.change (dated_on desc, id);
create index on portal.change (space_id, dated_on desc);
create index on portal.change (theme_id, dated_on desc);
create index on portal.change (made_by);

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
grant insert (title, said, what, why, state, space_id, theme_id, made_on, made_by) on portal.change to portal_keeper;
create policy "The portal keeper adds a change as the staff member asking" on portal.change
  for insert to portal_keeper with check (
    made_by = (select private.me()) and (select private.has_role('staff')));
grant update (title, said, what, why, state, space_id, theme_id, made_on, dated_on) on portal.change to portal_keeper;
create policy "The portal keeper edits a change for staff" on portal.change
  for update to portal_keeper using ((select private.has_role('staff')))
  with check ((select private.has_role('staff')));
grant select (id, state, space_id, theme_id, made_on, dated_on, added_at, people_who_left)
  on portal.change to figures_keeper;
create policy "The figures keeper counts changes" on portal.change for select to figures_keeper using (true);

grant insert (change_id, state, by) on portal.change_status to portal_keeper;
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

-- private: reading

-- How many people said what a change came from. The only thing that is told of them.
create function private.people_behind(change_id uuid) returns integer
language sql stable security definer set search_path = '' as $$
  select count(distinct f.person_id)::integer
    + coalesce((select c.people_who_left from portal.change c where c.id = people_behind.change_id), 0)
  from portal.change_feedback l join portal.feedback f on f.id = l.feedback_id
  where l.change_id = people_behind.change_id
$$;
alter function private.people_behind(uuid) owner to figures_keeper;
grant execute on function private.people_behind(uuid) to portal_keeper;

create function private.change_facts(c portal.change) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'change_id', c.id, 'title', c.title, 'said', c.said, 'what', c.what, 'why', c.why, 'state', c.state,
    'made_on', c.made_on, 'dated_on', c.dated_on, 'people', private.protect_count(private.people_behind(c.id)),
    'space', (select s.name from portal.space s where s.id = c.space_id),
    'theme', (select t.name from portal.theme t where t.id = c.theme_id),
    'workshops', (
      select coalesce(jsonb_agg(jsonb_build_object('workshop_id', w.id, 'title', w.title, 'starts_at', w.starts_at)
        order by w.starts_at), '[]')
      from portal.change_workshop l join portal.workshop w on w.id = l.workshop_id
      where l.change_id = c.id and w.state <> 'draft'))
$$;
grant execute on function private.change_facts(portal.change) to portal_keeper;

create function private.changes(space_id uuid, theme_id uuid, page integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  with matching as (
    select c as kept, c.dated_on, c.id from portal.change c
    where (changes.space_id is null or c.space_id = changes.space_id)
      and (changes.theme_id is null or c.theme_id = changes.theme_id))
  select private.themes_and_spaces() || jsonb_build_object(
    'total', (select count(*) from matching), 'page_size', 10,
    'rows', (
      select coalesce(jsonb_agg(private.change_facts(r.kept) order by r.dated_on desc, r.id), '[]')
      from (select m.* from matching m order by m.dated_on desc, m.id
        limit 10 offset 10 * (greatest(coalesce(page, 1), 1)::bigint - 1)) r))
$$;
alter function private.changes(uuid, uuid, integer) owner to portal_keeper;
grant execute on function private.changes(uuid, uuid, integer) to anon, authenticated;

-- What came of a piece of feedback, for its author and staff.
create function private.changes_from(feedback_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('change_id', c.id, 'title', c.title, 'what', c.what,
    'state', c.state, 'made_on', c.made_on) order by c.dated_on desc, c.id), '[]')
  from portal.change_feedback l join portal.change c on c.id = l.change_id
  where l.feedback_id = changes_from.feedback_id
$$;
grant execute on function private.changes_from(uuid) to portal_keeper;

-- The newest changes that a piece of feedback is not linked to yet.
create function private.changes_to_link(feedback_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('change_id', r.id, 'title', r.title, 'state', r.state)
    order by r.dated_on desc, r.id), '[]')
  from (
    select c.id, c.title, c.state, c.dated_on from portal.change c
    where not exists (select from portal.change_feedback l
      where l.change_id = c.id and l.feedback_id = changes_to_link.feedback_id)
    order by c.dated_on desc, c.id limit 50) r
$$;
grant execute on function private.changes_to_link(uuid) to portal_keeper;

-- A page of changes with what staff need to edit them.
create function private.changes_for_staff(state text, page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  return private.themes_and_spaces() || (
    with matching as (
      select c as kept, c.dated_on, c.id from portal.change c
      where changes_for_staff.state is null or c.state = changes_for_staff.state)
    select jsonb_build_object(
      'total', (select count(*) from matching), 'page_size', 10,
      'rows', (
        select coalesce(jsonb_agg(private.change_facts(r.kept) || private.change_staff_facts(r.kept)
          order by r.dated_on desc, r.id), '[]')
        from (select m.* from matching m order by m.dated_on desc, m.id
          limit 10 offset 10 * (greatest(coalesce(page, 1), 1)::bigint - 1)) r),
      'workshops', (
        select coalesce(jsonb_agg(jsonb_build_object('workshop_id', n.id, 'title', n.title, 'starts_at', n.starts_at)
          order by n.starts_at desc), '[]')
        from (select w.id, w.title, w.starts_at from portal.workshop w where w.state <> 'draft'
          order by w.starts_at desc limit 100) n)));
end $$;
alter function private.changes_for_staff(text, integer) owner to portal_keeper;
grant execute on function private.changes_for_staff(text, integer) to authenticated;

create function private.change_staff_facts(c portal.change) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'space_id', c.space_id, 'theme_id', c.theme_id, 'exactly', private.people_behind(c.id),
    'made_by', (select p.display_name from portal.person p where p.id = c.made_by),
    'feedback', (
      select coalesce(jsonb_agg(jsonb_build_object('feedback_id', f.id, 'reference', f.reference,
        'kind', f.kind, 'state', f.state, 'start', left(f.body, 80)) order by f.number), '[]')
      from portal.change_feedback l join portal.feedback f on f.id = l.feedback_id where l.change_id = c.id))
$$;
grant execute on function private.change_staff_facts(portal.change) to portal_keeper;

-- private: writing

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
    (7, 'space_id', case when draft.space_id is not null and not exists (
      select from portal.space s where s.id = draft.space_id) then 'not_known' end),
    (8, 'theme_id', case when draft.theme_id is not null and not exists (
      select from portal.theme t where t.id = draft.theme_id) then 'not_known' end)
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
  return jsonb_build_object('outcome', 'linked');
end $$;
alter function private.link_feedback(uuid, uuid) owner to portal_keeper;
grant execute on function private.link_feedback(uuid, uuid) to authenticated;

-- Save a change and, where it starts from a piece of feedback, link the two.
create function private.save_change(draft portal.change, workshop_ids uuid[], feedback_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  bad jsonb;
  before portal.change;
  saved uuid := draft.id;
begin
  draft.made_on := case when draft.state = 'made' then draft.made_on end;
  bad := private.change_problem(draft);
  if bad is not null then
    return bad;
  end if;
  if saved is null then
    insert into portal.change (title, said, what, why, state, space_id, theme_id, made_on, made_by)
    values (btrim(draft.title), btrim(draft.said), btrim(draft.what), btrim(draft.why), draft.state,
      draft.space_id, draft.theme_id, draft.made_on, asker)
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
    dated_on = coalesce(draft.made_on, case when before.state = draft.state then before.dated_on end, current_date)
  where c.id = saved;
  if before.state is distinct from draft.state then
    insert into portal.change_status (change_id, state, by) values (saved, draft.state, asker);
  end if;
  perform private.set_change_workshops(saved, workshop_ids);
  if feedback_id is not null then
    perform private.link_feedback(saved, feedback_id);
  end if;
  perform private.record('save_change:' || draft.state, 'change', saved, array['title', 'said', 'what', 'why', 'state']);
  return jsonb_build_object('outcome', 'saved', 'change_id', saved);
end $$;
alter function private.save_change(portal.change, uuid[], uuid) owner to portal_keeper;
grant execute on function private.save_change(portal.change, uuid[], uuid) to authenticated;

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

-- api

-- What has changed because people spoke up, newest first, for anybody.
create function api.changes(space_id uuid default null, theme_id uuid default null, page integer default 1)
returns jsonb language sql stable set search_path = '' as $$ select private.changes(space_id, theme_id, page) $$;
grant execute on function api.changes(uuid, uuid, integer) to anon, authenticated;

create function api.changes_for_staff(state text default null, page integer default 1) returns jsonb
language sql stable set search_path = '' as $$ select private.changes_for_staff(state, page) $$;
grant execute on function api.changes_for_staff(text, integer) to authenticated;

-- Outcomes: saved (with change_id), invalid, not_found. Without change_id it is a new one.
create function api.save_change(
  title text, said text, what text, why text, state text, space_id uuid default null, theme_id uuid default null,
  made_on date default null, workshop_ids uuid[] default null,
  change_id uuid default null, feedback_id uuid default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.save_change(jsonb_populate_record(null::portal.change, jsonb_build_object(
    'id', change_id, 'title', title, 'said', said, 'what', what, 'why', why, 'state', state,
    'space_id', space_id, 'theme_id', theme_id, 'made_on', made_on)), workshop_ids, feedback_id)
$$;
grant execute on function api.save_change(text, text, text, text, text, uuid, uuid, date, uuid[], uuid, uuid) to authenticated;

-- Outcomes: linked, already_linked, not_found.
create function api.link_feedback(change_id uuid, feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.link_feedback(change_id, feedback_id) $$;
grant execute on function api.link_feedback(uuid, uuid) to authenticated;

-- Outcomes: unlinked, not_found.
create function api.unlink_feedback(change_id uuid, feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.unlink_feedback(change_id, feedback_id) $$;
grant execute on function api.unlink_feedback(uuid, uuid) to authenticated;
