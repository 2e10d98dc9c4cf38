-- First screens: a member's home with one next step, and what waits for staff today.
-- Both read as the person asking, through that person's own policies, and through nobody's else.

-- private

-- The one thing to do next, the most pressing first.
create function private.next_step(coming jsonb, prompts jsonb, my_match jsonb, asks jsonb) returns jsonb
language sql stable set search_path = '' as $$
  with soon as (
    select b.booking, b.place from jsonb_array_elements(coming) with ordinality as b(booking, place)
    where b.booking ->> 'state' in ('booked', 'offered') and b.booking -> 'workshop' ->> 'state' <> 'cancelled'
  ), named as (
    select s.place, s.booking ->> 'state' as state,
      jsonb_build_object('booking_id', s.booking -> 'id', 'expires_at', s.booking -> 'expires_at') as offer, (s.booking -> 'workshop' ->> 'starts_at')::timestamptz as starts_at,
      jsonb_build_object('workshop_id', s.booking -> 'workshop' -> 'id', 'title', s.booking -> 'workshop' -> 'title',
        'starts_at', s.booking -> 'workshop' -> 'starts_at', 'ends_at', s.booking -> 'workshop' -> 'ends_at') as about
    from soon s
  )
  select step.told from (
    -- kept for a time, so before all that can wait
    (select 0 as place, n.about || n.offer || jsonb_build_object('code', 'take_offered_place') as told
      from named n where n.state = 'offered' order by n.place limit 1)
    union all
    (select 1, jsonb_build_object('code', 'answer_proposal')
      where my_match ->> 'state' = 'proposed')
    union all
    (select 2, jsonb_build_object('code', 'answer_family', 'count', jsonb_array_length(asks))
      where jsonb_array_length(asks) > 0)
    union all
    (select 4, n.about || jsonb_build_object('code', 'come_along')
      from named n where n.state = 'booked' and n.starts_at < now() + interval '48 hours' order by n.place limit 1)
    union all
    (select 5, (prompts -> 0) || jsonb_build_object('code', 'say_how_it_was') where jsonb_array_length(prompts) > 0)
    union all
    (select 6, jsonb_build_object('code', 'look_at_decision', 'count', count(*))
      from jsonb_array_elements(private.my_decisions()) d where (d ->> 'due')::boolean having count(*) > 0)
    union all
    (select 7, jsonb_build_object('code', 'finish_consent')
      where (exists (select from portal.mentor_request r
          where r.person_id = private.me() and r.state = 'waiting')
        or exists (select from portal.mentor_offer o
          where o.person_id = private.me() and o.state in ('offered', 'in_conversation', 'approved')))
        and not exists (select from jsonb_array_elements(private.my_consents()) c
          where c ->> 'purpose' = 'matching' and c ->> 'state' = 'given'))
    union all
    (select 8, jsonb_build_object('code', 'look_at_choices')
      where exists (select from jsonb_array_elements(private.my_consents()) c where (c ->> 'ask_again')::boolean))
    union all
    (select 9, n.about || jsonb_build_object('code', 'look_forward')
      from named n where n.state = 'booked' order by n.place limit 1)
    union all
    (select 10, jsonb_build_object('code', 'see_whats_on'))
  ) step order by step.place limit 1
$$;
grant execute on function private.next_step(jsonb, jsonb, jsonb, jsonb) to authenticated;

-- api

create function api.my_home() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  asker uuid := private.require_person();
  coming jsonb := api.my_bookings() -> 'coming';
  my_match jsonb := private.my_match();
  asks jsonb := '[]'::jsonb;
begin
  if private.has_role('mentor') then
    select coalesce(jsonb_agg(m -> 'match_id'), '[]') into asks
    from jsonb_array_elements(private.my_matches() -> 'matches') m where m ->> 'state' = 'family_said_yes';
  end if;
  return jsonb_build_object(
    'next_step', private.next_step(coming, private.my_feedback_prompts(), my_match, asks),
    'bookings', (
      select coalesce(jsonb_agg(b.booking order by b.place), '[]')
      from jsonb_array_elements(coming) with ordinality as b(booking, place) where b.place <= 5),
    'feedback', (
      select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'state', f.state,
        'given_at', f.given_at, 'answered_at', f.answered_at, 'opening', left(f.body, 120))
        order by f.given_at desc), '[]')
      from (
        select g.id, g.kind, g.state, g.given_at, g.answered_at, g.body
        from portal.feedback g where g.person_id = asker order by g.given_at desc limit 3
      ) f),
    'question', private.my_question(),
    'mentoring', jsonb_build_object(
      'asked_at', (select r.asked_at from portal.mentor_request r
        where r.person_id = asker and r.state = 'waiting' order by r.asked_at desc limit 1),
      'match_state', my_match -> 'state', 'mentor_name', my_match -> 'mentor' -> 'display_name',
      'offered_at', (select o.offered_at from portal.mentor_offer o
        where o.person_id = asker and o.state in ('offered', 'in_conversation') limit 1)));
end $$;
grant execute on function api.my_home() to authenticated;

-- What waits for staff, each pile oldest first: how many, and the five at the top.
create function api.today() returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform private.require_role('staff');
  return jsonb_build_object(
    'feedback', (
      with waiting as (
        select f.id, f.kind, f.given_at, left(f.body, 120) as opening
        from portal.feedback f where f.answered_at is null and f.state = 'received' and f.merged_into is null
      )
      select jsonb_build_object('count', (select count(*) from waiting), 'rows', (
        select coalesce(jsonb_agg(to_jsonb(w) order by w.given_at), '[]')
        from (select * from waiting order by given_at limit 5) w))),
    'to_check', (
      select count(*) from portal.feedback f where f.audience = 'everyone' and f.moderated_at is null),
    'feedback_due', private.feedback_today(),
    'offers', (
      with waiting as (
        select o.id, p.display_name, o.offered_at, o.state
        from portal.mentor_offer o join portal.person p on p.id = o.person_id
        where o.state in ('offered', 'in_conversation')
      )
      select jsonb_build_object('count', (select count(*) from waiting), 'rows', (
        select coalesce(jsonb_agg(to_jsonb(w) order by w.offered_at), '[]')
        from (select * from waiting order by offered_at limit 5) w))),
    'families', (
      with waiting as (
        select r.id, p.display_name, r.asked_at
        from portal.mentor_request r join portal.person p on p.id = r.person_id
        where r.state = 'waiting' and not exists (
          select from portal.match m where m.request_id = r.id and m.closed_at is null)
      )
      select jsonb_build_object('count', (select count(*) from waiting), 'rows', (
        select coalesce(jsonb_agg(to_jsonb(w) order by w.asked_at), '[]')
        from (select * from waiting order by asked_at limit 5) w))),
    'matches', (
      with waiting as (
        select m.id, f.display_name as family_name, t.display_name as mentor_name, m.state,
          coalesce(m.family_answered_at, m.proposed_at) as since
        from portal.match m
        join portal.person f on f.id = m.family_id
        join portal.person t on t.id = m.mentor_id
        where m.state in ('proposed', 'family_said_yes')
      )
      select jsonb_build_object('count', (select count(*) from waiting), 'rows', (
        select coalesce(jsonb_agg(to_jsonb(w) order by w.since), '[]')
        from (select * from waiting order by since limit 5) w))),
    'registers', (
      with waiting as (
        select w.id, w.title, w.starts_at, w.ends_at from portal.workshop w
        where w.state in ('published', 'held') and w.ends_at <= now() and exists (
          select from portal.booking b where b.workshop_id = w.id and b.state = 'booked')
      )
      select jsonb_build_object('count', (select count(*) from waiting), 'rows', (
        select coalesce(jsonb_agg(to_jsonb(w) order by w.starts_at), '[]')
        from (select * from waiting order by starts_at limit 5) w))),
    'write_ups', (
      with waiting as (
        select w.id, w.title, w.ends_at, w.state from portal.workshop w
        where w.state in ('published', 'held') and w.ends_at <= now() and not exists (
          select from portal.booking b where b.workshop_id = w.id and b.state = 'booked')
      )
      select jsonb_build_object('count', (select count(*) from waiting), 'rows', (
        select coalesce(jsonb_agg(to_jsonb(w) order by w.ends_at), '[]')
        from (select * from waiting order by ends_at limit 5) w))),
    'decisions', (
      with waiting as (
        select d ->> 'decision_id' as id, d ->> 'what' as what, d ->> 'review_on' as review_on
        from jsonb_array_elements(private.my_decisions()) d where (d ->> 'due')::boolean
      )
      select jsonb_build_object('count', (select count(*) from waiting), 'rows', (
        select coalesce(jsonb_agg(to_jsonb(w) order by w.review_on), '[]')
        from (select * from waiting order by review_on limit 5) w))),
    'coming', (
      select coalesce(jsonb_agg(to_jsonb(c) order by c.starts_at), '[]') from (
        select w.id, w.title, w.starts_at, w.ends_at,
          coalesce(p.in_person_taken + p.online_taken, 0) as booked,
          coalesce(p.in_person_waiting + p.online_waiting, 0) as in_line
        from (
          select e.id, e.title, e.starts_at, e.ends_at from portal.workshop e
          where e.state = 'published' and e.ends_at > now() and e.starts_at < now() + interval '7 days'
          order by e.starts_at limit 5) w
        left join lateral private.places(array[w.id]) p on true
      ) c),
    'reports', private.reports_waiting(),
    'emails', private.emails_waiting_for_staff(),
    'data', private.data_waiting(),
    'came_back', private.came_back_to_me(),
    'unmet_needs', private.unmet_needs_waiting(),
    'supervision_due', (
      select count(*) from portal.mentor m where m.supervision_due_on <= current_date),
    'helplines_to_check', (
      select coalesce(jsonb_agg(h.name order by h.position), '[]') from portal.helpline h, portal.organisation o
      where h.removed_at is null and o.nation = any (h.nations) and private.is_due(h)));
end $$;
grant execute on function api.today() to authenticated;
