-- Feedback: what people say, what staff answered and why, and what may be shown to everybody.
--
-- The author is known to staff only. What everybody may read comes from one function that
-- returns neither the author nor the day.

create table portal.theme (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (length(btrim(name)) between 1 and 60),
  in_use boolean not null default true,
  position integer not null default 100
);
comment on table portal.theme is 'What feedback and changes are about, in a list that staff keep.';
comment on column portal.theme.in_use is 'False: no longer offered, still shown where it was chosen.';

insert into portal.theme (name, position) values
  ('First contact', 1), ('Waiting times', 2), ('Weekends and evenings', 3), ('Children and young people', 4),
  ('Travel', 5), ('Language and respect', 6), ('Family support', 7), ('Online support', 8),
  ('Information', 9), ('Activities', 10);

create table portal.feedback (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  reference text not null unique default private.new_reference('F'),
  person_id uuid not null references portal.person on delete cascade,
  kind text not null check (kind in ('idea', 'problem', 'praise', 'question')),
  theme_id uuid references portal.theme,
  about_kind text not null check (about_kind in ('portal', 'service', 'space', 'workshop')),
  space_id uuid references portal.space,
  workshop_id uuid references portal.workshop,
  service text check (length(btrim(service)) between 2 and 120),
  body text not null check (length(btrim(body)) between 10 and 4000),
  shown_words text check (length(shown_words) between 1 and 6000),
  stems tsvector generated always as (to_tsvector('pg_catalog.english', body)) stored,
  audience text not null check (audience in ('everyone', 'staff')),
  state text not null default 'received'
    check (state in ('received', 'in_discussion', 'planned', 'done', 'not_now')),
  shown_at timestamptz,
  moderated_at timestamptz,
  answered_at timestamptz,
  owner_id uuid references portal.person on delete set null,
  owner_named boolean not null default false,
  due_on date,
  merged_into uuid references portal.feedback on delete set null,
  given_at timestamptz not null default now(),
  entered_by uuid references portal.person on delete set null,
  check ((about_kind = 'workshop') = (workshop_id is not null)),
  check ((about_kind = 'service') = (service is not null)),
  check (about_kind <> 'space' or space_id is not null),
  check (about_kind <> 'portal' or space_id is null),
  check (shown_at is null or (audience = 'everyone' and moderated_at is not null)),
  check (merged_into <> id)
);
comment on table portal.feedback is 'One thing that a person said. The author is for staff only.';
comment on column portal.feedback.number is 'The order in which it came. Nobody is shown it.';
comment on column portal.feedback.reference is 'What a person can say on the phone.';
comment on column portal.feedback.theme_id is 'Null: the person did not find it in the list.';
comment on column portal.feedback.audience is 'Who the author wants to read it: everyone (once staff have read it) or staff.';
comment on column portal.feedback.shown_at is 'When staff let everybody read it; null: only staff and the author do.';
comment on column portal.feedback.moderated_at is 'When staff last decided whether everybody may read it.';
comment on column portal.feedback.answered_at is 'When the author first got an answer in words.';
comment on column portal.feedback.shown_words is 'What everybody reads where a role stands in place of a name; null: they read body, which is never changed.';
comment on column portal.feedback.stems is 'The stems of the words in body, to find what may say the same.';
comment on column portal.feedback.owner_id is 'The member of staff who sees to it. Counts only while they are staff: else it is back on the pile.';
comment on column portal.feedback.owner_named is 'The author reads the name of who sees to it, because that member of staff chose so.';
comment on column portal.feedback.merged_into is 'The piece that says the same and is answered for both. Never one that is merged itself.';
comment on column portal.feedback.entered_by is 'The member of staff who wrote it down for somebody who told them.';
create index on portal.feedback (person_id, given_at);
create index on portal.feedback (theme_id);
create index on portal.feedback (space_id);
create index on portal.feedback (workshop_id);
create index on portal.feedback (owner_id);
create index on portal.feedback (entered_by);
create index on portal.feedback (given_at);
create index on portal.feedback (state, given_at);
create index on portal.feedback (given_at) where answered_at is null;
create index on portal.feedback (given_at) where audience = 'everyone' and moderated_at is null;
create index on portal.feedback (due_on) where due_on is not null and state not in ('done', 'not_now');
create index on portal.feedback (merged_into) where merged_into is not null;
create index on portal.feedback (shown_at desc, number desc) where shown_at is not null and merged_into is null;
create index on portal.feedback using gin (stems);

create table portal.feedback_answer (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  feedback_id uuid not null references portal.feedback on delete cascade,
  state text not null check (state in ('in_discussion', 'planned', 'done', 'not_now')),
  reason text check (length(btrim(reason)) between 1 and 2000),
  by uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp(),
  check (state not in ('done', 'not_now') or reason is not null)
);
comment on table portal.feedback_answer is 'Append-only: every status that a piece of feedback was given, with the reason its author reads.';
create index on portal.feedback_answer (feedback_id, number);
create index on portal.feedback_answer (by);

create table portal.feedback_handover (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  feedback_id uuid not null references portal.feedback on delete cascade,
  to_id uuid references portal.person on delete set null,
  due_on date,
  word text check (length(btrim(word)) between 1 and 500),
  by uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp()
);
comment on table portal.feedback_handover is 'Append-only: who took a piece of feedback on or was given it, for staff.';
comment on column portal.feedback_handover.to_id is 'Null: they have left since.';
create index on portal.feedback_handover (feedback_id, number);
create index on portal.feedback_handover (to_id);
create index on portal.feedback_handover (by);

create table portal.feedback_tag (
  feedback_id uuid not null references portal.feedback on delete cascade,
  tag text not null check (tag ~ '^[[:alnum:]]+([ ''-][[:alnum:]]+)*$' and tag = lower(tag) and length(tag) between 2 and 30),
  by uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp(),
  primary key (feedback_id, tag)
);
comment on table portal.feedback_tag is 'Free words that its author or staff put on a piece of feedback, five at most.';
create index on portal.feedback_tag (tag);
create index on portal.feedback_tag (by);
create index on portal.feedback_tag (at);

create table portal.feedback_moderation (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  feedback_id uuid not null references portal.feedback on delete cascade,
  decision text not null check (decision in ('shown', 'kept_for_staff', 'sharing_stopped')),
  why text check (why in ('names_someone', 'where_somebody_lives', 'way_to_reach', 'health', 'unkind', 'danger',
    'not_about_us', 'other')),
  reason text check (length(btrim(reason)) between 1 and 500),
  role_put_in boolean not null default false,
  by uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp(),
  check (decision <> 'kept_for_staff' or reason is not null or why is not null),
  check (why is distinct from 'other' or reason is not null)
);
comment on table portal.feedback_moderation is 'Append-only: each decision on whether everybody may read a piece of feedback, and why not.';
comment on column portal.feedback_moderation.decision is 'sharing_stopped: its author no longer wants everybody to read it.';
comment on column portal.feedback_moderation.why is 'A reason from the list that staff choose from; reason holds their own words.';
comment on column portal.feedback_moderation.role_put_in is 'Shown with a role in place of a name.';
create index on portal.feedback_moderation (feedback_id, number);
create index on portal.feedback_moderation (by);

alter table portal.theme enable row level security;
alter table portal.feedback enable row level security;
alter table portal.feedback_answer enable row level security;
alter table portal.feedback_handover enable row level security;
alter table portal.feedback_tag enable row level security;
alter table portal.feedback_moderation enable row level security;

-- policies: themes

grant select on portal.theme to anon, authenticated, portal_keeper, figures_keeper;
create policy "Anybody sees the themes" on portal.theme for select to anon, authenticated using (true);
create policy "The portal keeper reads the themes" on portal.theme for select to portal_keeper using (true);
create policy "The figures keeper reads the themes" on portal.theme for select to figures_keeper using (true);
grant insert (name, position), update (name, in_use, position) on portal.theme to portal_keeper;
create policy "The portal keeper adds a theme for staff" on portal.theme
  for insert to portal_keeper with check ((select private.has_role('staff')));
create policy "The portal keeper changes a theme for staff" on portal.theme
  for update to portal_keeper using ((select private.has_role('staff')))
  with check ((select private.has_role('staff')));

-- policies: feedback. Nobody sees through the table which member of staff has it.

grant select (id, number, person_id, kind, theme_id, about_kind, space_id, workshop_id, service, body, audience,
  shown_words, state, shown_at, moderated_at, answered_at, due_on, merged_into, given_at)
  on portal.feedback to authenticated;
create policy "A person reads what they said, staff read everything" on portal.feedback
  for select to authenticated using (
    person_id = (select private.me()) or (select private.has_role('staff')));

grant select on portal.feedback to portal_keeper;
create policy "The portal keeper reads what the asker may know or is shown" on portal.feedback
  for select to portal_keeper using (
    shown_at is not null or person_id = (select private.me()) or (select private.has_role('staff')));
grant insert (person_id, kind, theme_id, about_kind, space_id, workshop_id, service, body, audience, entered_by)
  on portal.feedback to portal_keeper;
create policy "The portal keeper adds what the asker says, or staff write down" on portal.feedback
  for insert to portal_keeper with check (
    (person_id = (select private.me()) and entered_by is null)
    or ((select private.has_role('staff')) and entered_by = (select private.me())));
grant update (state, audience, shown_at, shown_words, moderated_at, answered_at, owner_id, owner_named, due_on, merged_into)
  on portal.feedback to portal_keeper;
create policy "The portal keeper moves it on for staff, hides it for its author" on portal.feedback
  for update to portal_keeper using ((select private.has_role('staff')) or person_id = (select private.me()))
  with check ((select private.has_role('staff'))
    or (person_id = (select private.me()) and audience = 'staff' and shown_at is null));
grant delete on portal.feedback to portal_keeper;
create policy "The portal keeper removes what the asker said today, unanswered" on portal.feedback
  for delete to portal_keeper using (
    person_id = (select private.me()) and state = 'received' and moderated_at is null
    and given_at > now() - interval '24 hours');

grant select (id, person_id, kind, theme_id, about_kind, space_id, workshop_id, audience, state, shown_at,
  moderated_at, answered_at, owner_id, due_on, merged_into, given_at) on portal.feedback to figures_keeper;
create policy "The figures keeper counts feedback" on portal.feedback
  for select to figures_keeper using (true);

-- policies: answers and moderation. An entry is as readable as the feedback it belongs to.

grant select (id, number, feedback_id, state, reason, at) on portal.feedback_answer to authenticated;
create policy "Answers are read by who reads the feedback" on portal.feedback_answer
  for select to authenticated using (exists (select from portal.feedback f where f.id = feedback_id));
grant select, insert (feedback_id, state, reason, by) on portal.feedback_answer to portal_keeper;
create policy "The portal keeper reads answers to what it may read" on portal.feedback_answer
  for select to portal_keeper using (exists (select from portal.feedback f where f.id = feedback_id)
    or exists (select from portal.feedback f where f.merged_into = feedback_id and f.person_id = (select private.me())));
create policy "The portal keeper answers as the staff member asking" on portal.feedback_answer
  for insert to portal_keeper with check (
    by = (select private.me()) and (select private.has_role('staff')));
grant select (id, number, feedback_id, state, at) on portal.feedback_answer to figures_keeper;
create policy "The figures keeper counts answers" on portal.feedback_answer
  for select to figures_keeper using (true);

grant select (id, number, feedback_id, decision, why, reason, role_put_in, at) on portal.feedback_moderation to authenticated;
create policy "Moderation is read by who reads the feedback" on portal.feedback_moderation
  for select to authenticated using (exists (select from portal.feedback f where f.id = feedback_id));
grant select, insert (feedback_id, decision, why, reason, role_put_in, by) on portal.feedback_moderation to portal_keeper;
create policy "The portal keeper reads moderation of what it may read" on portal.feedback_moderation
  for select to portal_keeper using (exists (select from portal.feedback f where f.id = feedback_id));
create policy "The portal keeper moderates as the asking staff or author"
  on portal.feedback_moderation for insert to portal_keeper with check (
    by = (select private.me()) and ((select private.has_role('staff')) or (decision = 'sharing_stopped'
      and exists (select from portal.feedback f where f.id = feedback_id and f.person_id = (select private.me())))));

-- policies: who has it, and tags

grant select, insert (feedback_id, to_id, due_on, word, by) on portal.feedback_handover to portal_keeper;
create policy "The portal keeper reads for staff who had it" on portal.feedback_handover
  for select to portal_keeper using ((select private.has_role('staff')));
create policy "The portal keeper hands over as the staff member asking" on portal.feedback_handover
  for insert to portal_keeper with check (
    by = (select private.me()) and (select private.has_role('staff')));

grant select (feedback_id, tag, at) on portal.feedback_tag to authenticated;
create policy "Tags are read by who reads the feedback" on portal.feedback_tag
  for select to authenticated using (exists (select from portal.feedback f where f.id = feedback_id));
grant select, insert (feedback_id, tag, by), delete on portal.feedback_tag to portal_keeper;
-- looked up one by one: an "exists" is answered by reading every piece of feedback into a table first
create policy "The portal keeper reads the tags of what it may read" on portal.feedback_tag
  for select to portal_keeper using ((select f.id from portal.feedback f where f.id = feedback_id) is not null);
create policy "The portal keeper tags for its author or staff" on portal.feedback_tag
  for insert to portal_keeper with check (by = (select private.me()) and ((select private.has_role('staff'))
    or exists (select from portal.feedback f where f.id = feedback_id and f.person_id = (select private.me()))));
create policy "The portal keeper takes off a tag for its author or staff" on portal.feedback_tag
  for delete to portal_keeper using ((select private.has_role('staff'))
    or exists (select from portal.feedback f where f.id = feedback_id and f.person_id = (select private.me())));
grant select (feedback_id, tag) on portal.feedback_tag to figures_keeper;
create policy "The figures keeper counts tags" on portal.feedback_tag
  for select to figures_keeper using (true);

-- private: themes

create function private.save_theme(theme_id uuid, name text, in_use boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  problem text := private.text_problem(save_theme.name, 60);
  saved uuid;
begin
  if problem is not null then
    return private.invalid('name', problem);
  end if;
  if exists (
    select from portal.theme t where lower(t.name) = lower(btrim(save_theme.name))
      and t.id is distinct from save_theme.theme_id
  ) then
    return jsonb_build_object('outcome', 'name_taken');
  end if;
  if save_theme.theme_id is null then
    insert into portal.theme (name, position)
    select btrim(save_theme.name), coalesce(max(t.position), 0) + 1 from portal.theme t
    returning id into saved;
  else
    update portal.theme t set name = btrim(save_theme.name), in_use = coalesce(save_theme.in_use, true)
    where t.id = save_theme.theme_id returning t.id into saved;
    if not found then
      return jsonb_build_object('outcome', 'not_found');
    end if;
  end if;
  perform private.record('save_theme', 'theme', saved, array['name', 'in_use'], asker);
  return jsonb_build_object('outcome', 'saved', 'theme_id', saved);
end $$;
alter function private.save_theme(uuid, text, boolean) owner to portal_keeper;
grant execute on function private.save_theme(uuid, text, boolean) to authenticated;

-- private: statuses

-- Which status may follow which. Done and not now can be opened again, with a reason.
create function private.next_states(state text) returns text[]
language sql immutable set search_path = '' as $$
  select case state
    when 'received' then array['in_discussion', 'planned', 'done', 'not_now']
    when 'in_discussion' then array['in_discussion', 'planned', 'done', 'not_now']
    when 'planned' then array['in_discussion', 'planned', 'done', 'not_now']
    when 'done' then array['in_discussion', 'done']
    when 'not_now' then array['in_discussion', 'planned', 'not_now']
    else '{}' end
$$;
grant execute on function private.next_states(text) to portal_keeper;

create function private.is_open(state text) returns boolean
language sql immutable set search_path = '' as $$ select state not in ('done', 'not_now') $$;
grant execute on function private.is_open(text) to authenticated, portal_keeper, figures_keeper;

-- Holds the order for whoever writes. A piece that is merged follows the one that it is merged into.
create function private.refuse_a_wrong_step() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.merged_into is null and new.merged_into is null
    and new.state <> old.state and not new.state = any (private.next_states(old.state)) then
    raise exception 'not_from_here' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger a_status_follows_another before update of state on portal.feedback
  for each row execute function private.refuse_a_wrong_step();

-- private: who has it

-- Everybody who is staff now. An owner who is not any more no longer has it.
create function private.staff_now() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(g.person_id), '{}')
  from portal.role_grant g join portal.person p on p.id = g.person_id
  where g.role = 'staff' and p.state = 'active'
$$;
alter function private.staff_now() owner to identity_keeper;
grant execute on function private.staff_now() to portal_keeper, figures_keeper;

-- private: tags

-- A tag as it is kept: lower case, one space between words, no #.
create function private.tidy_tag(tag text) returns text
language sql immutable set search_path = '' as $$
  select btrim(regexp_replace(lower(btrim(btrim(tag), '#')), '\s+', ' ', 'g'))
$$;
grant execute on function private.tidy_tag(text) to portal_keeper;

create function private.tidy_tags(tags text[]) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(distinct private.tidy_tag(t)) filter (where private.tidy_tag(t) <> ''), '{}') from unnest(tags) t
$$;
grant execute on function private.tidy_tags(text[]) to portal_keeper;

-- What is wrong with tidied tags, or null.
create function private.tags_problem(tags text[]) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when cardinality(tags) > 5 then private.invalid('tags', 'too_many')
    when exists (select from unnest(tags) t where length(t) > 30) then private.invalid('tags', 'too_long')
    when exists (select from unnest(tags) t where length(t) < 2) then private.invalid('tags', 'too_short')
    when exists (select from unnest(tags) t where t !~ '^[[:alnum:]]+([ ''-][[:alnum:]]+)*$')
      then private.invalid('tags', 'not_known') end
$$;
grant execute on function private.tags_problem(text[]) to portal_keeper;

-- The tags most used of late that the one asking may know: on what everybody reads, and for staff on everything.
create function private.tags_in_use() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(t.tag order by t.times desc, t.tag), '[]') from (
    select l.tag, count(*) as times
    from (select g.tag from portal.feedback_tag g join portal.feedback f on f.id = g.feedback_id
      where f.shown_at is not null or (select private.has_role('staff')) order by g.at desc limit 500) l
    group by l.tag order by count(*) desc, l.tag limit 20) t
$$;
grant execute on function private.tags_in_use() to portal_keeper;

create function private.tags_of(feedback_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(t.tag order by t.at, t.tag), '[]')
  from portal.feedback_tag t where t.feedback_id = tags_of.feedback_id
$$;
grant execute on function private.tags_of(uuid) to portal_keeper;

-- Put exactly these tags on a piece: staff at any time, its author until everybody reads it.
create function private.tag_feedback(feedback_id uuid, tags text[]) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  wanted text[] := private.tidy_tags(tags);
  bad jsonb := private.tags_problem(wanted);
  said portal.feedback;
begin
  select f.* into said from portal.feedback f
  where f.id = tag_feedback.feedback_id and (f.person_id = asker or private.has_role('staff'));
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif bad is not null then
    return bad;
  elsif said.moderated_at is not null and not private.has_role('staff') then
    return jsonb_build_object('outcome', 'too_late_to_tag');
  end if;
  delete from portal.feedback_tag t where t.feedback_id = said.id and t.tag <> all (wanted);
  insert into portal.feedback_tag (feedback_id, tag, by) select said.id, w, asker from unnest(wanted) w
  on conflict do nothing;
  perform private.record('tag_feedback', 'feedback', said.id, array['tag'], said.person_id);
  return jsonb_build_object('outcome', 'tagged');
end $$;
alter function private.tag_feedback(uuid, text[]) owner to portal_keeper;
grant execute on function private.tag_feedback(uuid, text[]) to authenticated;

-- private: reading

-- The themes and spaces that a filter or a form offers.
create function private.themes_and_spaces() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'themes', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.position, t.name), '[]')
      from portal.theme t where t.in_use),
    'spaces', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.position, s.name), '[]')
      from portal.space s))
$$;
grant execute on function private.themes_and_spaces() to portal_keeper;

-- Every status with its reason, first to last; staff also see who gave it.
create function private.answers_to(feedback_id uuid, with_names boolean) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'state', a.state, 'at', a.at, 'by', case when with_names then p.display_name end))
    || jsonb_build_object('reason', a.reason) order by a.number), '[]')
  from portal.feedback_answer a left join portal.person p on p.id = a.by
  where a.feedback_id = answers_to.feedback_id
    or a.feedback_id = (select f.merged_into from portal.feedback f where f.id = answers_to.feedback_id)
$$;
grant execute on function private.answers_to(uuid, boolean) to portal_keeper;

-- What anybody may know about a piece of feedback: no author, no day, no reference.
create function private.shown_facts(f portal.feedback) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'feedback_id', f.id, 'kind', f.kind, 'about_kind', f.about_kind, 'service', f.service,
    'body', coalesce(f.shown_words, f.body), 'state', f.state, 'tags', private.tags_of(f.id), 'month', to_char(f.given_at at time zone 'Europe/London', 'YYYY-MM'),
    'theme', (select t.name from portal.theme t where t.id = f.theme_id),
    'space', (select s.name from portal.space s where s.id = f.space_id),
    'workshop', (select w.title from portal.workshop w where w.id = f.workshop_id))
$$;
grant execute on function private.shown_facts(portal.feedback) to portal_keeper;

-- The workshops whose agenda it is or was on, the first one first.
create function private.talked_about_at(feedback_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('workshop_id', w.id, 'title', w.title, 'starts_at', w.starts_at,
      'discussed', l.discussed) order by w.starts_at), '[]')
    from portal.workshop_feedback l join portal.workshop w on w.id = l.workshop_id
    where w.state <> 'draft' and w.state <> 'cancelled' and l.feedback_id in (talked_about_at.feedback_id,
      (select f.merged_into from portal.feedback f where f.id = talked_about_at.feedback_id)));
end $$;
grant execute on function private.talked_about_at(uuid) to portal_keeper;

-- What its author and staff may know besides. sharing: staff, to_check, shown, kept
create function private.feedback_facts(f portal.feedback, for_staff boolean) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return private.shown_facts(f) || private.sharing_facts(f) || jsonb_build_object(
    'body', f.body, 'shown_words', f.shown_words,
    'reference', f.reference, 'given_at', f.given_at, 'audience', f.audience,
    'answered_at', f.answered_at, 'workshop_id', f.workshop_id,
    'waiting_days', case when f.answered_at is null
      then floor(extract(epoch from now() - f.given_at) / 86400)::integer end,
    'merged', f.merged_into is not null,
    'supporters', case when for_staff then private.support_of(f.id)
      when f.shown_at is not null then private.protect_count(private.support_of(f.id)) else 0 end,
    'talked_about_at', private.talked_about_at(f.id),
    'history', private.answers_to(f.id, for_staff),
    'changes', private.changes_from(f.id));
end $$;
grant execute on function private.feedback_facts(portal.feedback, boolean) to portal_keeper;

-- Whether everybody may read it, and why not; the newest decision holds.
create function private.sharing_facts(f portal.feedback) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'sharing', case when f.audience = 'staff' then 'staff' when f.shown_at is not null then 'shown'
      when f.moderated_at is not null then 'kept' else 'to_check' end,
    'sharing_why', last.why, 'sharing_reason', last.reason)
  from (select 1) one
  left join lateral (select m.why, m.reason from portal.feedback_moderation m
    where m.feedback_id = f.id order by m.number desc limit 1) last on true
$$;
grant execute on function private.sharing_facts(portal.feedback) to portal_keeper;

-- Workshops that the person asking came to in the last 60 days and has not told us about.
create function private.my_feedback_prompts() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'workshop_id', w.id, 'title', w.title, 'starts_at', w.starts_at) order by w.starts_at desc), '[]')
    from portal.workshop w
    where w.starts_at > now() - interval '60 days'
      and exists (select from portal.booking b
        where b.workshop_id = w.id and b.person_id = asker and b.state = 'attended')
      and not exists (select from portal.feedback f where f.workshop_id = w.id and f.person_id = asker));
end $$;
alter function private.my_feedback_prompts() owner to portal_keeper;
grant execute on function private.my_feedback_prompts() to authenticated, portal_keeper;

-- What the form offers: themes, spaces, workshops to tell us about, and the one that was asked for.
create function private.feedback_choices(workshop_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_person();
  return private.themes_and_spaces() || jsonb_build_object(
    'tags', private.tags_in_use(), 'workshops', private.my_feedback_prompts(),
    'workshop', (select jsonb_build_object('workshop_id', w.id, 'title', w.title, 'starts_at', w.starts_at)
      from portal.workshop w where w.id = feedback_choices.workshop_id and w.state <> 'draft'));
end $$;
alter function private.feedback_choices(uuid) owner to portal_keeper;
grant execute on function private.feedback_choices(uuid) to authenticated;

-- A page of what the person asking said, newest first, with where each piece stands. Who has it is a role,
-- unless that member of staff chose to be named.
create function private.my_feedback(page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  staff uuid[] := private.staff_now();
begin
  return jsonb_build_object(
    'total', (select count(*) from portal.feedback f where f.person_id = asker), 'page_size', 10,
    'supported', private.my_support(asker),
    'rows', (
      select coalesce(jsonb_agg(private.feedback_facts(f, false) || jsonb_build_object(
        'someone_has_it', f.owner_id = any (staff),
        'held_by', case when f.owner_named and f.owner_id = any (staff)
          then (select p.display_name from portal.person p where p.id = f.owner_id) end,
        'appeal', private.my_feedback_appeal(f), 'can_appeal', private.can_appeal(f),
        'can_withdraw', f.state = 'received' and f.moderated_at is null
          and f.given_at > now() - interval '24 hours') order by f.given_at desc, f.number desc), '[]')
      from portal.feedback f
      where f.id in (select g.id from portal.feedback g where g.person_id = asker
        order by g.given_at desc, g.number desc limit 10 offset 10 * (greatest(coalesce(page, 1), 1)::bigint - 1))));
end $$;
alter function private.my_feedback(integer) owner to portal_keeper;
grant execute on function private.my_feedback(integer) to authenticated;

-- What people said and wished to share, newest first, without who said it. Counts to 1,000 and no further.
create function private.shown_feedback(theme_id uuid, space_id uuid, tag text, page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.me();
  wanted text := private.tidy_tag(tag);
begin
  return private.themes_and_spaces() || jsonb_build_object('tags', private.tags_in_use()) || (
    with matching as not materialized (
      select f.id, f.shown_at, f.number from portal.feedback f
      where f.shown_at is not null and f.merged_into is null
        and (shown_feedback.theme_id is null or f.theme_id = shown_feedback.theme_id)
        and (shown_feedback.space_id is null or f.space_id = shown_feedback.space_id)
        and (wanted is null or exists (select from portal.feedback_tag t where t.feedback_id = f.id and t.tag = wanted))),
    open_page as (
      select m.id from matching m order by m.shown_at desc, m.number desc
      limit 10 offset 10 * (greatest(coalesce(page, 1), 1)::bigint - 1))
    select jsonb_build_object(
      'total', (select count(*) from (select from matching limit 1000) counted), 'page_size', 10,
      'rows', (
        select coalesce(jsonb_agg(private.shown_facts(f) || jsonb_build_object(
          'supporters', private.protect_count(private.support_of(f.id)),
          'is_mine', asker is not null and f.person_id = asker,
          'supported', private.is_supported_by(f.id, asker),
          'reason', (select a.reason from portal.feedback_answer a
            where a.feedback_id = f.id order by a.number desc limit 1)) order by f.shown_at desc, f.number desc), '[]')
        from open_page o join portal.feedback f on f.id = o.id)));
end $$;
alter function private.shown_feedback(uuid, uuid, text, integer) owner to portal_keeper;
grant execute on function private.shown_feedback(uuid, uuid, text, integer) to anon, authenticated;

-- How much waits: for an answer in words, on the asker's own list, for a look before everybody reads it,
-- past its day, on nobody's list, and for another look because its author asked.
create function private.feedback_counts(asker uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  staff uuid[] := private.staff_now();
begin
  return jsonb_build_object(
    'waiting', (select count(*) from portal.feedback f where f.answered_at is null and f.merged_into is null),
    'mine', (select count(*) from portal.feedback f
      where f.owner_id = asker and f.merged_into is null and f.state not in ('done', 'not_now')),
    'overdue', (select count(*) from portal.feedback f
      where f.due_on < current_date and f.state not in ('done', 'not_now') and f.merged_into is null),
    'nobody', (select count(*) from portal.feedback f
      where f.state in ('received', 'in_discussion', 'planned') and f.merged_into is null
        and (f.owner_id is null or f.owner_id <> all (staff))),
    'to_check', (select count(*) from portal.feedback f where f.audience = 'everyone' and f.moderated_at is null),
    'appeals', private.appeals_waiting());
end $$;
grant execute on function private.feedback_counts(uuid) to portal_keeper;

-- The pieces of one pile, with what they are put in order by: the day they are due, or else the day they came.
create function private.feedback_pile(pile text, asker uuid)
returns table (id uuid, number bigint, given_at timestamptz, theme_id uuid, space_id uuid, at timestamptz)
language plpgsql stable set search_path = '' as $$
declare
  staff uuid[] := private.staff_now();
begin
  if pile = 'waiting' then
    return query select f.id, f.number, f.given_at, f.theme_id, f.space_id, f.given_at
      from portal.feedback f where f.answered_at is null and f.merged_into is null;
  elsif pile = 'to_check' then
    return query select f.id, f.number, f.given_at, f.theme_id, f.space_id, f.given_at
      from portal.feedback f where f.audience = 'everyone' and f.moderated_at is null;
  elsif pile = 'mine' then
    return query select f.id, f.number, f.given_at, f.theme_id, f.space_id,
        coalesce(f.due_on::timestamptz, f.given_at + interval '30 days')
      from portal.feedback f where f.owner_id = asker and f.merged_into is null and f.state not in ('done', 'not_now');
  elsif pile = 'overdue' then
    return query select f.id, f.number, f.given_at, f.theme_id, f.space_id, f.due_on::timestamptz
      from portal.feedback f where f.due_on < current_date and f.state not in ('done', 'not_now') and f.merged_into is null;
  elsif pile = 'nobody' then
    return query select f.id, f.number, f.given_at, f.theme_id, f.space_id, f.given_at
      from portal.feedback f
      where f.state in ('received', 'in_discussion', 'planned') and f.merged_into is null
        and (f.owner_id is null or f.owner_id <> all (staff));
  elsif pile = 'appeals' then
    return query select f.id, f.number, f.given_at, f.theme_id, f.space_id, f.given_at
      from portal.feedback f where f.id in (select private.appealed());
  else
    return query select f.id, f.number, f.given_at, f.theme_id, f.space_id, f.given_at
      from portal.feedback f where (pile = 'all' or f.state = pile) and f.merged_into is null;
  end if;
end $$;
grant execute on function private.feedback_pile(text, uuid) to portal_keeper;

-- A page of one pile of feedback: oldest or most overdue first where somebody waits, newest first elsewhere.
-- pile: one that feedback_counts counts, all, or a state
create function private.feedback_queue(pile text, theme_id uuid, space_id uuid, tag text, page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  oldest_first boolean := pile in ('waiting', 'mine', 'overdue', 'nobody', 'appeals', 'to_check');
begin
  return private.themes_and_spaces() || jsonb_build_object('tags', private.tags_in_use()) || (
    with matching as (
      select f.id, f.at, f.number from private.feedback_pile(pile, asker) f
      where (feedback_queue.theme_id is null or f.theme_id = feedback_queue.theme_id)
        and (feedback_queue.space_id is null or f.space_id = feedback_queue.space_id)
        and (feedback_queue.tag is null or f.id in (select t.feedback_id from portal.feedback_tag t
          where t.tag = private.tidy_tag(feedback_queue.tag)))),
    open_page as (
      select m.id, m.at, m.number from matching m order by case when oldest_first then m.at end, m.at desc, m.number
      limit 10 offset 10 * (greatest(coalesce(page, 1), 1)::bigint - 1))
    select jsonb_build_object(
      'total', (select count(*) from matching), 'page_size', 10, 'counts', private.feedback_counts(asker),
      'rows', (
        select coalesce(jsonb_agg(private.feedback_facts(f, true) || private.feedback_staff_facts(f, asker)
          order by case when oldest_first then o.at end, o.at desc, o.number), '[]')
        from open_page o join portal.feedback f on f.id = o.id)));
end $$;
alter function private.feedback_queue(text, uuid, uuid, text, integer) owner to portal_keeper;
grant execute on function private.feedback_queue(text, uuid, uuid, text, integer) to authenticated;

-- What only staff may know: who said it, who sees to it, by when. An owner who is staff no longer has lost it.
create function private.feedback_staff_facts(f portal.feedback, asker uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'person_id', f.person_id, 'author', (select p.display_name from portal.person p where p.id = f.person_id),
    'entered_by', (select p.display_name from portal.person p where p.id = f.entered_by),
    'owner', (select p.display_name from portal.person p where p.id = f.owner_id and has.it),
    'came_back', not has.it and (f.owner_id is not null
      or exists (select from portal.feedback_handover h where h.feedback_id = f.id)),
    'is_mine', has.it and f.owner_id = asker, 'owner_named', f.owner_named, 'due_on', f.due_on,
    'days_late', case when private.is_open(f.state) then greatest(current_date - f.due_on, -1000) end,
    'merged_into', f.merged_into)
  from (select coalesce(f.owner_id = any (private.staff_now()), false) as it) has
$$;
grant execute on function private.feedback_staff_facts(portal.feedback, uuid) to portal_keeper;

-- Who had a piece before, the first one first.
create function private.handovers_of(feedback_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('to', t.display_name, 'by', b.display_name, 'due_on', h.due_on,
    'word', h.word, 'at', h.at) order by h.number), '[]')
  from portal.feedback_handover h
  left join portal.person t on t.id = h.to_id
  left join portal.person b on b.id = h.by
  where h.feedback_id = handovers_of.feedback_id
$$;
grant execute on function private.handovers_of(uuid) to portal_keeper;

-- What a moderator looks at twice: a name of somebody who works here, a way to reach somebody.
create function private.gives_away(body text) returns jsonb
language sql stable set search_path = '' as $$
  with plain as (
    select ' ' || regexp_replace(lower(gives_away.body), '[^[:alnum:]]+', ' ', 'g') || ' ' as words
  ), named as (
    select p.display_name, btrim(regexp_replace(lower(p.display_name), '[^[:alnum:]]+', ' ', 'g')) as whole
    from portal.person p
    where p.id in (select g.person_id from portal.role_grant g)
  )
  select jsonb_build_object(
    'names', (
      select coalesce(jsonb_agg(distinct n.display_name), '[]') from named n, plain p
      where position(' ' || n.whole || ' ' in p.words) > 0
        or (length(split_part(n.whole, ' ', 1)) > 2
          and position(' ' || split_part(n.whole, ' ', 1) || ' ' in p.words) > 0)),
    'email', gives_away.body ~ '[[:alnum:]_.+-]+@[[:alnum:]-]+\.[[:alnum:]]',
    'phone', gives_away.body ~ '(^|[^[:digit:]£])(\+|\(?0)[[:digit:]]([[:space:]().-]{0,2}[[:digit:]]){8,12}([^[:digit:]]|$)')
$$;
grant execute on function private.gives_away(text) to portal_keeper;

-- One piece of feedback with all that staff need to answer it; null when there is none.
create function private.feedback(feedback_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  return (
    select private.feedback_facts(f, true) || private.feedback_staff_facts(f, asker) || jsonb_build_object(
      'next_states', private.next_states(f.state),
      'moderation', (
        select coalesce(jsonb_agg(jsonb_build_object('decision', m.decision, 'why', m.why, 'reason', m.reason,
          'role_put_in', m.role_put_in, 'at', m.at, 'by', p.display_name) order by m.number), '[]')
        from portal.feedback_moderation m left join portal.person p on p.id = m.by where m.feedback_id = f.id),
      'gives_away', private.gives_away(f.body),
      'appeal', private.feedback_appeal(f, asker),
      'handovers', private.handovers_of(f.id),
      'colleagues', (
        select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.display_name) order by p.display_name), '[]')
        from portal.person p where p.id = any (private.staff_now()) and p.id is distinct from f.owner_id),
      'all_tags', private.tags_in_use(),
      'main', (select jsonb_build_object('feedback_id', m.id, 'reference', m.reference)
        from portal.feedback m where m.id = f.merged_into),
      'merged_pieces', (
        select coalesce(jsonb_agg(jsonb_build_object('feedback_id', m.id, 'reference', m.reference, 'body', m.body)
          order by m.number), '[]')
        from portal.feedback m where m.merged_into = f.id),
      'similar', case when f.merged_into is null then private.similar_to(f) else '[]' end,
      'on_agenda', private.agendas_of(f.id), 'agendas', private.agendas_open(),
      'changes_to_link', private.changes_to_link(f.id))
    from portal.feedback f where f.id = feedback.feedback_id);
end $$;
alter function private.feedback(uuid) owner to portal_keeper;
grant execute on function private.feedback(uuid) to authenticated;

-- private: saying something

-- The first thing wrong with what was filled in, or null.
create function private.feedback_problem(
  kind text, body text, about_kind text, theme_id uuid, space_id uuid, workshop_id uuid, service text, audience text
) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(f.field, f.problem) from (values
    (1, 'kind', case when kind in ('idea', 'problem', 'praise', 'question') then null else 'not_known' end),
    (2, 'about_kind', case when about_kind in ('portal', 'service', 'space', 'workshop') then null else 'not_known' end),
    (3, 'service', case when about_kind = 'service' then coalesce(private.text_problem(service, 120),
      case when length(btrim(service)) < 2 then 'too_short' end) end),
    (4, 'space_id', case
      when space_id is null then case when about_kind = 'space' then 'missing' end
      when not exists (select from portal.space s where s.id = feedback_problem.space_id) then 'not_known' end),
    (5, 'workshop_id', case when about_kind = 'workshop' then case when workshop_id is null then 'missing'
      when not exists (select from portal.workshop w where w.id = feedback_problem.workshop_id
        and w.state <> 'draft') then 'not_known' end end),
    (6, 'theme_id', case when theme_id is not null and not exists (
      select from portal.theme t where t.id = feedback_problem.theme_id and t.in_use) then 'not_known' end),
    (7, 'body', coalesce(private.text_problem(body, 4000), case when length(btrim(body)) < 10 then 'too_short' end)),
    (8, 'audience', case when audience in ('everyone', 'staff') then null else 'not_known' end)
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1
$$;
grant execute on function private.feedback_problem(text, text, text, uuid, uuid, uuid, text, text) to portal_keeper;

-- The same words from the same person within an hour: a button pressed twice.
create function private.said_just_now(person uuid, body text) returns portal.feedback
language sql stable set search_path = '' as $$
  select f.* from portal.feedback f
  where f.person_id = said_just_now.person and f.body = btrim(said_just_now.body)
    and f.given_at > now() - interval '1 hour'
  order by f.number limit 1
$$;
grant execute on function private.said_just_now(uuid, text) to portal_keeper;

create function private.give_feedback(
  kind text, body text, about_kind text, theme_id uuid, space_id uuid, workshop_id uuid, service text,
  audience text, on_behalf_of uuid, tags text[]
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  author uuid := coalesce(on_behalf_of, asker);
  own_words text[] := private.tidy_tags(tags);
  bad jsonb := coalesce(private.feedback_problem(kind, body, about_kind, theme_id, space_id, workshop_id, service, audience),
    private.tags_problem(own_words));
  given portal.feedback;
begin
  if bad is not null then
    return bad;
  end if;
  if author <> asker then
    perform private.require_role('staff');
    if not exists (select from portal.person p where p.id = author and p.state = 'active') then
      return private.invalid('on_behalf_of', 'not_known');
    end if;
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('give_feedback:' || author, 0));
  given := private.said_just_now(author, body);
  if given.id is not null then
    return jsonb_build_object('outcome', 'already_received', 'feedback_id', given.id, 'reference', given.reference);
  end if;
  insert into portal.feedback (person_id, kind, theme_id, about_kind, space_id, workshop_id, service, body, audience, entered_by)
  values (author, kind, theme_id, about_kind, case about_kind when 'portal' then null
      when 'workshop' then (select w.space_id from portal.workshop w where w.id = give_feedback.workshop_id)
      else give_feedback.space_id end,
    case about_kind when 'workshop' then workshop_id end, case about_kind when 'service' then btrim(service) end,
    btrim(body), audience, case when author <> asker then asker end)
  returning * into given;
  insert into portal.feedback_tag (feedback_id, tag, by) select given.id, w, asker from unnest(own_words) w;
  perform private.record('give_feedback', 'feedback', given.id, array['body', 'kind', 'audience'], author);
  perform private.drop_draft('feedback');
  return jsonb_build_object('outcome', 'received', 'feedback_id', given.id, 'reference', given.reference);
end $$;
alter function private.give_feedback(text, text, text, uuid, uuid, uuid, text, text, uuid, text[]) owner to portal_keeper;
grant execute on function private.give_feedback(text, text, text, uuid, uuid, uuid, text, text, uuid, text[]) to authenticated;

-- Take back what one said, within a day and before anybody has answered.
create function private.withdraw_feedback(feedback_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  if not exists (select from portal.feedback f where f.id = withdraw_feedback.feedback_id and f.person_id = asker) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  delete from portal.feedback f where f.id = withdraw_feedback.feedback_id;
  if not found then
    return jsonb_build_object('outcome', 'too_late');
  end if;
  perform private.record('withdraw_feedback', 'feedback', feedback_id, '{}', asker);
  return jsonb_build_object('outcome', 'withdrawn');
end $$;
alter function private.withdraw_feedback(uuid) owner to portal_keeper;
grant execute on function private.withdraw_feedback(uuid) to authenticated;

-- private: answering

-- Give a piece a status. The pieces that are merged into it follow; everybody who said it, and everybody who
-- supports it and wishes to know, is told. For functions that have checked who asks.
create function private.move_feedback(said portal.feedback, state text, reason text, by uuid) returns portal.feedback_answer
language plpgsql set search_path = '' as $$
declare
  words text := nullif(btrim(reason), '');
  given portal.feedback_answer;
begin
  insert into portal.feedback_answer (feedback_id, state, reason, by)
  values (said.id, move_feedback.state, words, move_feedback.by) returning * into given;
  update portal.feedback f
  set state = move_feedback.state,
    owner_id = case when f.merged_into is null and (f.owner_id is null or f.owner_id <> all (private.staff_now()))
      then move_feedback.by else f.owner_id end,
    answered_at = coalesce(f.answered_at, case when words is not null then now() end)
  where f.id = said.id or f.merged_into = said.id;
  perform private.notify(nullif(f.person_id, move_feedback.by), 'feedback_answered', 'answer:' || given.id, 'my-feedback')
  from portal.feedback f where f.id = said.id or f.merged_into = said.id;
  if words is not null then
    perform private.notify(nullif(t.person_id, move_feedback.by), 'support_answered', 'answer:' || given.id, 'my-feedback')
    from private.to_tell(said.id) t;
  end if;
  return given;
end $$;
grant execute on function private.move_feedback(portal.feedback, text, text, uuid) to portal_keeper;

-- A reason is required for done and not now, and to open again what was done or put off.
create function private.answer_feedback(feedback_id uuid, state text, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  said portal.feedback;
  words text := nullif(btrim(reason), '');
  last portal.feedback_answer;
begin
  if answer_feedback.state is null or answer_feedback.state not in ('in_discussion', 'planned', 'done', 'not_now') then
    return private.invalid('state', 'not_known');
  end if;
  if length(words) > 2000 then
    return private.invalid('reason', 'too_long');
  end if;
  select f.* into said from portal.feedback f where f.id = answer_feedback.feedback_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif said.merged_into is not null then
    return jsonb_build_object('outcome', 'answer_the_main_one', 'reference', said.reference);
  elsif not answer_feedback.state = any (private.next_states(said.state)) then
    return jsonb_build_object('outcome', 'not_from_here', 'reference', said.reference, 'state', said.state);
  elsif words is null and not (private.is_open(answer_feedback.state) and private.is_open(said.state)) then
    return jsonb_build_object('outcome', 'reason_needed');
  end if;
  select a.* into last from portal.feedback_answer a where a.feedback_id = said.id order by a.number desc limit 1;
  if last.state = answer_feedback.state and last.reason is not distinct from words then
    return jsonb_build_object('outcome', 'already_answered', 'reference', said.reference);
  end if;
  perform private.move_feedback(said, answer_feedback.state, words, asker);
  perform private.record(case when private.is_open(said.state) or not private.is_open(answer_feedback.state)
      then 'answer_feedback:' else 'open_feedback_again:' end || answer_feedback.state,
    'feedback', said.id, array['state', 'reason'], said.person_id);
  return jsonb_build_object('outcome', 'answered', 'reference', said.reference, 'state', answer_feedback.state);
end $$;
alter function private.answer_feedback(uuid, text, text) owner to portal_keeper;
grant execute on function private.answer_feedback(uuid, text, text) to authenticated;

-- Take it on, change its day, or let the author read one's name.
create function private.take_feedback(feedback_id uuid, due_on date, named boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  said portal.feedback;
begin
  if take_feedback.due_on < current_date then
    return private.invalid('due_on', 'in_the_past');
  end if;
  select f.* into said from portal.feedback f where f.id = take_feedback.feedback_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  update portal.feedback f
  set owner_id = asker, due_on = take_feedback.due_on, owner_named = coalesce(take_feedback.named, false)
  where f.id = said.id;
  if said.owner_id is distinct from asker then
    insert into portal.feedback_handover (feedback_id, to_id, due_on, by) values (said.id, asker, take_feedback.due_on, asker);
  end if;
  perform private.record('take_feedback', 'feedback', said.id, array['owner_id', 'due_on', 'owner_named'], said.person_id);
  return jsonb_build_object('outcome', 'taken', 'due_on', take_feedback.due_on);
end $$;
alter function private.take_feedback(uuid, date, boolean) owner to portal_keeper;
grant execute on function private.take_feedback(uuid, date, boolean) to authenticated;

-- Give it to another member of staff, who is told. It is never on nobody's list because somebody put it down.
create function private.hand_over_feedback(feedback_id uuid, to_id uuid, due_on date, word text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  words text := nullif(btrim(word), '');
  said portal.feedback;
  handover uuid;
begin
  if to_id is null or to_id <> all (private.staff_now()) then
    return private.invalid('to_id', case when to_id is null then 'missing' else 'not_known' end);
  elsif length(words) > 500 then
    return private.invalid('word', 'too_long');
  elsif hand_over_feedback.due_on < current_date then
    return private.invalid('due_on', 'in_the_past');
  end if;
  select f.* into said from portal.feedback f where f.id = hand_over_feedback.feedback_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif said.owner_id = hand_over_feedback.to_id then
    return jsonb_build_object('outcome', 'already_theirs');
  end if;
  update portal.feedback f
  set owner_id = hand_over_feedback.to_id, due_on = coalesce(hand_over_feedback.due_on, f.due_on), owner_named = false
  where f.id = said.id returning f.due_on into hand_over_feedback.due_on;
  insert into portal.feedback_handover (feedback_id, to_id, due_on, word, by)
  values (said.id, hand_over_feedback.to_id, hand_over_feedback.due_on, words, asker) returning id into handover;
  perform private.notify(nullif(hand_over_feedback.to_id, asker), 'feedback_handed_over', 'handover:' || handover,
    'answer-feedback?id=' || said.id);
  perform private.record('hand_over_feedback', 'feedback', said.id, array['owner_id', 'due_on'], said.person_id);
  return jsonb_build_object('outcome', 'handed_over', 'reference', said.reference);
end $$;
alter function private.hand_over_feedback(uuid, uuid, date, text) owner to portal_keeper;
grant execute on function private.hand_over_feedback(uuid, uuid, date, text) to authenticated;

-- private: moderation

-- What stands in the shown words in place of a name.
create function private.role_words(role text) returns text
language sql immutable set search_path = '' as $$
  select case role when 'staff' then '[a member of staff]' when 'worker' then '[a worker]' when 'mentor' then '[a mentor]'
    when 'facilitator' then '[a facilitator]' when 'volunteer' then '[a volunteer]'
    when 'clinician' then '[a doctor or nurse]' when 'somebody' then '[somebody]' end
$$;
grant execute on function private.role_words(text) to portal_keeper;

-- The words with a role in place of each name: names [{name, role}]. A name is at most four words that stand in the
-- text, so that a moderator can take a name out and change nothing else. Null where one does not fit.
create function private.with_roles(body text, names jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  swap record;
  words text := body;
begin
  for swap in
    select btrim(n.one ->> 'name') as name, private.role_words(n.one ->> 'role') as role
    from jsonb_array_elements(names) as n(one)
    order by length(n.one ->> 'name') desc
  loop
    if swap.role is null or swap.name is null or length(swap.name) not between 2 and 60
      or swap.name !~ '^\S+( \S+){0,3}$' or position(lower(swap.name) in lower(body)) = 0 then
      return null;
    end if;
    words := regexp_replace(words, '(?<![[:alnum:]])' || regexp_replace(swap.name, '([^[:alnum:] ])', '\\\1', 'g')
      || '(?![[:alnum:]])', swap.role, 'gi');
  end loop;
  return words;
end $$;
grant execute on function private.with_roles(text, jsonb) to portal_keeper;

-- Decide whether everybody may read it. Only what its author wished to share can be shown, and nobody decides
-- about their own. While an appeal waits, only its answer decides.
create function private.moderate_feedback(
  feedback_id uuid, decision text, why text, reason text, names jsonb, appeal_id uuid default null
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  words text := nullif(btrim(reason), '');
  said portal.feedback;
  new_words text;
  decided uuid;
begin
  if length(words) > 500 then
    return private.invalid('reason', 'too_long');
  elsif decision = 'kept_for_staff' and why is null and words is null
    or words is null and (why = 'other' or appeal_id is not null) then
    return jsonb_build_object('outcome', 'reason_needed');
  elsif why not in ('names_someone', 'where_somebody_lives', 'way_to_reach', 'health', 'unkind', 'danger',
      'not_about_us', 'other') then
    return private.invalid('why', 'not_known');
  end if;
  select f.* into said from portal.feedback f where f.id = moderate_feedback.feedback_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif said.audience = 'staff' then
    return jsonb_build_object('outcome', 'not_for_everyone');
  elsif said.person_id = asker then
    return jsonb_build_object('outcome', 'not_for_yourself');
  elsif decision = 'shown' and private.is_hidden('feedback', said.id) then
    return jsonb_build_object('outcome', 'hidden_after_report');
  elsif appeal_id is null and said.id in (select private.appealed()) then
    return jsonb_build_object('outcome', 'appeal_waits');
  end if;
  if decision = 'shown' and coalesce(names, '[]') <> '[]' then
    new_words := case when jsonb_typeof(names) = 'array' then private.with_roles(said.body, names) end;
    if new_words is null or new_words = said.body then
      return private.invalid('names', 'not_known');
    end if;
  end if;
  if appeal_id is null and said.moderated_at is not null and (said.shown_at is not null) = (decision = 'shown')
    and said.shown_words is not distinct from new_words then
    return jsonb_build_object('outcome', 'already_' || decision);
  end if;
  insert into portal.feedback_moderation (feedback_id, decision, why, reason, role_put_in, by, appeal_id)
  values (said.id, decision, case decision when 'kept_for_staff' then moderate_feedback.why end, words,
    new_words is not null, asker, moderate_feedback.appeal_id) returning id into decided;
  update portal.feedback f
  set moderated_at = now(), shown_at = case when decision = 'shown' then coalesce(f.shown_at, now()) end,
    shown_words = new_words
  where f.id = said.id;
  perform private.record('moderate_feedback:' || decision, 'feedback', said.id, array['shown_at'], said.person_id);
  if appeal_id is not null then
    perform private.notify(said.person_id, 'appeal_answered', 'moderation:' || decided, 'my-feedback');
  elsif decision = 'kept_for_staff' or new_words is not null then
    perform private.notify(said.person_id, 'words_looked_at', 'moderation:' || decided, 'my-feedback');
  end if;
  return jsonb_build_object('outcome', decision);
end $$;
alter function private.moderate_feedback(uuid, text, text, text, jsonb, uuid) owner to portal_keeper;
grant execute on function private.moderate_feedback(uuid, text, text, text, jsonb, uuid) to portal_keeper;

-- Show it, with a role in place of names, or keep it for staff.
create function private.decide_sharing(feedback_id uuid, decision text, why text, reason text, names jsonb) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select private.moderate_feedback(feedback_id, decision, why, reason, names)
$$;
alter function private.decide_sharing(uuid, text, text, text, jsonb) owner to portal_keeper;
grant execute on function private.decide_sharing(uuid, text, text, text, jsonb) to authenticated;

-- The author no longer wants everybody to read it.
create function private.stop_sharing(feedback_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  said portal.feedback;
begin
  select f.* into said from portal.feedback f where f.id = stop_sharing.feedback_id and f.person_id = asker for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif said.audience = 'staff' then
    return jsonb_build_object('outcome', 'already_stopped');
  end if;
  insert into portal.feedback_moderation (feedback_id, decision, by) values (said.id, 'sharing_stopped', asker);
  update portal.feedback f set audience = 'staff', shown_at = null, shown_words = null where f.id = said.id;
  perform private.record('stop_sharing', 'feedback', said.id, array['audience', 'shown_at'], asker);
  return jsonb_build_object('outcome', 'sharing_stopped');
end $$;
alter function private.stop_sharing(uuid) owner to portal_keeper;
grant execute on function private.stop_sharing(uuid) to authenticated;

-- api

-- Say something. Outcomes: received, already_received (both with feedback_id, reference), invalid.
create function api.give_feedback(
  kind text, body text, about_kind text default 'portal', theme_id uuid default null, space_id uuid default null,
  workshop_id uuid default null, service text default null, audience text default 'staff', on_behalf_of uuid default null,
  tags text[] default '{}'
) returns jsonb language sql volatile set search_path = '' as $$
  select private.give_feedback(kind, body, about_kind, theme_id, space_id, workshop_id, service, audience, on_behalf_of, tags)
$$;
grant execute on function api.give_feedback(text, text, text, uuid, uuid, uuid, text, text, uuid, text[]) to authenticated;

-- Outcomes: withdrawn, too_late, not_found.
create function api.withdraw_feedback(feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.withdraw_feedback(feedback_id) $$;
grant execute on function api.withdraw_feedback(uuid) to authenticated;

create function api.my_feedback(page integer default 1) returns jsonb
language sql stable set search_path = '' as $$ select private.my_feedback(page) $$;
grant execute on function api.my_feedback(integer) to authenticated;

-- Outcomes: sharing_stopped, already_stopped, not_found.
create function api.stop_sharing(feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.stop_sharing(feedback_id) $$;
grant execute on function api.stop_sharing(uuid) to authenticated;

-- Outcomes: tagged, too_late_to_tag, invalid, not_found.
create function api.tag_feedback(feedback_id uuid, tags text[]) returns jsonb
language sql volatile set search_path = '' as $$ select private.tag_feedback(feedback_id, tags) $$;
grant execute on function api.tag_feedback(uuid, text[]) to authenticated;

create function api.my_feedback_prompts() returns jsonb
language sql stable set search_path = '' as $$ select private.my_feedback_prompts() $$;
grant execute on function api.my_feedback_prompts() to authenticated;

create function api.feedback_choices(workshop_id uuid default null) returns jsonb
language sql stable set search_path = '' as $$ select private.feedback_choices(workshop_id) $$;
grant execute on function api.feedback_choices(uuid) to authenticated;

create function api.shown_feedback(
  theme_id uuid default null, space_id uuid default null, tag text default null, page integer default 1
) returns jsonb language sql stable set search_path = '' as $$
  select private.shown_feedback(theme_id, space_id, tag, page)
$$;
grant execute on function api.shown_feedback(uuid, uuid, text, integer) to anon, authenticated;

create function api.feedback_queue(
  pile text default 'waiting', theme_id uuid default null, space_id uuid default null, tag text default null,
  page integer default 1
) returns jsonb language sql stable set search_path = '' as $$
  select private.feedback_queue(pile, theme_id, space_id, tag, page)
$$;
grant execute on function api.feedback_queue(text, uuid, uuid, text, integer) to authenticated;

create function api.feedback(feedback_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.feedback(feedback_id) $$;
grant execute on function api.feedback(uuid) to authenticated;

-- Outcomes: answered, already_answered, reason_needed, not_from_here, answer_the_main_one, invalid, not_found.
create function api.answer_feedback(feedback_id uuid, state text, reason text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.answer_feedback(feedback_id, state, reason) $$;
grant execute on function api.answer_feedback(uuid, text, text) to authenticated;

-- Outcomes: taken, invalid, not_found.
create function api.take_feedback(feedback_id uuid, due_on date default null, named boolean default false) returns jsonb
language sql volatile set search_path = '' as $$ select private.take_feedback(feedback_id, due_on, named) $$;
grant execute on function api.take_feedback(uuid, date, boolean) to authenticated;

-- Outcomes: handed_over, already_theirs, invalid, not_found.
create function api.hand_over_feedback(
  feedback_id uuid, to_id uuid, due_on date default null, word text default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.hand_over_feedback(feedback_id, to_id, due_on, word)
$$;
grant execute on function api.hand_over_feedback(uuid, uuid, date, text) to authenticated;

-- names: [{name, role}], a role in place of each name. Outcomes: shown, already_shown, not_for_everyone,
-- not_for_yourself, hidden_after_report, appeal_waits, invalid, not_found.
create function api.show_feedback(feedback_id uuid, names jsonb default '[]') returns jsonb
language sql volatile set search_path = '' as $$
  select private.decide_sharing(feedback_id, 'shown', null, null, names)
$$;
grant execute on function api.show_feedback(uuid, jsonb) to authenticated;

-- why: names_someone, where_somebody_lives, way_to_reach, health, unkind, danger, not_about_us, or other with words.
-- Outcomes: kept_for_staff, already_kept_for_staff, reason_needed, not_for_everyone, not_for_yourself, appeal_waits,
-- invalid, not_found.
create function api.keep_for_staff(feedback_id uuid, reason text default null, why text default null) returns jsonb
language sql volatile set search_path = '' as $$
  select private.decide_sharing(feedback_id, 'kept_for_staff', why, reason, '[]')
$$;
grant execute on function api.keep_for_staff(uuid, text, text) to authenticated;

-- Every theme, those that are no longer offered too.
create function api.themes() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('theme_id', t.id, 'name', t.name, 'in_use', t.in_use)
    order by t.position, t.name), '[]')
  from portal.theme t
$$;
grant execute on function api.themes() to authenticated;

-- Outcomes: saved, name_taken, invalid, not_found.
create function api.save_theme(name text, theme_id uuid default null, in_use boolean default true) returns jsonb
language sql volatile set search_path = '' as $$ select private.save_theme(theme_id, name, in_use) $$;
grant execute on function api.save_theme(text, uuid, boolean) to authenticated;
