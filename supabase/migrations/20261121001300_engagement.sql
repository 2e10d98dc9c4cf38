-- Engagement: how people take part, counted for staff in one call. Counts only, no free text.

-- private

-- The first and last day that are counted: those asked for, or the last twelve months.
-- A day outside this century counts as its first or last day.
create function private.counted_days(from_on date, to_on date, out first_on date, out last_on date)
language sql stable set search_path = '' as $$
  select least(greatest(coalesce(from_on, (date_trunc('month', x.last_on) - interval '11 months')::date),
    '2000-01-01'), x.last_on), x.last_on
  from (select least(greatest(coalesce(to_on, (now() at time zone 'Europe/London')::date), '2000-01-01'),
    '2099-12-31') as last_on) x
$$;
grant execute on function private.counted_days(date, date) to figures_keeper;

-- When a day begins on the clock in the UK.
create function private.day_start(day date) returns timestamptz
language sql stable set search_path = '' as $$ select day::timestamp at time zone 'Europe/London' $$;
grant execute on function private.day_start(date) to figures_keeper;

-- Planning these takes longer than running them, so each keeps one plan.

-- Places at workshops that have begun: over time, by depth, and the people who came. What is counted
-- from before_at to begins_at is the time before, to compare with.
create function private.count_places(
  space_id uuid, before_at timestamptz, begins_at timestamptz, ends_at timestamptz, step text
) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
  return (
    with events as materialized (
      select w.id, w.rung as planned, coalesce(c.rung_reached, w.rung) as rung, w.starts_at >= begins_at as counts_now,
        date_trunc(step, w.starts_at at time zone 'Europe/London')::date as starts_on
      from portal.workshop w
      left join portal.workshop_closing c on c.workshop_id = w.id and c.closed_at is not null
      where w.starts_at >= before_at and w.starts_at < least(count_places.ends_at, now())
        and w.published_at is not null and w.state <> 'cancelled'
        and (count_places.space_id is null or w.space_id = count_places.space_id)
    ), places as materialized (
      select e.starts_on, e.counts_now, b.person_id, b.state = 'attended' as came
      from events e join portal.booking b on b.workshop_id = e.id
      where b.state in ('booked', 'attended', 'apologies', 'missed')
    ), people as (
      select p.person_id, bool_or(p.counts_now) as now, bool_or(not p.counts_now) as before
      from places p where p.came group by p.person_id
    ), who as (
      select d.space_id, d.connection, count(*) as people
      from people p join portal.person d on d.id = p.person_id where p.now group by d.space_id, d.connection
    ), steps as (
      select s::date as starts_on
      from generate_series(date_trunc(step, begins_at at time zone 'Europe/London'),
        (ends_at - interval '1 minute') at time zone 'Europe/London', ('1 ' || step)::interval) s
    ), counted as (
      select p.starts_on, count(*) as booked, count(*) filter (where p.came) as came
      from places p where p.counts_now group by p.starts_on
    )
    select jsonb_build_object(
      'took_part', jsonb_build_object(
        'now', (select count(*) from people p where p.now), 'before', (select count(*) from people p where p.before)),
      'attendance', (select coalesce(jsonb_agg(jsonb_build_object('starts_on', s.starts_on,
          'booked', coalesce(c.booked, 0), 'came', coalesce(c.came, 0)) order by s.starts_on), '[]')
        from steps s left join counted c using (starts_on)),
      'who', (select coalesce(jsonb_agg(jsonb_build_object('space', s.name, 'connection', w.connection,
          'people', w.people) order by s.position, s.name, w.connection), '[]')
        from who w left join portal.space s on s.id = w.space_id),
      'rungs', (select jsonb_agg(jsonb_build_object('rung', r.rung, 'workshops', (
          select count(*) from events e where e.rung = r.rung and e.counts_now), 'planned', (
          select count(*) from events e where e.planned = r.rung and e.counts_now)) order by r.rung desc)
        from generate_series(1, 7) as r(rung))));
end $$;
grant execute on function private.count_places(uuid, timestamptz, timestamptz, timestamptz, text) to figures_keeper;

-- The pieces that led to a change which is planned, under way or made, each as the one that answers for all that are
-- merged with it; made: at least one such change was made.
create function private.roots_of_changes() returns table (root uuid, made boolean)
language sql stable set search_path = '' as $$
  select coalesce(f.merged_into, f.id), bool_or(c.state = 'made')
  from portal.change_feedback l join portal.change c on c.id = l.change_id join portal.feedback f on f.id = l.feedback_id
  where c.state in ('planned', 'under_way', 'made')
  group by coalesce(f.merged_into, f.id)
$$;
grant execute on function private.roots_of_changes() to figures_keeper;

-- Feedback in one pass: by theme and status, answered within 30 days, and what problems led to.
-- An answer is only counted as late or in time once its 30 days are over.
create function private.count_feedback(space_id uuid, before_at timestamptz, begins_at timestamptz, ends_at timestamptz) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
  return (
    with changed as (
      select r.root from private.roots_of_changes() r where r.made
    ), counted as materialized (
      select f.given_at >= begins_at as counts_now, f.theme_id, f.state, count(*) as pieces,
        count(*) filter (where f.given_at < now() - interval '30 days') as due,
        count(*) filter (where f.given_at < now() - interval '30 days'
          and f.answered_at <= f.given_at + interval '30 days') as in_time,
        count(*) filter (where f.kind = 'problem' and f.answered_at is not null) as problems,
        count(*) filter (where f.kind = 'problem' and f.answered_at is not null
          and coalesce(f.merged_into, f.id) in (select c.root from changed c)) as changed
      from portal.feedback f
      where f.given_at >= before_at and f.given_at < ends_at
        and (count_feedback.space_id is null or f.space_id = count_feedback.space_id)
      group by 1, f.theme_id, f.state
    ), totals as (
      select t.counts_now, jsonb_build_object('due', coalesce(sum(c.due), 0), 'in_time', coalesce(sum(c.in_time), 0),
        'problems', coalesce(sum(c.problems), 0), 'changed', coalesce(sum(c.changed), 0)) as sums
      from (values (true), (false)) as t(counts_now) left join counted c using (counts_now) group by t.counts_now
    )
    select jsonb_build_object(
      'answers', (select jsonb_build_object('now', n.sums, 'before', b.sums)
        from totals n, totals b where n.counts_now and not b.counts_now),
      'feedback', (select coalesce(jsonb_agg(jsonb_build_object('theme', t.name, 'status', c.state, 'pieces', c.pieces)
          order by t.position, t.name, c.state), '[]')
        from counted c left join portal.theme t on t.id = c.theme_id where c.counts_now)));
end $$;
grant execute on function private.count_feedback(uuid, timestamptz, timestamptz, timestamptz) to figures_keeper;

-- How soon people are answered and how often something changes, counted much as Care Opinion counts it for the
-- services that it covers (https://www.careopinion.org.au/info/statistics): the share of what was said that was
-- answered within 30 days, and the share of answers to problems alone that led to a change, planned or made (praise
-- needs none). Two things differ: a piece counts only once its 30 days are over, so that the share cannot grow later;
-- and pieces answered together count one by one, each from the day that it was said. days_to_answer is true of all of
-- them: half had their answer within so many days, whoever still waits counted as longer (null: more than half wait).
-- Done: since it was last set to done, if it still is.
create function private.count_responsiveness(space_id uuid, begins_at timestamptz, ends_at timestamptz) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
  return (
    with said as materialized (
      select coalesce(f.merged_into, f.id) as root, f.kind, f.state, f.given_at,
        extract(epoch from case when f.answered_at is not null then greatest(f.answered_at, f.given_at) end - f.given_at)
          / 86400 as days,
        f.given_at < now() - interval '30 days' as due
      from portal.feedback f
      where f.given_at >= begins_at and f.given_at < ends_at
        and (count_responsiveness.space_id is null or f.space_id = count_responsiveness.space_id)
    ), undone as (
      select a.feedback_id, max(a.number) as number from portal.feedback_answer a where a.state <> 'done' group by a.feedback_id
    ), done as (
      select a.feedback_id, min(a.at) as at from portal.feedback_answer a left join undone u using (feedback_id)
      where a.state = 'done' and a.number > coalesce(u.number, 0) group by a.feedback_id
    )
    select jsonb_build_object(
      'due', count(*) filter (where s.due), 'in_time', count(*) filter (where s.due and s.days <= 30),
      'within_a_week', count(*) filter (where s.due and s.days <= 7),
      'within_90_days', count(*) filter (where s.due and s.days > 30 and s.days <= 90),
      'later', count(*) filter (where s.due and s.days > 90), 'not_answered', count(*) filter (where s.due and s.days is null),
      'days_to_answer', (select nullif(m.days, 'infinity')::integer from (
        select ceil(percentile_disc(0.5) within group (order by coalesce(o.days, 'infinity'::double precision))) as days
        from said o where o.due) m),
      'done', count(d.at) filter (where s.state = 'done'),
      'days_to_done', round((percentile_cont(0.5) within group (
        order by extract(epoch from greatest(d.at, s.given_at) - s.given_at) / 86400)
        filter (where s.state = 'done' and d.at is not null))::numeric),
      'problems', count(*) filter (where s.kind = 'problem' and s.days is not null),
      'changed', count(*) filter (where s.kind = 'problem' and s.days is not null and r.root is not null),
      'made', count(*) filter (where s.kind = 'problem' and s.days is not null and r.made))
    from said s left join done d on d.feedback_id = s.root left join private.roots_of_changes() r on r.root = s.root);
end $$;
grant execute on function private.count_responsiveness(uuid, timestamptz, timestamptz) to figures_keeper;

-- Changes that staff say were made in these days, beside what the people who were part of them answer (verdict).
create function private.count_confirmed(space_id uuid, first_on date, last_on date) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('claimed', count(*), 'yes', count(*) filter (where v.verdict = 'yes'),
    'partly', count(*) filter (where v.verdict = 'partly'), 'not_yet', count(*) filter (where v.verdict = 'not_yet'),
    'unanswered', count(*) filter (where v.verdict is null))
  from portal.change c
  left join lateral (
    select private.verdict(count(*) filter (where a.answer = 'yes'), count(*) filter (where a.answer = 'partly'),
      count(*) filter (where a.answer = 'not_yet')) as verdict
    from portal.change_answer a where a.change_id = c.id and a.is_current) v on true
  where c.state = 'made' and c.made_on between count_confirmed.first_on and count_confirmed.last_on
    and (count_confirmed.space_id is null or c.space_id = count_confirmed.space_id)
$$;
grant execute on function private.count_confirmed(uuid, date, date) to figures_keeper;

-- How far the requests for a mentor that were made in these days have come by now.
create function private.count_mentoring(space_id uuid, begins_at timestamptz, ends_at timestamptz) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
begin
  return (
    with asked as (
      select r.id, r.asked_at, r.matched_at from portal.mentor_request r
      where r.asked_at >= begins_at and r.asked_at < ends_at
        and (count_mentoring.space_id is null or r.space_id = count_mentoring.space_id)
    ), moved as (
      select m.request_id, bool_or(m.family_answered_at is not null
        and m.state in ('family_said_yes', 'active', 'paused', 'mentor_said_no', 'ended')) as said_yes
      from portal.match m join asked a on a.id = m.request_id group by m.request_id
    )
    select jsonb_build_object(
      'asked', count(*), 'suggested', count(m.request_id),
      'said_yes', count(*) filter (where m.said_yes or a.matched_at is not null), 'matched', count(a.matched_at),
      'median_days', round(percentile_cont(0.5) within group (
        order by extract(epoch from a.matched_at - a.asked_at) / 86400)))
    from asked a left join moved m on m.request_id = a.id);
end $$;
grant execute on function private.count_mentoring(uuid, timestamptz, timestamptz) to figures_keeper;

create function private.engagement(space_id uuid, from_on date, to_on date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  days record := private.counted_days(from_on, to_on);
  before_at timestamptz := private.day_start(days.first_on - (days.last_on - days.first_on + 1));
  begins_at timestamptz := private.day_start(days.first_on);
  ends_at timestamptz := private.day_start(days.last_on + 1);
  step text := case when days.last_on - days.first_on <= 92 then 'week' else 'month' end;
begin
  perform private.require_role('staff');
  return jsonb_build_object('from_on', days.first_on, 'to_on', days.last_on, 'step', step,
      'spaces', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name)
        order by s.position, s.name), '[]') from portal.space s),
      'mentoring', private.count_mentoring(space_id, begins_at, ends_at),
      'responsiveness', private.count_responsiveness(space_id, begins_at, ends_at),
      'confirmed', private.count_confirmed(space_id, days.first_on, days.last_on))
    || private.count_places(space_id, before_at, begins_at, ends_at, step)
    || private.count_feedback(space_id, before_at, begins_at, ends_at);
end $$;
alter function private.engagement(uuid, date, date) owner to figures_keeper;
grant execute on function private.engagement(uuid, date, date) to authenticated;

-- api

-- Everything that the engagement page draws. For staff; counts are exact, so not to be passed on.
create function api.engagement(space_id uuid default null, from_on date default null, to_on date default null)
returns jsonb language sql stable set search_path = '' as $$
  select private.engagement(space_id, from_on, to_on)
$$;
grant execute on function api.engagement(uuid, date, date) to authenticated;
