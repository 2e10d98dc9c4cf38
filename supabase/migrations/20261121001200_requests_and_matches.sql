-- Families ask for a peer mentor. Staff propose, the family chooses, the mentor accepts.

-- tables

create table portal.mentor_request (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  connection text not null check (connection = any (private.mentoring_choices('connection'))),
  relation text check (relation = any (private.mentoring_choices('relation'))),
  substance text check (substance = any (private.mentoring_choices('substance'))),
  in_treatment text not null default 'rather_not_say' check (in_treatment in ('yes', 'no', 'rather_not_say')),
  situations text[] not null default '{}' check (private.all_known(situations, 'situation')),
  stage text check (stage in ('very_hard', 'settling', 'settled')),
  ways text[] not null check (ways <> '{}' and private.all_known(ways, 'way')),
  times text[] not null check (times <> '{}' and private.all_known(times, 'time')),
  languages text[] not null check (languages <> '{}' and private.all_known(languages, 'language')),
  space_id uuid references portal.space,
  interests text[] not null default '{}' check (private.all_known(interests, 'interest')),
  gender text check (gender = any (private.mentoring_choices('gender'))),
  gender_wish text not null default 'none' check (gender_wish = any (private.mentoring_choices('gender_wish'))),
  wanted_gender text check (wanted_gender = any (private.mentoring_choices('gender'))),
  would_help text not null check (length(btrim(would_help)) between 1 and 1000),
  show_words boolean not null default false,
  not_with text check (length(not_with) <= 500),
  state text not null default 'waiting' check (state in ('waiting', 'matched', 'ended', 'withdrawn')),
  asked_at timestamptz not null default now(),
  matched_at timestamptz,
  ended_at timestamptz,
  check (connection = 'family' or relation is null),
  check ((gender_wish = 'none') = (wanted_gender is null)),
  check ((ended_at is not null) = (state in ('ended', 'withdrawn')))
);
comment on table portal.mentor_request is 'A family, or a person in recovery, asks for a peer mentor. The loved one is never named: relation, broad substance group and whether in treatment, no more.';
comment on column portal.mentor_request.asked_at is 'The place in the queue. A "no" on either side never changes it.';
comment on column portal.mentor_request.show_words is 'Whether the mentor may read would_help, as long as the consent to share stands.';
comment on column portal.mentor_request.not_with is 'Who the person does not want to meet, in their words. Only staff read it.';
create unique index one_open_request_each on portal.mentor_request (person_id)
  where state in ('waiting', 'matched');
create index on portal.mentor_request (person_id);
create index on portal.mentor_request (space_id);
create index on portal.mentor_request (state, asked_at);

create table portal.match (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null references portal.mentor_request on delete cascade,
  family_id uuid not null references portal.person on delete cascade,
  mentor_id uuid not null references portal.mentor on delete cascade,
  state text not null default 'proposed' check (state in (
    'proposed', 'family_said_yes', 'active', 'paused', 'family_said_no', 'mentor_said_no',
    'withdrawn', 'lapsed', 'ended')),
  score integer not null check (score between 0 and 100),
  reasons jsonb not null,
  why text not null check (length(btrim(why)) between 1 and 1000),
  proposed_by uuid references portal.person on delete set null,
  proposed_at timestamptz not null default now(),
  family_answered_at timestamptz,
  mentor_answered_at timestamptz,
  closed_at timestamptz,
  no_reason text check (length(no_reason) <= 500),
  end_reason text check (end_reason in (
    'we_are_done', 'not_the_right_fit', 'life_changed', 'time_to_rest', 'rather_not_say')),
  check (family_id <> mentor_id and proposed_by not in (family_id, mentor_id)),
  check ((closed_at is null) = (state in ('proposed', 'family_said_yes', 'active', 'paused'))),
  check ((end_reason is not null) = (state = 'ended'))
);
comment on table portal.match is 'One family and one mentor, from proposal to ending.';
comment on column portal.match.reasons is 'The parts of the score as they stood when staff proposed.';
comment on column portal.match.why is 'Why staff propose this mentor. Staff write it; no score decides.';
comment on column portal.match.no_reason is 'What came with a "not this time", if anything. For staff only.';
create unique index one_open_match_per_request on portal.match (request_id)
  where state in ('proposed', 'family_said_yes', 'active', 'paused');
create index on portal.match (request_id);
create index on portal.match (family_id);
create index on portal.match (mentor_id, state);
create index on portal.match (proposed_by);

create table portal.match_event (
  id bigint generated always as identity primary key,
  match_id uuid not null references portal.match on delete cascade,
  state text not null,
  by_person uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp()
);
comment on table portal.match_event is 'Append-only: every state a match has been in, and who moved it there.';
create index on portal.match_event (match_id, at);
create index on portal.match_event (by_person);

create table portal.exclusion (
  person_id uuid not null references portal.person on delete cascade,
  other_id uuid not null references portal.person on delete cascade,
  added_by uuid references portal.person on delete set null,
  added_at timestamptz not null default now(),
  primary key (person_id, other_id),
  check (person_id < other_id)
);
comment on table portal.exclusion is 'Two people who are never suggested to each other. Neither of them can see it.';
create index on portal.exclusion (other_id);
create index on portal.exclusion (added_by);

alter table portal.mentor_request enable row level security;
alter table portal.match enable row level security;
alter table portal.match_event enable row level security;
alter table portal.exclusion enable row level security;

-- policies

grant select on portal.mentor_request to authenticated, mentoring_keeper;
create policy "A person sees their own request, staff see every one" on portal.mentor_request
  for select to authenticated using (person_id = (select private.me()) or (select private.has_role('staff')));
create policy "The mentoring keeper reads every request" on portal.mentor_request
  for select to mentoring_keeper using (true);
grant insert on portal.mentor_request to mentoring_keeper;
create policy "The mentoring keeper takes a request of the person asking" on portal.mentor_request
  for insert to mentoring_keeper with check (person_id = (select private.me()) and state = 'waiting');

grant select on portal.match to authenticated, mentoring_keeper;
create policy "Staff see the matches of others" on portal.match
  for select to authenticated using (
    (select private.has_role('staff')) and family_id <> (select private.me()) and mentor_id <> (select private.me()));
create policy "The mentoring keeper reads every match" on portal.match
  for select to mentoring_keeper using (true);
grant insert on portal.match to mentoring_keeper;
create policy "The mentoring keeper proposes two other people for staff" on portal.match
  for insert to mentoring_keeper with check (
    (select private.has_role('staff')) and proposed_by = (select private.me()) and state = 'proposed'
    and family_id <> (select private.me()) and mentor_id <> (select private.me()));
grant update (state, family_answered_at, mentor_answered_at, closed_at, no_reason, end_reason)
  on portal.match to mentoring_keeper;
-- whoever handles concerns may pause a match, and let it go on
create policy "The mentoring keeper moves a match for its two people and staff" on portal.match
  for update to mentoring_keeper
  using (family_id = (select private.me()) or mentor_id = (select private.me()) or (select private.has_role('staff'))
    or (select private.has_role('safeguarding_lead')) or (select private.has_role('safeguarding_deputy'))
    or (select private.has_role('safeguarding_alternate')))
  with check (family_id = (select private.me()) or mentor_id = (select private.me())
    or (select private.has_role('staff')) or (select private.has_role('safeguarding_lead'))
    or (select private.has_role('safeguarding_deputy')) or (select private.has_role('safeguarding_alternate')));

grant update (state, matched_at, ended_at) on portal.mentor_request to mentoring_keeper;
create policy "The mentoring keeper moves a request for its people and staff" on portal.mentor_request
  for update to mentoring_keeper
  using (person_id = (select private.me()) or (select private.has_role('staff')) or exists (
    select from portal.match m where m.request_id = mentor_request.id and m.mentor_id = (select private.me())))
  with check (person_id = (select private.me()) or (select private.has_role('staff')) or exists (
    select from portal.match m where m.request_id = mentor_request.id and m.mentor_id = (select private.me())));

grant insert on portal.match_event to mentoring_keeper;
create policy "The mentoring keeper writes down what the asker did" on portal.match_event
  for insert to mentoring_keeper with check (by_person = (select private.me()));
grant select on portal.match_event to authenticated;
create policy "Staff see how the matches of others went" on portal.match_event
  for select to authenticated using (
    (select private.has_role('staff')) and exists (select from portal.match m where m.id = match_id));

grant select, insert on portal.exclusion to mentoring_keeper;
create policy "The mentoring keeper reads who is kept apart" on portal.exclusion
  for select to mentoring_keeper using (true);
create policy "The mentoring keeper keeps two others apart for staff" on portal.exclusion
  for insert to mentoring_keeper with check (
    (select private.has_role('staff')) and added_by = (select private.me()));

grant select (id, person_id, connection, relation, space_id, state, asked_at, matched_at, ended_at)
  on portal.mentor_request to figures_keeper;
create policy "The figures keeper counts requests" on portal.mentor_request
  for select to figures_keeper using (true);
grant select (id, request_id, family_id, mentor_id, state, proposed_at, family_answered_at,
  mentor_answered_at, closed_at, end_reason) on portal.match to figures_keeper;
create policy "The figures keeper counts matches" on portal.match
  for select to figures_keeper using (true);
grant select (match_id, state, at) on portal.match_event to figures_keeper;
create policy "The figures keeper counts what happened to matches" on portal.match_event
  for select to figures_keeper using (true);

-- private: who fits

-- What two lists share, each once.
create function private.shared(one text[], other text[]) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(distinct o.entry), '{}') from unnest(one) as o(entry) where o.entry = any (other)
$$;
grant execute on function private.shared(text[], text[]) to mentoring_keeper;

-- One part of the score. side: for, against, not_known (missing answers count as neutral, not as nothing).
create function private.part(part text, points integer, most integer, side text, finding text, facts jsonb default '{}')
returns jsonb language sql immutable set search_path = '' as $$
  select jsonb_build_object('part', part, 'points', points, 'most', most, 'side', side,
    'finding', finding, 'facts', facts)
$$;
grant execute on function private.part(text, integer, integer, text, text, jsonb) to mentoring_keeper;

-- Roles in a family that see things from much the same place.
create function private.near_relation(relation text) returns text
language sql immutable set search_path = '' as $$
  select case
    when relation in ('parent', 'grandparent', 'aunt_or_uncle') then 'elder'
    when relation in ('partner', 'carer') then 'close'
    else 'alongside'
  end
$$;
grant execute on function private.near_relation(text) to mentoring_keeper;

create function private.relation_part(request portal.mentor_request, offer portal.mentor_offer) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when request.connection <> offer.connection
      then private.part('relation', 3, 30, 'against', 'other_side_' || offer.connection)
    when request.connection = 'recovery' then private.part('relation', 30, 30, 'for', 'both_recovery')
    when request.relation is null or offer.relation is null
      then private.part('relation', 15, 30, 'not_known', 'relation_not_known')
    when request.relation = offer.relation
      then private.part('relation', 30, 30, 'for', 'same_relation', facts)
    when private.near_relation(request.relation) = private.near_relation(offer.relation)
      then private.part('relation', 18, 30, 'for', 'near_relation', facts)
    else private.part('relation', 10, 30, 'against', 'other_relation', facts)
  end
  from (select jsonb_build_object('relation', offer.relation, 'wanted', request.relation)) as f(facts)
$$;
grant execute on function private.relation_part(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

create function private.substance_part(request portal.mentor_request, offer portal.mentor_offer) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when request.substance is null or offer.substance is null
      then private.part('substance', 6, 12, 'not_known', 'substance_not_known')
    when request.substance = offer.substance
      then private.part('substance', 12, 12, 'for', 'same_substance', facts)
    when 'both' in (request.substance, offer.substance)
      and 'gambling_or_other' not in (request.substance, offer.substance)
      then private.part('substance', 10, 12, 'for', 'partly_same_substance', facts)
    else private.part('substance', 0, 12, 'against', 'other_substance', facts)
  end
  from (select jsonb_build_object('substance', offer.substance, 'wanted', request.substance)) as f(facts)
$$;
grant execute on function private.substance_part(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

create function private.situation_part(request portal.mentor_request, offer portal.mentor_offer) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when n.needed = '{}' or offer.situations = '{}'
      then private.part('situation', 4, 8, 'not_known', 'situation_not_known')
    when private.shared(n.needed, offer.situations) <> '{}'
      then private.part('situation', 8, 8, 'for', 'same_situation',
        jsonb_build_object('situations', private.shared(n.needed, offer.situations)))
    else private.part('situation', 0, 8, 'against', 'other_situation', jsonb_build_object('situations', n.needed))
  end
  from (select request.situations || case when request.in_treatment = 'yes'
    then array['treatment'] else '{}' end) as n(needed)
$$;
grant execute on function private.situation_part(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

-- A mentor is further along than the family.
create function private.stage_part(request portal.mentor_request, offer portal.mentor_offer) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when request.stage is null or offer.settled_for is null
      then private.part('stage', 8, 15, 'not_known', 'stage_not_known')
    when offer.settled_for in ('2_to_5_years', 'over_5_years')
      or (offer.settled_for = '1_to_2_years' and request.stage <> 'settled')
      then private.part('stage', 15, 15, 'for', 'further_along', facts)
    when offer.settled_for = '1_to_2_years' or request.stage = 'very_hard'
      then private.part('stage', 9, 15, 'for', 'a_little_further', facts)
    else private.part('stage', 3, 15, 'against', 'not_much_further', facts)
  end
  from (select jsonb_build_object('settled_for', offer.settled_for)) as f(facts)
$$;
grant execute on function private.stage_part(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

create function private.availability_part(request portal.mentor_request, offer portal.mentor_offer) returns jsonb
language sql immutable set search_path = '' as $$
  select case cardinality(s.times)
    when 0 then private.part('availability', 0, 15, 'against', 'no_shared_time')
    when 1 then private.part('availability', 7, 15, 'against', 'one_shared_time', facts)
    when 2 then private.part('availability', 11, 15, 'for', 'shared_times', facts)
    else private.part('availability', 15, 15, 'for', 'shared_times', facts)
  end
  from (select private.shared(request.times, offer.times)) as s(times),
  lateral (select jsonb_build_object('times', s.times)) as f(facts)
$$;
grant execute on function private.availability_part(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

create function private.area_part(request portal.mentor_request, offer portal.mentor_offer) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when request.space_id is null or offer.space_ids = '{}'
      then private.part('area', 5, 10, 'not_known', 'area_not_known')
    when request.space_id = any (offer.space_ids) then private.part('area', 10, 10, 'for', 'can_reach')
    when private.shared(request.ways, offer.ways) && array['phone', 'online']
      then private.part('area', 5, 10, 'against', 'only_from_afar',
        jsonb_build_object('ways', private.shared(request.ways, offer.ways)))
    else private.part('area', 0, 10, 'against', 'cannot_reach')
  end
$$;
grant execute on function private.area_part(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

create function private.interests_part(request portal.mentor_request, offer portal.mentor_offer) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when request.interests = '{}' or offer.interests = '{}'
      then private.part('interests', 5, 10, 'not_known', 'interests_not_known')
    when cardinality(s.interests) = 0 then private.part('interests', 0, 10, 'against', 'no_shared_interest')
    else private.part('interests', case when cardinality(s.interests) = 1 then 7 else 10 end, 10, 'for',
      'shared_interests', jsonb_build_object('interests', s.interests))
  end
  from (select private.shared(request.interests, offer.interests)) as s(interests)
$$;
grant execute on function private.interests_part(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

-- A gender that someone would prefer takes points away when it is not met; "must" is no matter of points.
create function private.preference_part(whose text, wish text, wanted text, gender text) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when wish <> 'prefer' then null
    when gender is null then private.part('preference', -5, 0, 'not_known', whose || '_preference_not_known', facts)
    when gender = wanted then private.part('preference', 0, 0, 'for', whose || '_preference_met', facts)
    else private.part('preference', -10, 0, 'against', whose || '_preference_not_met', facts)
  end
  from (select jsonb_build_object('gender', gender, 'wanted', wanted)) as f(facts)
$$;
grant execute on function private.preference_part(text, text, text, text) to mentoring_keeper;

-- Times of the week that the family asked for and the mentor has none of. Worth no points, good to know.
create function private.missed_times(request portal.mentor_request, offer portal.mentor_offer) returns setof jsonb
language sql immutable set search_path = '' as $$
  select private.part('availability', 0, 0, 'against', t.finding)
  from (values
    ('no_weekends', array['sat_am', 'sat_pm', 'sat_eve', 'sun_am', 'sun_pm', 'sun_eve']),
    ('no_evenings', array['mon_eve', 'tue_eve', 'wed_eve', 'thu_eve', 'fri_eve'])
  ) as t(finding, slots)
  where request.times && t.slots and not offer.times && t.slots
$$;
grant execute on function private.missed_times(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

-- How well a mentor fits a request: 0 to 100 and each part of it, for and against.
-- It never looks at ethnicity, religion or sexuality: nobody is asked for them.
create function private.match_score(request portal.mentor_request, offer portal.mentor_offer) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'score', least(100, greatest(0, sum((p.part ->> 'points')::integer))),
    'reasons', jsonb_agg(p.part order by p.place))
  from (
    select 1 as place, private.relation_part(request, offer) as part
    union all select 2, private.substance_part(request, offer)
    union all select 3, private.situation_part(request, offer)
    union all select 4, private.stage_part(request, offer)
    union all select 5, private.availability_part(request, offer)
    union all select 6, m.missed from private.missed_times(request, offer) as m(missed)
    union all select 7, private.area_part(request, offer)
    union all select 8, private.interests_part(request, offer)
    union all select 9, private.preference_part('family', request.gender_wish, request.wanted_gender, offer.gender)
    union all select 10, private.preference_part('mentor', offer.gender_wish, offer.wanted_gender, request.gender)
  ) as p
  where p.part is not null
$$;
grant execute on function private.match_score(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

-- How many families a mentor has, counting those still being asked.
create function private.mentor_load(mentor uuid) returns integer
language sql stable set search_path = '' as $$
  select count(*)::integer from portal.match m
  where m.mentor_id = mentor and m.state in ('proposed', 'family_said_yes', 'active', 'paused')
$$;
grant execute on function private.mentor_load(uuid) to mentoring_keeper;

-- Whether two people have been kept apart, or met or declined before.
create function private.met_before(family uuid, mentor uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from portal.match m where m.family_id = family and m.mentor_id = mentor
      and m.state in ('family_said_no', 'mentor_said_no', 'ended'))
$$;
grant execute on function private.met_before(uuid, uuid) to mentoring_keeper;

create function private.kept_apart(one uuid, other uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (
      select from portal.exclusion e
      where e.person_id = least(one, other) and e.other_id = greatest(one, other))
    or exists (
      select from portal.block b
      where b.person_id = one and b.other_id = other or b.person_id = other and b.other_id = one);
end $$;
grant execute on function private.kept_apart(uuid, uuid) to mentoring_keeper;

-- Whether the mentor said they would rather not take on what this family lives with.
create function private.beyond_limits(request portal.mentor_request, offer portal.mentor_offer) returns boolean
language sql immutable set search_path = '' as $$
  select request.connection = any (offer.limits)
    or offer.limits && case request.substance
      when 'both' then array['alcohol', 'drugs'] else array_remove(array[request.substance], null) end
$$;
grant execute on function private.beyond_limits(portal.mentor_request, portal.mentor_offer) to mentoring_keeper;

-- Why a mentor can take nobody at all just now.
create function private.mentor_bars(mentor portal.mentor) returns text[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(b.bar), '{}') from (values
    ('not_a_mentor_now', not exists (
      select from portal.role_grant g join portal.person p on p.id = g.person_id
      where g.person_id = mentor.person_id and g.role = 'mentor' and p.state = 'active')),
    ('mentor_consent', not private.consented(mentor.person_id, 'matching')),
    ('resting', mentor.state = 'resting'),
    ('supervision_overdue', mentor.supervision_due_on < current_date),
    ('full', private.mentor_load(mentor.person_id) >= mentor.capacity),
    ('paused', exists (
      select from portal.match m where m.mentor_id = mentor.person_id and m.state = 'paused'))
  ) as b(bar, holds) where b.holds
$$;
grant execute on function private.mentor_bars(portal.mentor) to mentoring_keeper;

-- Why these two cannot be matched. Empty: they can.
create function private.match_bars(
  request portal.mentor_request, mentor portal.mentor, offer portal.mentor_offer
) returns text[]
language sql stable set search_path = '' as $$
  select private.mentor_bars(mentor) || coalesce(array_agg(b.bar), '{}') from (values
    ('family_consent', not private.consented(request.person_id, 'matching')),
    ('no_shared_way', not request.ways && offer.ways),
    ('no_shared_time', not request.times && offer.times),
    ('no_shared_language', not request.languages && offer.languages),
    ('gender', (request.gender_wish = 'must' and offer.gender is distinct from request.wanted_gender)
      or (offer.gender_wish = 'must' and request.gender is distinct from offer.wanted_gender)),
    ('limits', private.beyond_limits(request, offer)),
    ('kept_apart', private.kept_apart(request.person_id, mentor.person_id)),
    ('met_before', private.met_before(request.person_id, mentor.person_id)),
    ('same_person', request.person_id = mentor.person_id)
  ) as b(bar, holds) where b.holds
$$;
grant execute on function private.match_bars(portal.mentor_request, portal.mentor, portal.mentor_offer)
  to mentoring_keeper;

-- private: asking

-- What is wrong with a request: the first problem, or null.
create function private.request_problem(answers jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(private.meeting_problem(answers), (
    select private.invalid(f.field, f.problem)
    from jsonb_to_record(answers) as a(
      in_treatment text, stage text, space_id uuid, would_help text, not_with text),
    lateral (values
      (1, 'in_treatment', case when a.in_treatment not in ('yes', 'no', 'rather_not_say') then 'not_known' end),
      (2, 'stage', case when a.stage not in ('very_hard', 'settling', 'settled') then 'not_known' end),
      (3, 'space_id', case when a.space_id is not null and not exists (
        select from portal.space s where s.id = a.space_id) then 'not_known' end),
      (4, 'would_help', private.text_problem(a.would_help, 1000)),
      (5, 'not_with', private.text_problem(a.not_with, 500, false))
    ) as f(place, field, problem)
    where f.problem is not null order by f.place limit 1))
$$;
grant execute on function private.request_problem(jsonb) to mentoring_keeper;

create function private.ask_for_mentor(answers jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  given portal.mentor_request;
  bad jsonb := private.request_problem(answers);
begin
  if bad is not null then
    return bad;
  elsif not private.consented(asker, 'matching') then
    return jsonb_build_object('outcome', 'consent_needed');
  end if;
  given := jsonb_populate_record(null::portal.mentor_request, answers);
  insert into portal.mentor_request (person_id, connection, relation, substance, in_treatment, situations,
    stage, ways, times, languages, space_id, interests, gender, gender_wish, wanted_gender,
    would_help, show_words, not_with)
  values (asker, given.connection, given.relation, given.substance,
    coalesce(given.in_treatment, 'rather_not_say'), coalesce(given.situations, '{}'), given.stage,
    given.ways, given.times, given.languages, given.space_id, coalesce(given.interests, '{}'),
    given.gender, coalesce(given.gender_wish, 'none'), given.wanted_gender, btrim(given.would_help),
    coalesce(given.show_words, false), nullif(btrim(given.not_with), ''))
  on conflict do nothing returning * into given;
  if not found then
    return jsonb_build_object('outcome', 'already_asked');
  end if;
  perform private.record('ask_for_mentor', 'mentor_request', given.id, array['state'], asker);
  return jsonb_build_object('outcome', 'waiting', 'request_id', given.id, 'asked_at', given.asked_at);
end $$;
alter function private.ask_for_mentor(jsonb) owner to mentoring_keeper;
grant execute on function private.ask_for_mentor(jsonb) to authenticated;

-- private: moving a match. Locks are taken in one order everywhere: mentor, request, match.

-- Move a match to a state, write it in its history and in the audit.
create function private.move_match(match_id uuid, new_state text, no_reason text default null, end_reason text default null)
returns void
language plpgsql security definer set search_path = '' as $$
declare
  moved portal.match;
begin
  update portal.match m set
    state = new_state,
    family_answered_at = case when new_state in ('family_said_yes', 'family_said_no') then now() else m.family_answered_at end,
    mentor_answered_at = case when new_state in ('active', 'mentor_said_no') then now() else m.mentor_answered_at end,
    closed_at = case when new_state not in ('family_said_yes', 'active') then now() end,
    no_reason = coalesce(nullif(btrim(move_match.no_reason), ''), m.no_reason),
    end_reason = move_match.end_reason
  where m.id = move_match.match_id returning m.* into moved;
  if not found then
    raise exception 'the match was not moved';
  end if;
  insert into portal.match_event (match_id, state, by_person) values (moved.id, new_state, private.me());
  perform private.record('match:' || new_state, 'match', moved.id, array['state'], moved.family_id);
end $$;
alter function private.move_match(uuid, text, text, text) owner to mentoring_keeper;
grant execute on function private.move_match(uuid, text, text, text) to mentoring_keeper;

-- Move a request: matched when both said yes, waiting again with its old place, or over.
create function private.move_request(request_id uuid, new_state text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update portal.mentor_request r set
    state = new_state,
    matched_at = case when new_state = 'matched' then now() when new_state = 'waiting' then null else r.matched_at end,
    ended_at = case when new_state in ('ended', 'withdrawn') then now() end
  where r.id = move_request.request_id;
  if not found then
    raise exception 'the request was not moved';
  end if;
end $$;
alter function private.move_request(uuid, text) owner to mentoring_keeper;
grant execute on function private.move_request(uuid, text) to mentoring_keeper;

create function private.propose_match(request_id uuid, mentor_id uuid, why text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  bad text := private.text_problem(why, 1000);
  mentor portal.mentor;
  offer portal.mentor_offer;
  request portal.mentor_request;
  bars text[];
  fit jsonb;
  proposed uuid;
begin
  if bad is not null then
    return private.invalid('why', bad);
  end if;
  select m.* into mentor from portal.mentor m where m.person_id = propose_match.mentor_id for update;
  select r.* into request from portal.mentor_request r where r.id = propose_match.request_id for update;
  if mentor.person_id is null or request.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif asker in (request.person_id, mentor.person_id) then
    return jsonb_build_object('outcome', 'not_for_yourself');
  elsif request.state <> 'waiting' then
    return jsonb_build_object('outcome', 'not_waiting');
  elsif exists (select from portal.match m where m.request_id = request.id and m.closed_at is null) then
    return jsonb_build_object('outcome', 'already_proposed');
  end if;
  select o.* into offer from portal.mentor_offer o where o.id = mentor.offer_id;
  bars := private.match_bars(request, mentor, offer);
  if bars <> '{}' then
    return jsonb_build_object('outcome', case when bars = '{full}' then 'full' else 'left_out' end, 'because', bars);
  end if;
  fit := private.match_score(request, offer);
  insert into portal.match (request_id, family_id, mentor_id, score, reasons, why, proposed_by)
  values (request.id, request.person_id, mentor.person_id, (fit ->> 'score')::integer, fit -> 'reasons', btrim(why), asker)
  returning id into proposed;
  insert into portal.match_event (match_id, state, by_person) values (proposed, 'proposed', asker);
  perform private.record('match:proposed', 'match', proposed, array['state'], request.person_id);
  return jsonb_build_object('outcome', 'proposed', 'match_id', proposed);
end $$;
alter function private.propose_match(uuid, uuid, text) owner to mentoring_keeper;
grant execute on function private.propose_match(uuid, uuid, text) to authenticated;

-- Whether an open match may still go on: both still agree and the mentor can still take somebody.
create function private.still_possible(open_match portal.match) returns boolean
language sql stable set search_path = '' as $$
  select private.consented(open_match.family_id, 'matching')
    and private.mentor_bars(m) <@ array['full', 'supervision_overdue']
    and not private.kept_apart(open_match.family_id, open_match.mentor_id)
  from portal.mentor m where m.person_id = open_match.mentor_id
$$;
grant execute on function private.still_possible(portal.match) to mentoring_keeper;

-- The family answers a proposal. A "no" needs no reason and costs no place in the queue.
create function private.answer_proposal(match_id uuid, yes boolean, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  bad text := private.text_problem(reason, 500, false);
  proposal portal.match;
begin
  if bad is not null then
    return private.invalid('reason', bad);
  elsif yes is null then
    return private.invalid('yes', 'missing');
  end if;
  perform from portal.mentor_request r
  where r.id = (select m.request_id from portal.match m where m.id = answer_proposal.match_id and m.family_id = asker)
  for update;
  select m.* into proposal from portal.match m
  where m.id = answer_proposal.match_id and m.family_id = asker for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif proposal.state <> 'proposed' then
    return jsonb_build_object('outcome', 'already_answered', 'state', proposal.state);
  elsif not yes then
    perform private.move_match(proposal.id, 'family_said_no', reason);
    return jsonb_build_object('outcome', 'waiting_again');
  elsif not private.still_possible(proposal) then
    perform private.move_match(proposal.id, 'lapsed');
    return jsonb_build_object('outcome', 'no_longer_possible');
  end if;
  perform private.move_match(proposal.id, 'family_said_yes');
  return jsonb_build_object('outcome', 'mentor_asked');
end $$;
alter function private.answer_proposal(uuid, boolean, text) owner to mentoring_keeper;
grant execute on function private.answer_proposal(uuid, boolean, text) to authenticated;

-- The mentor answers once the family has said yes.
create function private.answer_match(match_id uuid, yes boolean, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('mentor');
  bad text := private.text_problem(reason, 500, false);
  asked portal.match;
begin
  if bad is not null then
    return private.invalid('reason', bad);
  elsif yes is null then
    return private.invalid('yes', 'missing');
  end if;
  perform from portal.mentor m where m.person_id = asker for update;
  perform from portal.mentor_request r
  where r.id = (select m.request_id from portal.match m where m.id = answer_match.match_id and m.mentor_id = asker)
  for update;
  select m.* into asked from portal.match m
  where m.id = answer_match.match_id and m.mentor_id = asker and m.state <> 'proposed' for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif asked.state <> 'family_said_yes' then
    return jsonb_build_object('outcome', 'already_answered', 'state', asked.state);
  elsif not yes then
    perform private.move_match(asked.id, 'mentor_said_no', reason);
    return jsonb_build_object('outcome', 'not_this_time');
  elsif not private.still_possible(asked) then
    perform private.move_match(asked.id, 'lapsed');
    return jsonb_build_object('outcome', 'no_longer_possible');
  end if;
  perform private.move_match(asked.id, 'active');
  perform private.move_request(asked.request_id, 'matched');
  return jsonb_build_object('outcome', 'active');
end $$;
alter function private.answer_match(uuid, boolean, text) owner to mentoring_keeper;
grant execute on function private.answer_match(uuid, boolean, text) to authenticated;

-- Staff take back a proposal that is not agreed yet.
create function private.withdraw_proposal(match_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  open_match portal.match;
begin
  perform from portal.mentor_request r
  where r.id = (select m.request_id from portal.match m where m.id = withdraw_proposal.match_id) for update;
  select m.* into open_match from portal.match m where m.id = withdraw_proposal.match_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif asker in (open_match.family_id, open_match.mentor_id) then
    return jsonb_build_object('outcome', 'not_for_yourself');
  elsif open_match.state not in ('proposed', 'family_said_yes') then
    return jsonb_build_object('outcome', 'already_answered', 'state', open_match.state);
  end if;
  perform private.move_match(open_match.id, 'withdrawn');
  return jsonb_build_object('outcome', 'withdrawn');
end $$;
alter function private.withdraw_proposal(uuid) owner to mentoring_keeper;
grant execute on function private.withdraw_proposal(uuid) to authenticated;

-- An active match ends without blame: by the family, the mentor or staff. The family waits again, with
-- its old place, unless they are done or do not want another mentor.
create function private.end_match(match_id uuid, reason_code text, look_again boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  live portal.match;
  next_state text;
begin
  if reason_code is null or reason_code not in (
    'we_are_done', 'not_the_right_fit', 'life_changed', 'time_to_rest', 'rather_not_say') then
    return private.invalid('reason_code', 'not_known');
  end if;
  perform from portal.mentor_request r
  where r.id = (select m.request_id from portal.match m where m.id = end_match.match_id) for update;
  select m.* into live from portal.match m where m.id = end_match.match_id for update;
  if not found or not (asker in (live.family_id, live.mentor_id) or private.has_role('staff')) then
    return jsonb_build_object('outcome', 'not_found');
  elsif live.state not in ('active', 'paused') then
    return jsonb_build_object('outcome', 'not_active', 'state', live.state);
  end if;
  perform private.move_match(live.id, 'ended', null, reason_code);
  next_state := case when reason_code = 'we_are_done' or not coalesce(look_again, true) and asker <> live.mentor_id
    then 'ended' else 'waiting' end;
  perform private.move_request(live.request_id, next_state);
  return jsonb_build_object('outcome', 'ended', 'family_is', next_state);
end $$;
alter function private.end_match(uuid, text, boolean) owner to mentoring_keeper;
grant execute on function private.end_match(uuid, text, boolean) to authenticated;

create function private.withdraw_request() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  mine portal.mentor_request;
  open_match uuid;
begin
  select r.* into mine from portal.mentor_request r
  where r.person_id = asker and r.state in ('waiting', 'matched') for update;
  if not found then
    return jsonb_build_object('outcome', 'not_asked');
  elsif mine.state = 'matched' then
    return jsonb_build_object('outcome', 'already_matched');
  end if;
  select m.id into open_match from portal.match m
  where m.request_id = mine.id and m.closed_at is null for update;
  if found then
    perform private.move_match(open_match, 'withdrawn');
  end if;
  perform private.move_request(mine.id, 'withdrawn');
  perform private.record('withdraw_request', 'mentor_request', mine.id, array['state'], asker);
  return jsonb_build_object('outcome', 'withdrawn');
end $$;
alter function private.withdraw_request() owner to mentoring_keeper;
grant execute on function private.withdraw_request() to authenticated;

-- A mentor rests at once, no questions. What was only being asked lapses, and those families wait again.
create function private.rest() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('mentor');
  asked uuid;
begin
  update portal.mentor m set state = 'resting', rested_at = now()
  where m.person_id = asker and m.state = 'active';
  if not found then
    return jsonb_build_object('outcome', 'already_resting');
  end if;
  for asked in
    select m.id from portal.match m
    where m.mentor_id = asker and m.state in ('proposed', 'family_said_yes') order by m.id for update
  loop
    perform private.move_match(asked, 'lapsed');
  end loop;
  perform private.record('rest', 'mentor', asker, array['state'], asker);
  return jsonb_build_object('outcome', 'resting', 'meeting', private.mentor_load(asker));
end $$;
alter function private.rest() owner to mentoring_keeper;
grant execute on function private.rest() to authenticated;

-- Staff keep a family and a mentor apart, silently.
create function private.keep_apart(request_id uuid, mentor_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  family uuid;
begin
  select r.person_id into family from portal.mentor_request r where r.id = keep_apart.request_id;
  if not found or not exists (select from portal.mentor m where m.person_id = keep_apart.mentor_id) then
    return jsonb_build_object('outcome', 'not_found');
  elsif family = keep_apart.mentor_id then
    return jsonb_build_object('outcome', 'same_person');
  end if;
  insert into portal.exclusion (person_id, other_id, added_by)
  values (least(family, keep_apart.mentor_id), greatest(family, keep_apart.mentor_id), asker)
  on conflict do nothing;
  perform private.record('keep_apart', 'exclusion', null, array['person_id', 'other_id'], family);
  return jsonb_build_object('outcome', 'kept_apart');
end $$;
alter function private.keep_apart(uuid, uuid) owner to mentoring_keeper;
grant execute on function private.keep_apart(uuid, uuid) to authenticated;

-- Who on the staff is told about a match: whoever proposed it, or everybody once they have left. Never one
-- of its two people.
create function private.staff_of(open_match portal.match) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    with able as (
      select g.person_id from portal.role_grant g join portal.person p on p.id = g.person_id
      where g.role = 'staff' and p.state = 'active'
        and g.person_id not in (open_match.family_id, open_match.mentor_id)
    )
    select a.person_id from able a
    where a.person_id = open_match.proposed_by
      or not exists (select from able b where b.person_id = open_match.proposed_by);
end $$;
alter function private.staff_of(portal.match) owner to identity_keeper;
grant execute on function private.staff_of(portal.match) to mentoring_keeper;

-- A consent was taken back: what it carried stops in the same moment. Suggestions and what the other one
-- sees ask for the live consent anyway; here a proposal lapses, and staff are told to talk with both.
create function private.stop_what_consent_carried() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  open_match portal.match;
  told uuid;
begin
  for open_match in
    select m.* from portal.match m
    where m.closed_at is null and (m.family_id = new.person_id
      or new.purpose = 'matching' and m.mentor_id = new.person_id)
    order by m.id for update
  loop
    if new.purpose = 'matching' and open_match.state not in ('active', 'paused') then
      perform private.move_match(open_match.id, 'lapsed');
    end if;
    for told in select s from private.staff_of(open_match) s loop
      perform private.notify(told, 'consent_changed', 'consent:' || new.id, 'person?id=' || new.person_id);
    end loop;
  end loop;
  return null;
end $$;
create trigger taking_it_back_stops_things after insert on portal.consent
  for each row when (new.decision = 'withdrawn' and new.purpose in ('matching', 'share_with_mentor'))
  execute function private.stop_what_consent_carried();
alter function private.stop_what_consent_carried() owner to mentoring_keeper;

-- private: what each side may see

-- What a family sees of the mentor who is proposed to them, or whom they meet.
create function private.mentor_as_shown(request portal.mentor_request, mentor_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (select jsonb_build_object('display_name', private.name_as_shown(p), 'connection', o.connection, 'relation', o.relation,
    'settled_for', o.settled_for, 'gender', o.gender, 'languages', o.languages,
    'ways', private.shared(request.ways, o.ways), 'times', private.shared(request.times, o.times),
    'interests', private.shared(request.interests, o.interests))
  from portal.mentor m
  join portal.mentor_offer o on o.id = m.offer_id
  join portal.person p on p.id = m.person_id and p.state = 'active'
  where m.person_id = mentor_as_shown.mentor_id and private.consented(m.person_id, 'matching'));
end $$;
grant execute on function private.mentor_as_shown(portal.mentor_request, uuid) to mentoring_keeper;

-- The proposal to answer, or the mentor one meets: null when there is none.
create function private.my_match() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    select jsonb_build_object('match_id', m.id, 'state', m.state, 'why', m.why, 'proposed_at', m.proposed_at,
      'since', m.mentor_answered_at, 'staff_name', s.display_name,
      'mentor', private.mentor_as_shown(r, m.mentor_id))
    from portal.match m
    join portal.mentor_request r on r.id = m.request_id
    left join portal.person s on s.id = m.proposed_by
    where m.family_id = asker and m.closed_at is null
    order by m.proposed_at desc limit 1);
end $$;
alter function private.my_match() owner to mentoring_keeper;
grant execute on function private.my_match() to authenticated;

-- What a mentor sees of a family: what the family shares, for as long as both consents stand. Else null.
create function private.family_as_shared(request portal.mentor_request, mentor_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (select jsonb_build_object('display_name', private.name_as_shown(p), 'connection', request.connection,
    'relation', request.relation, 'substance', request.substance, 'stage', request.stage,
    'place', (select s.name from portal.space s where s.id = request.space_id),
    'languages', request.languages, 'ways', private.shared(request.ways, o.ways),
    'times', private.shared(request.times, o.times), 'interests', private.shared(request.interests, o.interests),
    'would_help', case when request.show_words
      and not private.is_hidden('words', request.id) then request.would_help end)
  from portal.person p, portal.mentor m join portal.mentor_offer o on o.id = m.offer_id
  where p.id = request.person_id and p.state = 'active' and m.person_id = family_as_shared.mentor_id
    and private.consented(request.person_id, 'matching')
    and private.consented(request.person_id, 'share_with_mentor'));
end $$;
grant execute on function private.family_as_shared(portal.mentor_request, uuid) to mentoring_keeper;

-- A mentor's standing and matches. A proposal is nothing of theirs until the family has said yes.
create function private.my_matches() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('mentor');
begin
  return jsonb_build_object(
    'mentor', (
      select jsonb_build_object('state', m.state, 'capacity', m.capacity, 'rested_at', m.rested_at,
        'supervision_due_on', m.supervision_due_on, 'consented', private.consented(asker, 'matching'))
      from portal.mentor m where m.person_id = asker),
    'matches', (
      select coalesce(jsonb_agg(jsonb_build_object('match_id', m.id, 'state', m.state,
        'asked_at', m.family_answered_at, 'since', m.mentor_answered_at, 'staff_name', s.display_name,
        'family', private.family_as_shared(r, asker)) order by m.state desc, m.family_answered_at), '[]')
      from portal.match m
      join portal.mentor_request r on r.id = m.request_id
      left join portal.person s on s.id = m.proposed_by
      where m.mentor_id = asker and m.state in ('family_said_yes', 'active', 'paused')));
end $$;
alter function private.my_matches() owner to mentoring_keeper;
grant execute on function private.my_matches() to authenticated;

-- Where the person asking stands as a mentor: null for everybody else.
create function private.my_standing() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    select jsonb_build_object('state', m.state, 'capacity', m.capacity, 'rested_at', m.rested_at,
      'supervision_due_on', m.supervision_due_on, 'load', private.mentor_load(asker))
    from portal.mentor m where m.person_id = asker);
end $$;
alter function private.my_standing() owner to mentoring_keeper;
grant execute on function private.my_standing() to authenticated;

-- private: what staff see

-- The families whom a mentor has, or who are being asked.
create function private.families_of(mentor_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('match_id', m.id, 'state', m.state, 'display_name', p.display_name,
    'request_id', m.request_id, 'since', coalesce(m.mentor_answered_at, m.proposed_at)) order by m.proposed_at), '[]')
  from portal.match m join portal.person p on p.id = m.family_id
  where m.mentor_id = families_of.mentor_id and m.closed_at is null
$$;
grant execute on function private.families_of(uuid) to mentoring_keeper;

-- Offers that wait for a decision, oldest first, and every mentor with whom they meet.
create function private.mentor_offers() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  return jsonb_build_object(
    'offers', (
      select coalesce(jsonb_agg(to_jsonb(o) - '{space_ids,decided_by}'::text[] || jsonb_build_object(
        'display_name', p.display_name, 'is_me', o.person_id = asker, 'places', (
          select coalesce(jsonb_agg(s.name order by s.position, s.name), '[]')
          from portal.space s where s.id = any (o.space_ids))) order by o.offered_at), '[]')
      from portal.mentor_offer o join portal.person p on p.id = o.person_id
      where o.state in ('offered', 'in_conversation')),
    'mentors', (
      select coalesce(jsonb_agg(jsonb_build_object('mentor_id', m.person_id, 'display_name', p.display_name,
        'is_me', m.person_id = asker, 'state', m.state, 'capacity', m.capacity,
        'load', private.mentor_load(m.person_id), 'checked_on', m.checked_on,
        'supervision_due_on', m.supervision_due_on, 'bars', private.mentor_bars(m),
        'families', case when m.person_id = asker then '[]' else private.families_of(m.person_id) end)
        order by p.display_name), '[]')
      from portal.mentor m join portal.person p on p.id = m.person_id));
end $$;
alter function private.mentor_offers() owner to mentoring_keeper;
grant execute on function private.mentor_offers() to authenticated;

-- The open proposal of a request, for staff.
create function private.proposal_of(request_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('match_id', m.id, 'state', m.state, 'mentor_name', p.display_name,
    'proposed_at', m.proposed_at, 'family_answered_at', m.family_answered_at)
  from portal.match m join portal.person p on p.id = m.mentor_id
  where m.request_id = proposal_of.request_id and m.closed_at is null
$$;
grant execute on function private.proposal_of(uuid) to mentoring_keeper;

-- Families who wait, longest first. Who took back the consent is a name and a date, no more.
create function private.waiting_families() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('request_id', r.id, 'display_name', p.display_name,
      'asked_at', r.asked_at, 'consented', c.given, 'is_me', r.person_id = asker,
      'proposal', case when r.person_id <> asker then private.proposal_of(r.id) end)
      || case when c.given then jsonb_build_object('connection', r.connection, 'relation', r.relation,
        'ways', r.ways, 'place', (select s.name from portal.space s where s.id = r.space_id))
        else '{}' end order by r.asked_at, r.id), '[]')
    from portal.mentor_request r
    join portal.person p on p.id = r.person_id
    cross join lateral (select private.consented(r.person_id, 'matching') as given) c
    where r.state = 'waiting');
end $$;
alter function private.waiting_families() owner to mentoring_keeper;
grant execute on function private.waiting_families() to authenticated;

-- Every mentor against one request: who fits and how well, and who is left out and why.
create function private.ranked_mentors(request portal.mentor_request) returns jsonb
language sql stable set search_path = '' as $$
  with weighed as (
    select m.person_id, m.capacity, m.made_at, p.display_name, o.gender, o.connection, o.relation,
      private.shared(request.ways, o.ways) as ways, private.mentor_load(m.person_id) as load,
      private.match_bars(request, m, o) as bars, private.match_score(request, o) as fit
    from portal.mentor m
    join portal.mentor_offer o on o.id = m.offer_id
    join portal.person p on p.id = m.person_id
    where m.person_id <> request.person_id
  )
  select jsonb_build_object(
    'suggestions', coalesce(jsonb_agg(jsonb_build_object('mentor_id', w.person_id,
      'display_name', w.display_name, 'gender', w.gender, 'connection', w.connection, 'relation', w.relation,
      'ways', w.ways, 'load', w.load, 'capacity', w.capacity,
      'score', w.fit -> 'score', 'reasons', w.fit -> 'reasons')
      order by (w.fit ->> 'score')::integer desc, w.load, w.made_at, w.person_id) filter (where w.bars = '{}'), '[]'),
    'left_out', coalesce(jsonb_agg(jsonb_build_object('mentor_id', w.person_id,
      'display_name', w.display_name, 'because', w.bars) order by w.display_name) filter (where w.bars <> '{}'), '[]'))
  from weighed w
$$;
grant execute on function private.ranked_mentors(portal.mentor_request) to mentoring_keeper;

create function private.suggestions(request_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  request portal.mentor_request;
begin
  select r.* into request from portal.mentor_request r where r.id = suggestions.request_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif request.person_id = asker then
    return jsonb_build_object('outcome', 'not_for_yourself');
  elsif not private.consented(request.person_id, 'matching') then
    return jsonb_build_object('outcome', 'consent_needed');
  end if;
  return jsonb_build_object('outcome', 'found',
    'family', to_jsonb(request) - 'person_id' || jsonb_build_object(
      'display_name', (select p.display_name from portal.person p where p.id = request.person_id),
      'place', (select s.name from portal.space s where s.id = request.space_id)),
    'proposal', private.proposal_of(request.id)) || private.ranked_mentors(request);
end $$;
alter function private.suggestions(uuid) owner to mentoring_keeper;
grant execute on function private.suggestions(uuid) to authenticated;

-- api

-- Where the person asking is: their offer, standing, request and match, what they agreed to, and the places.
create function api.my_mentoring() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return jsonb_build_object(
    'offer', (
      select to_jsonb(o) - '{person_id,decided_by}'::text[] from portal.mentor_offer o
      where o.person_id = asker order by o.offered_at desc limit 1),
    'mentor', private.my_standing(),
    'request', (
      select to_jsonb(r) - 'person_id' from portal.mentor_request r
      where r.person_id = asker order by r.asked_at desc limit 1),
    'match', private.my_match(),
    'consents', (
      select jsonb_agg(c.entry order by c.place)
      from jsonb_array_elements(private.my_consents()) with ordinality as c(entry, place)
      where c.entry ->> 'purpose' in ('matching', 'share_with_mentor')),
    'spaces', (
      select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.position, s.name), '[]')
      from portal.space s where s.kind = 'place'));
end $$;
grant execute on function api.my_mentoring() to authenticated;

-- answers: connection, relation, substance, in_treatment, situations, stage, ways, times, languages, space_id,
-- interests, gender, gender_wish, wanted_gender, would_help, show_words, not_with
create function api.ask_for_mentor(answers jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.ask_for_mentor(answers) $$;
grant execute on function api.ask_for_mentor(jsonb) to authenticated;

create function api.withdraw_request() returns jsonb
language sql volatile set search_path = '' as $$ select private.withdraw_request() $$;
grant execute on function api.withdraw_request() to authenticated;

create function api.answer_proposal(match_id uuid, yes boolean, reason text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.answer_proposal(match_id, yes, reason) $$;
grant execute on function api.answer_proposal(uuid, boolean, text) to authenticated;

create function api.my_matches() returns jsonb
language sql stable set search_path = '' as $$ select private.my_matches() $$;
grant execute on function api.my_matches() to authenticated;

create function api.answer_match(match_id uuid, yes boolean, reason text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.answer_match(match_id, yes, reason) $$;
grant execute on function api.answer_match(uuid, boolean, text) to authenticated;

create function api.rest() returns jsonb
language sql volatile set search_path = '' as $$ select private.rest() $$;
grant execute on function api.rest() to authenticated;

create function api.end_match(match_id uuid, reason_code text, look_again boolean default true) returns jsonb
language sql volatile set search_path = '' as $$ select private.end_match(match_id, reason_code, look_again) $$;
grant execute on function api.end_match(uuid, text, boolean) to authenticated;

create function api.mentor_offers() returns jsonb
language sql stable set search_path = '' as $$ select private.mentor_offers() $$;
grant execute on function api.mentor_offers() to authenticated;

create function api.waiting_families() returns jsonb
language sql stable set search_path = '' as $$ select private.waiting_families() $$;
grant execute on function api.waiting_families() to authenticated;

create function api.suggestions(request_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.suggestions(request_id) $$;
grant execute on function api.suggestions(uuid) to authenticated;

create function api.propose_match(request_id uuid, mentor_id uuid, why text) returns jsonb
language sql volatile set search_path = '' as $$ select private.propose_match(request_id, mentor_id, why) $$;
grant execute on function api.propose_match(uuid, uuid, text) to authenticated;

create function api.withdraw_proposal(match_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.withdraw_proposal(match_id) $$;
grant execute on function api.withdraw_proposal(uuid) to authenticated;

create function api.keep_apart(request_id uuid, mentor_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.keep_apart(request_id, mentor_id) $$;
grant execute on function api.keep_apart(uuid, uuid) to authenticated;
