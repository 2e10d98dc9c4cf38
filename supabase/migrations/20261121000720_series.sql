-- Series: workshops that repeat. Each copy is a workshop of its own, with its own bookings; the series only
-- holds them together, so that staff can publish, change or call off several at once.
--
-- A copy takes place at the same time on the clock of the wall, also where the clocks change between.

-- tables

create table portal.series (
  id uuid primary key default gen_random_uuid(),
  pattern text not null check (pattern in ('weekly', 'fortnightly', 'monthly')),
  made_by uuid references portal.person on delete set null,
  made_at timestamptz not null default now()
);
comment on table portal.series is 'Workshops that were made as copies of one another.';
comment on column portal.series.pattern is 'monthly: the same weekday of the month; the fifth stands for the last.';
create index on portal.series (made_by);

alter table portal.workshop add column series_id uuid references portal.series;
comment on column portal.workshop.series_id is 'The series it belongs to; null: it stands alone.';
create index on portal.workshop (series_id, starts_at);

alter table portal.series enable row level security;

-- policies

grant select (id, pattern) on portal.series to anon, authenticated;
create policy "Anybody sees how a series repeats" on portal.series for select to anon, authenticated using (true);
grant select (series_id) on portal.workshop to anon, authenticated;

grant select, insert (pattern, made_by) on portal.series to portal_keeper;
create policy "The portal keeper reads every series" on portal.series for select to portal_keeper using (true);
create policy "The portal keeper makes a series for staff" on portal.series
  for insert to portal_keeper with check (
    (select private.has_role('staff')) and made_by = (select private.me()));
grant update (series_id) on portal.workshop to portal_keeper;
grant select (nation) on portal.organisation to portal_keeper;
create policy "The portal keeper knows the nation" on portal.organisation for select to portal_keeper using (true);

-- private

-- The same weekday of the month, `months` later: the second Tuesday stays the second Tuesday. Not every month
-- has a fifth one: the fifth stands for the last.
create function private.same_weekday(day date, months integer) returns date
language sql immutable set search_path = '' as $$
  select case when date_trunc('month', f.day) = f.month then f.day else f.day - 7 end
  from (
    select m.month, m.month::date
      + (7 + extract(isodow from same_weekday.day)::integer - extract(isodow from m.month)::integer) % 7
      + 7 * ((extract(day from same_weekday.day)::integer - 1) / 7) as day
    from (
      select date_trunc('month', same_weekday.day::timestamp) + make_interval(months => same_weekday.months) as month
    ) m
  ) f
$$;
grant execute on function private.same_weekday(date, integer) to portal_keeper;

-- When a workshop repeats, itself first: the same time on the clock of the wall in London on each day.
-- At most 60; `until` is the last day on which one may be.
create function private.series_times(
  starts_at timestamptz, ends_at timestamptz, pattern text, how_many integer, until date
) returns table (day date, starts timestamptz, ends timestamptz)
language sql stable set search_path = '' as $$
  with original as (
    select series_times.starts_at at time zone 'Europe/London' as starts,
      series_times.ends_at at time zone 'Europe/London' as ends
  ), days as (
    select n.place, case series_times.pattern
      when 'weekly' then o.starts::date + 7 * n.place
      when 'fortnightly' then o.starts::date + 14 * n.place
      when 'monthly' then private.same_weekday(o.starts::date, n.place) end as day
    from original o, generate_series(0, 59) as n(place)
  ), times as (
    select d.place, d.day, (d.day + o.starts::time) at time zone 'Europe/London' as starts,
      (d.day + (o.ends - o.starts::date)) at time zone 'Europe/London' as ends
    from days d, original o
    where (series_times.how_many is null or d.place < series_times.how_many)
      and (series_times.until is null or d.day <= series_times.until)
  )
  -- in the hour that is left out in March an end may come before its start: then it lasts as long as the first
  select t.day, t.starts, case when t.ends > t.starts then t.ends
    else t.starts + (series_times.ends_at - series_times.starts_at) end
  from times t order by t.place
$$;
grant execute on function private.series_times(timestamptz, timestamptz, text, integer, date) to portal_keeper;

-- The dates that staff look at before they make a series: with the bank holidays here, and what is in the
-- same space at that time.
create function private.series_preview(event portal.workshop, pattern text, how_many integer, until date) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('day', t.day, 'starts_at', t.starts, 'ends_at', t.ends,
      'bank_holiday', (
        select h.name from portal.bank_holiday h join portal.organisation o on o.nation = h.nation
        where h.on_date = t.day),
      'in_the_space', case when event.in_person_capacity is not null then (
        select w.title from portal.workshop w
        where w.space_id = event.space_id and w.id <> event.id and w.state in ('draft', 'published')
          and w.in_person_capacity is not null and w.starts_at < t.ends and w.ends_at > t.starts
          and w.starts_at > t.starts - interval '24 hours'
        order by w.starts_at limit 1) end) order by t.starts), '[]')
    from private.series_times(
      event.starts_at, event.ends_at, series_preview.pattern, series_preview.how_many, series_preview.until) t);
end $$;
grant execute on function private.series_preview(portal.workshop, text, integer, date) to portal_keeper;

-- What is wrong with how a workshop is to repeat, or null.
create function private.series_problem(event portal.workshop, pattern text, how_many integer, until date) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(f.field, f.problem) from (values
    (1, 'pattern', case when series_problem.pattern in ('weekly', 'fortnightly', 'monthly')
      then null else 'not_known' end),
    (2, 'how_many', case when series_problem.how_many is null and series_problem.until is null then 'missing'
      when series_problem.how_many not between 2 and 60 then 'out_of_range' end),
    (3, 'until', case when series_problem.until not between event.starts_at::date and (now() + interval '3 years')::date
      then 'out_of_range' end)
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1
$$;
grant execute on function private.series_problem(portal.workshop, text, integer, date) to portal_keeper;

-- Why a workshop cannot be repeated: it is over or called off, or others of its series follow it already.
create function private.why_not_repeated(event portal.workshop) returns text
language sql stable set search_path = '' as $$
  select case when event.id is null then 'not_found'
    when event.state not in ('draft', 'published') or event.starts_at <= now() then 'closed'
    when event.series_id is not null and exists (
      select from portal.workshop w where w.series_id = event.series_id and w.starts_at > event.starts_at
        and w.state <> 'cancelled') then 'not_the_last' end
$$;
grant execute on function private.why_not_repeated(portal.workshop) to portal_keeper;

create function private.preview_series(workshop_id uuid, pattern text, how_many integer, until date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  event portal.workshop;
  problem jsonb;
begin
  perform private.require_role('staff');
  select w.* into event from portal.workshop w where w.id = preview_series.workshop_id;
  if private.why_not_repeated(event) is not null then
    return jsonb_build_object('outcome', private.why_not_repeated(event));
  end if;
  problem := private.series_problem(event, preview_series.pattern, preview_series.how_many, preview_series.until);
  return coalesce(problem, jsonb_build_object('outcome', 'found', 'dates', private.series_preview(
    event, preview_series.pattern, preview_series.how_many, preview_series.until)));
end $$;
alter function private.preview_series(uuid, text, integer, date) owner to portal_keeper;
grant execute on function private.preview_series(uuid, text, integer, date) to authenticated;

-- One more workshop like another, at another time; a draft until it is published.
create function private.copy_workshop(
  event portal.workshop, starts timestamptz, ends timestamptz, series_id uuid
) returns uuid
language plpgsql set search_path = '' as $$
declare
  made uuid;
begin
  event.starts_at := starts;
  event.ends_at := ends;
  made := private.add_workshop(event);
  update portal.workshop w set series_id = copy_workshop.series_id where w.id = made;
  insert into portal.workshop_link (workshop_id, online_link)
  select made, l.online_link from portal.workshop_link l where l.workshop_id = event.id;
  perform private.record('make_series', 'workshop', made, array['title', 'starts_at', 'ends_at', 'details']);
  return made;
end $$;
grant execute on function private.copy_workshop(portal.workshop, timestamptz, timestamptz, uuid) to portal_keeper;

-- Copies of a workshop, all at once, without the days that staff take out. Of a series the last one can be
-- repeated: then the series goes on.
create function private.make_series(
  workshop_id uuid, pattern text, how_many integer, until date, without date[]
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  problem jsonb;
  kept uuid;
  dates record;
  many integer := 0;
begin
  select w.* into event from portal.workshop w where w.id = make_series.workshop_id for no key update;
  if private.why_not_repeated(event) is not null then
    return jsonb_build_object('outcome', private.why_not_repeated(event));
  end if;
  problem := private.series_problem(event, make_series.pattern, make_series.how_many, make_series.until);
  if problem is not null then
    return problem;
  end if;
  kept := event.series_id;
  for dates in
    select t.starts, t.ends from private.series_times(
      event.starts_at, event.ends_at, make_series.pattern, make_series.how_many, make_series.until) t
    where t.starts > event.starts_at and t.starts < now() + interval '3 years'
      and t.day <> all (coalesce(make_series.without, '{}'))
  loop
    if kept is null then
      insert into portal.series (pattern, made_by) values (make_series.pattern, asker) returning id into kept;
      update portal.workshop w set series_id = kept where w.id = event.id;
    end if;
    perform private.copy_workshop(event, dates.starts, dates.ends, kept);
    many := many + 1;
  end loop;
  if many = 0 then
    return private.invalid('how_many', 'out_of_range');
  end if;
  perform private.record('make_series', 'series', kept, array['pattern']);
  return jsonb_build_object('outcome', 'made', 'series_id', kept, 'workshops', many);
end $$;
alter function private.make_series(uuid, text, integer, date, date[]) owner to portal_keeper;
grant execute on function private.make_series(uuid, text, integer, date, date[]) to authenticated;

-- The workshops of a series that have not begun, the first one first: always locked in this order.
create function private.still_to_come(series_id uuid, after timestamptz) returns setof portal.workshop
language sql volatile set search_path = '' as $$
  select w.* from portal.workshop w
  where w.series_id = still_to_come.series_id and w.starts_at > greatest(still_to_come.after, now())
    and w.state in ('draft', 'published')
  order by w.starts_at, w.id for no key update
$$;
grant execute on function private.still_to_come(uuid, timestamptz) to portal_keeper;

create function private.publish_series(series_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  next_one portal.workshop;
  many integer := 0;
begin
  perform private.require_role('staff');
  for next_one in select * from private.still_to_come(publish_series.series_id, now()) loop
    if private.publish_workshop(next_one.id) ->> 'outcome' = 'published' then
      many := many + 1;
    end if;
  end loop;
  return jsonb_build_object('outcome', case when many > 0 then 'series_published' else 'not_found' end,
    'workshops', many);
end $$;
alter function private.publish_series(uuid) owner to portal_keeper;
grant execute on function private.publish_series(uuid) to authenticated;

-- Nothing more of this series will happen: everybody who booked one of them is told, as for a single one.
create function private.cancel_series(series_id uuid, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  problem text := private.text_problem(cancel_series.reason, 300);
  next_one portal.workshop;
  answer jsonb;
  many integer := 0;
  people integer := 0;
begin
  perform private.require_role('staff');
  if problem is not null then
    return private.invalid('reason', problem);
  end if;
  for next_one in select * from private.still_to_come(cancel_series.series_id, now()) loop
    answer := private.cancel_workshop(next_one.id, cancel_series.reason);
    many := many + (answer ->> 'outcome' = 'cancelled')::integer;
    people := people + coalesce((answer ->> 'people')::integer, 0);
  end loop;
  return jsonb_build_object('outcome', case when many > 0 then 'series_cancelled' else 'not_found' end,
    'workshops', many, 'people', people);
end $$;
alter function private.cancel_series(uuid, text) owner to portal_keeper;
grant execute on function private.cancel_series(uuid, text) to authenticated;

-- What one of the later workshops becomes when this one changes: it moves by as many days, to the same times.
create function private.moved_along(draft portal.workshop, this_was portal.workshop, later portal.workshop)
returns portal.workshop
language plpgsql stable set search_path = '' as $$
declare
  starts timestamp := draft.starts_at at time zone 'Europe/London';
  ends timestamp := draft.ends_at at time zone 'Europe/London';
  day date := (later.starts_at at time zone 'Europe/London')::date
    + (starts::date - (this_was.starts_at at time zone 'Europe/London')::date);
begin
  draft.id := later.id;
  draft.starts_at := (day + starts::time) at time zone 'Europe/London';
  draft.ends_at := (day + (ends - starts::date)) at time zone 'Europe/London';
  return draft;
end $$;
grant execute on function private.moved_along(portal.workshop, portal.workshop, portal.workshop) to portal_keeper;

-- Saves what staff filled in. `seen`: when the one they began from was last saved; if somebody saved since,
-- nothing is written, and they are told what stands there now. `and_later`: the later ones of the series too,
-- all of them or none.
create function private.save_workshops(
  draft portal.workshop, online_link text, seen timestamptz, and_later boolean
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
  later portal.workshop;
  changed portal.workshop;
  all_later portal.workshop[] := array[]::portal.workshop[];
  problem jsonb;
  answer jsonb;
begin
  perform private.require_role('staff');
  select w.* into event from portal.workshop w where w.id = draft.id for no key update;
  if event.id is not null and save_workshops.seen is not null and event.edited_at <> save_workshops.seen then
    return jsonb_build_object('outcome', 'changed_meanwhile', 'edited_at', event.edited_at,
      'edited_by', (select p.display_name from portal.person p where p.id = event.edited_by));
  end if;
  problem := private.workshop_problem(draft, save_workshops.online_link);
  if problem is null and event.series_id is not null and save_workshops.and_later then
    for later in select * from private.still_to_come(event.series_id, event.starts_at) loop
      changed := private.moved_along(draft, event, later);
      problem := coalesce(private.workshop_problem(changed, save_workshops.online_link),
        private.change_problem(later, changed));
      if problem is not null then
        return problem || jsonb_build_object('outcome', 'later_invalid', 'starts_at', later.starts_at);
      end if;
      all_later := all_later || changed;
    end loop;
  end if;
  answer := private.save_workshop(draft, save_workshops.online_link);
  if answer ->> 'outcome' = 'saved' then
    foreach changed in array all_later loop
      perform private.save_workshop(changed, save_workshops.online_link);
    end loop;
    answer := answer || jsonb_build_object('later', cardinality(all_later));
  end if;
  return answer;
end $$;
alter function private.save_workshops(portal.workshop, text, timestamptz, boolean) owner to portal_keeper;
grant execute on function private.save_workshops(portal.workshop, text, timestamptz, boolean) to authenticated;

-- The series of a workshop, with those of its dates that the reader may see. Drafts only staff see.
create function private.series_of(workshop_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', r.id, 'pattern', r.pattern, 'dates', (
    select jsonb_agg(jsonb_build_object('id', o.id, 'starts_at', o.starts_at, 'ends_at', o.ends_at, 'state', o.state)
      order by o.starts_at)
    from portal.workshop o where o.series_id = r.id))
  from portal.workshop w join portal.series r on r.id = w.series_id where w.id = series_of.workshop_id
$$;
grant execute on function private.series_of(uuid) to anon, authenticated;

-- api: for staff

create function api.preview_series(
  workshop_id uuid, pattern text, how_many integer default null, until date default null
) returns jsonb
language sql stable set search_path = '' as $$ select private.preview_series(workshop_id, pattern, how_many, until) $$;
grant execute on function api.preview_series(uuid, text, integer, date) to authenticated;

create function api.make_series(
  workshop_id uuid, pattern text, how_many integer default null, until date default null, without date[] default '{}'
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.make_series(workshop_id, pattern, how_many, until, without)
$$;
grant execute on function api.make_series(uuid, text, integer, date, date[]) to authenticated;

create function api.publish_series(series_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.publish_series(series_id) $$;
grant execute on function api.publish_series(uuid) to authenticated;

create function api.cancel_series(series_id uuid, reason text) returns jsonb
language sql volatile set search_path = '' as $$ select private.cancel_series(series_id, reason) $$;
grant execute on function api.cancel_series(uuid, text) to authenticated;
