-- An appeal: the author of a piece that staff kept for themselves asks, once, that somebody else looks again.
-- It follows the appeals of reported words: never the first moderator, never the author, and the last word.

create table portal.feedback_appeal (
  id uuid primary key default gen_random_uuid(),
  moderation_id uuid not null unique references portal.feedback_moderation on delete cascade,
  words text not null check (length(btrim(words)) between 1 and 1000),
  asked_by uuid not null references portal.person on delete cascade,
  asked_at timestamptz not null default clock_timestamp()
);
comment on table portal.feedback_appeal is 'The author asks, once, for another look at why not everybody may read what they said.';
create index on portal.feedback_appeal (asked_by);
create index on portal.feedback_appeal (asked_at);

alter table portal.feedback_moderation add column appeal_id uuid unique references portal.feedback_appeal on delete set null;
comment on column portal.feedback_moderation.appeal_id is 'Decided because the author asked for another look.';

alter table portal.feedback_appeal enable row level security;

grant select (id, moderation_id, words, asked_at) on portal.feedback_appeal to authenticated;
create policy "A person reads what they asked to be looked at again" on portal.feedback_appeal
  for select to authenticated using (asked_by = (select private.me()));
grant select, insert (moderation_id, words, asked_by) on portal.feedback_appeal to portal_keeper;
create policy "The portal keeper reads the asker's appeals, or all for staff" on portal.feedback_appeal
  for select to portal_keeper using (asked_by = (select private.me()) or (select private.has_role('staff')));
create policy "The portal keeper takes an appeal of the author" on portal.feedback_appeal
  for insert to portal_keeper with check (
    asked_by = (select private.me()) and exists (
      select from portal.feedback_moderation m join portal.feedback f on f.id = m.feedback_id
      where m.id = moderation_id and f.person_id = (select private.me())
        and m.decision = 'kept_for_staff' and m.appeal_id is null));
grant select (appeal_id), insert (appeal_id) on portal.feedback_moderation to portal_keeper;
