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

-- private: who is behind a piece

-- Everybody behind a piece, each way once: said (its author), same (authors of what is merged into it), supported.
create function private.feedback_people(feedback_id uuid) returns table (person_id uuid, way text)
language sql stable set search_path = '' as $$
  with pieces as (
    select f.id, f.person_id, f.id = feedback_people.feedback_id as main
    from portal.feedback f
    where f.id = feedback_people.feedback_id or f.merged_into = feedback_people.feedback_id)
  select p.person_id, case when p.main then 'said' else 'same' end from pieces p
  union
  select s.person_id, 'supported' from pieces p join portal.feedback_support s on s.feedback_id = p.id
$$;
grant execute on function private.feedback_people(uuid) to portal_keeper, figures_keeper;

-- How many people besides its author say the same or support it. Never told to everybody as it is.
create function private.support_of(feedback_id uuid) returns integer
language sql stable security definer set search_path = '' as $$
  select count(distinct p.person_id)::integer from private.feedback_people(feedback_id) p
  where p.way <> 'said' and p.person_id <> (select f.person_id from portal.feedback f where f.id = support_of.feedback_id)
$$;
alter function private.support_of(uuid) owner to figures_keeper;
grant execute on function private.support_of(uuid) to portal_keeper;

create function private.is_supported_by(feedback_id uuid, person uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from portal.feedback_support s
    where s.person_id = is_supported_by.person and (s.feedback_id = is_supported_by.feedback_id or s.feedback_id in (
      select m.id from portal.feedback m where m.merged_into = is_supported_by.feedback_id)))
$$;
grant execute on function private.is_supported_by(uuid, uuid) to portal_keeper;

-- Who supports it and wishes to be told of the answer.
create function private.to_tell(feedback_id uuid) returns table (person_id uuid)
language sql stable set search_path = '' as $$
  select distinct s.person_id from portal.feedback_support s
  where s.tell and (s.feedback_id = to_tell.feedback_id or s.feedback_id in (
    select m.id from portal.feedback m where m.merged_into = to_tell.feedback_id))
$$;
grant execute on function private.to_tell(uuid) to portal_keeper;

-- What a person supports and everybody still reads, newest first, with what staff answered.
create function private.my_support(asker uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.shown_facts(f) || jsonb_build_object('tell', s.tell,
    'reason', (select a.reason from portal.feedback_answer a
      where a.feedback_id = f.id order by a.number desc limit 1)) order by s.at desc), '[]')
  from (select distinct on (coalesce(g.merged_into, g.id)) coalesce(g.merged_into, g.id) as id, l.tell, l.at
    from portal.feedback_support l join portal.feedback g on g.id = l.feedback_id
    where l.person_id = my_support.asker order by coalesce(g.merged_into, g.id), l.at desc) s
  join portal.feedback f on f.id = s.id and f.shown_at is not null
$$;
grant execute on function private.my_support(uuid) to portal_keeper;

-- Say "me too", once. What was merged counts for the piece that everybody reads.
create function private.support_feedback(feedback_id uuid, tell boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  main uuid := (select coalesce(f.merged_into, f.id) from portal.feedback f where f.id = support_feedback.feedback_id);
begin
  if not exists (select from portal.feedback f where f.id = main and f.shown_at is not null) then
    return jsonb_build_object('outcome', 'not_found');
  elsif exists (select from portal.feedback f where f.person_id = asker and main in (f.id, f.merged_into)) then
    return jsonb_build_object('outcome', 'your_own');
  end if;
  insert into portal.feedback_support (feedback_id, person_id, tell) values (main, asker, coalesce(tell, true))
  on conflict on constraint feedback_support_pkey do update set tell = excluded.tell
  where feedback_support.tell <> excluded.tell;
  if not found then
    return jsonb_build_object('outcome', 'already_supported');
  end if;
  perform private.record('support_feedback', 'feedback_support', main, array['tell'], asker);
  return jsonb_build_object('outcome', 'supported', 'feedback_id', main);
end $$;
alter function private.support_feedback(uuid, boolean) owner to portal_keeper;
grant execute on function private.support_feedback(uuid, boolean) to authenticated;

create function private.take_back_support(feedback_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  delete from portal.feedback_support s
  where s.person_id = asker and (s.feedback_id = take_back_support.feedback_id or s.feedback_id in (
    select m.id from portal.feedback m where m.merged_into = take_back_support.feedback_id));
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('take_back_support', 'feedback_support', feedback_id, '{}', asker);
  return jsonb_build_object('outcome', 'support_taken_back');
end $$;
alter function private.take_back_support(uuid) owner to portal_keeper;
grant execute on function private.take_back_support(uuid) to authenticated;

-- private: what says the same

-- Up to five pieces that share words with this one, the most alike first: at least three words in common, and one in
-- five of all the words that the two use. Looks through the newest 500 that share a word.
create function private.similar_to(f portal.feedback) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  sought text[] := array(select u.lexeme from unnest(f.stems) u where u.lexeme ~ '^[[:alnum:]]+$'
    order by length(u.lexeme) desc, u.lexeme limit 40);
  found jsonb;
begin
  if cardinality(sought) < 3 then
    return '[]'::jsonb;
  end if;
  with near as (
    select c.id, c.stems from portal.feedback c
    where c.stems @@ array_to_string(sought, ' | ')::tsquery and c.id <> f.id and c.merged_into is null
    order by c.given_at desc limit 500
  ), alike as (
    select n.id, s.shared, cardinality(s.shared)::numeric
      / (cardinality(sought) + length(n.stems) - cardinality(s.shared)) as likeness
    from near n cross join lateral (
      select array(select w from unnest(tsvector_to_array(n.stems)) w where w = any (sought)) as shared) s
    where cardinality(s.shared) >= 3
  ), best as (
    select a.* from alike a where a.likeness >= 0.2 order by a.likeness desc, a.id limit 5
  ), spoken as (
    select distinct on (l.stem) l.stem, w.word
    from (select distinct lower(word) as word from regexp_split_to_table(f.body, '[^[:alnum:]]+') word) w
    cross join lateral unnest(tsvector_to_array(to_tsvector('pg_catalog.english', w.word))) l(stem)
    order by l.stem, w.word
  )
  select coalesce(jsonb_agg(jsonb_build_object('feedback_id', c.id, 'reference', c.reference, 'body', c.body,
    'state', c.state, 'given_at', c.given_at,
    'shared', (select coalesce(jsonb_agg(p.word order by p.word), '[]') from spoken p where p.stem = any (b.shared)))
    order by b.likeness desc, b.id), '[]')
  into found
  from best b join portal.feedback c on c.id = b.id;
  return found;
end $$;
grant execute on function private.similar_to(portal.feedback) to portal_keeper;

-- private: merging

-- Let another piece be answered for this one too. Both people stay behind it, and are told of each answer.
create function private.merge_feedback(feedback_id uuid, into_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  said portal.feedback;
  main portal.feedback;
  merge uuid;
begin
  perform from portal.feedback f where f.id in (merge_feedback.feedback_id, merge_feedback.into_id) order by f.id for update;
  select f.* into said from portal.feedback f where f.id = merge_feedback.feedback_id;
  select f.* into main from portal.feedback f where f.id = merge_feedback.into_id;
  if said.id is null or main.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif said.id = main.id then
    return jsonb_build_object('outcome', 'itself');
  elsif said.merged_into is not null or main.merged_into is not null then
    return jsonb_build_object('outcome', 'already_merged');
  elsif not private.is_open(said.state) then
    return jsonb_build_object('outcome', 'answered_before');
  elsif said.shown_at is not null and main.shown_at is null then
    return jsonb_build_object('outcome', 'other_way_round');
  end if;
  update portal.feedback f
  set merged_into = main.id, state = main.state,
    answered_at = coalesce(f.answered_at, case when main.answered_at is not null then now() end)
  where f.id = said.id or f.merged_into = said.id;
  insert into portal.feedback_merge (feedback_id, into_id, what, by)
  values (said.id, main.id, 'merged', asker) returning id into merge;
  perform private.notify(nullif(said.person_id, asker), 'feedback_merged', 'merge:' || merge, 'my-feedback');
  perform private.record('merge_feedback', 'feedback', said.id, array['merged_into', 'state'], said.person_id);
  return jsonb_build_object('outcome', 'merged', 'reference', main.reference);
end $$;
alter function private.merge_feedback(uuid, uuid) owner to portal_keeper;
grant execute on function private.merge_feedback(uuid, uuid) to authenticated;

-- Part it again: it stands where its own answers left it.
create function private.unmerge_feedback(feedback_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  said portal.feedback;
begin
  select f.* into said from portal.feedback f where f.id = unmerge_feedback.feedback_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif said.merged_into is null then
    return jsonb_build_object('outcome', 'not_merged');
  end if;
  update portal.feedback f
  set merged_into = null,
    state = coalesce((select a.state from portal.feedback_answer a
      where a.feedback_id = f.id order by a.number desc limit 1), 'received'),
    answered_at = (select min(a.at) from portal.feedback_answer a where a.feedback_id = f.id and a.reason is not null)
  where f.id = said.id;
  insert into portal.feedback_merge (feedback_id, into_id, what, by) values (said.id, said.merged_into, 'unmerged', asker);
  perform private.record('unmerge_feedback', 'feedback', said.id, array['merged_into', 'state'], said.person_id);
  return jsonb_build_object('outcome', 'unmerged', 'reference', said.reference);
end $$;
alter function private.unmerge_feedback(uuid) owner to portal_keeper;
grant execute on function private.unmerge_feedback(uuid) to authenticated;

-- api

-- Outcomes: supported, already_supported, your_own, not_found.
create function api.support_feedback(feedback_id uuid, tell boolean default true) returns jsonb
language sql volatile set search_path = '' as $$ select private.support_feedback(feedback_id, tell) $$;
grant execute on function api.support_feedback(uuid, boolean) to authenticated;

-- Outcomes: support_taken_back, not_found.
create function api.take_back_support(feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.take_back_support(feedback_id) $$;
grant execute on function api.take_back_support(uuid) to authenticated;

-- Outcomes: merged, already_merged, answered_before, other_way_round, itself, not_found.
create function api.merge_feedback(feedback_id uuid, into_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.merge_feedback(feedback_id, into_id) $$;
grant execute on function api.merge_feedback(uuid, uuid) to authenticated;

-- Outcomes: unmerged, not_merged, not_found.
create function api.unmerge_feedback(feedback_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.unmerge_feedback(feedback_id) $$;
grant execute on function api.unmerge_feedback(uuid) to authenticated;
