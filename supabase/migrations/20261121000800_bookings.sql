-- Bookings: a place at a workshop, in the room or online; the line of those waiting; who came.
--
-- Whatever changes how many places are taken locks the workshop first, then looks, then writes.

-- tables

create table portal.booking (
  id uuid primary key default gen_random_uuid(),
  workshop_id uuid not null references portal.workshop,
  person_id uuid not null references portal.person on delete cascade,
  mode text not null check (mode in ('in_person', 'online')),
  state text not null check (state in (
    'booked', 'waiting', 'offered', 'cancelled', 'attended', 'apologies', 'missed')),
  takes_place boolean not null generated always as (state in ('booked', 'offered', 'attended')) stored,
  turn bigint not null generated always as identity,
  booked_at timestamptz not null default now(),
  moved_up_at timestamptz,
  attended_at timestamptz,
  entered_by uuid references portal.person on delete set null,
  check ((state = 'attended') = (attended_at is not null))
);
comment on table portal.booking is 'One person''s place at one workshop, or their turn in the line for it.';
comment on column portal.booking.takes_place is 'Whether one of the places is taken by it.';
comment on column portal.booking.turn is 'Grows with each booking, given out while the workshop is locked: the order of the line.';
comment on column portal.booking.moved_up_at is 'When a place came free and this person, first in line, got it.';
comment on column portal.booking.entered_by is 'The member of staff who entered it, when the person did not book it themselves.';
create unique index booking_one_live on portal.booking (workshop_id, person_id) where state <> 'cancelled';
create index on portal.booking (workshop_id, mode, state, turn);
create index on portal.booking (person_id, booked_at);
create index on portal.booking (entered_by);

create table portal.booking_history (
  id bigint primary key generated always as identity,
  booking_id uuid not null references portal.booking on delete cascade,
  state text not null,
  at timestamptz not null default now()
);
comment on table portal.booking_history is 'Append-only: every state that a booking has been in, and since when. Who brought it there is in the audit.';
create index on portal.booking_history (booking_id, at);

alter table portal.booking enable row level security;
alter table portal.booking_history enable row level security;

-- policies

grant select on portal.booking, portal.booking_history to authenticated;
create policy "A person sees their own bookings, staff see all" on portal.booking
  for select to authenticated using (
    person_id = (select private.me()) or (select private.has_role('staff')));
create policy "Who sees a booking sees its history" on portal.booking_history
  for select to authenticated using (exists (select from portal.booking b where b.id = booking_id));

grant select, insert on portal.booking to portal_keeper;
grant update (state, moved_up_at, attended_at) on portal.booking to portal_keeper;
create policy "The portal keeper counts every booking" on portal.booking
  for select to portal_keeper using (true);
create policy "The portal keeper books the asker, or whom staff enter" on portal.booking
  for insert to portal_keeper with check (
    (person_id = (select private.me()) and entered_by is null and state in ('booked', 'waiting'))
    or ((select private.has_role('staff')) and entered_by = (select private.me())));
create policy "The portal keeper changes the asker's, moves up the waiting" on portal.booking
  for update to portal_keeper using (
    person_id = (select private.me()) or state = 'waiting' or (select private.has_role('staff')))
  with check (
    (person_id = (select private.me()) and state = 'cancelled')
    or (state = 'booked' and moved_up_at is not null) or (select private.has_role('staff')));

grant insert on portal.booking_history to portal_keeper;
create policy "The portal keeper writes down the state a booking is in" on portal.booking_history
  for insert to portal_keeper with check (exists (
    select from portal.booking b where b.id = booking_id and b.state = booking_history.state));

grant select (id, workshop_id, person_id, mode, state, takes_place, booked_at, attended_at)
  on portal.booking to figures_keeper;
create policy "The figures keeper counts every booking" on portal.booking
  for select to figures_keeper using (true);
grant select (id, booking_id, state, at) on portal.booking_history to figures_keeper;
create policy "The figures keeper counts every change of a booking" on portal.booking_history
  for select to figures_keeper using (true);

-- the link of the online room
grant select on portal.workshop_link to authenticated;
create policy "Who is booked online reads the link, and staff" on portal.workshop_link
  for select to authenticated using (
    (select private.has_role('staff')) or exists (
      select from portal.booking b
      where b.workshop_id = workshop_link.workshop_id and b.person_id = (select private.me())
        and b.mode = 'online' and b.takes_place));

-- private

create function private.remember_booking() returns trigger
language plpgsql set search_path = '' as $$
begin
  insert into portal.booking_history (booking_id, state, at)
  values (new.id, new.state, case tg_op when 'INSERT' then new.booked_at else now() end);
  return null;
end $$;
create trigger booking_made after insert on portal.booking
  for each row execute function private.remember_booking();
create trigger booking_changed after update of state on portal.booking
  for each row when (new.state <> old.state) execute function private.remember_booking();

-- How full workshops are, and the asker's own live booking at each. Nobody else's is told.
create function private.places(workshop_ids uuid[]) returns table (
  workshop_id uuid, in_person_taken integer, in_person_waiting integer,
  online_taken integer, online_waiting integer, mine jsonb)
language sql stable security definer set search_path = '' rows 20 as $$
  with live as (
    select b.* from portal.booking b where b.workshop_id = any (workshop_ids) and b.state <> 'cancelled'
  ), mine as materialized (
    select m.* from live m where m.person_id = (select private.me())
  )
  select l.workshop_id,
    count(*) filter (where l.takes_place and l.mode = 'in_person')::integer,
    count(*) filter (where l.state = 'waiting' and l.mode = 'in_person')::integer,
    count(*) filter (where l.takes_place and l.mode = 'online')::integer,
    count(*) filter (where l.state = 'waiting' and l.mode = 'online')::integer,
    (select jsonb_build_object('id', m.id, 'mode', m.mode, 'state', m.state, 'moved_up_at', m.moved_up_at,
        'position', case when m.state = 'waiting' then (
          select count(*) from portal.booking o where o.workshop_id = m.workshop_id and o.mode = m.mode
            and o.state = 'waiting' and o.turn <= m.turn) end)
      from mine m where m.workshop_id = l.workshop_id)
  from live l group by l.workshop_id
$$;
alter function private.places(uuid[]) owner to portal_keeper;
grant execute on function private.places(uuid[]) to anon, authenticated;

-- Free places go to the first in line of that mode. The caller holds the lock on the workshop.
create function private.move_up(event portal.workshop, mode text) returns integer
language plpgsql set search_path = '' as $$
declare
  moved record;
  how_many integer := 0;
begin
  if event.state <> 'published' or event.starts_at <= now() then
    return 0;
  end if;
  for moved in
    update portal.booking b set state = 'booked', moved_up_at = now()
    where b.id in (
      select l.id from portal.booking l
      where l.workshop_id = event.id and l.mode = move_up.mode and l.state = 'waiting'
        -- somebody who is suspended keeps their turn, and gets no place while they are
        and exists (select from portal.person p where p.id = l.person_id and p.state = 'active')
      order by l.turn
      limit greatest(0, case move_up.mode when 'online' then event.online_capacity
          else event.in_person_capacity end - (
        select count(*) from portal.booking t
        where t.workshop_id = event.id and t.mode = move_up.mode and t.takes_place)))
    returning b.id, b.person_id
  loop
    perform private.record('move_up', 'booking', moved.id, array['state', 'moved_up_at'], moved.person_id);
    how_many := how_many + 1;
  end loop;
  return how_many;
end $$;
grant execute on function private.move_up(portal.workshop, text) to portal_keeper;

-- Why the asker cannot book a workshop that could not be locked for booking.
create function private.why_not_open(workshop_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('outcome', case when exists (
    select from portal.workshop w where w.id = why_not_open.workshop_id and w.published_at is not null)
    then 'closed' else 'not_found' end)
$$;
grant execute on function private.why_not_open(uuid) to portal_keeper;

-- A place for a person, or the end of the line. The caller holds the lock on the workshop, which is open for
-- booking, and has asked whether it may book for that person. `entered_by`: the member of staff who does.
create function private.take_place(event portal.workshop, person uuid, mode text, entered_by uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  places integer := case take_place.mode when 'online' then event.online_capacity
    when 'in_person' then event.in_person_capacity end;
  made record;
begin
  if places is null then
    return jsonb_build_object('outcome', 'not_offered');
  elsif event.who_can_come <> 'everyone' and not exists (
    select from portal.person p where p.id = take_place.person and p.connection = event.who_can_come
  ) then
    return jsonb_build_object('outcome', 'not_for_you', 'who_can_come', event.who_can_come);
  end if;
  insert into portal.booking as b (workshop_id, person_id, mode, state, entered_by)
  select event.id, take_place.person, take_place.mode, case
      when count(*) filter (where o.state = 'waiting') = 0
        and count(*) filter (where o.takes_place) < places then 'booked'
      else 'waiting' end, take_place.entered_by
  from portal.booking o
  where o.workshop_id = event.id and o.mode = take_place.mode
    and o.state in ('booked', 'offered', 'attended', 'waiting')
  on conflict do nothing
  returning b.id, b.state, b.turn into made;
  if not found then
    return (select jsonb_build_object('outcome', 'already_booked', 'booking_id', b.id, 'mode', b.mode, 'state', b.state)
      from portal.booking b
      where b.workshop_id = event.id and b.person_id = take_place.person and b.state <> 'cancelled');
  end if;
  perform private.record('book_place', 'booking', made.id, array['mode', 'state'], take_place.person);
  return jsonb_build_object('outcome', made.state, 'booking_id', made.id, 'mode', take_place.mode,
    'position', case when made.state = 'waiting' then (
      select count(*) from portal.booking o where o.workshop_id = event.id
        and o.mode = take_place.mode and o.state = 'waiting' and o.turn <= made.turn) end);
end $$;
grant execute on function private.take_place(portal.workshop, uuid, text, uuid) to portal_keeper;

create function private.book_place(workshop_id uuid, mode text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  event portal.workshop;
begin
  select w.* into event from portal.workshop w
  where w.id = book_place.workshop_id and w.state = 'published' and w.starts_at > now() for no key update;
  if not found then
    return private.why_not_open(book_place.workshop_id);
  end if;
  return private.take_place(event, asker, book_place.mode, null);
end $$;
alter function private.book_place(uuid, text) owner to portal_keeper;
grant execute on function private.book_place(uuid, text) to authenticated;

-- One's own booking, or anybody's for staff who were asked to. A place that comes free is given on at once.
create function private.cancel_booking(booking_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  event portal.workshop;
  theirs portal.booking;
begin
  select b.* into theirs from portal.booking b where b.id = cancel_booking.booking_id
    and (b.person_id = asker or private.has_role('staff'));
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  select w.* into event from portal.workshop w
  where w.id = theirs.workshop_id and w.state = 'published' and w.starts_at > now() for no key update;
  if not found then
    return jsonb_build_object('outcome', 'closed');
  end if;
  -- looked at again inside the lock: it may have been moved up or cancelled meanwhile
  select b.* into theirs from portal.booking b where b.id = theirs.id;
  if theirs.state not in ('booked', 'waiting', 'offered') then
    return jsonb_build_object('outcome', 'already_cancelled');
  end if;
  update portal.booking b set state = 'cancelled' where b.id = theirs.id;
  if not found then
    raise exception 'the booking was not cancelled';
  end if;
  perform private.record('cancel_booking', 'booking', theirs.id, array['state'], theirs.person_id);
  return jsonb_build_object('outcome', 'cancelled', 'workshop_id', event.id, 'mode', theirs.mode,
    'was', theirs.state, 'moved_up', private.move_up(event, theirs.mode));
end $$;
alter function private.cancel_booking(uuid) owner to portal_keeper;
grant execute on function private.cancel_booking(uuid) to authenticated;

-- What stands in the way of changing a workshop that people may have booked: an outcome, or null.
create function private.change_problem(event portal.workshop, draft portal.workshop) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  taken record;
begin
  if event.state not in ('draft', 'published') then
    return jsonb_build_object('outcome', 'closed');
  elsif draft.starts_at <> event.starts_at and draft.starts_at <= now() then
    return private.invalid('starts_at', 'in_the_past');
  end if;
  select count(*) filter (where b.mode = 'in_person') as in_person, count(*) filter (where b.mode = 'online') as online
  into taken from portal.booking b where b.workshop_id = event.id and b.takes_place;
  if taken.in_person > coalesce(draft.in_person_capacity, 0) then
    return private.invalid('in_person_capacity', 'out_of_range');
  elsif taken.online > coalesce(draft.online_capacity, 0) then
    return private.invalid('online_capacity', 'out_of_range');
  end if;
  return null;
end $$;
grant execute on function private.change_problem(portal.workshop, portal.workshop) to portal_keeper;

-- Makes a draft, or changes a workshop; more places go to those waiting at once.
create function private.save_workshop(draft portal.workshop, online_link text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
  saved uuid := draft.id;
  problem jsonb;
  moved_up integer := 0;
begin
  perform private.require_role('staff');
  problem := private.workshop_problem(draft, save_workshop.online_link);
  if problem is null and draft.id is null then
    if draft.starts_at <= now() then
      return private.invalid('starts_at', 'in_the_past');
    end if;
    saved := private.add_workshop(draft);
  elsif problem is null then
    select w.* into event from portal.workshop w where w.id = draft.id for no key update;
    if not found then
      return jsonb_build_object('outcome', 'not_found');
    end if;
    problem := private.change_problem(event, draft);
  end if;
  if problem is not null then
    return problem;
  elsif draft.id is not null then
    perform private.change_workshop(draft);
    select w.* into event from portal.workshop w where w.id = draft.id;
    moved_up := private.move_up(event, 'in_person') + private.move_up(event, 'online');
  end if;
  perform private.save_workshop_link(saved, save_workshop.online_link);
  perform private.record('save_workshop', 'workshop', saved, array['title', 'starts_at', 'ends_at', 'details']);
  return jsonb_build_object('outcome', 'saved', 'workshop_id', saved, 'moved_up', moved_up);
end $$;
alter function private.save_workshop(portal.workshop, text) owner to portal_keeper;
grant execute on function private.save_workshop(portal.workshop, text) to authenticated;

-- The workshop will not happen: every booking goes with it.
create function private.cancel_workshop(workshop_id uuid, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
  problem text := private.text_problem(cancel_workshop.reason, 300);
  freed record;
  people integer := 0;
begin
  perform private.require_role('staff');
  select w.* into event from portal.workshop w where w.id = cancel_workshop.workshop_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif event.state = 'cancelled' then
    return jsonb_build_object('outcome', 'already_cancelled');
  elsif event.state not in ('draft', 'published') or (event.state = 'published' and event.starts_at <= now()) then
    return jsonb_build_object('outcome', 'closed');
  elsif problem is not null then
    return private.invalid('reason', problem);
  end if;
  update portal.workshop w set state = 'cancelled', cancel_reason = btrim(cancel_workshop.reason) where w.id = event.id;
  for freed in
    update portal.booking b set state = 'cancelled'
    where b.workshop_id = event.id and b.state <> 'cancelled' returning b.id, b.person_id
  loop
    perform private.record('cancel_workshop', 'booking', freed.id, array['state'], freed.person_id);
    people := people + 1;
  end loop;
  perform private.record('cancel_workshop', 'workshop', event.id, array['state', 'cancel_reason']);
  return jsonb_build_object('outcome', 'cancelled', 'workshop_id', event.id, 'people', people);
end $$;
alter function private.cancel_workshop(uuid, text) owner to portal_keeper;
grant execute on function private.cancel_workshop(uuid, text) to authenticated;

-- Whether the register is open: from two hours before the start, unless the workshop is not happening.
create function private.register_problem(event portal.workshop) returns text
language sql stable set search_path = '' as $$
  select case when event.state not in ('published', 'held') then 'closed'
    when event.starts_at > now() + interval '2 hours' then 'too_early' end
$$;
grant execute on function private.register_problem(portal.workshop) to authenticated, portal_keeper;

-- Who is expected, for staff at the door. That somebody has access needs is told, and the look written down.
create function private.register(workshop_id uuid, looking_for text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
  wanted text := nullif(btrim(register.looking_for), '');
begin
  perform private.require_role('staff');
  select w.* into event from portal.workshop w where w.id = register.workshop_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('register', 'booking', event.id, array['state', 'has_access_needs']);
  return jsonb_build_object('outcome', 'found', 'not_open', private.register_problem(event), 'people', (
    select coalesce(jsonb_agg(jsonb_build_object('booking_id', b.id, 'person_id', p.id,
      'display_name', p.display_name, 'mode', b.mode, 'state', b.state, 'walked_in', b.entered_by is not null,
      'has_access_needs', coalesce(btrim(d.access_needs), '') <> '')
      order by b.state = 'waiting', lower(p.display_name)), '[]')
    from portal.booking b
    join portal.person p on p.id = b.person_id
    left join portal.person_detail d on d.person_id = p.id
    where b.workshop_id = event.id and b.state <> 'cancelled'
  ), 'found', (
    select coalesce(jsonb_agg(jsonb_build_object('person_id', f.id, 'display_name', f.display_name)
      order by lower(f.display_name)), '[]')
    from (
      select p.id, p.display_name from portal.person p
      where wanted is not null and p.state = 'active'
        and position(lower(wanted) in lower(p.display_name)) > 0
        and not exists (select from portal.booking b
          where b.workshop_id = event.id and b.person_id = p.id and b.state <> 'cancelled')
      order by lower(p.display_name) limit 8
    ) f));
end $$;
alter function private.register(uuid, text) owner to portal_keeper;
grant execute on function private.register(uuid, text) to authenticated;

-- Says whether somebody came. `booked` takes that back; `cancelled` takes back a walk-in added by mistake.
create function private.mark_attendance(booking_id uuid, state text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
  theirs portal.booking;
  problem text;
begin
  perform private.require_role('staff');
  select b.* into theirs from portal.booking b where b.id = mark_attendance.booking_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif mark_attendance.state is null
    or mark_attendance.state not in ('attended', 'apologies', 'missed', 'booked', 'cancelled')
    or (mark_attendance.state = 'cancelled' and theirs.entered_by is null)
  then
    return private.invalid('state', 'not_known');
  end if;
  select w.* into event from portal.workshop w where w.id = theirs.workshop_id for no key update;
  select b.* into theirs from portal.booking b where b.id = theirs.id;
  problem := coalesce(private.register_problem(event), case when theirs.state = 'cancelled' then 'not_booked' end);
  if problem is not null then
    return jsonb_build_object('outcome', problem);
  elsif theirs.state <> mark_attendance.state then
    update portal.booking b set state = mark_attendance.state,
      attended_at = case when mark_attendance.state = 'attended' then now() end
    where b.id = theirs.id;
    perform private.record('mark_attendance', 'booking', theirs.id, array['state', 'attended_at'], theirs.person_id);
  end if;
  return jsonb_build_object('outcome', 'marked', 'state', mark_attendance.state, 'was', theirs.state);
end $$;
alter function private.mark_attendance(uuid, text) owner to portal_keeper;
grant execute on function private.mark_attendance(uuid, text) to authenticated;

-- Somebody came without a booking: they are in the room already, so no places are counted.
create function private.add_walk_in(workshop_id uuid, person_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  added uuid;
begin
  select w.* into event from portal.workshop w where w.id = add_walk_in.workshop_id for no key update;
  if not found or not exists (
    select from portal.person p where p.id = add_walk_in.person_id and p.state = 'active'
  ) then
    return jsonb_build_object('outcome', 'not_found');
  elsif private.register_problem(event) is not null then
    return jsonb_build_object('outcome', private.register_problem(event));
  end if;
  insert into portal.booking as b (workshop_id, person_id, mode, state, attended_at, entered_by)
  values (event.id, add_walk_in.person_id,
    case when event.in_person_capacity is null then 'online' else 'in_person' end, 'attended', now(), asker)
  on conflict do nothing returning b.id into added;
  if not found then
    return jsonb_build_object('outcome', 'already_booked');
  end if;
  perform private.record('add_walk_in', 'booking', added, array['state', 'attended_at'], add_walk_in.person_id);
  return jsonb_build_object('outcome', 'added', 'booking_id', added);
end $$;
alter function private.add_walk_in(uuid, uuid) owner to portal_keeper;
grant execute on function private.add_walk_in(uuid, uuid) to authenticated;

-- api: for everybody

-- What is coming, soonest first. `online` true: can be joined online; false: in person.
create function api.whats_on(
  space_id uuid default null, kind text default null, online boolean default null, how_many integer default 12
) returns jsonb
language sql stable set search_path = '' as $$
  with chosen as materialized (
    select c.* from portal.workshop_card c
    where c.state = 'published' and c.starts_at > now() - interval '24 hours' and c.ends_at > now()
      and (whats_on.space_id is null or c.space_id = whats_on.space_id)
      and (whats_on.kind is null or c.kind = whats_on.kind)
      and (whats_on.online is null
        or case when whats_on.online then c.online_capacity else c.in_person_capacity end is not null)
    order by c.starts_at, c.id limit least(greatest(how_many, 1), 100) + 1
  ), shown as materialized (
    select c.* from chosen c order by c.starts_at, c.id limit least(greatest(how_many, 1), 100)
  )
  select jsonb_build_object(
    'workshops', (
      select coalesce(jsonb_agg(to_jsonb(s) || coalesce(to_jsonb(p) - 'workshop_id', '{}') order by s.starts_at, s.id), '[]')
      from shown s
      left join private.places(array(select s.id from shown s)) p on p.workshop_id = s.id),
    'more', (select count(*) from chosen) > (select count(*) from shown),
    'spaces', (
      select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.position, s.name), '[]')
      from portal.space s))
$$;
grant execute on function api.whats_on(uuid, text, boolean, integer) to anon, authenticated;

-- One workshop, with the link for those who are booked online and for staff.
create function api.workshop(workshop_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  found_one jsonb;
begin
  select to_jsonb(c) || coalesce(to_jsonb(p) - 'workshop_id', '{}') into found_one
  from portal.workshop_card c
  left join private.places(array[workshop.workshop_id]) p on p.workshop_id = c.id
  where c.id = workshop.workshop_id;
  if found_one is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if private.me() is not null then
    found_one := found_one || jsonb_build_object('online_link', (
      select l.online_link from portal.workshop_link l where l.workshop_id = workshop.workshop_id));
  end if;
  return jsonb_build_object('outcome', 'found', 'workshop', found_one);
end $$;
grant execute on function api.workshop(uuid) to anon, authenticated;

-- api: for a person

create function api.book_place(workshop_id uuid, mode text) returns jsonb
language sql volatile set search_path = '' as $$ select private.book_place(workshop_id, mode) $$;
grant execute on function api.book_place(uuid, text) to authenticated;

create function api.cancel_booking(booking_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.cancel_booking(booking_id) $$;
grant execute on function api.cancel_booking(uuid) to authenticated;

-- The asker's own: what is coming (with what was cancelled for them), and the fifty last that are past.
create function api.my_bookings() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    with mine as materialized (
      select b.id, b.workshop_id, b.mode, b.state, b.moved_up_at, w.starts_at, w.ends_at, w.state as workshop_state
      from portal.booking b join portal.workshop w on w.id = b.workshop_id
      where b.person_id = asker
        and (b.state <> 'cancelled' or (w.state = 'cancelled' and w.ends_at > now() and not exists (
          select from portal.booking later where later.workshop_id = b.workshop_id
            and later.person_id = asker and later.turn > b.turn)))
      order by w.starts_at desc limit 100
    ), told as (
      select m.starts_at, m.ends_at > now() as coming, jsonb_build_object(
        'id', m.id, 'mode', m.mode, 'state', m.state, 'moved_up_at', m.moved_up_at,
        'position', p.mine -> 'position', 'online_link', l.online_link, 'workshop', to_jsonb(c)) as booking
      from mine m
      join portal.workshop_card c on c.id = m.workshop_id
      left join private.places(array(select m.workshop_id from mine m where m.state = 'waiting')) p
        on p.workshop_id = m.workshop_id
      left join portal.workshop_link l on l.workshop_id = m.workshop_id and m.ends_at > now()
    )
    select jsonb_build_object(
      'coming', coalesce(jsonb_agg(t.booking order by t.starts_at) filter (where t.coming), '[]'),
      'past', coalesce(jsonb_agg(t.booking order by t.starts_at desc) filter (where not t.coming), '[]'))
    from told t);
end $$;
grant execute on function api.my_bookings() to authenticated;

-- api: for staff

create function api.save_workshop(
  title text, kind text, space_id uuid, starts_at timestamptz, ends_at timestamptz, rung integer,
  what_to_expect text, in_person_capacity integer default null, online_capacity integer default null,
  contribution_type text default null, programme_id uuid default null, meeting_point text default '',
  who_can_come text default 'everyone', who_will_be_there text default '', access_facts text default '',
  transport_help boolean default false, childcare boolean default false, language text default 'English',
  online_link text default '', workshop_id uuid default null
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.save_workshop(jsonb_populate_record(null::portal.workshop, jsonb_build_object(
    'id', workshop_id, 'title', title, 'kind', kind, 'space_id', space_id, 'programme_id', programme_id,
    'meeting_point', coalesce(meeting_point, ''), 'starts_at', starts_at, 'ends_at', ends_at,
    -- a rung that a smallint cannot hold is none that we know
    'rung', case when rung between 1 and 7 then rung end, 'contribution_type', contribution_type,
    'in_person_capacity', in_person_capacity, 'online_capacity', online_capacity,
    'who_can_come', who_can_come, 'what_to_expect', what_to_expect,
    'who_will_be_there', coalesce(who_will_be_there, ''), 'access_facts', coalesce(access_facts, ''),
    'transport_help', coalesce(transport_help, false), 'childcare', coalesce(childcare, false),
    'language', language)), coalesce(online_link, ''))
$$;
grant execute on function api.save_workshop(
  text, text, uuid, timestamptz, timestamptz, integer, text, integer, integer, text, uuid, text,
  text, text, text, boolean, boolean, text, text, uuid) to authenticated;

create function api.cancel_workshop(workshop_id uuid, reason text) returns jsonb
language sql volatile set search_path = '' as $$ select private.cancel_workshop(workshop_id, reason) $$;
grant execute on function api.cancel_workshop(uuid, text) to authenticated;

-- The workshop to fill the form with (null: a new one), and the spaces and programmes to choose from.
create function api.workshop_form(workshop_id uuid default null) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform private.require_role('staff');
  return jsonb_build_object('spaces', api.spaces(),
    'workshop', case when workshop_form.workshop_id is not null
      then api.workshop(workshop_form.workshop_id) -> 'workshop' end);
end $$;
grant execute on function api.workshop_form(uuid) to authenticated;

-- Drafts, what is coming, registers that still wait to be marked, and the thirty last before that.
create function api.staff_workshops() returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform private.require_role('staff');
  return (
    with wanted as materialized (
      select w.id, w.starts_at, case
          when w.state = 'draft' then 'drafts'
          when w.ends_at > now() then 'coming'
          when w.state = 'published' and exists (
            select from portal.booking b where b.workshop_id = w.id and b.state = 'booked') then 'to_mark'
          else 'past' end as place
      from portal.workshop w
      where w.state <> 'cancelled' or w.published_at is not null
    ), ranked as (
      select w.*, row_number() over (partition by w.place order by
        case when w.place = 'past' then now() - w.starts_at else w.starts_at - now() end) as rank
      from wanted w
    ), shown as materialized (
      select r.* from ranked r where r.rank <= case r.place when 'past' then 30 else 100 end
    ), told as (
      select s.place, s.rank, to_jsonb(c) || coalesce(to_jsonb(p) - 'workshop_id', '{}') as workshop
      from shown s
      join portal.workshop_card c on c.id = s.id
      left join private.places(array(select s.id from shown s)) p on p.workshop_id = s.id
    )
    select jsonb_object_agg(place, (
      select coalesce(jsonb_agg(t.workshop order by t.rank), '[]') from told t where t.place = places.place))
    from unnest(array['drafts', 'coming', 'to_mark', 'past']) as places(place));
end $$;
grant execute on function api.staff_workshops() to authenticated;

create function api.register(workshop_id uuid, looking_for text default '') returns jsonb
language sql volatile set search_path = '' as $$
  select private.register(workshop_id, looking_for) || jsonb_build_object(
    'workshop', api.workshop(workshop_id) -> 'workshop')
$$;
grant execute on function api.register(uuid, text) to authenticated;

create function api.mark_attendance(booking_id uuid, state text) returns jsonb
language sql volatile set search_path = '' as $$ select private.mark_attendance(booking_id, state) $$;
grant execute on function api.mark_attendance(uuid, text) to authenticated;

create function api.add_walk_in(workshop_id uuid, person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.add_walk_in(workshop_id, person_id) $$;
grant execute on function api.add_walk_in(uuid, uuid) to authenticated;
