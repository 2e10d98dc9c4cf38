-- "May we speak about you with your loved one?" Nobody is spoken about unless they said so: with whom, about
-- what, until when. The loved one is a relation and never a name. Listening to them needs nobody's yes.
-- The ledger only ever grows; for each relation the newest entry is what counts.

-- What there is to choose from, in the words in which it is said.
create function private.talk_words(kind text) returns jsonb
language sql immutable set search_path = '' as $$
  select case kind
    when 'relation' then jsonb_build_object(
      'mother', 'my mother', 'father', 'my father', 'partner', 'my partner', 'son', 'my son',
      'daughter', 'my daughter', 'brother', 'my brother', 'sister', 'my sister',
      'grandparent', 'my grandparent', 'aunt_or_uncle', 'my aunt or uncle', 'friend', 'my friend', 'carer', 'my carer')
    when 'topic' then jsonb_build_object(
      'how_i_am', 'how I am doing', 'appointments', 'my appointments', 'workshops', 'what I take part in',
      'support', 'what support I have', 'risks', 'what could put me at risk')
  end
$$;
grant execute on function private.talk_words(text) to portal_keeper;

-- The same as lists, in the order in which they are asked.
create function private.talk_choices() returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'relations', (
      select jsonb_agg(jsonb_build_object('code', c, 'words', private.talk_words('relation') -> c) order by place)
      from unnest(array['mother', 'father', 'partner', 'son', 'daughter', 'brother', 'sister', 'grandparent',
        'aunt_or_uncle', 'friend', 'carer']) with ordinality as r(c, place)),
    'topics', (
      select jsonb_agg(jsonb_build_object('code', c, 'words', private.talk_words('topic') -> c) order by place)
      from unnest(array['how_i_am', 'appointments', 'workshops', 'support', 'risks']) with ordinality as t(c, place)))
$$;
grant execute on function private.talk_choices() to portal_keeper;

create table portal.talk_permission (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  person_id uuid not null references portal.person on delete cascade,
  relation text not null check (private.talk_words('relation') ? relation),
  topics text[] not null default '{}' check (private.talk_words('topic') ?& topics and cardinality(topics) <= 5),
  until date,
  decision text not null check (decision in ('given', 'withdrawn')),
  wording text not null check (length(wording) between 1 and 700),
  how text not null check (how in ('portal', 'on_paper', 'by_phone')),
  recorded_by uuid references portal.person on delete set null,
  recorded_at timestamptz not null default clock_timestamp(),
  check ((decision = 'given') = (until is not null)),
  check ((decision = 'given') = (topics <> '{}'))
);
comment on table portal.talk_permission is 'Append-only ledger: with whom we may speak about a person, about what, until when. Without an entry: with nobody.';
comment on column portal.talk_permission.wording is 'The exact words that the person saw or heard.';
comment on column portal.talk_permission.until is 'The last day on which it holds; a year ahead at most.';
create index on portal.talk_permission (person_id, relation, number);
create index on portal.talk_permission (recorded_by);
create trigger an_entry_stays before update or delete on portal.talk_permission
  for each row execute function private.refuse_rewriting();
create trigger the_ledger_stays before truncate on portal.talk_permission
  for each statement execute function private.refuse_rewriting();

alter table portal.talk_permission enable row level security;

grant select on portal.talk_permission to authenticated, portal_keeper;
create policy "A person reads with whom we may speak about them" on portal.talk_permission
  for select to authenticated using (person_id = (select private.me()));
create policy "The portal keeper reads the asker's permissions, or any for staff" on portal.talk_permission
  for select to portal_keeper using (person_id = (select private.me()) or (select private.has_role('staff')));
grant insert on portal.talk_permission to portal_keeper;
create policy "The portal keeper records what the asker or staff hear" on portal.talk_permission
  for insert to portal_keeper with check (
    recorded_by = (select private.me())
    and ((person_id = (select private.me()) and how = 'portal')
      or ((select private.has_role('staff')) and person_id <> (select private.me()) and how <> 'portal')));

-- private

-- The sentence that a person says yes to.
create function private.talk_sentence(relation text, topics text[], until date) returns text
language sql stable set search_path = '' as $$
  select format('You may speak with %s about me: %s. Until %s.', private.talk_words('relation') ->> relation,
    (select string_agg(t.topic ->> 'words', ', ' order by t.place)
      from jsonb_array_elements(private.talk_choices() -> 'topics') with ordinality as t(topic, place)
      where t.topic ->> 'code' = any (topics)),
    to_char(until, 'FMDD FMMonth YYYY'))
$$;
grant execute on function private.talk_sentence(text, text[], date) to portal_keeper;

-- With whom we may speak about a person: what holds now, and everything that was ever said.
create function private.talk_permissions_of(person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with said as (
    select t.*, private.talk_words('relation') ->> t.relation as relation_words,
      not exists (
        select from portal.talk_permission n
        where n.person_id = t.person_id and n.relation = t.relation and n.number > t.number) as newest,
      case when t.how <> 'portal' and t.person_id <> private.me() then p.display_name end as by_name
    from portal.talk_permission t
    left join portal.person p on p.id = t.recorded_by
    where t.person_id = talk_permissions_of.person
  )
  select jsonb_build_object(
    'live', coalesce(jsonb_agg(jsonb_build_object('relation', s.relation, 'relation_words', s.relation_words,
      'topics', s.topics, 'topics_words', (
        select jsonb_agg(t.topic -> 'words' order by t.place)
        from jsonb_array_elements(private.talk_choices() -> 'topics') with ordinality as t(topic, place)
        where t.topic ->> 'code' = any (s.topics)),
      'until', s.until, 'wording', s.wording, 'how', s.how, 'recorded_at', s.recorded_at) order by s.number)
      filter (where s.newest and s.decision = 'given' and s.until >= current_date), '[]'),
    'history', coalesce(jsonb_agg(jsonb_build_object('wording', s.wording, 'decision', s.decision, 'how', s.how,
      'recorded_at', s.recorded_at, 'until', s.until, 'by_name', s.by_name) order by s.number desc), '[]'))
  from said s
$$;
alter function private.talk_permissions_of(uuid) owner to portal_keeper;
grant execute on function private.talk_permissions_of(uuid) to portal_keeper;

-- What is wrong with a permission that somebody gives, or null.
create function private.talk_problem(relation text, topics text[], until date) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(f.field, f.problem) from (values
    (1, 'relation', case when relation is null then 'missing'
      when not private.talk_words('relation') ? relation then 'not_known' end),
    (2, 'topics', case when coalesce(cardinality(topics), 0) = 0 then 'missing'
      when not private.talk_words('topic') ?& topics or cardinality(topics) > 5
        or array_position(topics, null) is not null then 'not_known' end),
    (3, 'until', case when until is null then 'missing' when until < current_date then 'in_the_past'
      when until > current_date + interval '1 year' then 'too_far' end)
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1
$$;
grant execute on function private.talk_problem(text, text[], date) to portal_keeper;

-- Add an entry to the ledger, in the words that were said: a yes, or taking one back.
create function private.add_talk_permission(
  person uuid, relation text, topics text[], until date, decision text, how text
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  added uuid;
begin
  insert into portal.talk_permission (person_id, relation, topics, until, decision, wording, how, recorded_by)
  select add_talk_permission.person, add_talk_permission.relation,
    case when gives then add_talk_permission.topics else '{}' end,
    case when gives then add_talk_permission.until end,
    add_talk_permission.decision,
    case when gives then private.talk_sentence(add_talk_permission.relation, add_talk_permission.topics, add_talk_permission.until)
      else format('You may not speak with %s about me.', private.talk_words('relation') ->> add_talk_permission.relation) end,
    add_talk_permission.how, private.me()
  from (select add_talk_permission.decision = 'given' as gives) g
  returning id into added;
  perform private.record(
    case add_talk_permission.decision when 'given' then 'give_talk_permission' else 'withdraw_talk_permission' end,
    'talk_permission', added, array['relation', 'topics', 'until', 'decision'], add_talk_permission.person);
end $$;
alter function private.add_talk_permission(uuid, text, text[], date, text, text) owner to portal_keeper;
grant execute on function private.add_talk_permission(uuid, text, text[], date, text, text) to portal_keeper;

-- Whether a permission with this relation holds today.
create function private.talk_permission_holds(person uuid, relation text) returns boolean
language sql stable set search_path = '' as $$
  select coalesce((
    select t.decision = 'given' and t.until >= current_date from portal.talk_permission t
    where t.person_id = person and t.relation = talk_permission_holds.relation order by t.number desc limit 1), false)
$$;
grant execute on function private.talk_permission_holds(uuid, text) to portal_keeper;

-- Say with whom we may speak. For the same relation it takes the place of what was said before.
create function private.give_talk_permission(relation text, topics text[], until date) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  bad jsonb := private.talk_problem(relation, topics, until);
begin
  if bad is not null then
    return bad;
  end if;
  perform private.add_talk_permission(asker, relation, topics, until, 'given', 'portal');
  return jsonb_build_object('outcome', 'given');
end $$;
alter function private.give_talk_permission(text, text[], date) owner to portal_keeper;
grant execute on function private.give_talk_permission(text, text[], date) to authenticated;

create function private.withdraw_talk_permission(relation text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  if not private.talk_permission_holds(asker, relation) then
    return jsonb_build_object('outcome', 'not_given');
  end if;
  perform private.add_talk_permission(asker, relation, null, null, 'withdrawn', 'portal');
  return jsonb_build_object('outcome', 'withdrawn');
end $$;
alter function private.withdraw_talk_permission(text) owner to portal_keeper;
grant execute on function private.withdraw_talk_permission(text) to authenticated;

-- Staff write down what a person told them on paper or by phone.
create function private.record_talk_permission(
  person_id uuid, relation text, decision text, how text, topics text[], until date
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  bad jsonb := case when decision = 'given' then private.talk_problem(relation, topics, until)
    when decision is distinct from 'withdrawn' then private.invalid('decision', 'not_known') end;
begin
  if bad is not null then
    return bad;
  elsif how is null or how not in ('on_paper', 'by_phone') then
    return private.invalid('how', 'not_known');
  elsif record_talk_permission.person_id = asker then
    return jsonb_build_object('outcome', 'not_your_own');
  elsif not exists (select from portal.person p where p.id = record_talk_permission.person_id) then
    return jsonb_build_object('outcome', 'not_found');
  elsif decision = 'withdrawn' and not private.talk_permission_holds(record_talk_permission.person_id, relation) then
    return jsonb_build_object('outcome', 'not_given');
  end if;
  perform private.add_talk_permission(record_talk_permission.person_id, relation, topics, until, decision, how);
  return jsonb_build_object('outcome', 'recorded');
end $$;
alter function private.record_talk_permission(uuid, text, text, text, text[], date) owner to portal_keeper;
grant execute on function private.record_talk_permission(uuid, text, text, text, text[], date) to authenticated;

create function private.my_talk_permissions() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.talk_permissions_of(private.require_person()) || private.talk_choices();
end $$;
alter function private.my_talk_permissions() owner to portal_keeper;
grant execute on function private.my_talk_permissions() to authenticated;

-- api

create function api.my_talk_permissions() returns jsonb
language sql stable set search_path = '' as $$ select private.my_talk_permissions() $$;
grant execute on function api.my_talk_permissions() to authenticated;

create function api.give_talk_permission(relation text, topics text[], until date) returns jsonb
language sql volatile set search_path = '' as $$ select private.give_talk_permission(relation, topics, until) $$;
grant execute on function api.give_talk_permission(text, text[], date) to authenticated;

create function api.withdraw_talk_permission(relation text) returns jsonb
language sql volatile set search_path = '' as $$ select private.withdraw_talk_permission(relation) $$;
grant execute on function api.withdraw_talk_permission(text) to authenticated;

create function api.record_talk_permission(
  person_id uuid, relation text, decision text, how text, topics text[] default '{}', until date default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.record_talk_permission(person_id, relation, decision, how, topics, until)
$$;
grant execute on function api.record_talk_permission(uuid, text, text, text, text[], date) to authenticated;
