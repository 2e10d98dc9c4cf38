-- My contribution: what a person gave, told to that person and to nobody else. Staff have figures of everybody
-- together on their own page; nobody is ranked, and nothing here names another person.
--
-- A workshop counts as the engagement page counts it: it was published, not called off, has begun, and the
-- person is marked as there. Its hours are those written up at its closing, or else those of its times.

-- private

grant execute on function private.day_start(date) to portal_keeper, mentoring_keeper;

-- Which workshops somebody gave time to, with the roles that they held there. way: which of the five ways it
-- was; null for what one goes to for oneself, such as yoga, unless one held a role there.
create function private.workshops_given(person uuid, begins_at timestamptz, ends_at timestamptz) returns table (
  workshop_id uuid, title text, kind text, space text, starts_at timestamptz, hours numeric, way text, roles text[])
language sql stable set search_path = '' as $$
  with held as (
    select r.workshop_id, array_agg(r.role order by r.role) as roles from portal.workshop_role r
    where r.person_id = workshops_given.person and r.state = 'accepted' group by r.workshop_id
  ), came as (
    select b.workshop_id from portal.booking b
    where b.person_id = workshops_given.person and b.state = 'attended'
  ), there as (
    select c.workshop_id from came c union select h.workshop_id from held h
  )
  select w.id, w.title, w.kind, s.name, w.starts_at,
    round(coalesce(c.hours, extract(epoch from w.ends_at - w.starts_at) / 3600), 2),
    coalesce(w.contribution_type, case when h.roles is not null then 'peer_mentor_or_facilitator' end),
    coalesce(h.roles, '{}')
  from there t
  join portal.workshop w on w.id = t.workshop_id
  join portal.space s on s.id = w.space_id
  left join held h on h.workshop_id = w.id
  left join portal.workshop_closing c on c.workshop_id = w.id and c.closed_at is not null
  where w.published_at is not null and w.state <> 'cancelled' and w.starts_at < now()
    -- a role is held once the workshop is over
    and (w.ends_at <= now() or exists (select from came k where k.workshop_id = w.id))
    and w.starts_at >= begins_at and w.starts_at < workshops_given.ends_at
$$;
grant execute on function private.workshops_given(uuid, timestamptz, timestamptz) to portal_keeper;

-- What was decided where somebody was in the room, or is theirs to see to.
create function private.decisions_given(person uuid, begins_at timestamptz, ends_at timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('count', count(*), 'mine', count(*) filter (where d.owner_id = decisions_given.person))
  from portal.decision d
  join portal.workshop w on w.id = d.workshop_id and w.state = 'closed'
  where w.starts_at >= begins_at and w.starts_at < decisions_given.ends_at
    and (d.owner_id = decisions_given.person or d.workshop_id in (
      select g.workshop_id from private.workshops_given(decisions_given.person, begins_at, decisions_given.ends_at) g))
$$;
grant execute on function private.decisions_given(uuid, timestamptz, timestamptz) to portal_keeper;

-- The changes that came of it, by the names that everybody reads.
create function private.changes_given(person uuid, begins_at timestamptz, ends_at timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'title', c.title, 'made_on', c.made_on)
    order by c.made_on desc, c.id), '[]')
  from portal.change c
  where c.state = 'made' and private.day_start(c.made_on) >= begins_at
    and private.day_start(c.made_on) < changes_given.ends_at
    and c.id in (select o.change_id from private.changes_of(changes_given.person) o where o.way <> 'answered')
$$;
grant execute on function private.changes_given(uuid, timestamptz, timestamptz) to portal_keeper;

create function private.feedback_given(person uuid, begins_at timestamptz, ends_at timestamptz) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('ideas', count(*) filter (where f.kind = 'idea'),
    'problems', count(*) filter (where f.kind = 'problem'), 'praise', count(*) filter (where f.kind = 'praise'),
    'questions', count(*) filter (where f.kind = 'question'), 'supported', (
      select count(*) from portal.feedback_support p where p.person_id = feedback_given.person
        and p.at >= begins_at and p.at < feedback_given.ends_at))
  from portal.feedback f
  where f.person_id = feedback_given.person and f.given_at >= begins_at and f.given_at < feedback_given.ends_at
$$;
grant execute on function private.feedback_given(uuid, timestamptz, timestamptz) to portal_keeper;

-- How many people the asker was matched with as a peer mentor in these days. Nothing about them.
create function private.mentoring_given(begins_at timestamptz, ends_at timestamptz) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    select count(*) from portal.match m
    where m.mentor_id = asker and m.mentor_answered_at < mentoring_given.ends_at
      and m.state in ('active', 'paused', 'ended') and coalesce(m.closed_at, now()) >= begins_at);
end $$;
alter function private.mentoring_given(timestamptz, timestamptz) owner to mentoring_keeper;
grant execute on function private.mentoring_given(timestamptz, timestamptz) to authenticated, portal_keeper;

-- Every year in which the asker did anything that is told here, the newest first.
create function private.years_given(person uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(y.year order by y.year desc), '[]') from (
    select extract(year from g.starts_at at time zone 'Europe/London')::integer as year
    from private.workshops_given(years_given.person, '-infinity', 'infinity') g
    union
    select extract(year from f.given_at at time zone 'Europe/London')::integer
    from portal.feedback f where f.person_id = years_given.person) y
$$;
grant execute on function private.years_given(uuid) to portal_keeper;

create function private.my_contribution(from_on date, to_on date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  first_on date := least(greatest(coalesce(from_on, '2000-01-01'), '2000-01-01'), '2099-12-31');
  last_on date := least(greatest(coalesce(to_on, '2099-12-31'), '2000-01-01'), '2099-12-31');
  begins_at timestamptz := private.day_start(first_on);
  ends_at timestamptz := private.day_start(last_on + 1);
begin
  return jsonb_build_object(
    'workshops', (
      select coalesce(jsonb_agg(jsonb_build_object('id', g.workshop_id, 'title', g.title, 'kind', g.kind,
        'space', g.space, 'starts_at', g.starts_at, 'hours', g.hours, 'way', g.way, 'roles', g.roles)
        order by g.starts_at desc, g.workshop_id), '[]')
      from private.workshops_given(asker, begins_at, ends_at) g),
    'feedback', private.feedback_given(asker, begins_at, ends_at),
    'decisions', private.decisions_given(asker, begins_at, ends_at),
    'changes', private.changes_given(asker, begins_at, ends_at),
    'mentored', private.mentoring_given(begins_at, ends_at),
    'years', private.years_given(asker));
end $$;
alter function private.my_contribution(date, date) owner to portal_keeper;
grant execute on function private.my_contribution(date, date) to authenticated;

-- api

-- What the person asking gave, of all time or from one day to another.
create function api.my_contribution(from_on date default null, to_on date default null) returns jsonb
language sql stable set search_path = '' as $$ select private.my_contribution(from_on, to_on) $$;
grant execute on function api.my_contribution(date, date) to authenticated;
