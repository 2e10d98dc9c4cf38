-- Peer mentors: members offer, staff decide with a reason, and a mentor can rest whenever they need to.

-- The choices that offers and requests are made of: one list for the constraints and the checks.
create function private.mentoring_choices(kind text) returns text[]
language sql immutable set search_path = '' as $$
  select case kind
    when 'connection' then array['recovery', 'family']
    when 'relation' then array[
      'partner', 'parent', 'sibling', 'adult_child', 'aunt_or_uncle', 'grandparent', 'friend', 'carer']
    when 'substance' then array['alcohol', 'drugs', 'both', 'gambling_or_other']
    when 'situation' then array['treatment', 'bereaved', 'kinship_care', 'prison']
    when 'settled_for' then array['under_1_year', '1_to_2_years', '2_to_5_years', 'over_5_years']
    when 'way' then array['in_person', 'phone', 'online']
    when 'time' then array[
      'mon_am', 'mon_pm', 'mon_eve', 'tue_am', 'tue_pm', 'tue_eve', 'wed_am', 'wed_pm', 'wed_eve',
      'thu_am', 'thu_pm', 'thu_eve', 'fri_am', 'fri_pm', 'fri_eve', 'sat_am', 'sat_pm', 'sat_eve',
      'sun_am', 'sun_pm', 'sun_eve']
    when 'language' then array[
      'english', 'arabic', 'bengali', 'british_sign_language', 'gujarati', 'lithuanian', 'polish',
      'portuguese', 'punjabi', 'romanian', 'turkish', 'urdu']
    when 'interest' then array[
      'walking', 'gardening', 'cooking', 'music', 'arts_and_crafts', 'reading_and_writing', 'sport',
      'film_and_tv', 'animals', 'making_and_mending', 'games', 'volunteering']
    when 'gender' then array['woman', 'man', 'non_binary']
    when 'gender_wish' then array['none', 'prefer', 'must']
    when 'limit' then array['recovery', 'family', 'alcohol', 'drugs', 'gambling_or_other']
  end
$$;
comment on function private.mentoring_choices(text) is 'time: the day and its part (am: before noon, pm: until six, eve: after six). limit: what a mentor would rather not take on.';
grant execute on function private.mentoring_choices(text) to authenticated, mentoring_keeper;

-- Whether every entry of a list is one of the choices, without needless repeats.
create function private.all_known(chosen text[], kind text) returns boolean
language sql immutable set search_path = '' as $$
  select chosen <@ private.mentoring_choices(kind)
    and cardinality(chosen) <= cardinality(private.mentoring_choices(kind))
$$;
grant execute on function private.all_known(text[], text) to mentoring_keeper;

-- tables

create table portal.mentor_offer (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  connection text not null check (connection = any (private.mentoring_choices('connection'))),
  relation text check (relation = any (private.mentoring_choices('relation'))),
  substance text check (substance = any (private.mentoring_choices('substance'))),
  situations text[] not null default '{}' check (private.all_known(situations, 'situation')),
  settled_for text check (settled_for = any (private.mentoring_choices('settled_for'))),
  ways text[] not null check (ways <> '{}' and private.all_known(ways, 'way')),
  times text[] not null check (times <> '{}' and private.all_known(times, 'time')),
  languages text[] not null check (languages <> '{}' and private.all_known(languages, 'language')),
  space_ids uuid[] not null default '{}' check (cardinality(space_ids) <= 50),
  interests text[] not null default '{}' check (private.all_known(interests, 'interest')),
  gender text check (gender = any (private.mentoring_choices('gender'))),
  gender_wish text not null default 'none' check (gender_wish = any (private.mentoring_choices('gender_wish'))),
  wanted_gender text check (wanted_gender = any (private.mentoring_choices('gender'))),
  limits text[] not null default '{}' check (private.all_known(limits, 'limit')),
  why text not null check (length(btrim(why)) between 1 and 1000),
  state text not null default 'offered' check (state in (
    'offered', 'in_conversation', 'approved', 'not_now', 'withdrawn')),
  offered_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid references portal.person on delete set null,
  decision_reason text check (length(btrim(decision_reason)) between 1 and 1000),
  check (connection = 'family' or relation is null),
  check ((gender_wish = 'none') = (wanted_gender is null)),
  check (state not in ('approved', 'not_now') or decision_reason is not null),
  check (decided_by <> person_id)
);
comment on table portal.mentor_offer is 'A member''s offer to be a peer mentor. Staff decide, in words that the person can read; nothing is turned down by itself.';
comment on column portal.mentor_offer.settled_for is 'How long things have been settled, in broad bands.';
comment on column portal.mentor_offer.gender is 'Only if the person wants it to count.';
comment on column portal.mentor_offer.limits is 'Who the person will not be matched with.';
create unique index one_open_offer_each on portal.mentor_offer (person_id)
  where state in ('offered', 'in_conversation', 'approved');
create index on portal.mentor_offer (person_id);
create index on portal.mentor_offer (decided_by);
create index on portal.mentor_offer (state, offered_at);

create table portal.mentor (
  person_id uuid primary key references portal.person on delete cascade,
  offer_id uuid not null unique references portal.mentor_offer on delete cascade,
  capacity integer not null default 2 check (capacity between 1 and 3),
  state text not null default 'active' check (state in ('active', 'resting')),
  rested_at timestamptz,
  checked_on date not null default current_date,
  supervision_due_on date,
  made_at timestamptz not null default now()
);
comment on table portal.mentor is 'A peer mentor whom staff have approved. Resting needs no reason.';
comment on column portal.mentor.capacity is 'How many families at once, counting those still being asked.';
comment on column portal.mentor.checked_on is 'When staff last checked that this person is ready.';

alter table portal.mentor_offer enable row level security;
alter table portal.mentor enable row level security;

-- policies

grant select on portal.mentor_offer, portal.mentor to authenticated, mentoring_keeper;
create policy "A person sees their own offer, staff see every one" on portal.mentor_offer
  for select to authenticated using (person_id = (select private.me()) or (select private.has_role('staff')));
create policy "A mentor sees their own standing, staff see every one" on portal.mentor
  for select to authenticated using (person_id = (select private.me()) or (select private.has_role('staff')));
create policy "The mentoring keeper reads every offer" on portal.mentor_offer
  for select to mentoring_keeper using (true);
create policy "The mentoring keeper reads every mentor" on portal.mentor
  for select to mentoring_keeper using (true);

grant insert on portal.mentor_offer to mentoring_keeper;
create policy "The mentoring keeper takes an offer of the person asking" on portal.mentor_offer
  for insert to mentoring_keeper with check (person_id = (select private.me()) and state = 'offered');
grant update (state, decided_at, decided_by, decision_reason) on portal.mentor_offer to mentoring_keeper;
create policy "The mentoring keeper withdraws one's own, or decides for staff" on portal.mentor_offer
  for update to mentoring_keeper
  using (person_id = (select private.me()) or (select private.has_role('staff')))
  with check (case when person_id = (select private.me()) then state = 'withdrawn'
    else (select private.has_role('staff')) end);

grant insert on portal.mentor to mentoring_keeper;
create policy "The mentoring keeper makes another person a mentor for staff" on portal.mentor
  for insert to mentoring_keeper with check (
    (select private.has_role('staff')) and person_id <> (select private.me()));
grant update (state, rested_at, capacity, checked_on, supervision_due_on) on portal.mentor to mentoring_keeper;
create policy "The mentoring keeper changes one's own, or any for staff" on portal.mentor
  for update to mentoring_keeper
  using (person_id = (select private.me()) or (select private.has_role('staff')))
  with check (person_id = (select private.me()) or (select private.has_role('staff')));

grant select, insert on portal.role_grant to mentoring_keeper;
create policy "The mentoring keeper reads who is a mentor" on portal.role_grant
  for select to mentoring_keeper using (role = 'mentor');
create policy "The mentoring keeper grants only mentor, to others, for staff" on portal.role_grant
  for insert to mentoring_keeper with check (
    role = 'mentor' and (select private.has_role('staff'))
    and granted_by = (select private.me()) and person_id <> (select private.me()));

grant select (id, person_id, connection, relation, state, offered_at, decided_at)
  on portal.mentor_offer to figures_keeper;
create policy "The figures keeper counts offers" on portal.mentor_offer
  for select to figures_keeper using (true);
grant select (person_id, capacity, state, rested_at, supervision_due_on, made_at)
  on portal.mentor to figures_keeper;
create policy "The figures keeper counts mentors" on portal.mentor
  for select to figures_keeper using (true);

-- private

-- The problem with a list of choices, or null. Needed: at least one.
create function private.choices_problem(chosen text[], kind text, needed boolean default false) returns text
language sql immutable set search_path = '' as $$
  select case
    when coalesce(cardinality(chosen), 0) = 0 then case when needed then 'missing' end
    when not private.all_known(chosen, kind) then 'not_known'
  end
$$;
grant execute on function private.choices_problem(text[], text, boolean) to mentoring_keeper;

-- The problem with one choice, or null.
create function private.choice_problem(chosen text, kind text, needed boolean default false) returns text
language sql immutable set search_path = '' as $$
  select private.choices_problem(case when chosen is null then '{}' else array[chosen] end, kind, needed)
$$;
grant execute on function private.choice_problem(text, text, boolean) to mentoring_keeper;

-- What is wrong with the answers that an offer and a request have in common: the first, or null.
create function private.meeting_problem(answers jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(f.field, f.problem)
  from jsonb_to_record(answers) as a(
    connection text, relation text, substance text, situations text[], ways text[], times text[],
    languages text[], interests text[], gender text, gender_wish text, wanted_gender text),
  lateral (values
    (1, 'connection', private.choice_problem(a.connection, 'connection', true)),
    (2, 'relation', case when a.connection = 'family'
      then private.choice_problem(a.relation, 'relation', true)
      when a.relation is not null then 'not_known' end),
    (3, 'substance', private.choice_problem(a.substance, 'substance')),
    (4, 'situations', private.choices_problem(a.situations, 'situation')),
    (5, 'ways', private.choices_problem(a.ways, 'way', true)),
    (6, 'times', private.choices_problem(a.times, 'time', true)),
    (7, 'languages', private.choices_problem(a.languages, 'language', true)),
    (8, 'interests', private.choices_problem(a.interests, 'interest')),
    (9, 'gender', private.choice_problem(a.gender, 'gender')),
    (10, 'gender_wish', private.choice_problem(a.gender_wish, 'gender_wish')),
    (11, 'wanted_gender', case when coalesce(a.gender_wish, 'none') <> 'none'
      then private.choice_problem(a.wanted_gender, 'gender', true)
      when a.wanted_gender is not null then 'not_known' end)
  ) as f(place, field, problem)
  where f.problem is not null order by f.place limit 1
$$;
grant execute on function private.meeting_problem(jsonb) to mentoring_keeper;

-- What is wrong with an offer: the first problem, or null.
create function private.offer_problem(answers jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(private.meeting_problem(answers), (
    select private.invalid(f.field, f.problem)
    from jsonb_to_record(answers) as a(settled_for text, space_ids uuid[], limits text[], why text),
    lateral (values
      (1, 'settled_for', private.choice_problem(a.settled_for, 'settled_for')),
      (2, 'space_ids', case when exists (
        select from unnest(a.space_ids) as wanted(id)
        where not exists (select from portal.space s where s.id = wanted.id)) then 'not_known' end),
      (3, 'limits', private.choices_problem(a.limits, 'limit')),
      (4, 'why', private.text_problem(a.why, 1000))
    ) as f(place, field, problem)
    where f.problem is not null order by f.place limit 1))
$$;
grant execute on function private.offer_problem(jsonb) to mentoring_keeper;

create function private.offer_to_mentor(answers jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  given portal.mentor_offer;
  bad jsonb := private.offer_problem(answers);
begin
  if bad is not null then
    return bad;
  end if;
  given := jsonb_populate_record(null::portal.mentor_offer, answers);
  insert into portal.mentor_offer (person_id, connection, relation, substance, situations, settled_for,
    ways, times, languages, space_ids, interests, gender, gender_wish, wanted_gender, limits, why)
  values (asker, given.connection, given.relation, given.substance, coalesce(given.situations, '{}'),
    given.settled_for, given.ways, given.times, given.languages, coalesce(given.space_ids, '{}'),
    coalesce(given.interests, '{}'), given.gender, coalesce(given.gender_wish, 'none'),
    given.wanted_gender, coalesce(given.limits, '{}'), btrim(given.why))
  on conflict do nothing returning * into given;
  if not found then
    return jsonb_build_object('outcome', 'already_offered');
  end if;
  perform private.record('offer_to_mentor', 'mentor_offer', given.id, array['state'], asker);
  return jsonb_build_object('outcome', 'offered', 'offer_id', given.id);
end $$;
alter function private.offer_to_mentor(jsonb) owner to mentoring_keeper;
grant execute on function private.offer_to_mentor(jsonb) to authenticated;

create function private.withdraw_offer() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  mine portal.mentor_offer;
begin
  select o.* into mine from portal.mentor_offer o
  where o.person_id = asker and o.state in ('offered', 'in_conversation', 'approved') for update;
  if not found then
    return jsonb_build_object('outcome', 'not_offered');
  end if;
  if mine.state = 'approved' then
    return jsonb_build_object('outcome', 'already_a_mentor');
  end if;
  update portal.mentor_offer o set state = 'withdrawn', decided_at = now() where o.id = mine.id;
  if not found then
    raise exception 'the offer was not withdrawn';
  end if;
  perform private.record('withdraw_offer', 'mentor_offer', mine.id, array['state'], asker);
  return jsonb_build_object('outcome', 'withdrawn');
end $$;
alter function private.withdraw_offer() owner to mentoring_keeper;
grant execute on function private.withdraw_offer() to authenticated;

-- Every two weeks at first, every six weeks once two months have passed.
create function private.next_supervision(made_at timestamptz) returns date
language sql stable set search_path = '' as $$
  select current_date + case when made_at > now() - interval '60 days' then 14 else 42 end
$$;
grant execute on function private.next_supervision(timestamptz) to mentoring_keeper;

create function private.make_mentor(offer_id uuid, person uuid, capacity integer) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into portal.mentor (person_id, offer_id, capacity, supervision_due_on)
  values (make_mentor.person, make_mentor.offer_id, make_mentor.capacity, private.next_supervision(now()));
  insert into portal.role_grant (person_id, role, granted_by)
  values (make_mentor.person, 'mentor', private.me()) on conflict do nothing;
  perform private.record('grant_role:mentor', 'role_grant', person, array['role'], person);
end $$;
alter function private.make_mentor(uuid, uuid, integer) owner to mentoring_keeper;
grant execute on function private.make_mentor(uuid, uuid, integer) to mentoring_keeper;

-- Staff decide about somebody else's offer: talk first, approve, or not now. Always with a reason.
create function private.decide_offer(offer_id uuid, decision text, reason text, capacity integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  offer portal.mentor_offer;
  bad text := private.text_problem(reason, 1000);
begin
  if bad is not null then
    return private.invalid('reason', bad);
  elsif decision is null or decision not in ('in_conversation', 'approved', 'not_now') then
    return private.invalid('decision', 'not_known');
  elsif capacity is null or capacity not between 1 and 3 then
    return private.invalid('capacity', 'out_of_range');
  end if;
  select o.* into offer from portal.mentor_offer o where o.id = decide_offer.offer_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif offer.person_id = asker then
    return jsonb_build_object('outcome', 'not_for_yourself');
  elsif offer.state not in ('offered', 'in_conversation') then
    return jsonb_build_object('outcome', 'already_decided', 'state', offer.state);
  end if;
  update portal.mentor_offer o
  set state = decision, decided_at = now(), decided_by = asker, decision_reason = btrim(reason)
  where o.id = offer.id;
  if not found then
    raise exception 'the decision was not saved';
  end if;
  if decision = 'approved' then
    perform private.make_mentor(offer.id, offer.person_id, capacity);
  end if;
  perform private.record('decide_offer:' || decision, 'mentor_offer', offer.id,
    array['state', 'decision_reason'], offer.person_id);
  return jsonb_build_object('outcome', decision);
end $$;
alter function private.decide_offer(uuid, text, text, integer) owner to mentoring_keeper;
grant execute on function private.decide_offer(uuid, text, text, integer) to authenticated;

create function private.return_from_rest() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('mentor');
begin
  update portal.mentor m set state = 'active', rested_at = null where m.person_id = asker and m.state = 'resting';
  if not found then
    return jsonb_build_object('outcome', 'not_resting');
  end if;
  perform private.record('return_from_rest', 'mentor', asker, array['state'], asker);
  return jsonb_build_object('outcome', 'active');
end $$;
alter function private.return_from_rest() owner to mentoring_keeper;
grant execute on function private.return_from_rest() to authenticated;

create function private.note_supervision(mentor_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  due date;
begin
  if mentor_id = asker then
    return jsonb_build_object('outcome', 'not_for_yourself');
  end if;
  update portal.mentor m set supervision_due_on = private.next_supervision(m.made_at)
  where m.person_id = mentor_id returning m.supervision_due_on into due;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('note_supervision', 'mentor', mentor_id, array['supervision_due_on'], mentor_id);
  return jsonb_build_object('outcome', 'noted', 'due_on', due);
end $$;
alter function private.note_supervision(uuid) owner to mentoring_keeper;
grant execute on function private.note_supervision(uuid) to authenticated;

create function private.set_capacity(mentor_id uuid, capacity integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  if capacity is null or capacity not between 1 and 3 then
    return private.invalid('capacity', 'out_of_range');
  elsif mentor_id = asker then
    return jsonb_build_object('outcome', 'not_for_yourself');
  end if;
  update portal.mentor m set capacity = set_capacity.capacity where m.person_id = mentor_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('set_capacity', 'mentor', mentor_id, array['capacity'], mentor_id);
  return jsonb_build_object('outcome', 'saved');
end $$;
alter function private.set_capacity(uuid, integer) owner to mentoring_keeper;
grant execute on function private.set_capacity(uuid, integer) to authenticated;

-- api

-- answers: connection, relation, substance, situations, settled_for, ways, times, languages, space_ids,
-- interests, gender, gender_wish, wanted_gender, limits, why
create function api.offer_to_mentor(answers jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.offer_to_mentor(answers) $$;
grant execute on function api.offer_to_mentor(jsonb) to authenticated;

create function api.withdraw_offer() returns jsonb
language sql volatile set search_path = '' as $$ select private.withdraw_offer() $$;
grant execute on function api.withdraw_offer() to authenticated;

create function api.decide_offer(offer_id uuid, decision text, reason text, capacity integer default 2)
returns jsonb language sql volatile set search_path = '' as $$
  select private.decide_offer(offer_id, decision, reason, capacity)
$$;
grant execute on function api.decide_offer(uuid, text, text, integer) to authenticated;

create function api.return_from_rest() returns jsonb
language sql volatile set search_path = '' as $$ select private.return_from_rest() $$;
grant execute on function api.return_from_rest() to authenticated;

create function api.note_supervision(mentor_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.note_supervision(mentor_id) $$;
grant execute on function api.note_supervision(uuid) to authenticated;

create function api.set_capacity(mentor_id uuid, capacity integer) returns jsonb
language sql volatile set search_path = '' as $$ select private.set_capacity(mentor_id, capacity) $$;
grant execute on function api.set_capacity(uuid, integer) to authenticated;
