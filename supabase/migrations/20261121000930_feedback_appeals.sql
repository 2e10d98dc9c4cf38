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

-- Whether somebody asked for this other look, or decided first: they do not answer it.
create function private.is_part_of_appeal(appeal_id uuid, person uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from portal.feedback_appeal a join portal.feedback_moderation m on m.id = a.moderation_id
    where a.id = is_part_of_appeal.appeal_id and is_part_of_appeal.person in (a.asked_by, m.by))
$$;
grant execute on function private.is_part_of_appeal(uuid, uuid) to portal_keeper;

alter policy "The portal keeper moderates as the asking staff or author" on portal.feedback_moderation
  with check (
    by = (select private.me()) and ((select private.has_role('staff')) or (decision = 'sharing_stopped'
      and exists (select from portal.feedback f where f.id = feedback_id and f.person_id = (select private.me()))))
    and not private.is_part_of_appeal(appeal_id, (select private.me())));

-- private

-- The pieces whose author waits for another look.
create function private.appealed() returns setof uuid
language sql stable set search_path = '' as $$
  select m.feedback_id from portal.feedback_appeal a join portal.feedback_moderation m on m.id = a.moderation_id
  where not exists (select from portal.feedback_moderation n where n.appeal_id = a.id)
$$;
grant execute on function private.appealed() to portal_keeper;

create function private.appeals_waiting() returns integer
language sql stable set search_path = '' as $$ select count(*)::integer from private.appealed() $$;
grant execute on function private.appeals_waiting() to portal_keeper;

-- Whether the author may ask for another look: the newest decision kept it for staff, and was not one itself.
-- What was hidden after a report is looked at again there.
create function private.can_appeal(f portal.feedback) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return f.audience = 'everyone' and not private.is_hidden('feedback', f.id) and coalesce((
    select m.decision = 'kept_for_staff' and m.appeal_id is null
      and not exists (select from portal.feedback_appeal a where a.moderation_id = m.id)
    from portal.feedback_moderation m where m.feedback_id = f.id order by m.number desc limit 1), false);
end $$;
grant execute on function private.can_appeal(portal.feedback) to portal_keeper;

-- The newest appeal of a piece as its author follows it; null when there is none.
create function private.my_feedback_appeal(f portal.feedback) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('words', a.words, 'asked_at', a.asked_at, 'decision', n.decision, 'reason', n.reason,
    'answered_at', n.at)
  from portal.feedback_appeal a
  join portal.feedback_moderation m on m.id = a.moderation_id
  left join portal.feedback_moderation n on n.appeal_id = a.id
  where m.feedback_id = f.id order by a.asked_at desc limit 1
$$;
grant execute on function private.my_feedback_appeal(portal.feedback) to portal_keeper;

-- The appeal that waits, for staff; for_somebody_else: the asker decided first, or said it.
create function private.feedback_appeal(f portal.feedback, asker uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('appeal_id', a.id, 'words', a.words, 'asked_at', a.asked_at,
    'for_somebody_else', coalesce(asker in (a.asked_by, m.by), false))
  from portal.feedback_appeal a join portal.feedback_moderation m on m.id = a.moderation_id
  where m.feedback_id = f.id and not exists (select from portal.feedback_moderation n where n.appeal_id = a.id)
  limit 1
$$;
grant execute on function private.feedback_appeal(portal.feedback, uuid) to portal_keeper;

-- The author asks, once for each decision, that somebody else looks again.
create function private.appeal_feedback(feedback_id uuid, words text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  problem text := private.text_problem(words, 1000);
  said portal.feedback;
  asked uuid;
begin
  if problem is not null then
    return private.invalid('words', problem);
  end if;
  select f.* into said from portal.feedback f where f.id = appeal_feedback.feedback_id and f.person_id = asker for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif said.id in (select private.appealed()) then
    return jsonb_build_object('outcome', 'already_asked');
  elsif not private.can_appeal(said) then
    return jsonb_build_object('outcome', 'nothing_to_appeal');
  end if;
  insert into portal.feedback_appeal (moderation_id, words, asked_by)
  select m.id, btrim(appeal_feedback.words), asker from portal.feedback_moderation m
  where m.feedback_id = said.id order by m.number desc limit 1
  returning id into asked;
  perform private.record('appeal_feedback', 'feedback_appeal', asked, array['words'], asker);
  return jsonb_build_object('outcome', 'asked');
end $$;
alter function private.appeal_feedback(uuid, text) owner to portal_keeper;
grant execute on function private.appeal_feedback(uuid, text) to authenticated;

-- Another look by somebody who neither said it nor decided first. It is the last word on that decision.
create function private.answer_feedback_appeal(appeal_id uuid, decision text, reason text, names jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  problem text := private.text_problem(reason, 500);
  asked portal.feedback_appeal;
  said_id uuid;
  first_by uuid;
begin
  if decision is null or decision not in ('shown', 'kept_for_staff') then
    return private.invalid('decision', 'not_known');
  elsif problem is not null then
    return private.invalid('reason', problem);
  end if;
  select a.* into asked from portal.feedback_appeal a where a.id = answer_feedback_appeal.appeal_id;
  select m.feedback_id, m.by into said_id, first_by from portal.feedback_moderation m where m.id = asked.moderation_id;
  if asked.id is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif asker in (asked.asked_by, first_by) then
    return jsonb_build_object('outcome', 'somebody_else');
  end if;
  perform from portal.feedback f where f.id = said_id for update;
  if exists (select from portal.feedback_moderation m where m.appeal_id = asked.id) then
    return jsonb_build_object('outcome', 'already_decided');
  end if;
  return private.moderate_feedback(said_id, decision, null, reason, names, asked.id);
end $$;
alter function private.answer_feedback_appeal(uuid, text, text, jsonb) owner to portal_keeper;
grant execute on function private.answer_feedback_appeal(uuid, text, text, jsonb) to authenticated;

-- api

-- Outcomes: asked, already_asked, nothing_to_appeal, invalid, not_found.
create function api.appeal_feedback(feedback_id uuid, words text) returns jsonb
language sql volatile set search_path = '' as $$ select private.appeal_feedback(feedback_id, words) $$;
grant execute on function api.appeal_feedback(uuid, text) to authenticated;

-- decision: shown (names as for show_feedback) or kept_for_staff. Outcomes: shown, kept_for_staff, already_decided,
-- somebody_else, not_for_everyone, hidden_after_report, invalid, not_found.
create function api.answer_feedback_appeal(appeal_id uuid, decision text, reason text, names jsonb default '[]') returns jsonb
language sql volatile set search_path = '' as $$
  select private.answer_feedback_appeal(appeal_id, decision, reason, names)
$$;
grant execute on function api.answer_feedback_appeal(uuid, text, text, jsonb) to authenticated;
