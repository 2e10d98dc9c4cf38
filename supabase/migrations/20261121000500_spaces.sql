-- Spaces, where people meet (and the one online), and the programmes that run in them.

create table portal.space (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (length(btrim(name)) between 1 and 60),
  kind text not null default 'place' check (kind in ('place', 'online')),
  address text not null default '' check (length(address) <= 200),
  about text not null default '' check (length(about) <= 500),
  position integer not null default 100
);
comment on table portal.space is 'A place where people meet, or the online space.';

create table portal.programme (
  id uuid primary key default gen_random_uuid(),
  space_id uuid not null references portal.space,
  name text not null check (length(btrim(name)) between 1 and 80),
  about text not null default '' check (length(about) <= 500),
  who_for text not null default '' check (length(who_for) <= 120),
  unique (space_id, name)
);
comment on table portal.programme is 'What a space offers besides workshops: family therapy, creative groups, youth support (booked by an adult).';

alter table portal.person add constraint person_space_id_fkey foreign key (space_id) references portal.space;

alter table portal.space enable row level security;
alter table portal.programme enable row level security;

grant select on portal.space, portal.programme to anon, authenticated, portal_keeper, mentoring_keeper, figures_keeper;
create policy "Anybody sees the spaces" on portal.space for select to anon, authenticated using (true);
create policy "Anybody sees the programmes" on portal.programme for select to anon, authenticated using (true);
create policy "The portal keeper reads the spaces" on portal.space for select to portal_keeper using (true);
create policy "The portal keeper reads the programmes" on portal.programme for select to portal_keeper using (true);
create policy "The mentoring keeper reads the spaces" on portal.space for select to mentoring_keeper using (true);
create policy "The figures keeper reads the spaces" on portal.space for select to figures_keeper using (true);
-- grants without a policy give nothing: these two keepers need no programmes
revoke select on portal.programme from mentoring_keeper, figures_keeper;

grant insert on portal.space, portal.programme to portal_keeper;
grant update (name, kind, address, about, position) on portal.space to portal_keeper;
grant update (name, about, who_for) on portal.programme to portal_keeper;
create policy "The portal keeper adds a space for staff" on portal.space
  for insert to portal_keeper with check ((select private.has_role('staff')));
create policy "The portal keeper changes a space for staff" on portal.space
  for update to portal_keeper using ((select private.has_role('staff'))) with check ((select private.has_role('staff')));
create policy "The portal keeper adds a programme for staff" on portal.programme
  for insert to portal_keeper with check ((select private.has_role('staff')));
create policy "The portal keeper changes a programme for staff" on portal.programme
  for update to portal_keeper using ((select private.has_role('staff'))) with check ((select private.has_role('staff')));

-- A name that is new here: the id to save under, or an outcome that says what is wrong.
create function private.save_space(
  space_id uuid, name text, kind text, address text, about text
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  saved uuid;
  bad jsonb;
begin
  select private.invalid(f.field, f.problem) into bad from (values
    ('name', private.text_problem(save_space.name, 60)),
    ('kind', case when save_space.kind in ('place', 'online') then null else 'not_known' end),
    ('address', private.text_problem(save_space.address, 200, false)),
    ('about', private.text_problem(save_space.about, 500, false))
  ) as f(field, problem) where f.problem is not null limit 1;
  if bad is not null then
    return bad;
  end if;
  if exists (
    select from portal.space s where lower(s.name) = lower(btrim(save_space.name))
      and s.id is distinct from save_space.space_id
  ) then
    return jsonb_build_object('outcome', 'name_taken');
  end if;
  if save_space.space_id is null then
    insert into portal.space (name, kind, address, about)
    values (btrim(save_space.name), save_space.kind, coalesce(save_space.address, ''), coalesce(save_space.about, ''))
    returning id into saved;
  else
    update portal.space s
    set name = btrim(save_space.name), kind = save_space.kind,
      address = coalesce(save_space.address, ''), about = coalesce(save_space.about, '')
    where s.id = save_space.space_id returning s.id into saved;
    if not found then
      return jsonb_build_object('outcome', 'not_found');
    end if;
  end if;
  perform private.record('save_space', 'space', saved, array['name', 'kind', 'address', 'about'], asker);
  return jsonb_build_object('outcome', 'saved', 'space_id', saved);
end $$;
alter function private.save_space(uuid, text, text, text, text) owner to portal_keeper;
grant execute on function private.save_space(uuid, text, text, text, text) to authenticated;

create function private.save_programme(
  programme_id uuid, space_id uuid, name text, about text, who_for text
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  saved uuid;
  bad jsonb;
begin
  select private.invalid(f.field, f.problem) into bad from (values
    ('name', private.text_problem(save_programme.name, 80)),
    ('space_id', case when exists (select from portal.space s where s.id = save_programme.space_id)
      then null else 'not_known' end),
    ('about', private.text_problem(save_programme.about, 500, false)),
    ('who_for', private.text_problem(save_programme.who_for, 120, false))
  ) as f(field, problem) where f.problem is not null limit 1;
  if bad is not null then
    return bad;
  end if;
  if exists (
    select from portal.programme g where g.space_id = save_programme.space_id
      and lower(g.name) = lower(btrim(save_programme.name)) and g.id is distinct from save_programme.programme_id
  ) then
    return jsonb_build_object('outcome', 'name_taken');
  end if;
  if save_programme.programme_id is null then
    insert into portal.programme (space_id, name, about, who_for)
    values (save_programme.space_id, btrim(save_programme.name), coalesce(save_programme.about, ''),
      coalesce(save_programme.who_for, ''))
    returning id into saved;
  else
    update portal.programme g
    set name = btrim(save_programme.name), about = coalesce(save_programme.about, ''),
      who_for = coalesce(save_programme.who_for, '')
    where g.id = save_programme.programme_id returning g.id into saved;
    if not found then
      return jsonb_build_object('outcome', 'not_found');
    end if;
  end if;
  perform private.record('save_programme', 'programme', saved, array['name', 'about', 'who_for'], asker);
  return jsonb_build_object('outcome', 'saved', 'programme_id', saved);
end $$;
alter function private.save_programme(uuid, uuid, text, text, text) owner to portal_keeper;
grant execute on function private.save_programme(uuid, uuid, text, text, text) to authenticated;

-- The spaces to choose from, by name.
create function private.space_names() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.position, s.name), '[]')
  from portal.space s
$$;
grant execute on function private.space_names() to anon, authenticated, portal_keeper, mentoring_keeper, figures_keeper;

-- api

-- Every space with its programmes, in the order that staff chose.
create function api.spaces() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'kind', s.kind,
    'address', s.address, 'about', s.about, 'programmes', (
      select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'about', g.about,
        'who_for', g.who_for) order by g.name), '[]')
      from portal.programme g where g.space_id = s.id)) order by s.position, s.name), '[]')
  from portal.space s
$$;
grant execute on function api.spaces() to anon, authenticated;

create function api.save_space(
  name text, kind text default 'place', address text default '', about text default '', space_id uuid default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.save_space(space_id, name, kind, address, about)
$$;
grant execute on function api.save_space(text, text, text, text, uuid) to authenticated;

create function api.save_programme(
  space_id uuid, name text, about text default '', who_for text default '', programme_id uuid default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.save_programme(programme_id, space_id, name, about, who_for)
$$;
grant execute on function api.save_programme(uuid, text, text, text, uuid) to authenticated;
