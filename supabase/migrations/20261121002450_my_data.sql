-- Your data: what is kept about a person, for that person; who looked at it; and putting it right.
--
-- What a person entered they get at once. What others wrote about them is read by staff first, piece by
-- piece, because it may be about somebody else as well. What was said in a concern is in none of it.
--
-- The keeper here reads on many tables, always only what is about the person asking, or about somebody
-- whose request staff are reviewing. It changes nothing but its own tables.

-- tables

create table portal.data_request (
  id uuid primary key default gen_random_uuid(),
  reference text not null unique default private.new_reference('D'),
  person_id uuid not null references portal.person on delete cascade,
  asked_at timestamptz not null default now(),
  due_on date not null default ((now() at time zone 'Europe/London')::date + interval '1 month'),
  ready_at timestamptz,
  reviewed_by uuid references portal.person on delete set null,
  note text check (length(btrim(note)) between 1 and 1000),
  check (reviewed_by <> person_id)
);
comment on table portal.data_request is 'A person asks for what others wrote about them. Staff review it within a month.';
comment on column portal.data_request.reference is 'What a person can say on the phone. Drawn by lot.';
comment on column portal.data_request.note is 'What staff tell the person with it: what is on paper, say, and how they get it.';
create unique index one_open_data_request_each on portal.data_request (person_id) where ready_at is null;
create index on portal.data_request (person_id);
create index on portal.data_request (reviewed_by);
create index on portal.data_request (due_on) where ready_at is null;

create table portal.data_request_item (
  request_id uuid not null references portal.data_request on delete cascade,
  kind text not null check (length(kind) between 1 and 40),
  row_id uuid not null,
  words_hash bytea not null,
  shown boolean not null,
  because text check (because in ('about_them_alone', 'others_agreed', 'fair_without_asking')),
  reason text check (length(btrim(reason)) between 1 and 500),
  decided_by uuid references portal.person on delete set null,
  decided_at timestamptz not null default now(),
  primary key (request_id, kind, row_id),
  check (case when shown then because is not null else reason is not null end)
);
comment on table portal.data_request_item is 'What staff decided about one piece that somebody wrote. The words themselves are not copied.';
comment on column portal.data_request_item.row_id is 'The row that holds the words, in the table that belongs to the kind.';
comment on column portal.data_request_item.words_hash is 'The words as they were read: words that change later are not shown.';
comment on column portal.data_request_item.because is 'Which step of the third-party test was met.';
comment on column portal.data_request_item.reason is 'Why it is kept back, in words that the person reads.';
create index on portal.data_request_item (decided_by);

create table portal.correction (
  id uuid primary key default gen_random_uuid(),
  reference text not null unique default private.new_reference('P'),
  person_id uuid not null references portal.person on delete cascade,
  part text not null check (part in (
    'details', 'choices', 'bookings', 'feedback', 'mentoring', 'what_others_wrote', 'something_else')),
  wrong text not null check (length(btrim(wrong)) between 1 and 1000),
  should_say text not null check (length(btrim(should_say)) between 1 and 1000),
  asked_at timestamptz not null default now(),
  due_on date not null default ((now() at time zone 'Europe/London')::date + interval '1 month'),
  state text not null default 'asked' check (state in ('asked', 'accepted', 'declined')),
  reason text check (length(btrim(reason)) between 1 and 1000),
  answered_at timestamptz,
  answered_by uuid references portal.person on delete set null,
  check ((state = 'asked') = (answered_at is null)),
  check (state = 'asked' or reason is not null),
  check (answered_by <> person_id)
);
comment on table portal.correction is 'A person says that something kept about them is wrong. Staff answer with a reason.';
create index on portal.correction (person_id);
create index on portal.correction (answered_by);
create index on portal.correction (due_on) where state = 'asked';

alter table portal.data_request enable row level security;
alter table portal.data_request_item enable row level security;
alter table portal.correction enable row level security;

insert into portal.notice_kind (kind, topic, about) values
  ('data_ready', 'account', 'Staff have read what others wrote about the person, and it can be downloaded.'),
  ('data_answered', 'account', 'Staff answered a correction or a complaint about data.'),
  ('data_due', 'work', 'A request or a complaint about data is due in a few days, or late. For staff.');

-- policies: the keeper's own tables

grant select on portal.data_request, portal.data_request_item, portal.correction to my_data_keeper;
create policy "The my-data keeper reads the asker's requests, any for staff" on portal.data_request
  for select to my_data_keeper using (
    person_id = (select private.me()) or (select private.has_role('staff')) or (select private.has_role('administrator')));
create policy "The my-data keeper reads decisions on requests it may read" on portal.data_request_item
  for select to my_data_keeper using (exists (select from portal.data_request r where r.id = request_id));
create policy "The my-data keeper reads the asker's corrections, any for staff" on portal.correction
  for select to my_data_keeper using (
    person_id = (select private.me()) or (select private.has_role('staff')) or (select private.has_role('administrator')));

grant insert (person_id) on portal.data_request to my_data_keeper;
create policy "The my-data keeper takes a request of the person asking" on portal.data_request
  for insert to my_data_keeper with check (person_id = (select private.me()) and ready_at is null);
grant update (ready_at, reviewed_by, note) on portal.data_request to my_data_keeper;
create policy "The my-data keeper finishes another's open request for staff" on portal.data_request
  for update to my_data_keeper
  using (ready_at is null and person_id <> (select private.me())
    and ((select private.has_role('staff')) or (select private.has_role('administrator'))))
  with check (reviewed_by is null or reviewed_by = (select private.me()));

grant insert (request_id, kind, row_id, words_hash, shown, because, reason, decided_by),
  update (words_hash, shown, because, reason, decided_by, decided_at) on portal.data_request_item to my_data_keeper;
create policy "The my-data keeper decides on others' requests for staff" on portal.data_request_item
  for insert to my_data_keeper with check (
    decided_by = (select private.me()) and exists (
      select from portal.data_request r
      where r.id = request_id and r.ready_at is null and r.person_id <> (select private.me())));
create policy "The my-data keeper changes a decision on others' open requests" on portal.data_request_item
  for update to my_data_keeper
  using (exists (
    select from portal.data_request r
    where r.id = request_id and r.ready_at is null and r.person_id <> (select private.me())))
  with check (decided_by = (select private.me()));

grant insert (person_id, part, wrong, should_say) on portal.correction to my_data_keeper;
create policy "The my-data keeper takes a correction of the person asking" on portal.correction
  for insert to my_data_keeper with check (person_id = (select private.me()) and state = 'asked');
grant update (state, reason, answered_at, answered_by) on portal.correction to my_data_keeper;
create policy "The my-data keeper answers another's correction for staff" on portal.correction
  for update to my_data_keeper
  using (state = 'asked' and person_id <> (select private.me())
    and ((select private.has_role('staff')) or (select private.has_role('administrator'))))
  with check (answered_by is null or answered_by = (select private.me()));

-- policies: what the keeper reads elsewhere

grant select on portal.person to my_data_keeper;
create policy "The my-data keeper reads the asker's profile, any for staff" on portal.person
  for select to my_data_keeper using (
    id = (select private.me()) or (select private.has_role('staff')) or (select private.has_role('administrator')));
grant select on portal.person_detail, portal.consent, portal.booking, portal.mentor, portal.mentor_request to my_data_keeper;
create policy "The my-data keeper reads the details of the person asking" on portal.person_detail
  for select to my_data_keeper using (person_id = (select private.me()));
create policy "The my-data keeper reads the consents of the person asking" on portal.consent
  for select to my_data_keeper using (person_id = (select private.me()));
create policy "The my-data keeper reads the bookings of the person asking" on portal.booking
  for select to my_data_keeper using (person_id = (select private.me()));
create policy "The my-data keeper reads the asker's standing as a mentor" on portal.mentor
  for select to my_data_keeper using (person_id = (select private.me()));
create policy "The my-data keeper reads the requests of the person asking" on portal.mentor_request
  for select to my_data_keeper using (person_id = (select private.me()));
grant select (subject, started_at, last_seen_at, kept, ended_at) on portal.web_session to my_data_keeper;
create policy "The my-data keeper reads the sessions of the person asking" on portal.web_session
  for select to my_data_keeper using (subject = (select private.my_subject()));
grant select (person_id, issued_at, expires_at, used_at) on portal.reset_code, portal.joining_code to my_data_keeper;
create policy "The my-data keeper sees when the asker was given a code" on portal.reset_code
  for select to my_data_keeper using (person_id = (select private.me()));
create policy "The my-data keeper sees when the asker was let in" on portal.joining_code
  for select to my_data_keeper using (person_id = (select private.me()));
grant select on portal.workshop_role, portal.name_choice, portal.access_need to my_data_keeper;
grant select (id, workshop_id, what, owner_id, owner_role, decided_on, review_on) on portal.decision to my_data_keeper;
create policy "The my-data keeper reads the decisions that the asker sees to" on portal.decision
  for select to my_data_keeper using (owner_id = (select private.me()));
grant select (decision_id, outcome, word, next_on, by, at) on portal.decision_review to my_data_keeper;
create policy "The my-data keeper reads how the asker looked at decisions again" on portal.decision_review
  for select to my_data_keeper using (by = (select private.me()));
create policy "The my-data keeper reads the asker's roles in workshops" on portal.workshop_role
  for select to my_data_keeper using (person_id = (select private.me()));
create policy "The my-data keeper reads the asker's choices about their name" on portal.name_choice
  for select to my_data_keeper using (person_id = (select private.me()));
create policy "The my-data keeper reads the asker's or the reviewed one's access needs" on portal.access_need
  for select to my_data_keeper using (
    person_id = (select private.me())
    or person_id in (select r.person_id from portal.data_request r where r.ready_at is null));
grant select on portal.booking_history to my_data_keeper;
create policy "The my-data keeper reads how the asker's bookings went" on portal.booking_history
  for select to my_data_keeper using (exists (select from portal.booking b where b.id = booking_id));
grant select (person_id, kind, made_at, read_at) on portal.notice to my_data_keeper;
create policy "The my-data keeper reads what the person asking was told" on portal.notice
  for select to my_data_keeper using (person_id = (select private.me()));

grant select on portal.talk_permission to my_data_keeper;
create policy "The my-data keeper reads whom we may talk to for the asker" on portal.talk_permission
  for select to my_data_keeper using (person_id = (select private.me()));
grant select on portal.second_factor to my_data_keeper;
create policy "The my-data keeper sees when the asker's second step began" on portal.second_factor
  for select to my_data_keeper using (subject = (select private.my_subject()));
grant select (person_id, asked_at, due_at, taken_back_at) on portal.erasure to my_data_keeper;
create policy "The my-data keeper sees when the asker asked to be deleted" on portal.erasure
  for select to my_data_keeper using (person_id = (select private.me()));
grant select (reported_by, reported_at, reason, words, decision_id) on portal.report to my_data_keeper;
create policy "The my-data keeper reads what the person asking reported" on portal.report
  for select to my_data_keeper using (reported_by = (select private.me()));
grant select (asked_by, asked_at, words) on portal.appeal to my_data_keeper;
create policy "The my-data keeper reads where the asker wished another look" on portal.appeal
  for select to my_data_keeper using (asked_by = (select private.me()));
grant select (person_id, blocked_at) on portal.block to my_data_keeper;
create policy "The my-data keeper sees how often the asker blocked somebody" on portal.block
  for select to my_data_keeper using (person_id = (select private.me()));

grant select (id, name) on portal.space, portal.theme to my_data_keeper;
create policy "The my-data keeper reads the names of spaces" on portal.space
  for select to my_data_keeper using (true);
create policy "The my-data keeper reads the names of themes" on portal.theme
  for select to my_data_keeper using (true);
grant select (id, title, starts_at) on portal.workshop to my_data_keeper;
create policy "The my-data keeper reads which workshop it was" on portal.workshop
  for select to my_data_keeper using (true);

-- Where others wrote about a person. Staff reach it through an open request, and only then.
grant select on portal.feedback, portal.feedback_answer, portal.feedback_moderation, portal.mentor_offer,
  portal.match, portal.match_event, portal.exclusion to my_data_keeper;
grant select (id, person_id, reason, at) on portal.moderation_decision to my_data_keeper;
create policy "The my-data keeper reads decisions on the asker or the reviewed" on portal.moderation_decision
  for select to my_data_keeper using (
    person_id = (select private.me())
    or person_id in (select r.person_id from portal.data_request r where r.ready_at is null));
grant select on portal.calendar_choice to my_data_keeper;
create policy "The my-data keeper reads what the asker's calendar may say" on portal.calendar_choice
  for select to my_data_keeper using (person_id = (select private.me()));
grant select (person_id, made_at, used_at) on portal.calendar_feed to my_data_keeper;
create policy "The my-data keeper sees when the asker made an address" on portal.calendar_feed
  for select to my_data_keeper using (person_id = (select private.me()));
grant select on portal.draft to my_data_keeper;
create policy "The my-data keeper reads what the asker is writing" on portal.draft
  for select to my_data_keeper using (person_id = (select private.me()));
create policy "The my-data keeper reads what the asker or the reviewed said" on portal.feedback
  for select to my_data_keeper using (
    person_id = (select private.me())
    or person_id in (select r.person_id from portal.data_request r where r.ready_at is null));
create policy "The my-data keeper reads answers to what it may read" on portal.feedback_answer
  for select to my_data_keeper using (exists (select from portal.feedback f where f.id = feedback_id));
create policy "The my-data keeper reads moderation of what it may read" on portal.feedback_moderation
  for select to my_data_keeper using (exists (select from portal.feedback f where f.id = feedback_id));
grant select on portal.feedback_tag, portal.feedback_support, portal.feedback_appeal, portal.feedback_handover
  to my_data_keeper;
create policy "The my-data keeper reads tags of what it may read" on portal.feedback_tag
  for select to my_data_keeper using (exists (select from portal.feedback f where f.id = feedback_id));
create policy "The my-data keeper reads what the asker supports" on portal.feedback_support
  for select to my_data_keeper using (person_id = (select private.me()));
create policy "The my-data keeper reads appeals of the asker" on portal.feedback_appeal
  for select to my_data_keeper using (asked_by = (select private.me()));
create policy "The my-data keeper reads what staff wrote handing it over" on portal.feedback_handover
  for select to my_data_keeper using (exists (select from portal.feedback f where f.id = feedback_id));
grant select on portal.change_answer to my_data_keeper;
create policy "The my-data keeper reads what the asker said of changes" on portal.change_answer
  for select to my_data_keeper using (person_id = (select private.me()));
grant select (id, title) on portal.change to my_data_keeper;
create policy "The my-data keeper reads what changes are called" on portal.change
  for select to my_data_keeper using (true);
create policy "The my-data keeper reads offers of the asker or the reviewed" on portal.mentor_offer
  for select to my_data_keeper using (
    person_id = (select private.me())
    or person_id in (select r.person_id from portal.data_request r where r.ready_at is null));
create policy "The my-data keeper reads matches of the asker or the reviewed" on portal.match
  for select to my_data_keeper using (
    (select private.me()) in (family_id, mentor_id)
    or family_id in (select r.person_id from portal.data_request r where r.ready_at is null)
    or mentor_id in (select r.person_id from portal.data_request r where r.ready_at is null));
create policy "The my-data keeper reads how matches that it may read went" on portal.match_event
  for select to my_data_keeper using (exists (select from portal.match m where m.id = match_id));
create policy "The my-data keeper reads who is kept from the asker or reviewed" on portal.exclusion
  for select to my_data_keeper using (
    (select private.me()) in (person_id, other_id)
    or person_id in (select r.person_id from portal.data_request r where r.ready_at is null)
    or other_id in (select r.person_id from portal.data_request r where r.ready_at is null));

-- policies: who looked

-- Tables whose entries in the audit a person is shown. What is not here stays hidden: a concern, who keeps
-- away from whom and who reported what lead to another person.
create function private.shown_in_looks() returns text[]
language sql immutable set search_path = '' as $$
  select array['person', 'person_detail', 'role_grant', 'consent', 'reset_code', 'joining_code', 'booking', 'feedback',
    'workshop_role', 'access_need',
    'change_feedback', 'mentor_offer', 'mentor', 'mentor_request', 'match', 'data_request', 'correction', 'data_complaint',
    'second_factor', 'erasure', 'talk_permission', 'decision', 'workshop_feedback']
$$;
grant execute on function private.shown_in_looks() to my_data_keeper;

grant select (id, at, actor_key, action, table_name, columns, subject_key) on portal.audit to my_data_keeper;
create policy "The my-data keeper reads what was done with the asker's record" on portal.audit
  for select to my_data_keeper using (
    subject_key = (select private.my_key()) and table_name = any (private.shown_in_looks()));
grant select on portal.subject_key to my_data_keeper;
create policy "The my-data keeper resolves who looked at the asker's record" on portal.subject_key
  for select to my_data_keeper using (exists (select from portal.audit a where a.actor_key = key));
grant select (person_id, role, granted_at) on portal.role_grant to my_data_keeper;
create policy "The my-data keeper reads the asker's roles, and of who looked" on portal.role_grant
  for select to my_data_keeper using (
    person_id = (select private.me())
    or exists (select from portal.subject_key k where k.person_id = role_grant.person_id));

-- The day that it is for the people who use the portal.
create function private.today_here() returns date
language sql stable set search_path = '' as $$ select (now() at time zone 'Europe/London')::date $$;
grant execute on function private.new_reference(text), private.random_letters(integer) to my_data_keeper;
grant execute on function private.today_here() to my_data_keeper, notice_keeper;
grant execute on function private.notify(uuid, text, text, text, uuid) to my_data_keeper, notice_keeper;

-- private: everything that a person entered, or that came of what they did. Each list is one file in the download.

create function private.my_data_about_me(asker uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return jsonb_build_object(
    'details', (
      select jsonb_agg(jsonb_build_object('display_name', p.display_name, 'connection', p.connection,
        'relation', p.relation, 'space', (select s.name from portal.space s where s.id = p.space_id),
        'state', p.state, 'joined_at', p.joined_at, 'brought_in_by_staff', p.entered_by is not null,
        'legal_name', d.legal_name, 'email', d.email, 'phone', d.phone, 'contact_channel', d.contact_channel,
        'safe_times', d.safe_times, 'message_ok', d.message_ok, 'access_needs', d.access_needs,
        'member_number', d.member_number))
      from portal.person p left join portal.person_detail d on d.person_id = p.id where p.id = asker),
    'roles', (
      select coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'granted_at', g.granted_at) order by g.role), '[]')
      from portal.role_grant g where g.person_id = asker),
    'choices', (
      select coalesce(jsonb_agg(jsonb_build_object('recorded_at', c.recorded_at, 'purpose', c.purpose,
        'wording', c.wording, 'decision', c.decision, 'how', c.how, 'expires_at', c.expires_at) order by c.number), '[]')
      from portal.consent c where c.person_id = asker),
    'talking_about_you', (
      select coalesce(jsonb_agg(jsonb_build_object('recorded_at', t.recorded_at, 'relation', t.relation,
        'topics', t.topics, 'until', t.until, 'wording', t.wording, 'decision', t.decision, 'how', t.how)
        order by t.number), '[]')
      from portal.talk_permission t where t.person_id = asker),
    'second_step', (
      select coalesce(jsonb_agg(jsonb_build_object('turned_on_at', f.turned_on_at)), '[]')
      from portal.second_factor f where f.subject = private.my_subject()),
    'visits', (
      select coalesce(jsonb_agg(jsonb_build_object('started_at', w.started_at, 'last_seen_at', w.last_seen_at,
        'ended_at', w.ended_at, 'kept', w.kept) order by w.started_at), '[]')
      from portal.web_session w where w.subject = private.my_subject()),
    'codes', (
      select coalesce(jsonb_agg(jsonb_build_object('what_for', c.what_for, 'issued_at', c.issued_at,
        'expires_at', c.expires_at, 'used_at', c.used_at) order by c.issued_at), '[]')
      from (
        select 'new_password' as what_for, r.issued_at, r.expires_at, r.used_at
        from portal.reset_code r where r.person_id = asker
        union all
        select 'joining', j.issued_at, j.expires_at, j.used_at from portal.joining_code j where j.person_id = asker) c),
    'notices', (
      select coalesce(jsonb_agg(jsonb_build_object('made_at', n.made_at, 'kind', n.kind, 'read_at', n.read_at)
        order by n.made_at), '[]')
      from portal.notice n where n.person_id = asker),
    'email_choices', (
      select coalesce(jsonb_agg(jsonb_build_object('how_often', c.how_often, 'left_out', array_to_string(c.left_out, ', '),
        'full_details', c.full_details, 'days', array_to_string(c.days, ', '), 'from_hour', c.from_hour,
        'until_hour', c.until_hour, 'not_working_since', c.not_working_since)), '[]')
      from portal.mail_choice c where c.person_id = asker),
    'emails', (
      select coalesce(jsonb_agg(jsonb_build_object('made_at', o.made_at, 'kind', coalesce((
          select n.kind from portal.notice n where n.id = o.notice_id and n.person_id = asker), 'test'),
        'state', o.state, 'ended_at', o.ended_at) order by o.made_at), '[]')
      from portal.outbox o where o.person_id = asker));
end $$;
grant execute on function private.my_data_about_me(uuid) to my_data_keeper;

create function private.my_data_taking_part(asker uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return jsonb_build_object(
    'bookings', (
      select coalesce(jsonb_agg(jsonb_build_object('workshop', w.title, 'starts_at', w.starts_at, 'mode', b.mode,
        'state', b.state, 'booked_at', b.booked_at, 'offered_at', b.offered_at, 'expires_at', b.expires_at,
        'ended', b.ended, 'ended_at', b.ended_at, 'attended_at', b.attended_at,
        'entered_by_staff', b.entered_by is not null) order by b.booked_at), '[]')
      from portal.booking b join portal.workshop w on w.id = b.workshop_id where b.person_id = asker),
    'roles_in_workshops', (
      select coalesce(jsonb_agg(jsonb_build_object('workshop', w.title, 'role', r.role, 'state', r.state,
        'asked_at', r.asked_at, 'answered_at', r.answered_at) order by r.asked_at), '[]')
      from portal.workshop_role r join portal.workshop w on w.id = r.workshop_id where r.person_id = asker),
    'who_sees_your_name', (
      select coalesce(jsonb_agg(jsonb_build_object('workshop', w.title, 'shown', c.shown, 'chosen_at', c.chosen_at)
        order by c.chosen_at), '[]')
      from portal.name_choice c left join portal.workshop w on w.id = c.workshop_id where c.person_id = asker),
    'access_needs', (
      select coalesce(jsonb_agg(jsonb_build_object('workshop', w.title, 'shared', n.shared,
        'person_says', n.person_says, 'person_word', n.person_word, 'person_at', n.person_at,
        'team_says', n.team_says, 'team_at', n.team_at, 'outcome', n.outcome, 'looked_at', n.looked_at)
        order by w.starts_at), '[]')
      from portal.access_need n join portal.workshop w on w.id = n.workshop_id where n.person_id = asker),
    'decisions_to_see_to', (
      select coalesce(jsonb_agg(jsonb_build_object('workshop', w.title, 'what', d.what, 'as', d.owner_role,
        'decided_on', d.decided_on, 'review_on', d.review_on) order by d.decided_on), '[]')
      from portal.decision d join portal.workshop w on w.id = d.workshop_id where d.owner_id = asker),
    'looks_at_decisions', (
      select coalesce(jsonb_agg(jsonb_build_object('at', r.at, 'outcome', r.outcome, 'word', r.word,
        'next_on', r.next_on) order by r.at), '[]')
      from portal.decision_review r where r.by = asker),
    'booking_changes', (
      select coalesce(jsonb_agg(jsonb_build_object('workshop', w.title, 'at', h.at, 'state', h.state) order by h.id), '[]')
      from portal.booking_history h
      join portal.booking b on b.id = h.booking_id and b.person_id = asker
      join portal.workshop w on w.id = b.workshop_id),
    'feedback', (
      select coalesce(jsonb_agg(jsonb_build_object('reference', f.reference, 'given_at', f.given_at,
        'kind', f.kind, 'about', f.about_kind, 'theme', (select t.name from portal.theme t where t.id = f.theme_id),
        'space', (select s.name from portal.space s where s.id = f.space_id),
        'workshop', (select w.title from portal.workshop w where w.id = f.workshop_id), 'service', f.service,
        'body', f.body, 'shown_words', f.shown_words, 'audience', f.audience, 'state', f.state, 'shown_at', f.shown_at,
        'tags', (select string_agg(g.tag, ', ' order by g.tag) from portal.feedback_tag g where g.feedback_id = f.id),
        'answered_at', f.answered_at, 'entered_by_staff', f.entered_by is not null) order by f.number), '[]')
      from portal.feedback f where f.person_id = asker),
    'calendar', (
      select coalesce(jsonb_agg(jsonb_build_object('full_titles', c.full_titles, 'with_links', c.with_links,
        'changed_at', c.changed_at, 'made_at', f.made_at, 'used_at', f.used_at)), '[]')
      from portal.calendar_choice c full join portal.calendar_feed f on f.person_id = c.person_id
      where coalesce(c.person_id, f.person_id) = asker),
    'drafts', (
      select coalesce(jsonb_agg(jsonb_build_object('form', d.form, 'begun_at', d.begun_at, 'kept_at', d.kept_at,
        'words', d.content::text, 'other', d.other::text, 'other_kept_at', d.other_kept_at) order by d.begun_at), '[]')
      from portal.draft d where d.person_id = asker),
    'supported', (
      select coalesce(jsonb_agg(jsonb_build_object('at', s.at, 'tell', s.tell) order by s.at), '[]')
      from portal.feedback_support s where s.person_id = asker),
    'change_answers', (
      select coalesce(jsonb_agg(jsonb_build_object('at', a.at, 'change', c.title, 'answer', a.answer, 'word', a.word,
        'staff_may_know', a.staff_may_know, 'may_show', a.may_show, 'is_current', a.is_current, 'reply', a.reply,
        'replied_at', a.replied_at) order by a.number), '[]')
      from portal.change_answer a join portal.change c on c.id = a.change_id where a.person_id = asker),
    'feedback_appeals', (
      select coalesce(jsonb_agg(jsonb_build_object('asked_at', a.asked_at, 'words', a.words) order by a.asked_at), '[]')
      from portal.feedback_appeal a where a.asked_by = asker),
    'answer_dates', (
      select coalesce(jsonb_agg(jsonb_build_object('reference', f.reference, 'at', a.at, 'state', a.state)
        order by a.number), '[]')
      from portal.feedback_answer a join portal.feedback f on f.id = a.feedback_id and f.person_id = asker));
end $$;
grant execute on function private.my_data_taking_part(uuid) to my_data_keeper;

-- Which side of a match the asker is on, and nothing of the other side.
create function private.my_data_mentoring(asker uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return jsonb_build_object(
    'offers_to_mentor', (
      select coalesce(jsonb_agg(to_jsonb(o) - array['id', 'person_id', 'decided_by', 'decision_reason', 'space_ids']
        || jsonb_build_object('spaces', array(
          select s.name from portal.space s where s.id = any (o.space_ids) order by s.name)) order by o.offered_at), '[]')
      from portal.mentor_offer o where o.person_id = asker),
    'being_a_mentor', (
      select coalesce(jsonb_agg(to_jsonb(m) - array['person_id', 'offer_id']), '[]')
      from portal.mentor m where m.person_id = asker),
    'asking_for_a_mentor', (
      select coalesce(jsonb_agg(to_jsonb(r) - array['id', 'person_id', 'space_id'] || jsonb_build_object(
        'space', (select s.name from portal.space s where s.id = r.space_id)) order by r.asked_at), '[]')
      from portal.mentor_request r where r.person_id = asker),
    'matches', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'my_side', case when m.family_id = asker then 'asked_for_a_mentor' else 'mentor' end, 'state', m.state,
        'proposed_at', m.proposed_at, 'family_answered_at', m.family_answered_at,
        'mentor_answered_at', m.mentor_answered_at, 'closed_at', m.closed_at, 'end_reason', m.end_reason,
        'what_i_said', case when m.state = case when m.family_id = asker then 'family_said_no' else 'mentor_said_no' end
          then m.no_reason end) order by m.proposed_at), '[]')
      from portal.match m where asker in (m.family_id, m.mentor_id)),
    'match_steps', (
      select coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'state', e.state, 'by_me', e.by_person = asker)
        order by e.id), '[]')
      from portal.match_event e join portal.match m on m.id = e.match_id and asker in (m.family_id, m.mentor_id)),
    'people_you_keep_away', (
      select coalesce(jsonb_agg(jsonb_build_object('blocked_at', b.blocked_at) order by b.blocked_at), '[]')
      from portal.block b where b.person_id = asker));
end $$;
grant execute on function private.my_data_mentoring(uuid) to my_data_keeper;

create function private.my_data_asking(asker uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return jsonb_build_object(
    'data_requests', (
      select coalesce(jsonb_agg(jsonb_build_object('reference', r.reference, 'asked_at', r.asked_at,
        'due_on', r.due_on, 'ready_at', r.ready_at, 'note', r.note) order by r.asked_at), '[]')
      from portal.data_request r where r.person_id = asker),
    'corrections', (
      select coalesce(jsonb_agg(jsonb_build_object('reference', c.reference, 'asked_at', c.asked_at,
        'part', c.part, 'wrong', c.wrong, 'should_say', c.should_say, 'due_on', c.due_on, 'state', c.state,
        'reason', c.reason, 'answered_at', c.answered_at) order by c.asked_at), '[]')
      from portal.correction c where c.person_id = asker),
    'complaints', private.complaints_of(asker),
    'reports', (
      select coalesce(jsonb_agg(jsonb_build_object('reported_at', r.reported_at, 'reason', r.reason,
        'words', r.words, 'decided', r.decision_id is not null) order by r.reported_at), '[]')
      from portal.report r where r.reported_by = asker),
    'wishes_for_another_look', (
      select coalesce(jsonb_agg(jsonb_build_object('asked_at', a.asked_at, 'words', a.words) order by a.asked_at), '[]')
      from portal.appeal a where a.asked_by = asker),
    'deleting', (
      select coalesce(jsonb_agg(jsonb_build_object('asked_at', e.asked_at, 'due_at', e.due_at,
        'taken_back_at', e.taken_back_at) order by e.asked_at), '[]')
      from portal.erasure e where e.person_id = asker),
    'who_looked', private.looks_at(asker));
end $$;
grant execute on function private.my_data_asking(uuid) to my_data_keeper;

-- Who did something with the record of the person asking, day by day. Never by name: people here work
-- for an organisation that answers for them, and somebody who is upset may know where they live.
create function private.looks_at(asker uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    with done as (
      select (a.at at time zone 'Europe/London')::date as day, a.action, a.table_name, case
          when a.actor_key is null then 'portal'
          when exists (select from portal.subject_key k join portal.role_grant g on g.person_id = k.person_id
            where k.key = a.actor_key and g.role not in ('mentor', 'administrator')) then 'staff'
          when exists (select from portal.subject_key k join portal.role_grant g on g.person_id = k.person_id
            where k.key = a.actor_key and g.role = 'administrator') then 'administrator'
          when exists (select from portal.subject_key k join portal.role_grant g on g.person_id = k.person_id
            where k.key = a.actor_key) then 'mentor'
          else 'somebody' end as who
      from portal.audit a
      where a.subject_key = private.my_key() and a.actor_key is distinct from private.my_key()
        and asker = private.me()
    ), grouped as (
      select d.day, d.who, d.action, d.table_name, count(*) as times from done d
      group by d.day, d.who, d.action, d.table_name order by d.day desc limit 500
    )
    select coalesce(jsonb_agg(jsonb_build_object('day', g.day, 'who', g.who, 'action', g.action,
      'table_name', g.table_name, 'times', g.times) order by g.day desc, g.who, g.action), '[]')
    from grouped g);
end $$;
grant execute on function private.looks_at(uuid) to my_data_keeper;

create function private.my_data() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  perform private.record('download_my_data', 'person', asker, '{}', asker);
  return private.my_data_about_me(asker) || private.my_data_taking_part(asker) || private.my_data_mentoring(asker)
    || private.my_data_asking(asker);
end $$;
alter function private.my_data() owner to my_data_keeper;
grant execute on function private.my_data() to authenticated;

-- private: what others wrote

-- Every piece that somebody else wrote about a person, where it stands, and whether the portal has shown it to them.
create function private.written_about(person uuid)
returns table (kind text, row_id uuid, written_at timestamptz, words text, seen boolean)
language plpgsql stable set search_path = '' as $$
begin
  return query
  select 'feedback_answer', a.id, a.at, a.reason, true
  from portal.feedback_answer a join portal.feedback f on f.id = a.feedback_id
  where f.person_id = person and a.reason is not null
  union all
  select 'feedback_moderation', m.id, m.at, m.reason, true
  from portal.feedback_moderation m join portal.feedback f on f.id = m.feedback_id
  where f.person_id = person and m.reason is not null
  union all
  select 'feedback_handover', h.id, h.at, h.word, false
  from portal.feedback_handover h join portal.feedback f on f.id = h.feedback_id
  where f.person_id = person and h.word is not null
  union all
  select 'mentor_decision', o.id, o.decided_at, o.decision_reason, true
  from portal.mentor_offer o where o.person_id = person and o.decision_reason is not null
  union all
  select 'match_why', m.id, m.proposed_at, m.why, m.family_id = person
  from portal.match m where person in (m.family_id, m.mentor_id)
  union all
  select 'match_no', m.id, m.closed_at, m.no_reason, false
  from portal.match m
  where m.no_reason is not null and ((m.family_id = person and m.state = 'mentor_said_no')
    or (m.mentor_id = person and m.state = 'family_said_no'))
  union all
  select 'moderation_decision', d.id, d.at, d.reason, true
  from portal.moderation_decision d where d.person_id = person
  union all
  select 'access_need', n.id, n.team_at, n.team_word, false
  from portal.access_need n where n.person_id = person and n.team_word <> ''
  union all
  select 'kept_apart', case when x.person_id = person then x.other_id else x.person_id end, x.added_at,
    'We do not suggest you and one other person to each other.', false
  from portal.exclusion x
  where person in (x.person_id, x.other_id) and x.added_by is distinct from x.person_id
    and x.added_by is distinct from x.other_id;
end $$;
grant execute on function private.written_about(uuid) to my_data_keeper;

-- The pieces of a request with what was decided on each; a decision on words that have changed since is none.
create function private.pieces_of(request portal.data_request)
returns table (kind text, row_id uuid, written_at timestamptz, words text, seen boolean,
  shown boolean, because text, reason text)
language sql stable set search_path = '' as $$
  select w.kind, w.row_id, w.written_at, w.words, w.seen, i.shown, i.because, i.reason
  from private.written_about(request.person_id) w
  left join portal.data_request_item i on i.request_id = request.id and i.kind = w.kind and i.row_id = w.row_id
    and i.words_hash = pg_catalog.sha256(pg_catalog.convert_to(w.words, 'UTF8'))
$$;
grant execute on function private.pieces_of(portal.data_request) to my_data_keeper;

create function private.ask_for_what_others_wrote() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  made portal.data_request;
begin
  insert into portal.data_request (person_id) values (asker) on conflict do nothing returning * into made;
  if not found then
    select r.* into made from portal.data_request r where r.person_id = asker and r.ready_at is null;
    return jsonb_build_object('outcome', 'already_asked', 'reference', made.reference, 'due_on', made.due_on);
  end if;
  perform private.record('ask_for_what_others_wrote', 'data_request', made.id, array['person_id'], asker);
  return jsonb_build_object('outcome', 'asked', 'reference', made.reference, 'due_on', made.due_on);
end $$;
alter function private.ask_for_what_others_wrote() owner to my_data_keeper;
grant execute on function private.ask_for_what_others_wrote() to authenticated;

-- The newest review of what others wrote, for the person it is about: the words that may be shown, and
-- why something is kept back. It may be some days old, and says of which day it is.
create function private.what_others_wrote() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  mine portal.data_request;
begin
  select r.* into mine from portal.data_request r
  where r.person_id = asker and r.ready_at is not null order by r.ready_at desc limit 1;
  if not found then
    return jsonb_build_object('outcome', 'not_ready');
  end if;
  perform private.record('download_what_others_wrote', 'data_request', mine.id, '{}', asker);
  return jsonb_build_object('outcome', 'ready', 'reference', mine.reference, 'ready_at', mine.ready_at,
    'note', mine.note,
    'what_others_wrote', (
      select coalesce(jsonb_agg(jsonb_build_object('kind', p.kind, 'written_at', p.written_at, 'words', p.words)
        order by p.written_at, p.kind), '[]')
      from private.pieces_of(mine) p where p.shown),
    'kept_back', (
      select coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'reason', i.reason) order by i.decided_at), '[]')
      from portal.data_request_item i where i.request_id = mine.id and not i.shown));
end $$;
alter function private.what_others_wrote() owner to my_data_keeper;
grant execute on function private.what_others_wrote() to authenticated;

-- private: the person's own page

create function private.your_data() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return private.my_data_asking(asker) - array['who_looked', 'reports', 'wishes_for_another_look', 'deleting'];
end $$;
alter function private.your_data() owner to my_data_keeper;
grant execute on function private.your_data() to authenticated;

create function private.who_looked() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.looks_at(private.require_person());
end $$;
alter function private.who_looked() owner to my_data_keeper;
grant execute on function private.who_looked() to authenticated;

create function private.ask_correction(part text, wrong text, should_say text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  bad jsonb;
  made portal.correction;
begin
  select private.invalid(f.field, f.problem) into bad from (values
    (1, 'part', case when ask_correction.part in ('details', 'choices', 'bookings', 'feedback', 'mentoring',
      'what_others_wrote', 'something_else') then null else 'not_known' end),
    (2, 'wrong', private.text_problem(ask_correction.wrong, 1000)),
    (3, 'should_say', private.text_problem(ask_correction.should_say, 1000))
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1;
  if bad is not null then
    return bad;
  elsif (select count(*) from portal.correction c where c.person_id = asker and c.state = 'asked') >= 20 then
    return jsonb_build_object('outcome', 'too_many_open');
  end if;
  insert into portal.correction (person_id, part, wrong, should_say)
  values (asker, ask_correction.part, btrim(ask_correction.wrong), btrim(ask_correction.should_say))
  returning * into made;
  perform private.record('ask_correction', 'correction', made.id, array['part', 'wrong', 'should_say'], asker);
  return jsonb_build_object('outcome', 'asked', 'reference', made.reference, 'due_on', made.due_on);
end $$;
alter function private.ask_correction(text, text, text) owner to my_data_keeper;
grant execute on function private.ask_correction(text, text, text) to authenticated;

-- private: what staff do

create function private.answer_correction(correction_id uuid, accepted boolean, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  bad text := private.text_problem(reason, 1000);
  open_one portal.correction;
begin
  if bad is not null then
    return private.invalid('reason', bad);
  elsif accepted is null then
    return private.invalid('accepted', 'missing');
  end if;
  select c.* into open_one from portal.correction c where c.id = answer_correction.correction_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  elsif open_one.person_id = asker then
    return jsonb_build_object('outcome', 'not_your_own');
  end if;
  update portal.correction c
  set state = case when accepted then 'accepted' else 'declined' end, reason = btrim(answer_correction.reason),
    answered_at = now(), answered_by = asker
  where c.id = open_one.id and c.state = 'asked';
  if not found then
    return jsonb_build_object('outcome', 'already_answered');
  end if;
  perform private.record('answer_correction', 'correction', open_one.id, array['state', 'reason'], open_one.person_id);
  perform private.notify(open_one.person_id, 'data_answered', 'correction:' || open_one.id, 'your-data');
  return jsonb_build_object('outcome', case when accepted then 'accepted' else 'declined' end);
end $$;
alter function private.answer_correction(uuid, boolean, text) owner to my_data_keeper;
grant execute on function private.answer_correction(uuid, boolean, text) to authenticated;

-- One request with everything that others wrote about the person. That it was opened is written down.
create function private.data_review(request_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  request portal.data_request;
begin
  select r.* into request from portal.data_request r where r.id = data_review.request_id;
  if not found or request.ready_at is not null then
    return jsonb_build_object('outcome', 'not_found');
  elsif request.person_id = asker then
    return jsonb_build_object('outcome', 'not_your_own');
  end if;
  perform private.record_look('read_for_review', 'data_request', request.id, array['words'], request.person_id);
  return jsonb_build_object('outcome', 'found', 'request_id', request.id, 'reference', request.reference,
    'display_name', (select p.display_name from portal.person p where p.id = request.person_id),
    'asked_at', request.asked_at, 'due_on', request.due_on, 'days_left', request.due_on - private.today_here(),
    'pieces', (
      select coalesce(jsonb_agg(to_jsonb(p) order by p.written_at, p.kind, p.row_id), '[]')
      from private.pieces_of(request) p));
end $$;
alter function private.data_review(uuid) owner to my_data_keeper;
grant execute on function private.data_review(uuid) to authenticated;

create function private.decide_piece(request_id uuid, kind text, row_id uuid, shown boolean, because text, reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  request portal.data_request;
  piece record;
begin
  select r.* into request from portal.data_request r where r.id = decide_piece.request_id;
  if not found or request.ready_at is not null then
    return jsonb_build_object('outcome', 'not_found');
  elsif request.person_id = asker then
    return jsonb_build_object('outcome', 'not_your_own');
  elsif decide_piece.shown is null then
    return private.invalid('shown', 'missing');
  elsif decide_piece.shown and coalesce(because, '') not in ('about_them_alone', 'others_agreed', 'fair_without_asking') then
    return private.invalid('because', 'not_known');
  elsif not decide_piece.shown and private.text_problem(reason, 500) is not null then
    return private.invalid('reason', private.text_problem(reason, 500));
  end if;
  select p.* into piece from private.pieces_of(request) p where p.kind = decide_piece.kind and p.row_id = decide_piece.row_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into portal.data_request_item (request_id, kind, row_id, words_hash, shown, because, reason, decided_by)
  values (request.id, piece.kind, piece.row_id, pg_catalog.sha256(pg_catalog.convert_to(piece.words, 'UTF8')),
    decide_piece.shown, case when decide_piece.shown then decide_piece.because end,
    case when not decide_piece.shown then btrim(decide_piece.reason) end, asker)
  on conflict on constraint data_request_item_pkey do update
  set words_hash = excluded.words_hash, shown = excluded.shown, because = excluded.because, reason = excluded.reason,
    decided_by = excluded.decided_by, decided_at = now();
  perform private.record('decide_piece', 'data_request', request.id, array['shown', 'because', 'reason'], request.person_id);
  return jsonb_build_object('outcome', case when decide_piece.shown then 'to_show' else 'to_keep_back' end);
end $$;
alter function private.decide_piece(uuid, text, uuid, boolean, text, text) owner to my_data_keeper;
grant execute on function private.decide_piece(uuid, text, uuid, boolean, text, text) to authenticated;

create function private.finish_review(request_id uuid, note text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  bad text := private.text_problem(note, 1000, false);
  request portal.data_request;
  undecided integer;
begin
  if bad is not null then
    return private.invalid('note', bad);
  end if;
  select r.* into request from portal.data_request r where r.id = finish_review.request_id;
  if not found or request.ready_at is not null then
    return jsonb_build_object('outcome', 'not_found');
  elsif request.person_id = asker then
    return jsonb_build_object('outcome', 'not_your_own');
  end if;
  select count(*) into undecided from private.pieces_of(request) p where p.shown is null;
  if undecided > 0 then
    return jsonb_build_object('outcome', 'not_all_decided', 'left', undecided);
  end if;
  update portal.data_request r
  set ready_at = now(), reviewed_by = asker, note = nullif(btrim(finish_review.note), '')
  where r.id = request.id;
  if not found then
    raise exception 'the review was not finished';
  end if;
  perform private.record('finish_review', 'data_request', request.id, array['ready_at'], request.person_id);
  perform private.notify(request.person_id, 'data_ready', 'data_request:' || request.id, 'your-data');
  return jsonb_build_object('outcome', 'ready');
end $$;
alter function private.finish_review(uuid, text) owner to my_data_keeper;
grant execute on function private.finish_review(uuid, text) to authenticated;

-- api

-- Everything that the person asking entered, for a download. Written down, so that they see it was made.
create function api.my_data() returns jsonb
language sql volatile set search_path = '' as $$ select private.my_data() $$;
grant execute on function api.my_data() to authenticated;

create function api.what_others_wrote() returns jsonb
language sql volatile set search_path = '' as $$ select private.what_others_wrote() $$;
grant execute on function api.what_others_wrote() to authenticated;

create function api.your_data() returns jsonb
language sql stable set search_path = '' as $$ select private.your_data() $$;
grant execute on function api.your_data() to authenticated;

create function api.who_looked() returns jsonb
language sql stable set search_path = '' as $$ select private.who_looked() $$;
grant execute on function api.who_looked() to authenticated;

create function api.ask_for_what_others_wrote() returns jsonb
language sql volatile set search_path = '' as $$ select private.ask_for_what_others_wrote() $$;
grant execute on function api.ask_for_what_others_wrote() to authenticated;

create function api.ask_correction(part text, wrong text, should_say text) returns jsonb
language sql volatile set search_path = '' as $$ select private.ask_correction(part, wrong, should_say) $$;
grant execute on function api.ask_correction(text, text, text) to authenticated;

create function api.answer_correction(correction_id uuid, accepted boolean, reason text) returns jsonb
language sql volatile set search_path = '' as $$ select private.answer_correction(correction_id, accepted, reason) $$;
grant execute on function api.answer_correction(uuid, boolean, text) to authenticated;

create function api.data_review(request_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.data_review(request_id) $$;
grant execute on function api.data_review(uuid) to authenticated;

create function api.decide_piece(
  request_id uuid, kind text, row_id uuid, shown boolean, because text default null, reason text default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.decide_piece(request_id, kind, row_id, shown, because, reason)
$$;
grant execute on function api.decide_piece(uuid, text, uuid, boolean, text, text) to authenticated;

create function api.finish_review(request_id uuid, note text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.finish_review(request_id, note) $$;
grant execute on function api.finish_review(uuid, text) to authenticated;
