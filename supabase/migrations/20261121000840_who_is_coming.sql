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
