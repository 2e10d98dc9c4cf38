-- What people write for others to read: anybody may tell staff about a piece of it, staff decide with a
-- reason, its author may ask once for another look by somebody else. And a person can block another.
--
-- A piece is feedback that everybody reads, the words of a family to its mentor, or a display name.
-- Nobody learns who reported, or who blocked them.

-- tables

create table portal.moderation_decision (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  piece text not null check (piece in ('feedback', 'words', 'display_name')),
  feedback_id uuid references portal.feedback on delete cascade,
  request_id uuid references portal.mentor_request on delete cascade,
  person_id uuid not null references portal.person on delete cascade,
  shown_text text not null check (length(shown_text) <= 4000),
  decision text not null check (decision in ('keep', 'hide')),
  reason text not null check (length(btrim(reason)) between 1 and 500),
  appeal_id uuid unique,
  decided_by uuid references portal.person on delete set null,
  at timestamptz not null default clock_timestamp(),
  check ((piece = 'feedback') = (feedback_id is not null)),
  check ((piece = 'words') = (request_id is not null))
);
comment on table portal.moderation_decision is 'Append-only: each decision on whether a piece stays, with the reason that its author reads. The newest one holds.';
comment on column portal.moderation_decision.person_id is 'Whose words they are.';
comment on column portal.moderation_decision.shown_text is 'The words as they were when it was decided.';
comment on column portal.moderation_decision.appeal_id is 'Decided because the author asked for another look.';
create index on portal.moderation_decision (feedback_id, number);
create index on portal.moderation_decision (request_id, number);
create index on portal.moderation_decision (person_id, number);
create index on portal.moderation_decision (decided_by);

create table portal.report (
  id uuid primary key default gen_random_uuid(),
  reference text not null unique default private.new_reference('R'),
  piece text not null check (piece in ('feedback', 'words', 'display_name')),
  feedback_id uuid references portal.feedback on delete cascade,
  request_id uuid references portal.mentor_request on delete cascade,
  person_id uuid not null references portal.person on delete cascade,
  shown_text text not null check (length(shown_text) <= 4000),
  reason text not null check (reason in (
    'names_someone', 'cruel', 'threat', 'self_harm', 'sells', 'child', 'other')),
  words text check (length(btrim(words)) between 1 and 1000),
  reporter text not null check (reporter in ('visitor', 'person')),
  reported_by uuid references portal.person on delete set null,
  reported_at timestamptz not null default clock_timestamp(),
  decision_id uuid references portal.moderation_decision on delete set null,
  check ((piece = 'feedback') = (feedback_id is not null)),
  check ((piece = 'words') = (request_id is not null)),
  check (reporter = 'person' or reported_by is null)
);
comment on table portal.report is 'Somebody tells staff about a piece that others wrote. Neither its author nor staff are told who.';
comment on column portal.report.person_id is 'Whose words they are.';
comment on column portal.report.decision_id is 'The first decision after the report; null: staff have not looked yet.';
create index on portal.report (feedback_id);
create index on portal.report (request_id);
create index on portal.report (person_id);
create index on portal.report (reported_by, reported_at);
create index on portal.report (decision_id);
create index on portal.report (reported_at) where decision_id is null;

create table portal.appeal (
  id uuid primary key default gen_random_uuid(),
  decision_id uuid not null unique references portal.moderation_decision on delete cascade,
  words text not null check (length(btrim(words)) between 1 and 1000),
  asked_by uuid not null references portal.person on delete cascade,
  asked_at timestamptz not null default clock_timestamp()
);
comment on table portal.appeal is 'The author of a piece that was hidden asks, once, that somebody else looks again.';
create index on portal.appeal (asked_by);
alter table portal.moderation_decision
  add constraint moderation_decision_appeal foreign key (appeal_id) references portal.appeal on delete set null;

create table portal.block (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  other_id uuid not null references portal.person on delete cascade,
  blocked_at timestamptz not null default now(),
  unique (person_id, other_id),
  check (person_id <> other_id)
);
comment on table portal.block is 'A person does not want to be matched with another one again. The other is never told.';
create index on portal.block (other_id);

alter table portal.moderation_decision enable row level security;
alter table portal.report enable row level security;
alter table portal.appeal enable row level security;
alter table portal.block enable row level security;

insert into portal.notice_kind (kind, topic, about) values
  ('report_answered', 'feedback', 'Staff decided about something that the person reported.'),
  ('words_looked_at', 'feedback', 'Staff decided about something that the person wrote.');

-- policies

grant select, insert (piece, feedback_id, request_id, person_id, shown_text, reason, words, reporter, reported_by),
  update (decision_id) on portal.report to portal_keeper;
create policy "The portal keeper reads every report" on portal.report
  for select to portal_keeper using (true);
create policy "The portal keeper takes a report of whoever asks about others" on portal.report
  for insert to portal_keeper with check (
    reported_by is not distinct from (select private.me()) and person_id is distinct from (select private.me()));
create policy "The portal keeper closes a report for staff" on portal.report
  for update to portal_keeper using ((select private.has_role('staff')))
  with check ((select private.has_role('staff')));

grant select, insert (piece, feedback_id, request_id, person_id, shown_text, decision, reason, appeal_id, decided_by)
  on portal.moderation_decision to portal_keeper;
create policy "The portal keeper reads every decision about a piece" on portal.moderation_decision
  for select to portal_keeper using (true);
create policy "The portal keeper decides about others for staff" on portal.moderation_decision
  for insert to portal_keeper with check (
    (select private.has_role('staff')) and decided_by = (select private.me()) and person_id <> (select private.me())
    and not exists (
      select from portal.appeal a join portal.moderation_decision d on d.id = a.decision_id
      where a.id = moderation_decision.appeal_id and d.decided_by = (select private.me())));

grant select, insert (decision_id, words, asked_by) on portal.appeal to portal_keeper;
create policy "The portal keeper reads every wish for another look" on portal.appeal
  for select to portal_keeper using (true);
create policy "The portal keeper takes a wish of the author of hidden words" on portal.appeal
  for insert to portal_keeper with check (
    asked_by = (select private.me()) and exists (
      select from portal.moderation_decision d
      where d.id = appeal.decision_id and d.person_id = (select private.me()) and d.decision = 'hide' and d.appeal_id is null));

grant select (person_id, other_id) on portal.block to portal_keeper;
create policy "The portal keeper shows no name to or of whom one blocked" on portal.block
  for select to portal_keeper using (true);
grant select, insert (person_id, other_id), delete on portal.block to mentoring_keeper;
create policy "The mentoring keeper reads who blocked whom" on portal.block
  for select to mentoring_keeper using (true);
create policy "The mentoring keeper blocks for the person asking" on portal.block
  for insert to mentoring_keeper with check (person_id = (select private.me()));
create policy "The mentoring keeper takes back a block of the person asking" on portal.block
  for delete to mentoring_keeper using (person_id = (select private.me()));

-- private: what is hidden

-- Whether the newest decision about a piece hides it. A display name is hidden until it is changed.
create function private.is_hidden(piece text, piece_id uuid, shown_text text default null) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select d.decision = 'hide' from portal.moderation_decision d
    where d.piece = is_hidden.piece
      and case is_hidden.piece when 'feedback' then d.feedback_id when 'words' then d.request_id else d.person_id end
        = is_hidden.piece_id
      and (is_hidden.piece <> 'display_name' or d.shown_text = is_hidden.shown_text)
    order by d.number desc limit 1), false)
$$;
alter function private.is_hidden(text, uuid, text) owner to portal_keeper;
grant execute on function private.is_hidden(text, uuid, text) to portal_keeper, mentoring_keeper;

-- A display name as the other one in a match sees it.
create function private.name_as_shown(person portal.person) returns text
language sql stable set search_path = '' as $$
  select case when private.is_hidden('display_name', person.id, person.display_name)
    then 'A member' else person.display_name end
$$;
grant execute on function private.name_as_shown(portal.person) to mentoring_keeper;

-- private: blocking

-- The other person in a match of the one asking, once that one may know of it: their name and words as shown.
create function private.seen_in_match(match_id uuid)
returns table (person_id uuid, request_id uuid, display_name text, words text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return query
    select p.id, r.id, p.display_name,
      case when m.mentor_id = asker then private.family_as_shared(r, m.mentor_id) ->> 'would_help' end
    from portal.match m
    join portal.mentor_request r on r.id = m.request_id
    join portal.person p on p.id = case when m.family_id = asker then m.mentor_id else m.family_id end
    where m.id = seen_in_match.match_id
      and (m.family_id = asker or m.mentor_id = asker and m.family_answered_at is not null);
end $$;
alter function private.seen_in_match(uuid) owner to mentoring_keeper;
grant execute on function private.seen_in_match(uuid) to mentoring_keeper, portal_keeper;

-- Never meet the other one of a match again. What is open between them ends, as it ends without blame.
create function private.block_person(match_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  other uuid := (select o.person_id from private.seen_in_match(match_id) o);
  live portal.match;
begin
  if other is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into portal.block (person_id, other_id) values (asker, other) on conflict do nothing;
  if not found then
    return jsonb_build_object('outcome', 'already_blocked');
  end if;
  for live in
    select m.* from portal.match m
    where m.closed_at is null and asker in (m.family_id, m.mentor_id) and other in (m.family_id, m.mentor_id)
    order by m.id
  loop
    perform from portal.mentor_request r where r.id = live.request_id for update;
    if live.state in ('proposed', 'family_said_yes') then
      perform private.move_match(live.id, case when live.mentor_id = asker then 'mentor_said_no' else 'withdrawn' end);
    else
      perform private.move_match(live.id, 'ended', null, 'rather_not_say');
      perform private.move_request(live.request_id, 'waiting');
    end if;
  end loop;
  perform private.record('block', 'block', null, array['other_id'], asker);
  return jsonb_build_object('outcome', 'blocked');
end $$;
alter function private.block_person(uuid) owner to mentoring_keeper;
grant execute on function private.block_person(uuid) to authenticated;

create function private.unblock_person(block_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  delete from portal.block b where b.id = unblock_person.block_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('unblock', 'block', null, array['other_id'], asker);
  return jsonb_build_object('outcome', 'unblocked');
end $$;
alter function private.unblock_person(uuid) owner to mentoring_keeper;
grant execute on function private.unblock_person(uuid) to authenticated;

create function private.my_blocks() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('block_id', b.id, 'display_name', private.name_as_shown(p),
      'blocked_at', b.blocked_at) order by b.blocked_at desc), '[]')
    from portal.block b join portal.person p on p.id = b.other_id
    where b.person_id = asker);
end $$;
alter function private.my_blocks() owner to mentoring_keeper;
grant execute on function private.my_blocks() to authenticated;

-- private: reporting

-- The piece that somebody sees and reports: whose it is and what it says. Nothing for what they cannot see.
create function private.piece_seen(piece text, piece_id uuid)
returns table (feedback_id uuid, request_id uuid, person_id uuid, shown_text text)
language plpgsql stable set search_path = '' as $$
begin
  if piece_seen.piece = 'feedback' then
    return query select f.id, null::uuid, f.person_id, coalesce(f.shown_words, f.body) from portal.feedback f
      where f.id = piece_seen.piece_id and f.shown_at is not null;
  elsif private.me() is not null then
    return query
      select null::uuid, case piece_seen.piece when 'words' then o.request_id end, o.person_id,
        case piece_seen.piece when 'words' then o.words else o.display_name end
      from private.seen_in_match(piece_seen.piece_id) o
      where piece_seen.piece = 'display_name' or o.words is not null;
  end if;
end $$;
grant execute on function private.piece_seen(text, uuid) to portal_keeper;

-- The words that somebody is about to report; null when there is nothing that they can see.
create function private.piece(piece text, piece_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('shown_text', p.shown_text, 'is_mine', p.person_id is not distinct from private.me())
  from private.piece_seen(piece, piece_id) p
$$;
alter function private.piece(text, uuid) owner to portal_keeper;
grant execute on function private.piece(text, uuid) to anon, authenticated;

-- Whether a report would be one too many: 20 a day from a person, 30 an hour and 5 open ones on a piece
-- from visitors, whom we cannot tell apart.
create function private.reported_enough(asker uuid, feedback_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select case when asker is not null then (
      select count(*) >= 20 from portal.report r
      where r.reported_by = asker and r.reported_at > now() - interval '1 day')
    else (
      select count(*) >= 30 or count(*) filter (
        where r.feedback_id = reported_enough.feedback_id and r.decision_id is null) >= 5
      from portal.report r where r.reporter = 'visitor' and r.reported_at > now() - interval '1 hour')
  end
$$;
grant execute on function private.reported_enough(uuid, uuid) to portal_keeper;

create function private.report_piece(piece text, piece_id uuid, reason text, words text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.me();
  said text := nullif(btrim(words), '');
  seen record;
  given portal.report;
begin
  if report_piece.reason is null or report_piece.reason not in (
    'names_someone', 'cruel', 'threat', 'self_harm', 'sells', 'child', 'other') then
    return private.invalid('reason', 'not_known');
  elsif length(said) > 1000 then
    return private.invalid('words', 'too_long');
  elsif said is null and report_piece.reason = 'other' then
    return private.invalid('words', 'missing');
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('report:' || coalesce(asker::text, ''), 0));
  select p.* into seen from private.piece_seen(piece, piece_id) p;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif seen.person_id = asker then
    return jsonb_build_object('outcome', 'your_own');
  end if;
  select r.* into given from portal.report r
  where r.reported_by = asker and r.piece = report_piece.piece and r.person_id = seen.person_id
    and r.feedback_id is not distinct from seen.feedback_id and r.decision_id is null limit 1;
  if found then
    return jsonb_build_object('outcome', 'already_received', 'reference', given.reference);
  elsif private.reported_enough(asker, seen.feedback_id) then
    return jsonb_build_object('outcome', 'too_many');
  end if;
  insert into portal.report (piece, feedback_id, request_id, person_id, shown_text, reason, words, reporter, reported_by)
  values (report_piece.piece, seen.feedback_id, seen.request_id, seen.person_id, seen.shown_text, report_piece.reason,
    said, case when asker is null then 'visitor' else 'person' end, asker)
  returning * into given;
  perform private.record('report', 'report', given.id, array['reason', 'words'], asker);
  return jsonb_build_object('outcome', 'received', 'reference', given.reference);
end $$;
alter function private.report_piece(text, uuid, text, text) owner to portal_keeper;
grant execute on function private.report_piece(text, uuid, text, text) to anon, authenticated;

-- private: deciding

-- Feedback goes from the page that everybody reads, or comes back to it.
create function private.show_or_hide(decided portal.moderation_decision) returns void
language plpgsql set search_path = '' as $$
begin
  if decided.piece <> 'feedback'
    or (decided.decision = 'hide') = not exists (
      select from portal.feedback f where f.id = decided.feedback_id and f.shown_at is not null) then
    return;
  end if;
  insert into portal.feedback_moderation (feedback_id, decision, reason, by) values (decided.feedback_id,
    case decided.decision when 'hide' then 'kept_for_staff' else 'shown' end, decided.reason, decided.decided_by);
  update portal.feedback f
  set moderated_at = now(), shown_at = case when decided.decision = 'keep' then now() end
  where f.id = decided.feedback_id;
end $$;
grant execute on function private.show_or_hide(portal.moderation_decision) to portal_keeper;

-- Decide about the piece of a report, and so about every open report of the same piece.
create function private.decide_report(report_id uuid, decision text, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  problem text := private.text_problem(reason, 500);
  about portal.report;
  decided portal.moderation_decision;
  told record;
begin
  if decision is null or decision not in ('keep', 'hide') then
    return private.invalid('decision', 'not_known');
  elsif problem is not null then
    return private.invalid('reason', problem);
  end if;
  select r.* into about from portal.report r where r.id = decide_report.report_id for update;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif about.decision_id is not null then
    return jsonb_build_object('outcome', 'already_decided');
  elsif about.person_id = asker then
    return jsonb_build_object('outcome', 'not_for_yourself');
  end if;
  insert into portal.moderation_decision (piece, feedback_id, request_id, person_id, shown_text, decision, reason, decided_by)
  values (about.piece, about.feedback_id, about.request_id, about.person_id, about.shown_text,
    decide_report.decision, btrim(decide_report.reason), asker)
  returning * into decided;
  perform private.show_or_hide(decided);
  for told in
    update portal.report r set decision_id = decided.id
    where r.decision_id is null and r.piece = about.piece and r.person_id = about.person_id
      and r.feedback_id is not distinct from about.feedback_id and r.request_id is not distinct from about.request_id
      and (r.piece = 'feedback' or r.shown_text = about.shown_text)
    returning r.id, r.reported_by
  loop
    perform private.notify(told.reported_by, 'report_answered', 'report:' || told.id, 'my-reports');
  end loop;
  if decided.decision = 'hide' then
    perform private.notify(decided.person_id, 'words_looked_at', 'decision:' || decided.id, 'my-reports');
  end if;
  perform private.record('decide_report:' || decided.decision, 'moderation_decision', decided.id,
    array['decision', 'reason'], decided.person_id);
  return jsonb_build_object('outcome', decided.decision);
end $$;
alter function private.decide_report(uuid, text, text) owner to portal_keeper;
grant execute on function private.decide_report(uuid, text, text) to authenticated;

-- The author asks, once, that somebody else looks again.
create function private.ask_again(decision_id uuid, words text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  problem text := private.text_problem(words, 1000);
  asked uuid;
begin
  if problem is not null then
    return private.invalid('words', problem);
  end if;
  if not exists (
    select from portal.moderation_decision d
    where d.id = ask_again.decision_id and d.person_id = asker and d.decision = 'hide' and d.appeal_id is null) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into portal.appeal (decision_id, words, asked_by) values (ask_again.decision_id, btrim(words), asker)
  on conflict do nothing returning id into asked;
  if not found then
    return jsonb_build_object('outcome', 'already_asked');
  end if;
  perform private.record('ask_again', 'appeal', asked, array['words'], asker);
  return jsonb_build_object('outcome', 'asked');
end $$;
alter function private.ask_again(uuid, text) owner to portal_keeper;
grant execute on function private.ask_again(uuid, text) to authenticated;

-- Another look: by somebody who is neither the author nor the one who decided first. It is the last word.
create function private.decide_appeal(appeal_id uuid, decision text, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  problem text := private.text_problem(reason, 500);
  first portal.moderation_decision;
  decided portal.moderation_decision;
begin
  if decision is null or decision not in ('keep', 'hide') then
    return private.invalid('decision', 'not_known');
  elsif problem is not null then
    return private.invalid('reason', problem);
  end if;
  select d.* into first from portal.appeal a join portal.moderation_decision d on d.id = a.decision_id
  where a.id = decide_appeal.appeal_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif asker in (first.person_id, first.decided_by) then
    return jsonb_build_object('outcome', 'somebody_else');
  end if;
  insert into portal.moderation_decision
    (piece, feedback_id, request_id, person_id, shown_text, decision, reason, appeal_id, decided_by)
  values (first.piece, first.feedback_id, first.request_id, first.person_id, first.shown_text,
    decide_appeal.decision, btrim(decide_appeal.reason), decide_appeal.appeal_id, asker)
  on conflict do nothing returning * into decided;
  if not found then
    return jsonb_build_object('outcome', 'already_decided');
  end if;
  perform private.show_or_hide(decided);
  perform private.notify(decided.person_id, 'words_looked_at', 'decision:' || decided.id, 'my-reports');
  perform private.record('decide_appeal:' || decided.decision, 'moderation_decision', decided.id,
    array['decision', 'reason'], decided.person_id);
  return jsonb_build_object('outcome', decided.decision);
end $$;
alter function private.decide_appeal(uuid, text, text) owner to portal_keeper;
grant execute on function private.decide_appeal(uuid, text, text) to authenticated;

-- private: reading

-- What staff look at: open reports by piece, wishes for another look, and the log of the last 30 decisions.
create function private.reports() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  return jsonb_build_object(
    'open', (
      select coalesce(jsonb_agg(to_jsonb(o) order by o.since), '[]') from (
        select (array_agg(r.id order by r.reported_at))[1] as report_id, r.piece, r.feedback_id,
          (array_agg(r.shown_text order by r.reported_at desc))[1] as shown_text, p.display_name as author,
          r.person_id = asker as is_me, min(r.reported_at) as since,
          jsonb_agg(jsonb_build_object('reference', r.reference, 'reason', r.reason, 'words', r.words,
            'reporter', r.reporter, 'reported_at', r.reported_at) order by r.reported_at) as reports
        from portal.report r join portal.person p on p.id = r.person_id
        where r.decision_id is null
        group by r.piece, r.feedback_id, r.request_id, r.person_id, p.display_name,
          case when r.piece <> 'feedback' then r.shown_text end) o),
    'appeals', (
      select coalesce(jsonb_agg(jsonb_build_object('appeal_id', a.id, 'piece', d.piece, 'shown_text', d.shown_text,
        'author', p.display_name, 'words', a.words, 'asked_at', a.asked_at, 'reason', d.reason,
        'decided_by', (select s.display_name from portal.person s where s.id = d.decided_by),
        'is_mine', asker in (d.person_id, d.decided_by)) order by a.asked_at), '[]')
      from portal.appeal a
      join portal.moderation_decision d on d.id = a.decision_id
      join portal.person p on p.id = d.person_id
      where not exists (select from portal.moderation_decision n where n.appeal_id = a.id)),
    'log', (
      select coalesce(jsonb_agg(jsonb_build_object('decision_id', d.id, 'piece', d.piece, 'shown_text', d.shown_text,
        'decision', d.decision, 'reason', d.reason, 'at', d.at, 'again', d.appeal_id is not null,
        'by', (select s.display_name from portal.person s where s.id = d.decided_by)) order by d.number desc), '[]')
      from (select l.* from portal.moderation_decision l order by l.number desc limit 30) d));
end $$;
alter function private.reports() owner to portal_keeper;
grant execute on function private.reports() to authenticated;

-- How many pieces and wishes wait for staff.
create function private.reports_waiting() returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  return (select count(distinct (r.piece, r.feedback_id, r.request_id, r.person_id))
      from portal.report r where r.decision_id is null)
    + (select count(*) from portal.appeal a
      where not exists (select from portal.moderation_decision n where n.appeal_id = a.id));
end $$;
alter function private.reports_waiting() owner to portal_keeper;
grant execute on function private.reports_waiting() to authenticated;

-- What a person reported and what came of it, and what was decided about their own words.
create function private.my_reports() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return jsonb_build_object(
    'reports', (
      select coalesce(jsonb_agg(jsonb_build_object('reference', r.reference, 'piece', r.piece, 'reason', r.reason,
        'reported_at', r.reported_at, 'decision', coalesce(n.decision, d.decision),
        'decided_at', coalesce(n.at, d.at), 'answer', coalesce(n.reason, d.reason)) order by r.reported_at desc), '[]')
      from portal.report r
      left join portal.moderation_decision d on d.id = r.decision_id
      left join portal.appeal a on a.decision_id = d.id
      left join portal.moderation_decision n on n.appeal_id = a.id
      where r.reported_by = asker),
    'decisions', (
      select coalesce(jsonb_agg(jsonb_build_object('decision_id', d.id, 'piece', d.piece, 'shown_text', d.shown_text,
        'reason', d.reason, 'at', d.at, 'asked_at', a.asked_at, 'again', n.decision, 'again_reason', n.reason,
        'again_at', n.at) order by d.number desc), '[]')
      from portal.moderation_decision d
      left join portal.appeal a on a.decision_id = d.id
      left join portal.moderation_decision n on n.appeal_id = a.id
      where d.person_id = asker and d.decision = 'hide' and d.appeal_id is null));
end $$;
alter function private.my_reports() owner to portal_keeper;
grant execute on function private.my_reports() to authenticated;

-- api

-- The words that somebody is about to report: {shown_text, is_mine}, or null when they cannot see it.
create function api.piece(piece text, piece_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.piece(piece, piece_id) $$;
grant execute on function api.piece(text, uuid) to anon, authenticated;

-- piece: feedback (piece_id: the feedback), words or display_name (piece_id: the match with that person).
-- Outcomes: received and already_received (with reference), your_own, too_many, invalid, not_found.
create function api.report_piece(piece text, piece_id uuid, reason text, words text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.report_piece(piece, piece_id, reason, words) $$;
grant execute on function api.report_piece(text, uuid, text, text) to anon, authenticated;

-- Outcomes: keep, hide, already_decided, not_for_yourself, invalid, not_found.
create function api.decide_report(report_id uuid, decision text, reason text) returns jsonb
language sql volatile set search_path = '' as $$ select private.decide_report(report_id, decision, reason) $$;
grant execute on function api.decide_report(uuid, text, text) to authenticated;

-- Outcomes: asked, already_asked, invalid, not_found.
create function api.ask_again(decision_id uuid, words text) returns jsonb
language sql volatile set search_path = '' as $$ select private.ask_again(decision_id, words) $$;
grant execute on function api.ask_again(uuid, text) to authenticated;

-- Outcomes: keep, hide, already_decided, somebody_else, invalid, not_found.
create function api.decide_appeal(appeal_id uuid, decision text, reason text) returns jsonb
language sql volatile set search_path = '' as $$ select private.decide_appeal(appeal_id, decision, reason) $$;
grant execute on function api.decide_appeal(uuid, text, text) to authenticated;

create function api.reports() returns jsonb
language sql stable set search_path = '' as $$ select private.reports() $$;
grant execute on function api.reports() to authenticated;

-- What the person asking reported, what was decided about their words, and whom they blocked.
create function api.my_reports() returns jsonb
language sql stable set search_path = '' as $$
  select private.my_reports() || jsonb_build_object('blocks', private.my_blocks())
$$;
grant execute on function api.my_reports() to authenticated;

-- Outcomes: blocked, already_blocked, not_found.
create function api.block_person(match_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.block_person(match_id) $$;
grant execute on function api.block_person(uuid) to authenticated;

-- Outcomes: unblocked, not_found.
create function api.unblock_person(block_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.unblock_person(block_id) $$;
grant execute on function api.unblock_person(uuid) to authenticated;
