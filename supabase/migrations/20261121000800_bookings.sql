-- Bookings: a place at a workshop, in the room or online; the line of those waiting; who came.
--
-- Whatever changes how many places are taken locks the workshop first, then looks, then writes.
-- A place that comes free is offered to the first in line, for a time. When that time is over the offer has
-- lapsed, whether or not anybody has written that down: reads say so, and the next write writes it (settles).

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
  offered_at timestamptz,
  expires_at timestamptz,
  ended text check (ended in ('given_back', 'left_the_line', 'declined', 'lapsed', 'by_staff', 'called_off')),
  ended_at timestamptz,
  attended_at timestamptz,
  entered_by uuid references portal.person on delete set null,
  check ((state = 'attended') = (attended_at is not null)),
  check (state <> 'offered' or expires_at is not null),
  check (expires_at > offered_at and (expires_at is null) = (offered_at is null)),
  check ((ended is null or state = 'cancelled') and (ended is null) = (ended_at is null))
);
comment on table portal.booking is 'One person''s place at one workshop, or their turn in the line for it.';
comment on column portal.booking.takes_place is 'Whether one of the places is taken by it, or kept for it until expires_at.';
comment on column portal.booking.turn is 'Grows with each booking, given out while the workshop is locked: the order of the line.';
comment on column portal.booking.offered_at is 'When a place came free and was last offered to this person, first in line.';
comment on column portal.booking.expires_at is 'Until when that place is or was kept for them. After that the offer has lapsed.';
comment on column portal.booking.ended is 'How a cancelled booking came to its end.';
comment on column portal.booking.ended_at is 'When it did.';
comment on column portal.booking.entered_by is 'The member of staff who entered it, when the person did not book it themselves.';
create unique index booking_one_live on portal.booking (workshop_id, person_id) where state <> 'cancelled';
create index on portal.booking (workshop_id, state, mode, turn);
create index on portal.booking (person_id, booked_at);
create index on portal.booking (state) where state in ('waiting', 'offered');
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
grant update (state, offered_at, expires_at, ended, ended_at, attended_at) on portal.booking to portal_keeper;
create policy "The portal keeper counts every booking" on portal.booking
  for select to portal_keeper using (true);
create policy "The portal keeper books the asker, or whom staff enter" on portal.booking
  for insert to portal_keeper with check (
    (person_id = (select private.me()) and entered_by is null and (
      state in ('booked', 'waiting') or (state = 'attended' and private.check_in_is_open(workshop_id))))
    or ((select private.has_role('staff')) and entered_by = (select private.me())));
create policy "The portal keeper changes the asker's, and settles the line" on portal.booking
  for update to portal_keeper using (
    person_id = (select private.me()) or state in ('waiting', 'offered') or (select private.has_role('staff')))
  with check (
    (person_id = (select private.me()) and state in ('cancelled', 'waiting'))
    -- who types the code on the wall is here
    or (person_id = (select private.me()) and state = 'attended' and private.check_in_is_open(workshop_id))
    -- a place is taken up by the one to whom it is offered, in time
    or (person_id = (select private.me()) and state = 'booked' and expires_at > now())
    -- whoever writes settles: the first in line is offered a place, and what has lapsed is at its end
    or (state = 'offered' and expires_at > now())
    or (state in ('cancelled', 'waiting') and expires_at <= now())
    or (select private.has_role('staff')));

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
        and b.mode = 'online' and b.state in ('booked', 'attended')));

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

-- Whether a booking holds one of the places now: an offer does until its time is over.
create function private.holds_place(booking portal.booking) returns boolean
language sql stable set search_path = '' as $$
  select booking.takes_place and (booking.state <> 'offered' or booking.expires_at > now())
$$;
grant execute on function private.holds_place(portal.booking) to authenticated, portal_keeper;

-- Until when a place that comes free is kept for the person to whom it is offered. The rule, and why:
-- * 48 hours: somebody who looks once a day, or every other day, sees it in time.
-- * Less near the start: at most half of the time that is left, so that a place which is not wanted can still
--   pass to the next person, and the next; but half an hour at least, and never beyond the start.
-- * Never overnight: nobody loses a place while they sleep. An end between 9 in the evening and 10 in the
--   morning (by the clock in Essex, on either side of a change of the clock) moves to that 10 in the morning.
-- A later offer never ends before an earlier one: a time that was shown is never taken back.
create function private.offer_until(offered_at timestamptz, starts_at timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  with rule as (
    select offer_until.offered_at + least(interval '48 hours', greatest(
      interval '30 minutes', (offer_until.starts_at - offer_until.offered_at) / 2)) as ends_at
  ), here as (
    select r.ends_at, r.ends_at at time zone 'Europe/London' as clock from rule r
  )
  select least(offer_until.starts_at, case
    when h.clock::time >= '21:00' then ((h.clock::date + 1) + time '10:00') at time zone 'Europe/London'
    when h.clock::time < '10:00' then (h.clock::date + time '10:00') at time zone 'Europe/London'
    else h.ends_at end)
  from here h
$$;
grant execute on function private.offer_until(timestamptz, timestamptz) to portal_keeper;

-- Where everybody stands with these workshops now, whether or not it has been written down: what the next
-- write would make of each booking. `lapsed`: an offer was not taken up in time, and nothing came after it.
create function private.standing(workshop_ids uuid[]) returns table (
  booking_id uuid, workshop_id uuid, person_id uuid, mode text, state text, expires_at timestamptz,
  place_in_line integer)
language sql stable security definer set search_path = '' as $$
  with live as (
    select b.id, b.workshop_id, b.person_id, b.mode, b.turn, b.expires_at, w.starts_at, p.state = 'active' as active,
      w.state = 'published' and w.starts_at > now() as open,
      case b.mode when 'online' then w.online_capacity else w.in_person_capacity end as places,
      case when b.state = 'cancelled' then 'lapsed'
        when b.state <> 'offered' or b.expires_at > now() then b.state
        when p.state = 'active' then 'lapsed' else 'waiting' end as state
    from portal.booking b
    join portal.workshop w on w.id = b.workshop_id
    join portal.person p on p.id = b.person_id
    where b.workshop_id = any (workshop_ids) and (b.state <> 'cancelled' or (b.ended = 'lapsed' and not exists (
      select from portal.booking later
      where later.workshop_id = b.workshop_id and later.person_id = b.person_id and later.turn > b.turn)))
  ), ranked as (
    select l.*,
      count(*) filter (where l.state in ('booked', 'offered', 'attended'))
        over (partition by l.workshop_id, l.mode) as taken,
      row_number() over (partition by l.workshop_id, l.mode, l.state = 'waiting' and l.active order by l.turn) as rank
    from live l
  ), settled as (
    select r.*, r.state = 'waiting' and r.active and r.open and r.rank <= r.places - r.taken as next from ranked r
  )
  select s.id, s.workshop_id, s.person_id, s.mode, case when s.next then 'offered' else s.state end,
    case when s.next then private.offer_until(now(), s.starts_at) else s.expires_at end,
    case when s.state = 'waiting' and not s.next then
      row_number() over (
        partition by s.workshop_id, s.mode, s.state = 'waiting' and not s.next order by s.turn) end::integer
  from settled s
$$;
alter function private.standing(uuid[]) owner to portal_keeper;
grant execute on function private.standing(uuid[]) to portal_keeper;

-- How full workshops are, and the asker's own booking at each. Nobody else's is told.
create function private.places(workshop_ids uuid[]) returns table (
  workshop_id uuid, in_person_taken integer, in_person_waiting integer,
  online_taken integer, online_waiting integer, mine jsonb)
language sql stable security definer set search_path = '' rows 20 as $$
  select s.workshop_id,
    count(*) filter (where s.mode = 'in_person' and s.state in ('booked', 'offered', 'attended'))::integer,
    count(*) filter (where s.mode = 'in_person' and s.state = 'waiting')::integer,
    count(*) filter (where s.mode = 'online' and s.state in ('booked', 'offered', 'attended'))::integer,
    count(*) filter (where s.mode = 'online' and s.state = 'waiting')::integer,
    (jsonb_agg(jsonb_build_object('id', s.booking_id, 'mode', s.mode, 'state', s.state,
        'position', s.place_in_line, 'expires_at', case when s.state in ('offered', 'lapsed') then s.expires_at end))
      filter (where s.person_id = (select private.me()))) -> 0
  from private.standing(workshop_ids) s group by s.workshop_id
$$;
alter function private.places(uuid[]) owner to portal_keeper;
grant execute on function private.places(uuid[]) to anon, authenticated;

-- Writes down which offers have lapsed. Whoever did not answer leaves the line, so that those behind do not
-- wait for them again and again; they may join again. Somebody who is suspended could not answer: they keep
-- their turn. The caller holds the lock on the workshop. Returns how many lapsed.
create function private.lapse_offers(event portal.workshop) returns integer
language plpgsql set search_path = '' as $$
declare
  lapsed record;
  how_many integer := 0;
begin
  for lapsed in
    update portal.booking b
    set state = case p.state when 'active' then 'cancelled' else 'waiting' end,
      ended = case p.state when 'active' then 'lapsed' end, ended_at = case p.state when 'active' then now() end
    from portal.person p
    where p.id = b.person_id and b.workshop_id = event.id and b.state = 'offered' and b.expires_at <= now()
    returning b.id, b.person_id, b.state, b.expires_at
  loop
    perform private.record('lapse_offer', 'booking', lapsed.id, array['state', 'ended', 'ended_at'], lapsed.person_id);
    if lapsed.state = 'cancelled' and event.state = 'published' and event.starts_at > now() then
      perform private.notify(lapsed.person_id, 'offer_lapsed', 'offer_lapsed:' || lapsed.id,
        'workshop?id=' || event.id, event.id);
    end if;
    how_many := how_many + 1;
  end loop;
  return how_many;
end $$;
grant execute on function private.lapse_offers(portal.workshop) to portal_keeper;

-- Places that are free go to the first in line of that mode, as offers; what has lapsed is written down first.
-- The caller holds the lock on the workshop, and `event` is the workshop as it is now. Returns how many offers.
create function private.settle_offers(event portal.workshop) returns integer
language plpgsql set search_path = '' as $$
declare
  way text;
  free integer;
  offered record;
  how_many integer := 0;
begin
  perform private.lapse_offers(event);
  if event.state <> 'published' or event.starts_at <= now() then
    return 0;
  end if;
  foreach way in array array['in_person', 'online'] loop
    free := case way when 'online' then event.online_capacity else event.in_person_capacity end - (
      select count(*) from portal.booking t
      where t.workshop_id = event.id and t.mode = way and t.state in ('booked', 'offered', 'attended'));
    continue when free is null or free <= 0;
    for offered in
      update portal.booking b set state = 'offered', offered_at = now(),
        expires_at = private.offer_until(now(), event.starts_at)
      where b.id in (
        select l.id from portal.booking l
        join portal.person p on p.id = l.person_id
        -- somebody who is suspended keeps their turn, and is offered nothing while they are
        where l.workshop_id = event.id and l.mode = way and l.state = 'waiting' and p.state = 'active'
        order by l.turn limit free)
      returning b.id, b.person_id, b.expires_at
    loop
      perform private.record('offer_place', 'booking', offered.id, array['state', 'offered_at', 'expires_at'],
        offered.person_id);
      perform private.notify(offered.person_id, 'place_offered', 'place_offered:' || offered.id || ':'
        || extract(epoch from offered.expires_at)::bigint, 'my-bookings', event.id);
      how_many := how_many + 1;
    end loop;
  end loop;
  return how_many;
end $$;
grant execute on function private.settle_offers(portal.workshop) to portal_keeper;

-- Settles every workshop where the next write would: for the worker, so that the next person is told soon.
-- Nothing depends on it. A workshop that somebody is changing just now is left to them. Returns how many.
create function private.settle_all_offers() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
  how_many integer := 0;
begin
  for event in
    select w.* from portal.workshop w
    where w.state = 'published' and w.starts_at > now() and w.id in (
      select b.workshop_id from portal.booking b where b.state in ('waiting', 'offered')) and exists (
      select from private.standing(array[w.id]) s join portal.booking b on b.id = s.booking_id
      where s.state <> case when b.state = 'cancelled' then 'lapsed' else b.state end)
    order by w.id for no key update skip locked
  loop
    perform private.settle_offers(event);
    how_many := how_many + 1;
  end loop;
  return how_many;
end $$;
alter function private.settle_all_offers() owner to portal_keeper;

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
  -- after this nobody who could be offered a place waits while one is free: a free one may be taken at once
  perform private.settle_offers(event);
  insert into portal.booking as b (workshop_id, person_id, mode, state, entered_by)
  select event.id, take_place.person, take_place.mode,
    case when count(*) < places then 'booked' else 'waiting' end, take_place.entered_by
  from portal.booking o
  where o.workshop_id = event.id and o.mode = take_place.mode and o.state in ('booked', 'offered', 'attended')
  on conflict do nothing
  returning b.id, b.state, b.turn into made;
  if not found then
    return (select jsonb_build_object('outcome', 'already_booked', 'booking_id', b.id, 'mode', b.mode, 'state', b.state)
      from portal.booking b
      where b.workshop_id = event.id and b.person_id = take_place.person and b.state <> 'cancelled');
  end if;
  perform private.record('book_place', 'booking', made.id, array['mode', 'state'], take_place.person);
  if made.state = 'booked' then
    perform private.notify(take_place.person, 'booking_made', 'booking_made:' || made.id, 'my-bookings', event.id);
  end if;
  return jsonb_build_object('outcome', made.state, 'booking_id', made.id, 'mode', take_place.mode,
    'position', case when made.state = 'waiting' then (
      select count(*) from portal.booking o where o.workshop_id = event.id
        and o.mode = take_place.mode and o.state = 'waiting' and o.turn <= made.turn) end);
end $$;
grant execute on function private.take_place(portal.workshop, uuid, text, uuid) to portal_keeper;

-- Whether a place is free that nobody in line is to be offered. The caller holds the lock, and has settled.
create function private.has_free_place(event portal.workshop, mode text) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(
      case has_free_place.mode when 'online' then event.online_capacity else event.in_person_capacity end, 0)
    > (select count(*) from portal.booking b
      where b.workshop_id = event.id and b.mode = has_free_place.mode and b.takes_place)
$$;
grant execute on function private.has_free_place(portal.workshop, text) to portal_keeper;

-- The workshop, kept from everybody else who books there until the end; all null when nobody can book it now.
create function private.lock_open(workshop_id uuid) returns portal.workshop
language plpgsql set search_path = '' as $$
declare
  event portal.workshop;
begin
  select w.* into event from portal.workshop w
  where w.id = lock_open.workshop_id and w.state = 'published' and w.starts_at > now() for no key update;
  return event;
end $$;
grant execute on function private.lock_open(uuid) to portal_keeper;

create function private.book_place(workshop_id uuid, mode text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  event portal.workshop;
begin
  event := private.lock_open(book_place.workshop_id);
  if event.id is null then
    return private.why_not_open(book_place.workshop_id);
  end if;
  return private.take_place(event, asker, book_place.mode, null);
end $$;
alter function private.book_place(uuid, text) owner to portal_keeper;
grant execute on function private.book_place(uuid, text) to authenticated;

-- Yes to a place that is offered to the asker. Outcomes: booked; already_booked; offer_lapsed (it was not taken
-- up in time; where a place is free all the same they get that one: booked); not_offered_yet, with the position.
create function private.accept_offer(booking_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  event portal.workshop;
  mine portal.booking;
begin
  select b.* into mine from portal.booking b where b.id = accept_offer.booking_id and b.person_id = asker;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  event := private.lock_open(mine.workshop_id);
  if event.id is null then
    return jsonb_build_object('outcome', 'closed');
  end if;
  perform private.settle_offers(event);
  -- looked at inside the lock, after what has lapsed is written down
  select b.* into mine from portal.booking b where b.id = mine.id;
  case mine.state
    when 'offered' then null;
    when 'waiting' then
      return jsonb_build_object('outcome', 'not_offered_yet', 'booking_id', mine.id, 'mode', mine.mode, 'position', (
        select s.place_in_line from private.standing(array[event.id]) s where s.booking_id = mine.id));
    when 'cancelled' then
      if mine.ended = 'lapsed' and private.has_free_place(event, mine.mode) then
        return private.take_place(event, asker, mine.mode, null);
      end if;
      return jsonb_build_object('mode', mine.mode,
        'outcome', case mine.ended when 'lapsed' then 'offer_lapsed' else 'already_cancelled' end);
    else
      return jsonb_build_object('outcome', 'already_booked', 'booking_id', mine.id, 'mode', mine.mode,
        'state', mine.state);
  end case;
  update portal.booking b set state = 'booked' where b.id = mine.id;
  if not found then
    raise exception 'the offer was not accepted';
  end if;
  perform private.record('accept_offer', 'booking', mine.id, array['state'], asker);
  perform private.notify(asker, 'booking_made', 'booking_made:' || mine.id, 'my-bookings', event.id);
  return jsonb_build_object('outcome', 'booked', 'booking_id', mine.id, 'mode', mine.mode);
end $$;
alter function private.accept_offer(uuid) owner to portal_keeper;
grant execute on function private.accept_offer(uuid) to authenticated;

-- One's own booking, or anybody's for staff who were asked to: a place is given back, an offer declined, the
-- line left. A place that comes free is offered at once to the next in line.
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
  event := private.lock_open(theirs.workshop_id);
  if event.id is null then
    return jsonb_build_object('outcome', 'closed');
  end if;
  perform private.lapse_offers(event);
  -- looked at again inside the lock: it may have been offered a place, or cancelled, meanwhile
  select b.* into theirs from portal.booking b where b.id = theirs.id;
  if theirs.state not in ('booked', 'waiting', 'offered') then
    perform private.settle_offers(event);
    return jsonb_build_object('outcome', 'already_cancelled');
  end if;
  update portal.booking b set state = 'cancelled', ended_at = now(), ended = case
      when theirs.person_id <> asker then 'by_staff' when theirs.state = 'offered' then 'declined'
      when theirs.state = 'waiting' then 'left_the_line' else 'given_back' end
  where b.id = theirs.id;
  if not found then
    raise exception 'the booking was not cancelled';
  end if;
  perform private.record('cancel_booking', 'booking', theirs.id, array['state', 'ended', 'ended_at'], theirs.person_id);
  if theirs.person_id <> asker then
    perform private.notify(theirs.person_id, 'booking_cancelled_for_you', 'booking_cancelled_for_you:' || theirs.id,
      'workshop?id=' || event.id, event.id);
  end if;
  return jsonb_build_object('outcome', 'cancelled', 'workshop_id', event.id, 'mode', theirs.mode,
    'was', theirs.state, 'offered', private.settle_offers(event));
end $$;
alter function private.cancel_booking(uuid) owner to portal_keeper;
grant execute on function private.cancel_booking(uuid) to authenticated;

-- Takes back that the asker left the line, for ten minutes: they have their old turn again.
create function private.rejoin_line(booking_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  event portal.workshop;
  mine portal.booking;
begin
  select b.* into mine from portal.booking b where b.id = rejoin_line.booking_id and b.person_id = asker;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  event := private.lock_open(mine.workshop_id);
  if event.id is null then
    return jsonb_build_object('outcome', 'closed');
  end if;
  update portal.booking b set state = 'waiting', ended = null, ended_at = null
  where b.id = mine.id and b.ended = 'left_the_line' and b.ended_at > now() - interval '10 minutes'
    and case b.mode when 'online' then event.online_capacity else event.in_person_capacity end is not null
    and not exists (select from portal.booking o
      where o.workshop_id = event.id and o.person_id = asker and o.state <> 'cancelled');
  if not found then
    perform private.settle_offers(event);
    return jsonb_build_object('outcome', 'too_late');
  end if;
  perform private.record('rejoin_line', 'booking', mine.id, array['state', 'ended', 'ended_at'], asker);
  perform private.settle_offers(event);
  return (select jsonb_build_object('outcome', s.state, 'booking_id', s.booking_id, 'mode', s.mode,
      'position', s.place_in_line)
    from private.standing(array[event.id]) s where s.booking_id = mine.id);
end $$;
alter function private.rejoin_line(uuid) owner to portal_keeper;
grant execute on function private.rejoin_line(uuid) to authenticated;

-- What stands in the way of changing a workshop that people may have booked: an outcome, or null.
create function private.change_problem(event portal.workshop, draft portal.workshop) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if event.state not in ('draft', 'published') then
    return jsonb_build_object('outcome', 'closed');
  elsif draft.starts_at <> event.starts_at and draft.starts_at <= now() then
    return private.invalid('starts_at', 'in_the_past');
  end if;
  -- an offer is a promise: it counts as somebody who is coming
  return (
    select private.invalid(m.field, case when m.places is null then 'people_are_coming' else 'fewer_than_coming' end)
      || jsonb_build_object('coming', c.coming, 'too_many', c.coming - coalesce(m.places, 0))
    from (values
      (1, 'in_person', 'in_person_capacity', draft.in_person_capacity),
      (2, 'online', 'online_capacity', draft.online_capacity)) as m(position, mode, field, places)
    cross join lateral (
      -- a way of coming can be taken out only when nobody waits for it either
      select count(*) as coming from portal.booking b
      where b.workshop_id = event.id and b.mode = m.mode
        and (private.holds_place(b) or (m.places is null and b.state = 'waiting'))) c
    where c.coming > coalesce(m.places, 0) order by m.position limit 1);
end $$;
grant execute on function private.change_problem(portal.workshop, portal.workshop) to portal_keeper;

-- Tells everybody with a place or a turn that something changed which they may have planned by.
create function private.tell_of_change(before portal.workshop, event portal.workshop, other_link boolean) returns void
language plpgsql set search_path = '' as $$
begin
  if event.state = 'published' and (other_link
    or (before.starts_at, before.ends_at, before.space_id, before.meeting_point)
      is distinct from (event.starts_at, event.ends_at, event.space_id, event.meeting_point)
    or (before.in_person_capacity is null, before.online_capacity is null)
      <> (event.in_person_capacity is null, event.online_capacity is null))
  then
    perform private.notify(b.person_id, 'workshop_changed',
      'workshop_changed:' || event.id || ':' || (extract(epoch from now()) * 1000)::bigint, 'workshop?id=' || event.id, event.id)
    from portal.booking b where b.workshop_id = event.id and b.state in ('booked', 'offered', 'waiting', 'attended');
  end if;
end $$;
grant execute on function private.tell_of_change(portal.workshop, portal.workshop, boolean) to portal_keeper;

-- Makes a draft, or changes a workshop; more places are offered to those waiting at once.
create function private.save_workshop(draft portal.workshop, online_link text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  before portal.workshop;
  event portal.workshop;
  saved uuid := draft.id;
  problem jsonb;
  offered integer := 0;
  other_link boolean;
begin
  perform private.require_role('staff');
  problem := private.workshop_problem(draft, save_workshop.online_link);
  if problem is null and draft.id is null then
    if draft.starts_at <= now() then
      return private.invalid('starts_at', 'in_the_past');
    end if;
    -- the same from the same person within a minute is a button that was pressed twice
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('save_workshop:' || private.me(), 0));
    select w.id into saved from portal.workshop w
    where w.made_by = private.me() and w.made_at > now() - interval '1 minute' and w.space_id = draft.space_id
      and (w.title, w.what_to_expect, w.meeting_point, w.who_will_be_there, w.access_facts, w.starts_at, w.ends_at)
        is not distinct from (btrim(draft.title), btrim(draft.what_to_expect), draft.meeting_point,
        draft.who_will_be_there, draft.access_facts, draft.starts_at, draft.ends_at);
    saved := coalesce(saved, private.add_workshop(draft));
  elsif problem is null then
    select w.* into before from portal.workshop w where w.id = draft.id for no key update;
    if not found then
      return jsonb_build_object('outcome', 'not_found');
    end if;
    problem := private.change_problem(before, draft);
  end if;
  if problem is not null then
    return problem;
  elsif draft.id is not null then
    perform private.change_workshop(draft);
    select w.* into event from portal.workshop w where w.id = draft.id;
    -- what is offered already is kept until the start at the longest, also where that comes sooner now
    update portal.booking b set expires_at = private.offer_until(now(), event.starts_at)
    where b.workshop_id = event.id and b.state = 'offered' and b.expires_at > event.starts_at;
    offered := private.settle_offers(event);
    other_link := coalesce(btrim(save_workshop.online_link), '') is distinct from coalesce((
      select l.online_link from portal.workshop_link l where l.workshop_id = event.id), '');
    perform private.tell_of_change(before, event, other_link);
  end if;
  perform private.save_workshop_link(saved, save_workshop.online_link);
  perform private.record('save_workshop', 'workshop', saved, array['title', 'starts_at', 'ends_at', 'details']);
  return jsonb_build_object('outcome', 'saved', 'workshop_id', saved, 'offered', offered);
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
  perform private.lapse_offers(event);
  update portal.workshop w set state = 'cancelled', cancel_reason = btrim(cancel_workshop.reason) where w.id = event.id;
  for freed in
    update portal.booking b set state = 'cancelled', ended = 'called_off', ended_at = now(), attended_at = null
    where b.workshop_id = event.id and b.state <> 'cancelled' returning b.id, b.person_id
  loop
    perform private.record('cancel_workshop', 'booking', freed.id, array['state', 'ended', 'ended_at'],
      freed.person_id);
    perform private.notify(freed.person_id, 'workshop_cancelled', 'workshop_cancelled:' || event.id,
      'workshop?id=' || event.id, event.id);
    people := people + 1;
  end loop;
  perform private.record('cancel_workshop', 'workshop', event.id, array['state', 'cancel_reason']);
  return jsonb_build_object('outcome', 'cancelled', 'workshop_id', event.id, 'people', people);
end $$;
alter function private.cancel_workshop(uuid, text) owner to portal_keeper;
grant execute on function private.cancel_workshop(uuid, text) to authenticated;

-- api: for everybody

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
  found_one := found_one || private.workshop_more(workshop.workshop_id);
  return jsonb_build_object('outcome', 'found', 'workshop', found_one);
end $$;
grant execute on function api.workshop(uuid) to anon, authenticated;

-- api: for a person

create function api.book_place(workshop_id uuid, mode text) returns jsonb
language sql volatile set search_path = '' as $$ select private.book_place(workshop_id, mode) $$;
grant execute on function api.book_place(uuid, text) to authenticated;

create function api.accept_offer(booking_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.accept_offer(booking_id) $$;
grant execute on function api.accept_offer(uuid) to authenticated;

create function api.rejoin_line(booking_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.rejoin_line(booking_id) $$;
grant execute on function api.rejoin_line(uuid) to authenticated;

create function api.cancel_booking(booking_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.cancel_booking(booking_id) $$;
grant execute on function api.cancel_booking(uuid) to authenticated;

-- The asker's own: what is coming (with what was called off, and what was not taken up in time), and what is past.
create function api.my_bookings() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    with mine as materialized (
      select b.id, b.workshop_id, b.mode, b.state, b.entered_by is not null as entered_by_staff, w.starts_at,
        w.ends_at, w.state as workshop_state
      from portal.booking b join portal.workshop w on w.id = b.workshop_id
      where b.person_id = asker
        and (b.state <> 'cancelled' or (w.ends_at > now() and not exists (
            select from portal.booking later where later.workshop_id = b.workshop_id
              and later.person_id = asker and later.turn > b.turn)
          and (w.state = 'cancelled' or (b.ended = 'lapsed' and w.state = 'published' and w.starts_at > now()))))
      order by w.starts_at desc limit 100
    ), told as (
      select m.starts_at, m.ends_at > now() as coming, jsonb_build_object(
        'id', m.id, 'mode', m.mode, 'state', coalesce(p.mine ->> 'state', m.state),
        'expires_at', p.mine -> 'expires_at', 'position', p.mine -> 'position',
        'entered_by_staff', m.entered_by_staff, 'online_link', l.online_link, 'workshop', to_jsonb(c)) as booking
      from mine m
      join portal.workshop_card c on c.id = m.workshop_id
      left join private.places(array(
        select m.workshop_id from mine m
        where m.workshop_state <> 'cancelled' and m.state in ('waiting', 'offered', 'cancelled'))) p
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
  online_link text default '', workshop_id uuid default null, seen timestamptz default null,
  and_later boolean default false
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.save_workshops(jsonb_populate_record(null::portal.workshop, jsonb_build_object(
    'id', workshop_id, 'title', title, 'kind', kind, 'space_id', space_id, 'programme_id', programme_id,
    'meeting_point', coalesce(meeting_point, ''), 'starts_at', starts_at, 'ends_at', ends_at,
    -- a rung that a smallint cannot hold is none that we know
    'rung', case when rung between 1 and 7 then rung end, 'contribution_type', contribution_type,
    'in_person_capacity', in_person_capacity, 'online_capacity', online_capacity,
    'who_can_come', who_can_come, 'what_to_expect', what_to_expect,
    'who_will_be_there', coalesce(who_will_be_there, ''), 'access_facts', coalesce(access_facts, ''),
    'transport_help', coalesce(transport_help, false), 'childcare', coalesce(childcare, false),
    'language', language)), coalesce(online_link, ''), seen, coalesce(and_later, false))
$$;
grant execute on function api.save_workshop(
  text, text, uuid, timestamptz, timestamptz, integer, text, integer, integer, text, uuid, text,
  text, text, text, boolean, boolean, text, text, uuid, timestamptz, boolean) to authenticated;

create function api.cancel_workshop(workshop_id uuid, reason text) returns jsonb
language sql volatile set search_path = '' as $$ select private.cancel_workshop(workshop_id, reason) $$;
grant execute on function api.cancel_workshop(uuid, text) to authenticated;
