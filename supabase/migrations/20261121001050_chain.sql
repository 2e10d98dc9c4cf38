-- The chain: what people said, where it was talked about, what was decided, what changed, and whether
-- people say that it was got right. How and why: docs/decisions/0015-the-chain.md.
--
-- Everybody may read a chain and nobody is in it: counts of people are protected, no day of theirs is told.
-- Staff read what came back and never from whom, unless the person lets them.

-- tables

create table portal.change_decision (
  change_id uuid not null references portal.change,
  decision_id uuid not null references portal.decision on delete cascade,
  linked_by uuid references portal.person on delete set null,
  linked_at timestamptz not null default now(),
  primary key (change_id, decision_id)
);
comment on table portal.change_decision is 'Which decisions of workshops a change carries out.';
create index on portal.change_decision (decision_id);
create index on portal.change_decision (linked_by);

create table portal.change_answer (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  change_id uuid not null references portal.change,
  person_id uuid references portal.person on delete set null,
  answer text not null check (answer in ('yes', 'partly', 'not_yet')),
  word text check (length(btrim(word)) between 1 and 500),
  staff_may_know boolean not null default false,
  may_show boolean not null default false,
  is_current boolean not null default true,
  at timestamptz not null default clock_timestamp(),
  reply text check (length(btrim(reply)) between 1 and 1000),
  replied_by uuid references portal.person on delete set null,
  replied_at timestamptz,
  check ((reply is null) = (replied_at is null))
);
comment on table portal.change_answer is 'Did we get it right? One answer of each person that counts; those before it are kept as a log.';
comment on column portal.change_answer.number is 'The order in which they came. Nobody is shown it.';
comment on column portal.change_answer.person_id is 'Who answered. Null once they have left: the answer counts on, its words are gone.';
comment on column portal.change_answer.word is 'For the staff who see to the change. Never public.';
comment on column portal.change_answer.staff_may_know is 'The person lets staff see who said it.';
comment on column portal.change_answer.may_show is 'The person lets everybody read that somebody who was part of it gave this answer, never who.';
comment on column portal.change_answer.is_current is 'False: the person has answered anew since.';
comment on column portal.change_answer.reply is 'What staff answered to a "not yet", for that person alone.';
create unique index on portal.change_answer (change_id, person_id) where is_current and person_id is not null;
create index on portal.change_answer (change_id) where is_current;
create index on portal.change_answer (change_id);
create index on portal.change_answer (person_id);
create index on portal.change_answer (replied_by);
create index on portal.change_answer (at) where is_current and answer = 'not_yet' and replied_at is null;

-- Whoever leaves takes their words along: the answer stays as a count.
create function private.forget_the_word() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.word := null;
  new.staff_may_know := false;
  return new;
end $$;
create trigger words_leave_with_the_person before update of person_id on portal.change_answer
  for each row when (new.person_id is null) execute function private.forget_the_word();

alter table portal.change_decision enable row level security;
alter table portal.change_answer enable row level security;

grant select, insert (change_id, decision_id, linked_by), delete on portal.change_decision to portal_keeper;
create policy "The portal keeper reads the decisions behind changes" on portal.change_decision
  for select to portal_keeper using (true);
create policy "The portal keeper links a decision as the staff member asking" on portal.change_decision
  for insert to portal_keeper with check (
    linked_by = (select private.me()) and (select private.has_role('staff')));
create policy "The portal keeper unlinks a decision for staff" on portal.change_decision
  for delete to portal_keeper using ((select private.has_role('staff')));
grant select (change_id, decision_id) on portal.change_decision to figures_keeper;
create policy "The figures keeper counts decisions behind changes" on portal.change_decision
  for select to figures_keeper using (true);

grant select, insert (change_id, person_id, answer, word, staff_may_know, may_show),
  update (is_current, reply, replied_by, replied_at) on portal.change_answer to portal_keeper;
create policy "The portal keeper reads the answers of the person asking, and all for staff" on portal.change_answer
  for select to portal_keeper using (
    person_id = (select private.me()) or (select private.has_role('staff')));
create policy "The portal keeper adds the answer of the person asking" on portal.change_answer
  for insert to portal_keeper with check (person_id = (select private.me()));
create policy "The portal keeper puts an answer aside for its person, and replies for staff" on portal.change_answer
  for update to portal_keeper using (
    person_id = (select private.me()) or (select private.has_role('staff')))
  with check (person_id is not distinct from (select private.me()) or (select private.has_role('staff')));
grant select (id, change_id, person_id, answer, may_show, is_current, at) on portal.change_answer to figures_keeper;
create policy "The figures keeper counts answers to changes" on portal.change_answer
  for select to figures_keeper using (true);
grant select (owner_id) on portal.decision to figures_keeper;

-- private: who was part of a change

-- Whoever gave these pieces or one merged with them (said), supports one of them (same), came to these workshops
-- or to those that made these decisions (room), had a part in running them (role), or sees to a decision (owner).
create function private.people_of(feedback_ids uuid[], decision_ids uuid[], workshop_ids uuid[])
returns table (person_id uuid, way text)
language sql stable security definer set search_path = '' as $$
  with roots as (
    select coalesce(f.merged_into, f.id) as id from portal.feedback f where f.id = any (feedback_ids)
  ), pieces as (
    select f.id, f.person_id from roots r join portal.feedback f on f.id = r.id
    union
    select f.id, f.person_id from roots r join portal.feedback f on f.merged_into = r.id
  ), rooms as (
    select unnest(workshop_ids) as id
    union
    select d.workshop_id from portal.decision d where d.id = any (decision_ids)
  ), found as (
    select p.person_id, 'said' as way from pieces p
    union
    select s.person_id, 'same' from pieces p join portal.feedback_support s on s.feedback_id = p.id
    union
    select b.person_id, 'room' from rooms r join portal.booking b on b.workshop_id = r.id
    where b.state = 'attended'
    union
    select w.person_id, 'role' from rooms r join portal.workshop_role w on w.workshop_id = r.id
    where w.state = 'accepted'
    union
    select d.owner_id, 'owner' from portal.decision d where d.id = any (decision_ids)
  )
  select f.person_id, f.way from found f join portal.person p on p.id = f.person_id where p.state = 'active'
$$;
alter function private.people_of(uuid[], uuid[], uuid[]) owner to figures_keeper;
grant execute on function private.people_of(uuid[], uuid[], uuid[]) to portal_keeper;

create function private.contributors_of(change_ids uuid[]) returns table (change_id uuid, person_id uuid, way text)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
  return query
  with roots as (
    select distinct l.change_id, coalesce(f.merged_into, f.id) as id
    from portal.change_feedback l join portal.feedback f on f.id = l.feedback_id where l.change_id = any (change_ids)
  ), pieces as (
    select r.change_id, f.id, f.person_id from roots r join portal.feedback f on f.id = r.id
    union all
    select r.change_id, f.id, f.person_id from roots r join portal.feedback f on f.merged_into = r.id
  ), decisions as (
    select l.change_id, d.workshop_id, d.owner_id from portal.change_decision l
    join portal.decision d on d.id = l.decision_id where l.change_id = any (change_ids)
  ), rooms as (
    select l.change_id, l.workshop_id from portal.change_workshop l where l.change_id = any (change_ids)
    union
    select d.change_id, d.workshop_id from decisions d
  ), found as (
    select p.change_id, p.person_id, 'said' as way from pieces p
    union
    select p.change_id, s.person_id, 'same' from pieces p join portal.feedback_support s on s.feedback_id = p.id
    union
    select r.change_id, b.person_id, 'room' from rooms r join portal.booking b on b.workshop_id = r.workshop_id
    where b.state = 'attended'
    union
    select r.change_id, w.person_id, 'role' from rooms r join portal.workshop_role w on w.workshop_id = r.workshop_id
    where w.state = 'accepted'
    union
    select d.change_id, d.owner_id, 'owner' from decisions d
  )
  select f.change_id, f.person_id, f.way from found f join portal.person p on p.id = f.person_id where p.state = 'active';
end $$;
alter function private.contributors_of(uuid[]) owner to figures_keeper;
grant execute on function private.contributors_of(uuid[]) to portal_keeper;

create function private.contributors(change_id uuid) returns table (person_id uuid, way text)
language sql stable security definer set search_path = '' as $$
  select c.person_id, c.way from private.contributors_of(array[contributors.change_id]) c
$$;
alter function private.contributors(uuid) owner to figures_keeper;
grant execute on function private.contributors(uuid) to portal_keeper;

-- The same from the other side: which changes somebody was part of, and how. answered: only by an answer
-- that they gave before a link was taken away.
create function private.changes_of(person_id uuid) returns table (change_id uuid, way text)
language sql stable security definer set search_path = '' as $$
  with mine as (
    select f.id, coalesce(f.merged_into, f.id) as root, 'said' as way
    from portal.feedback f where f.person_id = changes_of.person_id
    union
    select f.id, coalesce(f.merged_into, f.id), 'same'
    from portal.feedback_support s join portal.feedback f on f.id = s.feedback_id
    where s.person_id = changes_of.person_id
  ), pieces as (
    select m.root as id, m.way from mine m
    union
    select f.id, m.way from mine m join portal.feedback f on f.merged_into = m.root
  ), rooms as (
    select b.workshop_id, 'room' as way from portal.booking b
    where b.person_id = changes_of.person_id and b.state = 'attended'
    union
    select w.workshop_id, 'role' from portal.workshop_role w
    where w.person_id = changes_of.person_id and w.state = 'accepted'
  )
  select l.change_id, p.way from pieces p join portal.change_feedback l on l.feedback_id = p.id
  union
  select l.change_id, r.way from rooms r join portal.change_workshop l on l.workshop_id = r.workshop_id
  union
  select l.change_id, r.way from rooms r join portal.decision d on d.workshop_id = r.workshop_id
    join portal.change_decision l on l.decision_id = d.id
  union
  select l.change_id, 'owner' from portal.decision d join portal.change_decision l on l.decision_id = d.id
  where d.owner_id = changes_of.person_id
  union
  select a.change_id, 'answered' from portal.change_answer a
  where a.person_id = changes_of.person_id and a.is_current
$$;
alter function private.changes_of(uuid) owner to figures_keeper;
grant execute on function private.changes_of(uuid) to portal_keeper;

-- How many people said what a change came from, each once. The only thing that is told of them.
create function private.people_behind(change_id uuid) returns integer
language sql stable security definer set search_path = '' as $$
  select (select count(distinct p.person_id) from private.contributors_of(array[people_behind.change_id]) p
      where p.way in ('said', 'same'))::integer
    + coalesce((select c.people_who_left from portal.change c where c.id = people_behind.change_id), 0)
$$;
alter function private.people_behind(uuid) owner to figures_keeper;
grant execute on function private.people_behind(uuid) to portal_keeper;

-- Where changes were talked about: the linked workshops, those that decided it, and those that talked about what was said.
create function private.rooms_of(change_ids uuid[]) returns table (change_id uuid, workshop_id uuid)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
  return query
  select l.change_id, l.workshop_id from portal.change_workshop l where l.change_id = any (change_ids)
  union
  select l.change_id, d.workshop_id from portal.change_decision l join portal.decision d on d.id = l.decision_id
  where l.change_id = any (change_ids)
  union
  select l.change_id, t.workshop_id from portal.change_feedback l
  join portal.workshop_feedback t on t.feedback_id = l.feedback_id and t.discussed
  join portal.workshop w on w.id = t.workshop_id and w.state = 'closed'
  where l.change_id = any (change_ids);
end $$;
alter function private.rooms_of(uuid[]) owner to figures_keeper;
grant execute on function private.rooms_of(uuid[]) to portal_keeper;

-- private: did we get it right?

-- Of each change how many people said it (behind) and what people answer, exactly. asked: whoever was part of it and
-- does not work here, with those who have left since. openly: answers that somebody lets everybody read.
create function private.counts_of(change_ids uuid[]) returns table (change_id uuid, behind integer, asked integer,
  answered integer, yes integer, partly integer, not_yet integer, openly text[])
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
  return query
  with people as materialized (
    select c.change_id, c.person_id, bool_or(c.way in ('said', 'same')) as said
    from private.contributors_of(change_ids) c group by c.change_id, c.person_id
  ), given as materialized (
    select a.change_id, a.person_id, a.answer, a.may_show from portal.change_answer a
    where a.change_id = any (change_ids) and a.is_current
  ), asked as (
    select q.change_id, count(*)::integer as n from (
      select p.change_id, p.person_id from people p
      where not exists (select from portal.role_grant g where g.person_id = p.person_id and g.role = 'staff')
      union
      select g.change_id, g.person_id from given g where g.person_id is not null) q group by q.change_id
  ), answers as (
    select g.change_id, count(*)::integer as n, (count(*) filter (where g.person_id is null))::integer as gone,
      (count(*) filter (where g.answer = 'yes'))::integer as yes,
      (count(*) filter (where g.answer = 'partly'))::integer as partly,
      (count(*) filter (where g.answer = 'not_yet'))::integer as not_yet,
      array_agg(distinct g.answer) filter (where g.may_show) as openly
    from given g group by g.change_id
  ), said as (
    select p.change_id, count(*)::integer as n from people p where p.said group by p.change_id
  )
  select c.id, coalesce(s.n, 0) + c.people_who_left, coalesce(q.n, 0) + coalesce(a.gone, 0), coalesce(a.n, 0),
    coalesce(a.yes, 0), coalesce(a.partly, 0), coalesce(a.not_yet, 0), coalesce(a.openly, '{}')
  from portal.change c left join said s on s.change_id = c.id left join asked q on q.change_id = c.id
  left join answers a on a.change_id = c.id where c.id = any (change_ids);
end $$;
alter function private.counts_of(uuid[]) owner to figures_keeper;
grant execute on function private.counts_of(uuid[]) to portal_keeper;

-- What the answers come to. yes: more than half say yes. not_yet: half or more say not yet. Nothing without an answer.
create function private.verdict(yes bigint, partly bigint, not_yet bigint) returns text
language sql immutable set search_path = '' as $$
  select case when yes + partly + not_yet = 0 then null
    when 2 * yes > yes + partly + not_yet then 'yes'
    when 2 * not_yet >= yes + partly + not_yet then 'not_yet' else 'partly' end
$$;
grant execute on function private.verdict(bigint, bigint, bigint) to figures_keeper, portal_keeper;

-- What everybody may know of the answers: rounded counts, and only where they tell nobody's answer.
create function private.shown_answers(asked integer, answered integer, yes integer, partly integer, not_yet integer,
  openly text[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  groups constant text[] := array['answer', 'answer', 'answer'];
  counts constant integer[] := array[yes, partly, not_yet];
  enough boolean := answered >= 8;
begin
  if enough then
    enough := private.telling_dimension(answered, groups, counts, array(
      select case when u.n between 1 and 7 then 'small' end from unnest(counts) as u(n))) is null;
  end if;
  return jsonb_build_object('asked', private.protect_count(asked), 'answered', private.protect_count(answered),
    'yes', case when enough then private.protect_count(yes) end,
    'partly', case when enough then private.protect_count(partly) end,
    'not_yet', case when enough then private.protect_count(not_yet) end,
    'enough', enough, 'openly', to_jsonb(openly));
end $$;
alter function private.shown_answers(integer, integer, integer, integer, integer, text[]) owner to figures_keeper;
grant execute on function private.shown_answers(integer, integer, integer, integer, integer, text[]) to portal_keeper;

-- private: reading

-- The whole chain of each change, as everybody may read it: all that a page shows in one go.
create function private.chains(change_ids uuid[]) returns table (change_id uuid, chain jsonb)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
  return query
  with quoted as (
    select q.change_id, jsonb_agg(jsonb_build_object('kind', q.kind, 'words', q.words) order by q.place) as quotes
    from (
      select l.change_id, min(f.kind) as kind, coalesce(f.shown_words, f.body) as words,
        row_number() over (partition by l.change_id order by min(f.number)) as place
      from portal.change_feedback l join portal.feedback f on f.id = l.feedback_id
      where l.change_id = any (change_ids) and f.shown_at is not null
      group by l.change_id, coalesce(f.shown_words, f.body)) q
    where q.place <= 3 group by q.change_id
  ), talked as (
    select r.change_id, jsonb_agg(jsonb_build_object('workshop_id', w.id, 'title', w.title, 'starts_at', w.starts_at)
      order by w.starts_at, w.id) as workshops
    from private.rooms_of(change_ids) r join portal.workshop w on w.id = r.workshop_id
    where w.state not in ('draft', 'cancelled') group by r.change_id
  ), decided as (
    select l.change_id, jsonb_agg(jsonb_build_object('what', d.what, 'why', d.why, 'workshop', w.title,
      'decided_on', d.decided_on) order by d.decided_on, d.position, d.id) as decisions
    from portal.change_decision l join portal.decision d on d.id = l.decision_id
    join portal.workshop w on w.id = d.workshop_id and w.state = 'closed'
    where l.change_id = any (change_ids) group by l.change_id
  )
  select c.id, jsonb_build_object(
    'change_id', c.id, 'title', c.title, 'said', c.said, 'what', c.what, 'why', c.why, 'state', c.state,
    'made_on', c.made_on, 'expected_on', c.expected_on, 'dated_on', c.dated_on,
    'people', private.protect_count(n.behind), 'space', s.name, 'theme', t.name,
    'quotes', coalesce(q.quotes, '[]'), 'workshops', coalesce(k.workshops, '[]'),
    'decisions', coalesce(d.decisions, '[]'),
    'right', case when c.state = 'made' then
      private.shown_answers(n.asked, n.answered, n.yes, n.partly, n.not_yet, n.openly) end)
  from portal.change c join private.counts_of(change_ids) n on n.change_id = c.id
  left join portal.space s on s.id = c.space_id left join portal.theme t on t.id = c.theme_id
  left join quoted q on q.change_id = c.id left join talked k on k.change_id = c.id
  left join decided d on d.change_id = c.id
  where c.id = any (change_ids);
end $$;
grant execute on function private.chains(uuid[]) to portal_keeper;

-- A page of changes, newest first, each with its chain.
create function private.changes(space_id uuid, theme_id uuid, page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  on_page uuid[] := array(
    select c.id from portal.change c
    where (changes.space_id is null or c.space_id = changes.space_id)
      and (changes.theme_id is null or c.theme_id = changes.theme_id)
    order by c.dated_on desc, c.id limit 10 offset 10 * (greatest(coalesce(page, 1), 1)::bigint - 1));
begin
  return private.themes_and_spaces() || jsonb_build_object(
    'total', (select count(*) from portal.change c
      where (changes.space_id is null or c.space_id = changes.space_id)
        and (changes.theme_id is null or c.theme_id = changes.theme_id)),
    'page_size', 10, 'responsiveness', private.published_responsiveness(),
    'rows', (
      select coalesce(jsonb_agg(h.chain order by array_position(on_page, h.change_id)), '[]')
      from private.chains(on_page) h));
end $$;
alter function private.changes(uuid, uuid, integer) owner to portal_keeper;
grant execute on function private.changes(uuid, uuid, integer) to anon, authenticated;

-- The three that were made last, for whoever has just arrived.
create function private.newest_changes() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(h.chain order by h.chain ->> 'dated_on' desc, h.change_id), '[]')
  from private.chains(array(
    select n.id from portal.change n where n.state = 'made' order by n.dated_on desc, n.id limit 3)) h
$$;
alter function private.newest_changes() owner to portal_keeper;
grant execute on function private.newest_changes() to anon, authenticated;

-- Whether the question waits for somebody who was part of a change: nothing answered yet, or answered before it was
-- made anew, or a reply to their "not yet" came since. Whoever works here is told and not asked.
create function private.question_waits(c portal.change, asker uuid) returns boolean
language sql stable set search_path = '' as $$
  select c.state = 'made' and not private.holds_staff(asker) and not exists (
    select from portal.change_answer a
    where a.change_id = c.id and a.person_id = asker and a.is_current
      and (a.answer <> 'not_yet' or a.replied_at is null)
      and a.at >= coalesce((select max(s.at) from portal.change_status s where s.change_id = c.id and s.state = 'made'), a.at))
$$;
grant execute on function private.question_waits(portal.change, uuid) to portal_keeper;

-- How somebody was part of a change, and what they answered. few: so few are asked that staff may guess who it was.
create function private.my_part(c portal.change, asker uuid, ways text[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  mine portal.change_answer;
  asked boolean := c.state = 'made' and not private.holds_staff(asker);
begin
  select a.* into mine from portal.change_answer a
  where a.change_id = c.id and a.person_id = asker and a.is_current;
  return jsonb_build_object('ways', to_jsonb(ways), 'asked', asked, 'waits', private.question_waits(c, asker),
    'answer', mine.answer, 'word', mine.word, 'staff_may_know', coalesce(mine.staff_may_know, false),
    'may_show', coalesce(mine.may_show, false), 'reply', mine.reply,
    'few', asked and (select n.asked < 8 from private.counts_of(array[c.id]) n));
end $$;
grant execute on function private.my_part(portal.change, uuid, text[]) to portal_keeper;

-- One change with its chain, and what part the person asking had in it, if any. Null when there is none.
create function private.change(change_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.me();
  ways text[] := case when asker is not null then array(
    select m.way from private.changes_of(asker) m where m.change_id = change.change_id order by m.way) end;
begin
  return (
    select h.chain || jsonb_build_object(
      'mine', case when cardinality(ways) > 0 then private.my_part(c, asker, ways) end)
    from portal.change c join private.chains(array[c.id]) h on h.change_id = c.id where c.id = change.change_id);
end $$;
alter function private.change(uuid) owner to portal_keeper;
grant execute on function private.change(uuid) to anon, authenticated;

-- The changes that the person asking was part of: first those with a question that waits, then newest first.
create function private.my_changes(page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    with mine as (
      select m.change_id, array_agg(m.way order by m.way) as ways from private.changes_of(asker) m group by m.change_id
    ), found as materialized (
      select c.id, c.dated_on, m.ways, private.question_waits(c, asker) as waits
      from mine m join portal.change c on c.id = m.change_id
    ), open_page as (
      select f.* from found f order by f.waits desc, f.dated_on desc, f.id
      limit 10 offset 10 * (greatest(coalesce(page, 1), 1)::bigint - 1)
    )
    select jsonb_build_object('total', (select count(*) from found), 'page_size', 10,
      'waiting', (select count(*) from found f where f.waits),
      'rows', (
        select coalesce(jsonb_agg(h.chain || jsonb_build_object('mine', private.my_part(c, asker, o.ways))
          order by o.waits desc, o.dated_on desc, o.id), '[]')
        from open_page o join portal.change c on c.id = o.id
        join private.chains(array(select g.id from open_page g)) h on h.change_id = c.id)));
end $$;
alter function private.my_changes(integer) owner to portal_keeper;
grant execute on function private.my_changes(integer) to authenticated;

-- The question that waits longest for the person asking, for their first screen; null when none does.
create function private.my_question() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    select jsonb_build_object('change_id', c.id, 'title', c.title, 'what', c.what,
      'few', (select n.asked < 8 from private.counts_of(array[c.id]) n))
    from (select distinct m.change_id from private.changes_of(asker) m) m join portal.change c on c.id = m.change_id
    where private.question_waits(c, asker) order by c.dated_on, c.id limit 1);
end $$;
alter function private.my_question() owner to portal_keeper;
grant execute on function private.my_question() to authenticated;

-- The changes that a piece of feedback led to, linked to it or to one that it is merged with.
create function private.changes_led_to(feedback_id uuid) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select l.change_id from portal.feedback f
  join portal.feedback o on o.id = coalesce(f.merged_into, f.id) or o.merged_into = coalesce(f.merged_into, f.id)
  join portal.change_feedback l on l.feedback_id = o.id
  where f.id = changes_led_to.feedback_id
$$;
alter function private.changes_led_to(uuid) owner to figures_keeper;
grant execute on function private.changes_led_to(uuid) to portal_keeper;

-- What came of a piece of feedback, for its author and staff.
create function private.changes_from(feedback_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('change_id', c.id, 'title', c.title, 'what', c.what,
    'state', c.state, 'made_on', c.made_on) order by c.dated_on desc, c.id), '[]')
  from portal.change c where c.id in (select private.changes_led_to(changes_from.feedback_id))
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

-- private: reading, for staff

-- A page of changes in one state or all, newest first, or only the asker's own.
create function private.changes_for_staff(state text, mine boolean, page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  on_page uuid[] := array(
    select c.id from portal.change c
    where (changes_for_staff.state is null or c.state = changes_for_staff.state)
      and (mine is not true or c.owner_id = asker)
    order by c.dated_on desc, c.id limit 10 offset 10 * (greatest(coalesce(page, 1), 1)::bigint - 1));
begin
  return jsonb_build_object(
    'total', (select count(*) from portal.change c
      where (changes_for_staff.state is null or c.state = changes_for_staff.state)
        and (mine is not true or c.owner_id = asker)),
    'page_size', 10, 'came_back', private.came_back_counts(asker),
    'rows', (
      select coalesce(jsonb_agg(h.chain || private.change_staff_facts(c) order by array_position(on_page, c.id)), '[]')
      from private.chains(on_page) h join portal.change c on c.id = h.change_id));
end $$;
alter function private.changes_for_staff(text, boolean, integer) owner to portal_keeper;
grant execute on function private.changes_for_staff(text, boolean, integer) to authenticated;

-- What only staff may know: exact counts, who sees to it, what is linked.
create function private.change_staff_facts(c portal.change) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'space_id', c.space_id, 'theme_id', c.theme_id, 'owner_id', c.owner_id,
    'exactly', private.people_behind(c.id),
    'made_by', (select p.display_name from portal.person p where p.id = c.made_by),
    'owner', (select p.display_name from portal.person p where p.id = c.owner_id),
    'answers', (select to_jsonb(n) - '{openly,change_id,behind}'::text[] from private.counts_of(array[c.id]) n),
    'feedback', (
      select coalesce(jsonb_agg(jsonb_build_object('feedback_id', f.id, 'reference', f.reference,
        'kind', f.kind, 'state', f.state, 'start', left(f.body, 80)) order by f.number), '[]')
      from portal.change_feedback l join portal.feedback f on f.id = l.feedback_id where l.change_id = c.id))
$$;
grant execute on function private.change_staff_facts(portal.change) to portal_keeper;

-- How many people would be told, and how they were part of it; the asker is not told. people: each once.
create function private.count_told(feedback_ids uuid[], decision_ids uuid[], workshop_ids uuid[], asker uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('people', count(distinct p.person_id),
    'said', count(*) filter (where p.way = 'said'), 'same', count(*) filter (where p.way = 'same'),
    'room', count(*) filter (where p.way = 'room'),
    'decided', count(distinct p.person_id) filter (where p.way in ('role', 'owner')))
  from private.people_of(feedback_ids, decision_ids, workshop_ids) p where p.person_id <> asker
$$;
grant execute on function private.count_told(uuid[], uuid[], uuid[], uuid) to portal_keeper;

-- What a form to write a change down offers.
create function private.change_choices() returns jsonb
language sql stable set search_path = '' as $$
  select private.themes_and_spaces() || jsonb_build_object(
    'staff', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.display_name) order by p.display_name, p.id), '[]')
      from portal.person p where p.state = 'active' and private.holds_staff(p.id)),
    'workshops', (
      select coalesce(jsonb_agg(jsonb_build_object('workshop_id', n.id, 'title', n.title, 'starts_at', n.starts_at)
        order by n.starts_at desc), '[]')
      from (select w.id, w.title, w.starts_at from portal.workshop w
        where w.state not in ('draft', 'cancelled') and w.starts_at <= now()
        order by w.starts_at desc limit 100) n),
    'decisions', (
      select coalesce(jsonb_agg(jsonb_build_object('decision_id', n.id, 'what', n.what, 'workshop', n.title,
        'decided_on', n.decided_on) order by n.decided_on desc, n.position), '[]')
      from (select d.id, d.what, d.decided_on, d.position, w.title from portal.decision d
        join portal.workshop w on w.id = d.workshop_id and w.state = 'closed'
        order by d.decided_on desc, d.position limit 100) n))
$$;
grant execute on function private.change_choices() to portal_keeper;

-- Feedback that may be behind a change and is not linked: first what its linked workshops, and those that made its
-- linked decisions, talked about; then the newest of its theme; then the newest.
create function private.feedback_to_link(c portal.change) returns jsonb
language sql stable set search_path = '' as $$
  with open_ones as (
    select f.id, f.reference, f.kind, f.state, f.body, f.given_at, f.theme_id from portal.feedback f
    where f.merged_into is null
      and not exists (select from portal.change_feedback l where l.change_id = c.id and l.feedback_id = f.id)
  ), found as (
    (select o.*, 1 as place from open_ones o where o.id in (
      select a.feedback_id from portal.workshop_feedback a where a.discussed and a.workshop_id in (
        select l.workshop_id from portal.change_workshop l where l.change_id = c.id
        union select d.workshop_id from portal.change_decision l join portal.decision d on d.id = l.decision_id
        where l.change_id = c.id))
    limit 30)
    union all
    (select o.*, 2 from open_ones o where o.theme_id = c.theme_id order by o.given_at desc limit 30)
    union all
    (select o.*, 3 from open_ones o order by o.given_at desc limit 20)
  ), once as (
    select distinct on (f.id) f.* from found f order by f.id, f.place
  )
  select coalesce(jsonb_agg(jsonb_build_object('feedback_id', n.id, 'reference', n.reference, 'kind', n.kind,
    'state', n.state, 'start', left(n.body, 80)) order by n.place, n.given_at desc), '[]')
  from once n
$$;
grant execute on function private.feedback_to_link(portal.change) to portal_keeper;

-- What people answered on a change, in their words; a name only where the person lets staff know.
create function private.answers_for_staff(change_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('answer_id', a.id, 'answer', a.answer, 'word', a.word,
    'who', case when a.staff_may_know then p.display_name end, 'reply', a.reply) order by a.answer, a.id), '[]')
  from portal.change_answer a left join portal.person p on p.id = a.person_id
  where a.change_id = answers_for_staff.change_id and a.is_current and (a.word is not null or a.answer = 'not_yet')
$$;
grant execute on function private.answers_for_staff(uuid) to portal_keeper;

-- One change with all that staff need; without an id, what a new one starts from. tells: who is told when its state
-- moves, as counts.
create function private.change_for_staff(change_id uuid, feedback_id uuid, decision_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  return private.change_choices() || jsonb_build_object(
    'change', (
      select h.chain || private.change_staff_facts(c) || jsonb_build_object(
        'linked_workshops', (
          select coalesce(jsonb_agg(jsonb_build_object('workshop_id', w.id, 'title', w.title, 'starts_at', w.starts_at)
            order by w.starts_at), '[]')
          from portal.change_workshop l join portal.workshop w on w.id = l.workshop_id where l.change_id = c.id),
        'linked_decisions', (
          select coalesce(jsonb_agg(jsonb_build_object('decision_id', d.id, 'what', d.what, 'workshop', w.title,
            'decided_on', d.decided_on) order by d.decided_on, d.position), '[]')
          from portal.change_decision l join portal.decision d on d.id = l.decision_id
          join portal.workshop w on w.id = d.workshop_id where l.change_id = c.id),
        'feedback_to_link', private.feedback_to_link(c),
        'words', private.answers_for_staff(c.id))
      from portal.change c join private.chains(array[c.id]) h on h.change_id = c.id
      where c.id = change_for_staff.change_id),
    'from_feedback', (
      select jsonb_build_object('feedback_id', f.id, 'reference', f.reference, 'kind', f.kind, 'state', f.state,
        'start', left(f.body, 300), 'theme_id', f.theme_id, 'space_id', f.space_id)
      from portal.feedback f where f.id = change_for_staff.feedback_id),
    'from_decision', (
      select jsonb_build_object('decision_id', d.id, 'what', d.what, 'why', d.why, 'workshop', w.title,
        'space_id', w.space_id, 'decided_on', d.decided_on)
      from portal.decision d join portal.workshop w on w.id = d.workshop_id and w.state = 'closed'
      where d.id = change_for_staff.decision_id),
    'tells', private.count_told(
      array(select l.feedback_id from portal.change_feedback l where l.change_id = change_for_staff.change_id)
        || array_remove(array[change_for_staff.feedback_id], null),
      array(select l.decision_id from portal.change_decision l where l.change_id = change_for_staff.change_id)
        || array_remove(array[change_for_staff.decision_id], null),
      array(select l.workshop_id from portal.change_workshop l where l.change_id = change_for_staff.change_id), asker));
end $$;
alter function private.change_for_staff(uuid, uuid, uuid) owner to portal_keeper;
grant execute on function private.change_for_staff(uuid, uuid, uuid) to authenticated;

-- How many "not yet" wait for a reply: on the asker's list (theirs, and those that nobody sees to), and in all.
create function private.came_back_counts(asker uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('mine', count(*) filter (
      where c.owner_id = asker or c.owner_id is null or not private.holds_staff(c.owner_id)),
    'everyone', count(*))
  from portal.change_answer a join portal.change c on c.id = a.change_id
  where a.is_current and a.answer = 'not_yet' and a.replied_at is null and a.person_id is not null
$$;
grant execute on function private.came_back_counts(uuid) to portal_keeper;

-- How many "not yet" wait for the member of staff asking, for their first screen.
create function private.came_back_to_me() returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  return (private.came_back_counts(private.require_role('staff')) ->> 'mine')::integer;
end $$;
alter function private.came_back_to_me() owner to portal_keeper;
grant execute on function private.came_back_to_me() to authenticated;

-- What came back as "not yet", oldest first, in the person's words. No day and, unless the person lets staff know, no name.
create function private.came_back(everyone boolean, page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  return jsonb_build_object('counts', private.came_back_counts(asker), 'page_size', 10,
    'rows', (
      select coalesce(jsonb_agg(jsonb_build_object('answer_id', r.id, 'change_id', r.change_id, 'title', r.title,
        'word', r.word, 'who', r.who, 'owner', r.owner, 'weeks', r.weeks) order by r.weeks desc, r.id), '[]')
      from (
        select a.id, a.change_id, c.title, a.word, case when a.staff_may_know then p.display_name end as who,
          (select o.display_name from portal.person o where o.id = c.owner_id) as owner,
          floor(extract(epoch from now() - a.at) / 604800)::integer as weeks
        from portal.change_answer a join portal.change c on c.id = a.change_id
        join portal.person p on p.id = a.person_id
        where a.is_current and a.answer = 'not_yet' and a.replied_at is null
          and (came_back.everyone or c.owner_id = asker or c.owner_id is null or not private.holds_staff(c.owner_id))
        order by weeks desc, a.id
        limit 10 offset 10 * (greatest(coalesce(page, 1), 1)::bigint - 1)) r));
end $$;
alter function private.came_back(boolean, integer) owner to portal_keeper;
grant execute on function private.came_back(boolean, integer) to authenticated;

-- private: writing

-- Tell whoever was part of a change of the state that it is in, each once for each time that it comes into a state:
-- who is linked later is told then. Returns how many were part of it and are not the person asking.
create function private.tell_contributors(change_id uuid) returns integer
language plpgsql set search_path = '' as $$
declare
  now_in record;
  many integer;
begin
  select s.id, s.state into now_in from portal.change_status s
  where s.change_id = tell_contributors.change_id order by s.number desc limit 1;
  select count(told.*) into many from (
    select p.person_id, private.notify(p.person_id, 'change_' || now_in.state, 'change:' || now_in.id,
      'what-came-of-it?id=' || tell_contributors.change_id)
    from (select distinct c.person_id from private.contributors(tell_contributors.change_id) c) p
    where p.person_id is distinct from private.me()) told;
  return many;
end $$;
grant execute on function private.tell_contributors(uuid) to portal_keeper;

create function private.link_decision(change_id uuid, decision_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  if not exists (select from portal.change c where c.id = link_decision.change_id) or not exists (
    select from portal.decision d join portal.workshop w on w.id = d.workshop_id and w.state = 'closed'
    where d.id = link_decision.decision_id) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into portal.change_decision (change_id, decision_id, linked_by)
  values (link_decision.change_id, link_decision.decision_id, asker) on conflict do nothing;
  if not found then
    return jsonb_build_object('outcome', 'already_linked');
  end if;
  perform private.record('link_decision', 'change_decision', decision_id, array['change_id']);
  perform private.tell_contributors(link_decision.change_id);
  return jsonb_build_object('outcome', 'linked');
end $$;
alter function private.link_decision(uuid, uuid) owner to portal_keeper;
grant execute on function private.link_decision(uuid, uuid) to authenticated;

create function private.unlink_decision(change_id uuid, decision_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  delete from portal.change_decision l
  where l.change_id = unlink_decision.change_id and l.decision_id = unlink_decision.decision_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('unlink_decision', 'change_decision', decision_id, array['change_id']);
  return jsonb_build_object('outcome', 'unlinked');
end $$;
alter function private.unlink_decision(uuid, uuid) owner to portal_keeper;
grant execute on function private.unlink_decision(uuid, uuid) to authenticated;

-- Did we get it right? Only whoever was part of it is asked, once it is made; whoever works here is not. The newest
-- answer counts. A "not yet" goes to whoever sees to the change.
create function private.answer_change(
  change_id uuid, answer text, word text, staff_may_know boolean, may_show boolean
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  words text := nullif(btrim(answer_change.word), '');
  about portal.change;
  before portal.change_answer;
  given uuid;
begin
  if answer_change.answer is null or answer_change.answer not in ('yes', 'partly', 'not_yet') then
    return private.invalid('answer', 'not_known');
  end if;
  if length(words) > 500 then
    return private.invalid('word', 'too_long');
  end if;
  select c.* into about from portal.change c where c.id = answer_change.change_id;
  if about.id is null or not exists (select from private.changes_of(asker) m where m.change_id = about.id) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if about.state <> 'made' or private.holds_staff(asker) then
    return jsonb_build_object('outcome', 'not_asked');
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('answer_change:' || about.id || asker, 0));
  select a.* into before from portal.change_answer a
  where a.change_id = about.id and a.person_id = asker and a.is_current;
  if before.answer = answer_change.answer and before.word is not distinct from words
    and before.staff_may_know = coalesce(answer_change.staff_may_know, false)
    and before.may_show = coalesce(answer_change.may_show, false) and not private.question_waits(about, asker) then
    return jsonb_build_object('outcome', 'already_answered', 'answer', before.answer);
  end if;
  update portal.change_answer a set is_current = false where a.id = before.id;
  insert into portal.change_answer (change_id, person_id, answer, word, staff_may_know, may_show)
  values (about.id, asker, answer_change.answer, words, coalesce(answer_change.staff_may_know, false),
    coalesce(answer_change.may_show, false)) returning id into given;
  perform private.record('answer_change', 'change', about.id, array['answer', 'word']);
  -- a "not yet" with other words is on the list already
  if answer_change.answer = 'not_yet' and (before.answer is distinct from 'not_yet' or before.replied_at is not null)
    and about.owner_id is not null and private.holds_staff(about.owner_id) then
    perform private.notify(about.owner_id, 'not_yet_came_back', 'not_yet:' || given, 'came-back');
  end if;
  return jsonb_build_object('outcome', 'answered', 'answer', answer_change.answer);
end $$;
alter function private.answer_change(uuid, text, text, boolean, boolean) owner to portal_keeper;
grant execute on function private.answer_change(uuid, text, text, boolean, boolean) to authenticated;

-- Answer a "not yet" without knowing whose it is. The person reads it and is asked again.
create function private.reply_to_not_yet(answer_id uuid, reply text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  problem text := private.text_problem(reply_to_not_yet.reply, 1000);
  given portal.change_answer;
begin
  if problem is not null then
    return private.invalid('reply', problem);
  end if;
  select a.* into given from portal.change_answer a
  where a.id = reply_to_not_yet.answer_id and a.answer = 'not_yet' and a.is_current and a.person_id is not null for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if given.replied_at is not null then
    return jsonb_build_object('outcome', 'already_replied');
  end if;
  update portal.change_answer a set reply = btrim(reply_to_not_yet.reply), replied_by = asker, replied_at = now()
  where a.id = given.id;
  perform private.record('reply_to_not_yet', 'change', given.change_id, array['reply']);
  perform private.notify(given.person_id, 'not_yet_answered', 'not_yet_answered:' || given.id,
    'what-came-of-it?id=' || given.change_id);
  return jsonb_build_object('outcome', 'replied');
end $$;
alter function private.reply_to_not_yet(uuid, text) owner to portal_keeper;
grant execute on function private.reply_to_not_yet(uuid, text) to authenticated;

-- api

-- What has changed because people spoke up, newest first, for anybody.
create function api.changes(space_id uuid default null, theme_id uuid default null, page integer default 1)
returns jsonb language sql stable set search_path = '' as $$ select private.changes(space_id, theme_id, page) $$;
grant execute on function api.changes(uuid, uuid, integer) to anon, authenticated;

create function api.change(change_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.change(change_id) $$;
grant execute on function api.change(uuid) to anon, authenticated;

create function api.my_changes(page integer default 1) returns jsonb
language sql stable set search_path = '' as $$ select private.my_changes(page) $$;
grant execute on function api.my_changes(integer) to authenticated;

-- Outcomes: answered, already_answered (both with answer), invalid, not_asked, not_found.
create function api.answer_change(
  change_id uuid, answer text, word text default null, staff_may_know boolean default false, may_show boolean default false
) returns jsonb language sql volatile set search_path = '' as $$
  select private.answer_change(change_id, answer, word, staff_may_know, may_show)
$$;
grant execute on function api.answer_change(uuid, text, text, boolean, boolean) to authenticated;

create function api.changes_for_staff(state text default null, mine boolean default false, page integer default 1)
returns jsonb language sql stable set search_path = '' as $$ select private.changes_for_staff(state, mine, page) $$;
grant execute on function api.changes_for_staff(text, boolean, integer) to authenticated;

create function api.change_for_staff(
  change_id uuid default null, feedback_id uuid default null, decision_id uuid default null
) returns jsonb language sql stable set search_path = '' as $$
  select private.change_for_staff(change_id, feedback_id, decision_id)
$$;
grant execute on function api.change_for_staff(uuid, uuid, uuid) to authenticated;

create function api.came_back(everyone boolean default false, page integer default 1) returns jsonb
language sql stable set search_path = '' as $$ select private.came_back(coalesce(everyone, false), page) $$;
grant execute on function api.came_back(boolean, integer) to authenticated;

-- Outcomes: replied, already_replied, invalid, not_found.
create function api.reply_to_not_yet(answer_id uuid, reply text) returns jsonb
language sql volatile set search_path = '' as $$ select private.reply_to_not_yet(answer_id, reply) $$;
grant execute on function api.reply_to_not_yet(uuid, text) to authenticated;

-- Only decisions of closed workshops. Outcomes: linked, already_linked, not_found.
create function api.link_decision(change_id uuid, decision_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.link_decision(change_id, decision_id) $$;
grant execute on function api.link_decision(uuid, uuid) to authenticated;

-- Outcomes: unlinked, not_found.
create function api.unlink_decision(change_id uuid, decision_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.unlink_decision(change_id, decision_id) $$;
grant execute on function api.unlink_decision(uuid, uuid) to authenticated;
