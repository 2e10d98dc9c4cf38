-- Access needs: what a person needs to take part. They say it once, with their details. At each booking it is
-- shown back to them. Whoever runs the workshop reads it only with the person's yes, which holds until it is
-- taken back. Afterwards: was what they needed there?

-- tables

create table portal.access_need (
  id uuid primary key default gen_random_uuid(),
  workshop_id uuid not null references portal.workshop,
  person_id uuid not null references portal.person on delete cascade,
  shared boolean not null default true,
  team_says text check (team_says in ('met', 'not_met')),
  team_word text not null default '' check (length(team_word) <= 500),
  team_by uuid references portal.person on delete set null,
  team_at timestamptz,
  person_says text check (person_says in ('met', 'not_met')),
  person_word text not null default '' check (length(person_word) <= 500),
  person_at timestamptz,
  outcome text generated always as (coalesce(person_says, team_says)) stored,
  looked_at timestamptz,
  looked_by uuid references portal.person on delete set null,
  unique (workshop_id, person_id),
  check ((team_says is null) = (team_at is null)),
  check ((person_says is null) = (person_at is null))
);
comment on table portal.access_need is 'What became of a person''s access needs at one workshop. What they need stands with their details, and only there.';
comment on column portal.access_need.shared is 'False: the person said no for this workshop. True means something only while they consent.';
comment on column portal.access_need.team_says is 'What those who ran the workshop say.';
comment on column portal.access_need.outcome is 'What the person says; where they said nothing, what the team says.';
comment on column portal.access_need.looked_at is 'When staff looked at a need that was not met; null: it waits for them.';
create index on portal.access_need (person_id);
create index on portal.access_need (team_by);
create index on portal.access_need (looked_by);
create index on portal.access_need (workshop_id) where outcome = 'not_met' and looked_at is null;

alter table portal.access_need enable row level security;

-- policies

grant select on portal.access_need to authenticated;
create policy "A person reads what became of their access needs" on portal.access_need
  for select to authenticated using (person_id = (select private.me()));
