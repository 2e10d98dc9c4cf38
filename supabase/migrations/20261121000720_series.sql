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
