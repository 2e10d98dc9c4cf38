-- Figures that leave the organisation: fixed quarters, closed once, protected before they are stored.
-- How and why: docs/decisions/0005-protected-figures.md.

-- tables

create table portal.figure_release (
  quarter date primary key check (quarter = date_trunc('quarter', quarter::timestamp)::date),
  id uuid not null unique default gen_random_uuid(),
  released_at timestamptz not null default now(),
  released_by uuid references portal.person on delete set null
);
comment on table portal.figure_release is 'Append-only: a quarter whose figures were closed and published. Each quarter once, for good.';
comment on column portal.figure_release.quarter is 'Its first day.';
create index on portal.figure_release (released_by);

create table portal.protected_figure (
  quarter date not null references portal.figure_release,
  measure text not null check (measure in (
    'took_part', 'gave_feedback', 'joined', 'asked_for_mentor', 'matched',
    'answer_due', 'answered_in_time', 'problem_answered', 'problem_changed', 'days_to_answer', 'days_to_done',
    'workshops_held', 'changes_made', 'changes_confirmed')),
  dimension text not null check (dimension in ('everyone', 'space', 'connection')),
  position integer not null,
  group_name text not null check (length(group_name) <= 60),
  counts_people boolean not null,
  shown integer check (shown >= 0),
  percent integer check (percent between 1 and 99),
  hidden text check (hidden in ('small', 'held_back')),
  primary key (quarter, measure, dimension, group_name),
  check ((shown is null) = (hidden is not null)),
  check (percent is null or shown is not null),
  check (not counts_people or shown is null or shown = 0 or (shown >= 10 and shown % 5 = 0))
);
comment on table portal.protected_figure is 'Append-only: what was published of a closed quarter. No count of people between 1 and 7 can be stored here.';
comment on column portal.protected_figure.group_name is 'The space by its name at the time, the connection by its code; empty: not said.';
comment on column portal.protected_figure.counts_people is 'False for things (workshops, changes, days), which are shown as they are. Changes that people confirm are protected as people are.';
comment on column portal.protected_figure.percent is 'Of the rounded whole; from rounded figures only.';
comment on column portal.protected_figure.hidden is 'small: 1 to 7 people. held_back: the whole breakdown is kept back so that nobody can be worked out.';

create function private.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'published figures are never changed' using errcode = '42501';
end $$;
create trigger a_release_stays before update of quarter, id, released_at or delete or truncate
  on portal.figure_release for each statement execute function private.refuse_change();
-- who released it may leave, and then the link is cut
create trigger who_released_it_stays before update of released_by on portal.figure_release
  for each row when (new.released_by is not null) execute function private.refuse_change();
create trigger a_figure_stays before update or delete or truncate on portal.protected_figure
  for each statement execute function private.refuse_change();

alter table portal.figure_release enable row level security;
alter table portal.protected_figure enable row level security;

-- policies: nobody reads these tables by themselves, so that every reading is written down

grant select on portal.figure_release, portal.protected_figure to figures_keeper;
create policy "The figures keeper reads which quarters were closed" on portal.figure_release
  for select to figures_keeper using (true);
create policy "The figures keeper reads what was published" on portal.protected_figure
  for select to figures_keeper using (true);

grant insert (quarter, released_by), select (id, quarter, released_by, released_at) on portal.figure_release to portal_keeper;
create policy "The portal keeper sees a release being made" on portal.figure_release
  for select to portal_keeper using (released_by = (select private.me()) and released_at = now());
create policy "The portal keeper closes ended quarters, for who may" on portal.figure_release
  for insert to portal_keeper with check (
    released_by = (select private.me()) and released_at = now()
    and ((select private.has_role('staff')) or (select private.has_role('administrator')))
    and ((quarter + interval '3 months') at time zone 'Europe/London') <= now());
grant insert on portal.protected_figure to portal_keeper;
create policy "The portal keeper fills only the release being made" on portal.protected_figure
  for insert to portal_keeper with check (exists (
    select from portal.figure_release r where r.quarter = protected_figure.quarter));

-- private: protecting

-- A whole percentage of rounded figures: only of 20 or more, and never "none" or "all".
create function private.protect_percent(part integer, whole integer) returns integer
language sql immutable set search_path = '' as $$
  select case when whole >= 20 and part > 0 and part < whole
    then greatest(1, least(99, round(100.0 * part / whole)))::integer end
$$;
grant execute on function private.protect_percent(integer, integer) to figures_keeper;

-- What a reader knows of the count behind a figure; null stands for 1 to 7.
create function private.readable_range(shown integer, out least_n integer, out most_n integer)
language sql immutable set search_path = '' as $$
  select case when shown is null then 1 when shown = 0 then 0 else greatest(8, shown - 2) end,
    case when shown is null then 7 when shown = 0 then 0 else shown + 2 end
$$;
grant execute on function private.readable_range(integer) to figures_keeper;

-- The first dimension in which sums and differences of what is shown would narrow a small count to
-- one or two possible values. Works from what a reader sees, never from the counts behind it.
create function private.telling_dimension(total integer, dimensions text[], counts integer[], hidden text[]) returns text
language sql immutable set search_path = '' as $$
  with seen as (
    select u.dimension, u.reason, r.least_n, r.most_n
    from unnest(dimensions, counts, hidden) as u(dimension, n, reason)
    cross join lateral private.readable_range(private.protect_count(u.n)) r
    where u.reason is distinct from 'held_back'
  ), summed as (
    select s.dimension, sum(s.least_n) as least_n, sum(s.most_n) as most_n from seen s group by s.dimension
  ), whole as (
    select greatest(t.least_n, max(d.least_n)) as least_n, least(t.most_n, min(d.most_n)) as most_n
    from summed d cross join private.readable_range(private.protect_count(total)) t
    group by t.least_n, t.most_n
  )
  select s.dimension
  from seen s join summed d on d.dimension = s.dimension cross join whole w
  where s.reason = 'small'
    and least(s.most_n, w.most_n - (d.least_n - s.least_n))
      - greatest(s.least_n, w.least_n - (d.most_n - s.most_n)) < 2
  order by s.dimension limit 1
$$;
grant execute on function private.telling_dimension(integer, text[], integer[], text[]) to figures_keeper;

-- For each group of one measure: null (shown as protect_count gives it), 'small' or 'held_back'.
-- A dimension is held back whole when all people are fewer than 8, when all of them are in one
-- of its groups, or when the rounded figures leave fewer than three possible values for a small one.
create function private.hide_groups(total integer, dimensions text[], counts integer[]) returns text[]
language plpgsql immutable set search_path = '' as $$
declare
  hidden text[];
  telling text;
begin
  select array_agg(case
      when total between 1 and 7 or c.everybody_here then 'held_back'
      when c.n between 1 and 7 then 'small' end order by c.place)
  into hidden
  from (
    select u.n, u.place, total > 0 and max(u.n) over (partition by u.dimension) = total as everybody_here
    from unnest(dimensions, counts) with ordinality as u(dimension, n, place)
  ) c;
  loop
    telling := private.telling_dimension(total, dimensions, counts, hidden);
    exit when telling is null;
    select array_agg(case when u.dimension = telling then 'held_back' else u.reason end order by u.place)
    into hidden from unnest(dimensions, hidden) with ordinality as u(dimension, reason, place);
  end loop;
  return hidden;
end $$;
grant execute on function private.hide_groups(integer, text[], integer[]) to figures_keeper;

-- private: counting a quarter

-- When a quarter begins on the clock in the UK; with one added, when it has ended.
create function private.quarter_start(quarter date, added integer default 0) returns timestamptz
language sql stable set search_path = '' as $$
  select (quarter + added * interval '3 months') at time zone 'Europe/London'
$$;
grant execute on function private.quarter_start(date, integer) to figures_keeper, portal_keeper;

-- Who counts towards each measure of a quarter, each person once.
create function private.quarter_people(quarter date) returns table (measure text, person_id uuid)
language sql stable set search_path = '' as $$
  with span as (
    select private.quarter_start(quarter) as begins, private.quarter_start(quarter, 1) as ends
  ), answers as ( -- feedback whose 30 days ran out in the quarter
    select f.person_id, bool_and(coalesce(f.answered_at <= f.given_at + interval '30 days', false)) as in_time
    from portal.feedback f, span s
    where f.given_at >= s.begins - interval '30 days' and f.given_at < s.ends - interval '30 days'
    group by f.person_id
  ), problems as ( -- problems that were answered in the quarter, and whether one led to a change
    select f.person_id, bool_or(r.root is not null) as led_to_change
    from span s join portal.feedback f on f.answered_at >= s.begins and f.answered_at < s.ends and f.kind = 'problem'
    left join private.roots_of_changes() r on r.root = coalesce(f.merged_into, f.id)
    group by f.person_id
  )
  select distinct 'took_part', b.person_id
  from span s join portal.workshop w on w.starts_at >= s.begins and w.starts_at < s.ends
  join portal.booking b on b.workshop_id = w.id and b.state = 'attended'
  union all
  select distinct 'gave_feedback', f.person_id from span s join portal.feedback f on f.given_at >= s.begins and f.given_at < s.ends
  union all
  select 'joined', p.id from span s join portal.person p on p.joined_at >= s.begins and p.joined_at < s.ends
  union all
  select distinct 'asked_for_mentor', r.person_id
  from span s join portal.mentor_request r on r.asked_at >= s.begins and r.asked_at < s.ends
  union all
  select distinct 'matched', r.person_id
  from span s join portal.mentor_request r on r.matched_at >= s.begins and r.matched_at < s.ends
  union all
  select 'answer_due', a.person_id from answers a
  union all
  select 'answered_in_time', a.person_id from answers a where a.in_time
  union all
  select 'problem_answered', p.person_id from problems p
  union all
  select 'problem_changed', p.person_id from problems p where p.led_to_change
$$;
grant execute on function private.quarter_people(date) to figures_keeper;

-- The true counts of a quarter: everyone, then by space, then by connection. Never leaves the database.
create function private.quarter_counts(quarter date) returns table (
  measure text, dimension text, "position" integer, group_name text, n integer)
language sql stable set search_path = '' as $$
  with counted as (
    select q.measure, p.space_id, p.connection, count(*)::integer as n
    from private.quarter_people(quarter) q join portal.person p on p.id = q.person_id
    group by q.measure, p.space_id, p.connection
  ), groups as (
    select 'space' as dimension, s.position, s.name as group_name, s.id as space_id, null::text as connection
    from portal.space s
    union all select 'space', 9999, '', null, null
    union all select 'connection', c.place::integer, c.connection, null, c.connection
    from unnest(array['recovery', 'family', 'worker']) with ordinality as c(connection, place)
  )
  select m.measure, 'everyone', 0, '', coalesce(sum(c.n), 0)::integer
  from unnest(array['took_part', 'gave_feedback', 'joined', 'asked_for_mentor', 'matched',
    'answer_due', 'answered_in_time', 'problem_answered', 'problem_changed']) as m(measure)
  left join counted c on c.measure = m.measure group by m.measure
  union all
  select m.measure, g.dimension, g.position, g.group_name, coalesce(sum(c.n), 0)::integer
  from unnest(array['took_part', 'gave_feedback', 'joined', 'asked_for_mentor', 'matched']) as m(measure)
  cross join groups g
  left join counted c on c.measure = m.measure and case g.dimension
    when 'space' then c.space_id is not distinct from g.space_id else c.connection = g.connection end
  group by m.measure, g.dimension, g.position, g.group_name
$$;
grant execute on function private.quarter_counts(date) to figures_keeper;

-- A quarter as the outside may see it: people protected, things (workshops, changes) as they are.
create function private.quarter_figures(quarter date) returns table (
  measure text, dimension text, "position" integer, group_name text, counts_people boolean,
  shown integer, percent integer, hidden text)
language sql stable security definer set search_path = '' as $$
  with counts as (
    select c.*, e.n as total, private.protect_count(e.n) as whole
    from private.quarter_counts(quarter) c
    join private.quarter_counts(quarter) e on e.measure = c.measure and e.dimension = 'everyone'
  ), hidden as (
    select c.measure, array_agg(c.dimension order by c.dimension, c.position, c.group_name) as dimensions,
      array_agg(c.group_name order by c.dimension, c.position, c.group_name) as names,
      private.hide_groups(c.total, array_agg(c.dimension order by c.dimension, c.position, c.group_name),
        array_agg(c.n order by c.dimension, c.position, c.group_name)) as reasons
    from counts c where c.dimension <> 'everyone' group by c.measure, c.total
  ), groups as (
    select h.measure, u.dimension, u.group_name, u.reason
    from hidden h cross join unnest(h.dimensions, h.names, h.reasons) as u(dimension, group_name, reason)
  ), due as ( -- what a share is of, where it is not of the measure's own whole
    select d.measure, c.whole, c.n from counts c
    join (values ('answer_due', 'answered_in_time'), ('problem_answered', 'problem_changed')) as d(of_measure, measure)
      on d.of_measure = c.measure
    where c.dimension = 'everyone'
  ), responses as ( -- to what was said in the days whose 30 days ran out in the quarter
    select private.count_responsiveness(null, private.quarter_start(quarter) - interval '30 days',
      private.quarter_start(quarter, 1) - interval '30 days') as r
  ), days as ( -- of fewer than 20 people the middle is not told
    select u.measure, u.days, (select d.n >= 20 from due d where d.measure = 'answered_in_time') and u.pieces >= 8 as enough
    from responses s cross join lateral (values
      ('days_to_answer', (s.r ->> 'days_to_answer')::integer, (s.r ->> 'due')::integer),
      ('days_to_done', (s.r ->> 'days_to_done')::integer, (s.r ->> 'done')::integer)) as u(measure, days, pieces)
  ), confirmed as (
    select (private.count_confirmed(null, quarter, (quarter + interval '3 months')::date - 1) ->> 'yes')::integer as n
  ), shown as (
    select c.*, coalesce(g.reason, case when private.protect_count(c.n) is null then 'small' end) as reason
    from counts c left join groups g using (measure, dimension, group_name)
  )
  select s.measure, s.dimension, s.position, s.group_name, true,
    case when s.reason is null then private.protect_count(s.n) end,
    case when s.reason is null then private.protect_percent(private.protect_count(s.n),
      coalesce((select d.whole from due d where d.measure = s.measure), s.whole)) end,
    s.reason
  from shown s
  union all
  select 'workshops_held', 'everyone', 0, '', false, (
    select count(*)::integer from portal.workshop w
    where w.starts_at >= private.quarter_start(quarter) and w.starts_at < private.quarter_start(quarter, 1)
      and w.published_at is not null and w.state <> 'cancelled'), null, null
  union all
  select 'changes_made', 'everyone', 0, '', false, (
    select count(*)::integer from portal.change c
    where c.made_on >= quarter and c.made_on < quarter + interval '3 months'), null, null
  union all
  select 'changes_confirmed', 'everyone', 0, '', true, private.protect_count(c.n), null,
    case when private.protect_count(c.n) is null then 'small' end
  from confirmed c
  union all
  select d.measure, 'everyone', 0, '', false, case when d.enough then d.days end, null, case when not d.enough then 'small' end
  from days d where d.days is not null or not d.enough
$$;
alter function private.quarter_figures(date) owner to figures_keeper;
grant execute on function private.quarter_figures(date) to portal_keeper;

-- private: closing and reading

-- The quarter in which the first person joined; null in an empty portal.
create function private.first_quarter() returns date
language sql stable security definer set search_path = '' as $$
  select date_trunc('quarter', min(p.joined_at) at time zone 'Europe/London')::date from portal.person p
$$;
alter function private.first_quarter() owner to figures_keeper;
grant execute on function private.first_quarter() to portal_keeper;

-- Count a quarter that has ended, protect the figures and publish them, once and for good.
create function private.close_quarter(quarter date) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  published integer;
  made uuid;
begin
  if quarter is null or quarter <> date_trunc('quarter', quarter::timestamp)::date
    or quarter < coalesce(private.first_quarter(), quarter + 1) then
    return private.invalid('quarter', 'not_known');
  end if;
  if private.quarter_start(quarter, 1) > now() then
    return jsonb_build_object('outcome', 'not_ended');
  end if;
  insert into portal.figure_release (quarter, released_by) values (close_quarter.quarter, asker)
  on conflict do nothing returning id into made;
  if made is null then
    return jsonb_build_object('outcome', 'already_closed');
  end if;
  insert into portal.protected_figure (
    quarter, measure, dimension, position, group_name, counts_people, shown, percent, hidden)
  select close_quarter.quarter, f.measure, f.dimension, f.position, f.group_name, f.counts_people,
    f.shown, f.percent, f.hidden
  from private.quarter_figures(close_quarter.quarter) f;
  get diagnostics published = row_count;
  perform private.record('close_quarter:' || quarter, 'figure_release', made, array['quarter']);
  return jsonb_build_object('outcome', 'closed', 'quarter', quarter, 'figures', published);
end $$;
alter function private.close_quarter(date) owner to portal_keeper;
grant execute on function private.close_quarter(date) to authenticated;

-- Every quarter since the first, newest first: has it ended, and when was it closed.
create function private.quarters() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_any_role('staff', 'administrator');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('quarter', q.quarter::date,
      'ended', private.quarter_start(q.quarter::date, 1) <= now(),
      'closed_at', r.released_at) order by q.quarter desc), '[]')
    from generate_series(private.first_quarter()::timestamp, now() at time zone 'Europe/London', interval '3 months')
      as q(quarter)
    left join portal.figure_release r on r.quarter = q.quarter::date);
end $$;
alter function private.quarters() owner to figures_keeper;
grant execute on function private.quarters() to authenticated;

-- What was published of a quarter (the newest when none is named). Each reading is written down.
create function private.published_figures(quarter date) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  wanted portal.figure_release;
begin
  perform private.require_any_role('analyst', 'staff', 'administrator');
  select r.* into wanted from portal.figure_release r
  where r.quarter = published_figures.quarter or published_figures.quarter is null
  order by r.quarter desc limit 1;
  if wanted.quarter is not null then
    perform private.record('read_figures:' || wanted.quarter, 'figure_release', wanted.id);
  end if;
  return jsonb_build_object(
    'quarters', (select coalesce(jsonb_agg(r.quarter order by r.quarter desc), '[]') from portal.figure_release r),
    'quarter', wanted.quarter, 'released_at', wanted.released_at,
    'figures', (
      select coalesce(jsonb_agg(jsonb_build_object('measure', f.measure, 'dimension', f.dimension,
        'group_name', f.group_name, 'counts_people', f.counts_people, 'shown', f.shown,
        'percent', f.percent, 'hidden', f.hidden) order by f.measure, f.dimension, f.position, f.group_name), '[]')
      from portal.protected_figure f where f.quarter = wanted.quarter));
end $$;
alter function private.published_figures(date) owner to figures_keeper;
grant execute on function private.published_figures(date) to authenticated;

-- How responsive the organisation was in the newest quarter that was published, for everybody: only the figures of
-- the whole, as they were published. Null before the first.
create function private.published_responsiveness() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('quarter', r.quarter, 'figures', (
    select coalesce(jsonb_object_agg(f.measure, jsonb_build_object('shown', f.shown, 'percent', f.percent, 'hidden', f.hidden)), '{}')
    from portal.protected_figure f
    where f.quarter = r.quarter and f.dimension = 'everyone' and f.measure in ('answer_due', 'answered_in_time',
      'problem_answered', 'problem_changed', 'days_to_answer', 'days_to_done', 'changes_made', 'changes_confirmed')))
  from portal.figure_release r order by r.quarter desc limit 1
$$;
alter function private.published_responsiveness() owner to figures_keeper;
grant execute on function private.published_responsiveness() to portal_keeper;

-- api

-- Outcomes: closed, already_closed, not_ended, invalid. For staff and administrators.
create function api.close_quarter(quarter date) returns jsonb
language sql volatile set search_path = '' as $$ select private.close_quarter(quarter) $$;
grant execute on function api.close_quarter(date) to authenticated;

create function api.quarters() returns jsonb
language sql stable set search_path = '' as $$ select private.quarters() $$;
grant execute on function api.quarters() to authenticated;

create function api.published_figures(quarter date default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.published_figures(quarter) $$;
grant execute on function api.published_figures(date) to authenticated;
