-- Who is coming: hidden from other members, unless a person says otherwise.
-- A choice for every workshop, and another one for a single workshop where it is made.

-- tables

create table portal.name_choice (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  workshop_id uuid references portal.workshop,
  shown boolean not null,
  chosen_at timestamptz not null default now(),
  unique nulls not distinct (person_id, workshop_id)
);
comment on table portal.name_choice is 'Whether others who booked may see a person''s first name. Without a row: no.';
comment on column portal.name_choice.workshop_id is 'Null: the choice for every workshop that has none of its own.';
create index on portal.name_choice (workshop_id, shown);

alter table portal.name_choice enable row level security;

-- policies

grant select on portal.name_choice to authenticated;
create policy "A person reads their own choice about their name" on portal.name_choice
  for select to authenticated using (person_id = (select private.me()));
grant select, insert (person_id, workshop_id, shown), update (shown, chosen_at), delete
  on portal.name_choice to portal_keeper;
create policy "The portal keeper reads every choice about a name" on portal.name_choice
  for select to portal_keeper using (true);
create policy "The portal keeper keeps the choice of the person asking" on portal.name_choice
  for insert to portal_keeper with check (person_id = (select private.me()));
create policy "The portal keeper changes the choice of the person asking" on portal.name_choice
  for update to portal_keeper using (person_id = (select private.me())) with check (person_id = (select private.me()));
create policy "The portal keeper takes back the choice of the person asking" on portal.name_choice
  for delete to portal_keeper using (person_id = (select private.me()));

-- private

create function private.first_name(display_name text) returns text
language sql immutable set search_path = '' as $$ select split_part(btrim(display_name), ' ', 1) $$;
grant execute on function private.first_name(text) to portal_keeper;

-- What a person chose for a workshop: for this one, else for every one, else no.
create function private.name_shown(person uuid, workshop_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select coalesce((
    select c.shown from portal.name_choice c
    where c.person_id = name_shown.person and (c.workshop_id = name_shown.workshop_id or c.workshop_id is null)
    order by c.workshop_id is null limit 1), false)
$$;
grant execute on function private.name_shown(uuid, uuid) to portal_keeper;

-- Whether the asker is in the circle: has a place at a workshop that is not over, or runs a part of it.
create function private.is_coming(workshop_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from portal.workshop w
    where w.id = is_coming.workshop_id and w.ends_at > now() and w.state in ('published', 'held')
      and (private.facilitates(w.id) or exists (
        select from portal.booking b where b.workshop_id = w.id and b.person_id = (select private.me())
          and b.state in ('booked', 'attended'))))
$$;
grant execute on function private.is_coming(uuid) to portal_keeper;

-- Whether the asker may read a person's first name at a workshop. Where either of the two blocked the other,
-- neither sees the other.
create function private.may_see_name(person uuid, workshop_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return private.is_coming(may_see_name.workshop_id)
    and private.name_shown(may_see_name.person, may_see_name.workshop_id)
    and not exists (
      select from portal.block k
      where (k.person_id = may_see_name.person and k.other_id = private.me())
        or (k.person_id = private.me() and k.other_id = may_see_name.person));
end $$;
grant execute on function private.may_see_name(uuid, uuid) to portal_keeper;

-- Who is coming, for somebody who is coming: the first names of those who agreed, and how many more. One or two
-- more are "a few": then nobody is the one who hides. Null for everybody else, and once it is over.
create function private.who_is_coming(workshop_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.me();
  names text[];
  people integer;
begin
  if asker is null or not private.is_coming(who_is_coming.workshop_id) then
    return null;
  end if;
  select count(*), coalesce(array_agg(private.first_name(p.display_name) order by lower(p.display_name))
    filter (where private.may_see_name(p.id, who_is_coming.workshop_id)), '{}')
  into people, names
  from portal.booking b join portal.person p on p.id = b.person_id
  where b.workshop_id = who_is_coming.workshop_id and b.state in ('booked', 'attended')
    and p.id <> asker and p.state = 'active';
  people := people - cardinality(names);
  return jsonb_build_object('names', names,
    'others', case when people = 0 then 'none' when people < 3 then 'a_few' else 'more' end,
    'how_many', case when people >= 3 then people end,
    'shown', private.name_shown(asker, who_is_coming.workshop_id),
    'always', coalesce((
      select c.shown from portal.name_choice c where c.person_id = asker and c.workshop_id is null), false));
end $$;
alter function private.who_is_coming(uuid) owner to portal_keeper;
grant execute on function private.who_is_coming(uuid) to authenticated;

-- The asker's choice: for one workshop, or (null) for every one; the latter takes back what was said for
-- single workshops that are still to come.
create function private.choose_name_shown(workshop_id uuid, shown boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  if choose_name_shown.shown is null then
    return private.invalid('shown', 'missing');
  elsif choose_name_shown.workshop_id is not null and not exists (
    select from portal.booking b where b.workshop_id = choose_name_shown.workshop_id and b.person_id = asker
    union all
    select from portal.workshop_role r where r.workshop_id = choose_name_shown.workshop_id and r.person_id = asker
  ) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if choose_name_shown.workshop_id is null then
    delete from portal.name_choice c using portal.workshop w
    where c.person_id = asker and w.id = c.workshop_id and w.ends_at > now();
  end if;
  insert into portal.name_choice (person_id, workshop_id, shown)
  values (asker, choose_name_shown.workshop_id, choose_name_shown.shown)
  on conflict on constraint name_choice_person_id_workshop_id_key
    do update set shown = excluded.shown, chosen_at = now();
  perform private.record('choose_name_shown', 'name_choice', choose_name_shown.workshop_id, array['shown'], asker);
  return jsonb_build_object('outcome', case when choose_name_shown.shown then 'shown' else 'hidden' end);
end $$;
alter function private.choose_name_shown(uuid, boolean) owner to portal_keeper;
grant execute on function private.choose_name_shown(uuid, boolean) to authenticated;

-- api

create function api.choose_name_shown(shown boolean, workshop_id uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.choose_name_shown(workshop_id, shown) $$;
grant execute on function api.choose_name_shown(boolean, uuid) to authenticated;
