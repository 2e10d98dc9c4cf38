-- The programme: what is on for everybody, and every workshop for staff, whatever state it is in.

-- private

-- What a reader may know of a workshop besides its card: the other dates of its series, who leads it; and for
-- the asker their own roles, who else is coming, and what is told of their access needs.
create function private.workshop_more(workshop_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  more jsonb := jsonb_build_object('series', private.series_of(workshop_more.workshop_id),
    'led_by', private.led_by(workshop_more.workshop_id),
    'agenda', private.agenda_themes(workshop_more.workshop_id), 'write_up', private.write_up(workshop_more.workshop_id));
begin
  if private.me() is not null then
    more := more || jsonb_build_object('my_roles', private.my_workshop_roles(workshop_more.workshop_id),
      'who_is_coming', private.who_is_coming(workshop_more.workshop_id),
      'my_need', private.my_access_need(workshop_more.workshop_id));
  end if;
  return more;
end $$;
grant execute on function private.workshop_more(uuid) to anon, authenticated;

-- api: for everybody

-- What is coming, soonest first. `online` true: can be joined online; false: in person.
create function api.whats_on(
  space_id uuid default null, kind text default null, online boolean default null, how_many integer default 12
) returns jsonb
language sql stable set search_path = '' as $$
  -- chosen first, by the index and no further than needed; only those are joined with anything
  with chosen as materialized (
    select w.id, w.starts_at from portal.workshop w
    where w.state = 'published' and w.starts_at > now() - interval '24 hours' and w.ends_at > now()
      and (whats_on.space_id is null or w.space_id = whats_on.space_id)
      and (whats_on.kind is null or w.kind = whats_on.kind)
      and (whats_on.online is null
        or case when whats_on.online then w.online_capacity else w.in_person_capacity end is not null)
    order by w.starts_at, w.id limit least(greatest(how_many, 1), 100) + 1
  ), shown as materialized (
    select c.* from portal.workshop_card c where c.id in (
      select f.id from chosen f order by f.starts_at, f.id limit least(greatest(how_many, 1), 100))
  )
  select jsonb_build_object(
    'workshops', (
      select coalesce(jsonb_agg(to_jsonb(s) || coalesce(to_jsonb(p) - 'workshop_id', '{}')
        order by s.starts_at, s.id), '[]')
      from shown s
      left join private.places(array(select s.id from shown s)) p on p.workshop_id = s.id),
    'more', (select count(*) from chosen) > (select count(*) from shown),
    'spaces', private.space_names())
$$;
grant execute on function api.whats_on(uuid, text, boolean, integer) to anon, authenticated;

-- api: for staff

-- The workshop to fill the form with (null: a new one), when it was last saved, and the spaces and programmes
-- to choose from.
create function api.workshop_form(workshop_id uuid default null) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform private.require_role('staff');
  return jsonb_build_object('spaces', api.spaces(),
    'seen', (select w.edited_at from portal.workshop w where w.id = workshop_form.workshop_id),
    'workshop', case when workshop_form.workshop_id is not null
      then api.workshop(workshop_form.workshop_id) -> 'workshop' end);
end $$;
grant execute on function api.workshop_form(uuid) to authenticated;

-- One list of workshops at a time, ten to a page, and how many are in each. to_mark: over, and somebody is
-- not marked yet. to_write_up: over and marked, of the last three months, and not written up to the end.
create function api.staff_workshops(
  place text default null, page integer default 1, looking_for text default '', space_id uuid default null
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  wanted text := lower(btrim(coalesce(looking_for, '')));
  before bigint := 10 * (greatest(coalesce(page, 1), 1)::bigint - 1);
begin
  perform private.require_role('staff');
  return (
    with stands as materialized (
      select w.id, w.starts_at, case
          when w.state = 'cancelled' then 'cancelled'
          when w.state = 'draft' then 'drafts'
          when w.state = 'published' and w.ends_at > now() then 'coming'
          when w.state = 'published' and w.id in (
            select b.workshop_id from portal.booking b where b.state = 'booked') then 'to_mark'
          when w.state = 'held' or w.state = 'published' and w.ends_at > now() - interval '3 months' then 'to_write_up'
          else 'past' end as place
      from portal.workshop w
      where (w.state <> 'cancelled' or w.published_at is not null)
        and (staff_workshops.space_id is null or w.space_id = staff_workshops.space_id)
        and (wanted = '' or position(wanted in lower(w.title)) > 0)
    ), counts as materialized (
      select s.place, count(*) as many from stands s group by s.place
    ), chosen as (
      select coalesce(
        (select staff_workshops.place where staff_workshops.place in (
          'to_mark', 'to_write_up', 'coming', 'drafts', 'past', 'cancelled')),
        (select 'to_mark' from counts c where c.place = 'to_mark'), 'coming') as place
    ), shown as materialized (
      select s.id, row_number() over (order by
        case when s.place in ('to_mark', 'coming', 'drafts') then s.starts_at - now()
          else now() - s.starts_at end, s.id) as rank
      from stands s join chosen c on c.place = s.place
      order by rank limit 10 offset before
    )
    select jsonb_build_object('place', (select c.place from chosen c), 'page_size', 10,
      'counts', (select coalesce(jsonb_object_agg(c.place, c.many), '{}') from counts c),
      'spaces', private.space_names(),
      'rows', (
        select coalesce(jsonb_agg(to_jsonb(c) || coalesce(to_jsonb(p) - 'workshop_id', '{}')
          || jsonb_build_object('pattern', r.pattern) order by s.rank), '[]')
        from shown s
        join portal.workshop_card c on c.id = s.id
        join portal.workshop w on w.id = s.id
        left join portal.series r on r.id = w.series_id
        left join private.places(array(select s.id from shown s)) p on p.workshop_id = s.id)));
end $$;
grant execute on function api.staff_workshops(text, integer, text, uuid) to authenticated;
