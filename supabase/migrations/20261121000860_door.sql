-- At the door: who is here, who walked in, the code on the wall, and places that staff book for somebody.
--
-- Whoever came has come: staff add anybody, and no places are counted. By the code on the wall one checks
-- oneself in, and somebody without a booking only while there is room, and only if staff chose that.

-- private: the register

-- Why nothing can be marked, or null. The register opens two hours before the start; after the write-up is
-- closed it can still be put right.
create function private.register_problem(event portal.workshop) returns text
language sql stable set search_path = '' as $$
  select case when event.state not in ('published', 'held', 'closed') then 'closed'
    when event.starts_at > now() + interval '2 hours' then 'too_early' end
$$;
grant execute on function private.register_problem(portal.workshop) to authenticated, portal_keeper;

-- Who is expected, for staff at the door. That somebody has access needs is told where they said yes to that, and
-- the look written down.
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
      'display_name', p.display_name, 'mode', b.mode, 'state', now_is.state,
      'walked_in', private.walked_in(b), 'booked_by_staff', b.entered_by is not null and not private.walked_in(b),
      'has_access_needs', coalesce(btrim(d.access_needs), '') <> ''
        and private.consented(p.id, 'share_access_needs') and not exists (
          select from portal.access_need n where n.workshop_id = event.id and n.person_id = p.id and not n.shared))
      order by now_is.state = 'waiting', lower(p.display_name), b.id), '[]')
    from private.standing(array[event.id]) now_is
    join portal.booking b on b.id = now_is.booking_id
    join portal.person p on p.id = b.person_id
    left join portal.person_detail d on d.person_id = p.id
    where now_is.state <> 'lapsed'
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

-- Whether a booking began at the door: it was made and marked at one moment.
create function private.walked_in(booking portal.booking) returns boolean
language sql immutable set search_path = '' as $$ select coalesce(booking.attended_at = booking.booked_at, false) $$;
grant execute on function private.walked_in(portal.booking) to authenticated, portal_keeper;

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
    or (mark_attendance.state = 'cancelled' and not private.walked_in(theirs))
  then
    return private.invalid('state', 'not_known');
  end if;
  select w.* into event from portal.workshop w where w.id = theirs.workshop_id for no key update;
  select b.* into theirs from portal.booking b where b.id = theirs.id;
  problem := coalesce(private.register_problem(event), case
    when theirs.state = 'cancelled' then 'not_booked'
    -- the write-up counts on everybody being marked
    when event.state = 'closed' and mark_attendance.state = 'booked' then 'closed' end);
  if problem is not null then
    return jsonb_build_object('outcome', problem);
  elsif theirs.state <> mark_attendance.state then
    update portal.booking b set state = mark_attendance.state,
      attended_at = case when mark_attendance.state = 'attended' then now() end,
      ended = case when mark_attendance.state = 'cancelled' then 'by_staff' end,
      ended_at = case when mark_attendance.state = 'cancelled' then now() end
    where b.id = theirs.id;
    perform private.record('mark_attendance', 'booking', theirs.id, array['state', 'attended_at'], theirs.person_id);
  end if;
  return jsonb_build_object('outcome', 'marked', 'state', mark_attendance.state, 'was', theirs.state);
end $$;
alter function private.mark_attendance(uuid, text) owner to portal_keeper;
grant execute on function private.mark_attendance(uuid, text) to authenticated;

-- Once the workshop has begun: everybody who is still expected did not come.
create function private.mark_the_rest(workshop_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
  marked record;
  people integer := 0;
begin
  perform private.require_role('staff');
  select w.* into event from portal.workshop w where w.id = mark_the_rest.workshop_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif private.register_problem(event) is not null or event.starts_at > now() then
    return jsonb_build_object('outcome', coalesce(private.register_problem(event), 'too_early'));
  end if;
  for marked in
    update portal.booking b set state = 'missed'
    where b.workshop_id = event.id and b.state = 'booked' returning b.id, b.person_id
  loop
    perform private.record('mark_attendance', 'booking', marked.id, array['state', 'attended_at'], marked.person_id);
    people := people + 1;
  end loop;
  return jsonb_build_object('outcome', 'marked', 'people', people);
end $$;
alter function private.mark_the_rest(uuid) owner to portal_keeper;
grant execute on function private.mark_the_rest(uuid) to authenticated;

-- private: walking in

-- Somebody is in the room: a booking that begins with being there. The caller holds the lock on the workshop.
-- Null when they are on the list already.
create function private.walk_in(event portal.workshop, person uuid, entered_by uuid) returns uuid
language sql volatile set search_path = '' as $$
  insert into portal.booking as b (workshop_id, person_id, mode, state, attended_at, entered_by)
  values (event.id, walk_in.person, case when event.in_person_capacity is null then 'online' else 'in_person' end,
    'attended', now(), walk_in.entered_by)
  on conflict do nothing returning b.id
$$;
grant execute on function private.walk_in(portal.workshop, uuid, uuid) to portal_keeper;

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
  added := private.walk_in(event, add_walk_in.person_id, asker);
  if added is null then
    return jsonb_build_object('outcome', 'already_booked');
  end if;
  perform private.record('add_walk_in', 'booking', added, array['state', 'attended_at'], add_walk_in.person_id);
  return jsonb_build_object('outcome', 'added', 'booking_id', added);
end $$;
alter function private.add_walk_in(uuid, uuid) owner to portal_keeper;
grant execute on function private.add_walk_in(uuid, uuid) to authenticated;

-- Somebody came who is not here at all yet: a first name and how addiction touched their life, nothing else.
-- As with the list in 001600, staff bring them in, and a code may join them to an account later.
-- `sure`: staff saw that the name gives the person away, and keep it.
create function private.add_new_walk_in(workshop_id uuid, display_name text, connection text, sure boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  given jsonb := jsonb_build_object('display_name', add_new_walk_in.display_name,
    'connection', add_new_walk_in.connection, 'contact_channel', 'portal');
  name text := btrim(add_new_walk_in.display_name);
  event portal.workshop;
  problem jsonb;
  added uuid := gen_random_uuid();
  booking uuid;
begin
  -- what they are to their loved one can be asked another day
  select private.invalid(p.field, p.problem) into problem
  from private.profile_problems(given) p where p.field <> 'relation' order by p.place limit 1;
  select w.* into event from portal.workshop w where w.id = add_new_walk_in.workshop_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif private.register_problem(event) is not null then
    return jsonb_build_object('outcome', private.register_problem(event));
  elsif problem is not null then
    return problem;
  elsif exists (
    select from portal.booking b join portal.person p on p.id = b.person_id
    where b.workshop_id = event.id and b.state <> 'cancelled' and lower(p.display_name) = lower(name)
  ) then
    return jsonb_build_object('outcome', 'same_name');
  elsif not coalesce(sure, false)
    and (private.name_gives_away(name, null, null) is not null or name ~ '@|[0-9]{4}')
  then
    return jsonb_build_object('outcome', 'name_gives_away');
  end if;
  insert into portal.person (id, display_name, connection, entered_by)
  values (added, name, add_new_walk_in.connection, asker);
  insert into portal.person_detail (person_id) values (added);
  perform private.record('bring_in', 'person', added, array['display_name', 'connection'], added);
  booking := private.walk_in(event, added, asker);
  perform private.record('add_walk_in', 'booking', booking, array['state', 'attended_at'], added);
  return jsonb_build_object('outcome', 'added', 'booking_id', booking, 'person_id', added);
end $$;
alter function private.add_new_walk_in(uuid, text, text, boolean) owner to portal_keeper;
grant execute on function private.add_new_walk_in(uuid, text, text, boolean) to authenticated;

-- private: the code on the wall

-- The code that works now, for staff; `rests` while many wrong ones are tried.
create function private.wall_code(workshop_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  return coalesce((
    select jsonb_build_object('outcome', 'found', 'workshop_id', w.id, 'title', w.title, 'starts_at', w.starts_at,
      'ends_at', w.ends_at, 'space', s.name, 'state', w.state,
      'can_be_made', w.state in ('published', 'held') and w.ends_at > now(),
      'open', private.check_in_is_open(w.id), 'code', c.code, 'walk_ins', coalesce(c.walk_ins, true),
      'rests', coalesce(private.code_rests(c), false))
    from portal.workshop w join portal.space s on s.id = w.space_id
    left join portal.check_in_code c on c.workshop_id = w.id and c.ended_at is null
    where w.id = wall_code.workshop_id), jsonb_build_object('outcome', 'not_found'));
end $$;
alter function private.wall_code(uuid) owner to portal_keeper;
grant execute on function private.wall_code(uuid) to authenticated;

-- Sixty wrong codes within a quarter of an hour, by anybody: somebody guesses, and every code rests until
-- that is over, or until staff make a new one. A wrong code belongs to no workshop, so it counts against all.
create function private.code_rests(code portal.check_in_code) returns boolean
language sql stable set search_path = '' as $$
  select count(*) >= 60 from portal.check_in_try t
  where t.tried_at > greatest(code.made_at, now() - interval '15 minutes')
$$;
grant execute on function private.code_rests(portal.check_in_code) to portal_keeper;

-- A new code; the one before it works no longer.
create function private.make_check_in_code(workshop_id uuid, walk_ins boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
  made portal.check_in_code;
begin
  select w.* into event from portal.workshop w where w.id = make_check_in_code.workshop_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif event.state not in ('published', 'held') or event.ends_at <= now() then
    return jsonb_build_object('outcome', 'closed');
  end if;
  update portal.check_in_code c set ended_at = now() where c.workshop_id = event.id and c.ended_at is null;
  while made.id is null loop
    insert into portal.check_in_code as c (workshop_id, code, walk_ins, made_by)
    values (event.id, private.random_letters(6), coalesce(make_check_in_code.walk_ins, true), asker)
    on conflict do nothing returning c.* into made;
  end loop;
  perform private.record('make_check_in_code', 'check_in_code', made.id, array['code', 'walk_ins']);
  return jsonb_build_object('outcome', 'made', 'code', made.code);
end $$;
alter function private.make_check_in_code(uuid, boolean) owner to portal_keeper;
grant execute on function private.make_check_in_code(uuid, boolean) to authenticated;

-- Whether somebody without a booking may check in by the code, while there is room.
create function private.let_walk_ins(workshop_id uuid, walk_ins boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  changed uuid;
begin
  perform private.require_role('staff');
  update portal.check_in_code c set walk_ins = coalesce(let_walk_ins.walk_ins, true)
  where c.workshop_id = let_walk_ins.workshop_id and c.ended_at is null returning c.id into changed;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('let_walk_ins', 'check_in_code', changed, array['walk_ins']);
  return jsonb_build_object('outcome', 'saved');
end $$;
alter function private.let_walk_ins(uuid, boolean) owner to portal_keeper;
grant execute on function private.let_walk_ins(uuid, boolean) to authenticated;

-- Whether the person asking has tried too many wrong codes: five in a quarter of an hour, twenty in a day.
create function private.too_many_codes(asker uuid) returns boolean
language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('portal.check_in.' || asker::text, 0));
  delete from portal.check_in_try t where t.tried_at < now() - interval '1 day';
  return (select count(*) filter (where t.tried_at > now() - interval '15 minutes') >= 5 or count(*) >= 20
    from portal.check_in_try t where t.person_id = asker);
end $$;
grant execute on function private.too_many_codes(uuid) to portal_keeper;

-- I am here. Nothing is told about a workshop until the code is right: not that there is one, nor when.
-- A code that rests is answered like a wrong one.
create function private.check_in(code text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  wall portal.check_in_code;
  event portal.workshop;
  mine portal.booking;
begin
  if private.too_many_codes(asker) then
    return jsonb_build_object('outcome', 'too_many_tries');
  end if;
  select c.* into wall from portal.check_in_code c
  where c.code = upper(regexp_replace(left(check_in.code, 100), '[^0-9A-Za-z]', '', 'g')) and c.ended_at is null
    and private.check_in_is_open(c.workshop_id);
  if not found or private.code_rests(wall) then
    insert into portal.check_in_try (person_id) values (asker);
    return jsonb_build_object('outcome', 'code_wrong_or_old');
  end if;
  select w.* into event from portal.workshop w
  where w.id = wall.workshop_id and w.state in ('published', 'held') for no key update;
  if not found then
    return jsonb_build_object('outcome', 'code_wrong_or_old');
  end if;
  perform private.settle_offers(event);
  select b.* into mine from portal.booking b
  where b.workshop_id = event.id and b.person_id = asker and b.state <> 'cancelled';
  return private.come_in(event, mine, asker, wall.walk_ins)
    || jsonb_build_object('workshop_id', event.id, 'title', event.title);
end $$;
alter function private.check_in(text) owner to portal_keeper;
grant execute on function private.check_in(text) to authenticated;

-- The person asking comes in: with a place, or, if staff chose that, while there is room for one more.
-- Who was marked as not here by mistake had a place. The caller holds the lock on the workshop.
create function private.come_in(event portal.workshop, mine portal.booking, asker uuid, walk_ins boolean) returns jsonb
language plpgsql set search_path = '' as $$
declare
  way text := coalesce(mine.mode, case when event.in_person_capacity is null then 'online' else 'in_person' end);
begin
  if mine.state = 'attended' then
    return jsonb_build_object('outcome', 'already_here');
  elsif mine.id is null or mine.state = 'waiting' then
    if event.who_can_come <> 'everyone' and not exists (
      select from portal.person p where p.id = asker and p.connection = event.who_can_come
    ) then
      return jsonb_build_object('outcome', 'not_for_you', 'who_can_come', event.who_can_come);
    elsif not walk_ins or not private.has_free_place(event, way) then
      return jsonb_build_object('outcome', 'no_place');
    end if;
  end if;
  if mine.id is null then
    mine.id := private.walk_in(event, asker, null);
  else
    update portal.booking b set state = 'attended', attended_at = now() where b.id = mine.id;
  end if;
  perform private.record('check_in', 'booking', mine.id, array['state', 'attended_at'], asker);
  return jsonb_build_object('outcome', 'checked_in');
end $$;
grant execute on function private.come_in(portal.workshop, portal.booking, uuid, boolean) to portal_keeper;

-- private: on somebody's behalf

-- One person's coming places with who entered them, and what else they could come to. The look is written down.
create function private.places_for(person_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  theirs portal.person;
begin
  perform private.require_role('staff');
  select p.* into theirs from portal.person p where p.id = places_for.person_id and p.state = 'active';
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record_look('look_at_places', 'booking', null, array['state'], theirs.id);
  return jsonb_build_object('outcome', 'found', 'person_id', theirs.id, 'display_name', theirs.display_name, 'booked', (
    select coalesce(jsonb_agg(jsonb_build_object('booking_id', b.id, 'title', w.title, 'starts_at', w.starts_at,
      'ends_at', w.ends_at, 'mode', b.mode, 'state', s.state, 'position', s.place_in_line,
      'entered_by', (select p.display_name from portal.person p where p.id = b.entered_by)) order by w.starts_at), '[]')
    from private.standing(array(
      select o.workshop_id from portal.booking o join portal.workshop v on v.id = o.workshop_id
      where o.person_id = theirs.id and o.state <> 'cancelled' and v.state = 'published' and v.starts_at > now())) s
    join portal.booking b on b.id = s.booking_id
    join portal.workshop w on w.id = b.workshop_id
    where s.person_id = theirs.id and s.state <> 'lapsed'
  ), 'coming', (
    select coalesce(jsonb_agg(jsonb_build_object('workshop_id', c.id, 'title', c.title, 'starts_at', c.starts_at,
      'ends_at', c.ends_at, 'space', c.space, 'in_person', c.in_person_capacity is not null,
      'online', c.online_capacity is not null) order by c.starts_at, c.id), '[]')
    from (
      select w.id, w.title, w.starts_at, w.ends_at, w.in_person_capacity, w.online_capacity, s.name as space
      from portal.workshop w join portal.space s on s.id = w.space_id
      where w.state = 'published' and w.starts_at > now() and w.who_can_come in ('everyone', theirs.connection)
        and not exists (select from portal.booking b
          where b.workshop_id = w.id and b.person_id = theirs.id and b.state <> 'cancelled')
      order by w.starts_at, w.id limit 60) c));
end $$;
alter function private.places_for(uuid) owner to portal_keeper;
grant execute on function private.places_for(uuid) to authenticated;

-- A place for somebody who asked staff on the phone or in the room: their place in line is as everybody's.
create function private.book_for(person_id uuid, workshop_id uuid, mode text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  event portal.workshop;
begin
  if not exists (select from portal.person p where p.id = book_for.person_id and p.state = 'active') then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  select w.* into event from portal.workshop w
  where w.id = book_for.workshop_id and w.state = 'published' and w.starts_at > now() for no key update;
  if not found then
    return private.why_not_open(book_for.workshop_id);
  end if;
  perform private.record('book_for', 'booking', event.id, array['entered_by'], book_for.person_id);
  return private.take_place(event, book_for.person_id, book_for.mode, asker);
end $$;
alter function private.book_for(uuid, uuid, text) owner to portal_keeper;
grant execute on function private.book_for(uuid, uuid, text) to authenticated;

-- api: for a person

-- Outcomes: checked_in, already_here, not_for_you, no_place (these with workshop_id, title),
-- code_wrong_or_old, too_many_tries.
create function api.check_in(code text) returns jsonb
language sql volatile set search_path = '' as $$ select private.check_in(code) $$;
grant execute on function api.check_in(text) to authenticated;

-- api: for staff

create function api.register(workshop_id uuid, looking_for text default '') returns jsonb
language sql volatile set search_path = '' as $$
  select private.register(workshop_id, looking_for) || jsonb_build_object(
    'workshop', api.workshop(workshop_id) -> 'workshop')
$$;
grant execute on function api.register(uuid, text) to authenticated;

create function api.mark_attendance(booking_id uuid, state text) returns jsonb
language sql volatile set search_path = '' as $$ select private.mark_attendance(booking_id, state) $$;
grant execute on function api.mark_attendance(uuid, text) to authenticated;

-- Outcomes: marked (people), too_early, closed, not_found.
create function api.mark_the_rest(workshop_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.mark_the_rest(workshop_id) $$;
grant execute on function api.mark_the_rest(uuid) to authenticated;

create function api.add_walk_in(workshop_id uuid, person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.add_walk_in(workshop_id, person_id) $$;
grant execute on function api.add_walk_in(uuid, uuid) to authenticated;

-- Outcomes: added, same_name, name_gives_away (ask again with sure), invalid, too_early, closed, not_found.
create function api.add_new_walk_in(
  workshop_id uuid, display_name text, connection text, sure boolean default false
) returns jsonb language sql volatile set search_path = '' as $$
  select private.add_new_walk_in(workshop_id, display_name, connection, sure)
$$;
grant execute on function api.add_new_walk_in(uuid, text, text, boolean) to authenticated;

create function api.wall_code(workshop_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.wall_code(workshop_id) $$;
grant execute on function api.wall_code(uuid) to authenticated;

-- Outcomes: made (code), closed, not_found.
create function api.make_check_in_code(workshop_id uuid, walk_ins boolean default true) returns jsonb
language sql volatile set search_path = '' as $$ select private.make_check_in_code(workshop_id, walk_ins) $$;
grant execute on function api.make_check_in_code(uuid, boolean) to authenticated;

create function api.let_walk_ins(workshop_id uuid, walk_ins boolean) returns jsonb
language sql volatile set search_path = '' as $$ select private.let_walk_ins(workshop_id, walk_ins) $$;
grant execute on function api.let_walk_ins(uuid, boolean) to authenticated;

create function api.places_for(person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.places_for(person_id) $$;
grant execute on function api.places_for(uuid) to authenticated;

-- Outcomes: as book_place, and not_found.
create function api.book_for(person_id uuid, workshop_id uuid, mode text) returns jsonb
language sql volatile set search_path = '' as $$ select private.book_for(person_id, workshop_id, mode) $$;
grant execute on function api.book_for(uuid, uuid, text) to authenticated;
