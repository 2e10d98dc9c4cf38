-- At least two rows in every table, one of ann's and one of ben's wherever a row belongs to somebody.
insert into portal.space (id, name) values
  ('00000000-0000-4000-b000-000000000001', 'North space'), ('00000000-0000-4000-b000-000000000002', 'South space');
insert into portal.programme (space_id, name) values
  ('00000000-0000-4000-b000-000000000001', 'Yoga'), ('00000000-0000-4000-b000-000000000002', 'Poetry');

insert into portal.person (id, display_name, connection, relation, state) values
  ('00000000-0000-4000-a000-000000000001', 'Ann', 'family', 'parent', 'active'),
  ('00000000-0000-4000-a000-000000000002', 'Ben', 'recovery', null, 'active'),
  ('00000000-0000-4000-a000-000000000003', 'Max', 'family', 'parent', 'active'),
  ('00000000-0000-4000-a000-000000000004', 'Sid', 'worker', null, 'active'),
  ('00000000-0000-4000-a000-000000000005', 'Lea', 'worker', null, 'active'),
  ('00000000-0000-4000-a000-000000000006', 'Ana', 'worker', null, 'active'),
  ('00000000-0000-4000-a000-000000000007', 'Adi', 'worker', null, 'active'),
  ('00000000-0000-4000-a000-000000000008', 'Sus', 'recovery', null, 'suspended');
insert into portal.person_detail (person_id, legal_name) select id, display_name || ' Legal' from portal.person;
insert into portal.role_grant (person_id, role, granted_by) values
  ('00000000-0000-4000-a000-000000000003', 'mentor', '00000000-0000-4000-a000-000000000004'),
  ('00000000-0000-4000-a000-000000000004', 'staff', '00000000-0000-4000-a000-000000000007'),
  ('00000000-0000-4000-a000-000000000005', 'safeguarding_lead', '00000000-0000-4000-a000-000000000007'),
  ('00000000-0000-4000-a000-000000000006', 'analyst', '00000000-0000-4000-a000-000000000007'),
  ('00000000-0000-4000-a000-000000000007', 'administrator', null),
  ('00000000-0000-4000-a000-000000000008', 'staff', '00000000-0000-4000-a000-000000000007');
insert into portal.web_session (id, subject, token_hash, idle_limit, expires_at, second_factor_at) values
  ('00000000-0000-4000-c000-000000000001', '00000000-0000-4000-a000-000000000001', 'a', '1 hour', now() + interval '1 day', now()),
  ('00000000-0000-4000-c000-000000000002', '00000000-0000-4000-a000-000000000002', 'b', '1 hour', now() + interval '1 day', null);
update portal.role_grant set reviewed_by = '00000000-0000-4000-a000-000000000007', reviewed_at = now()
  where role in ('mentor', 'staff');
-- ann has shown her second factor; sus has one too; roles ask for none here
update portal.organisation set second_factor_needed = false where id;
insert into portal.second_factor (subject) values
  ('00000000-0000-4000-a000-000000000001'), ('00000000-0000-4000-a000-000000000008');
insert into portal.recovery_code (subject, code_hash, used_at) values
  ('00000000-0000-4000-a000-000000000001', 'a', null), ('00000000-0000-4000-a000-000000000001', 'b', now()),
  ('00000000-0000-4000-a000-000000000008', 'c', null);
insert into portal.code_try (kind, subject, tried_at) values
  ('recovery_code', '00000000-0000-4000-a000-000000000001', now()),
  ('joining_code', '00000000-0000-4000-a000-000000000002', now() - interval '2 days');
insert into portal.subject_key (person_id, key) select id, gen_random_uuid() from portal.person;
insert into portal.audit (actor_key, action, table_name, subject_key)
  select k.key, 'look', 'person', k.key from portal.subject_key k order by k.person_id limit 4;
insert into portal.audit (actor_key, action, table_name) values (null, 'sign_in', 'web_session');
insert into portal.audit (at, action, table_name) values ('2019-01-01', 'look', 'person');
insert into portal.reset_code (person_id, code_hash, issued_by, expires_at, used_at) values
  ('00000000-0000-4000-a000-000000000001', 'a', '00000000-0000-4000-a000-000000000004', now() + interval '1 hour', null),
  ('00000000-0000-4000-a000-000000000002', 'b', '00000000-0000-4000-a000-000000000004', now() + interval '1 hour', now()),
  ('00000000-0000-4000-a000-000000000001', 'c', '00000000-0000-4000-a000-000000000007', now() + interval '1 hour', null);

-- shorthand for the rows below
create function pg_temp.who(name text) returns uuid language sql stable as
  $$ select id from portal.person where display_name = initcap(name) $$;
create function pg_temp.row_id(kind text, n integer) returns uuid language sql immutable as
  $$ select ('00000000-0000-4000-' || kind || '-' || lpad(n::text, 12, '0'))::uuid $$;

-- consents: ann and ben each say yes, ben takes one back
insert into portal.consent (person_id, purpose, version, wording, decision, how, recorded_by) values
  (pg_temp.who('ann'), 'matching', 1, 'w', 'given', 'portal', pg_temp.who('ann')),
  (pg_temp.who('ann'), 'share_with_mentor', 1, 'w', 'given', 'on_paper', pg_temp.who('sid')),
  (pg_temp.who('ben'), 'matching', 1, 'w', 'given', 'portal', pg_temp.who('ben')),
  (pg_temp.who('ben'), 'matching', 1, 'w', 'withdrawn', 'portal', pg_temp.who('ben')),
  (pg_temp.who('max'), 'matching', 1, 'w', 'given', 'portal', pg_temp.who('max')),
  (pg_temp.who('sid'), 'photo', 1, 'w', 'given', 'portal', pg_temp.who('sid'));

-- partners: one in use, one ended; ann and ben say with whom we may speak about them
insert into portal.partner (id, name, what_they_do, what_is_shared, state, made_by) values
  (pg_temp.row_id('a500', 1), 'Carers East', 'd', 's', 'in_use', pg_temp.who('sid')),
  (pg_temp.row_id('a500', 2), 'Carers West', 'd', 's', 'ended', pg_temp.who('adi'));
insert into portal.consent_purpose (purpose, part, position, partner_id) values
  ('partner:' || pg_temp.row_id('a500', 1), 'partner', 60, pg_temp.row_id('a500', 1));
insert into portal.consent_wording (purpose, version, title, wording, stops, asks_anew) values
  ('partner:' || pg_temp.row_id('a500', 1), 1, 'Share with Carers East', 'w', 's', true);
insert into portal.talk_permission (person_id, relation, topics, until, decision, wording, how, recorded_by) values
  (pg_temp.who('ann'), 'son', '{how_i_am}', current_date + 30, 'given', 'w', 'portal', pg_temp.who('ann')),
  (pg_temp.who('ann'), 'sister', '{risks}', current_date + 30, 'given', 'w', 'by_phone', pg_temp.who('sid')),
  (pg_temp.who('ben'), 'mother', '{support}', current_date + 30, 'given', 'w', 'portal', pg_temp.who('ben')),
  (pg_temp.who('ben'), 'mother', '{}', null, 'withdrawn', 'w', 'portal', pg_temp.who('ben')),
  (pg_temp.who('sid'), 'friend', '{support}', current_date + 30, 'given', 'w', 'portal', pg_temp.who('sid'));

-- workshops: to come, to come (online), draft, past
insert into portal.workshop (id, title, kind, space_id, starts_at, ends_at, rung, in_person_capacity, online_capacity, state, published_at, made_by) values
  (pg_temp.row_id('d000', 1), 'To come', 'yoga', pg_temp.row_id('b000', 1), now() + interval '9 days', now() + interval '9 days 1 hour', 4, 5, null, 'published', now(), pg_temp.who('sid')),
  (pg_temp.row_id('d000', 2), 'Online, to come', 'meeting', pg_temp.row_id('b000', 2), now() + interval '9 days', now() + interval '9 days 1 hour', 6, null, 1, 'published', now(), pg_temp.who('sid')),
  (pg_temp.row_id('d000', 3), 'Draft', 'poetry', pg_temp.row_id('b000', 1), now() + interval '9 days', now() + interval '9 days 1 hour', 6, 5, 5, 'draft', null, pg_temp.who('sid')),
  (pg_temp.row_id('d000', 4), 'Past', 'poetry', pg_temp.row_id('b000', 1), now() - interval '9 days', now() - interval '8 days 23 hours', 6, 5, 5, 'published', now() - interval '20 days', pg_temp.who('sid'));
insert into portal.workshop_link (workshop_id, online_link) values
  (pg_temp.row_id('d000', 2), 'https://meet.example/2'), (pg_temp.row_id('d000', 3), 'https://meet.example/3'), (pg_temp.row_id('d000', 4), 'https://meet.example/4');
insert into portal.booking (id, workshop_id, person_id, mode, state, attended_at, entered_by) values
  (pg_temp.row_id('e000', 1), pg_temp.row_id('d000', 1), pg_temp.who('ann'), 'in_person', 'booked', null, null),
  (pg_temp.row_id('e000', 2), pg_temp.row_id('d000', 2), pg_temp.who('ann'), 'online', 'booked', null, null),
  (pg_temp.row_id('e000', 3), pg_temp.row_id('d000', 2), pg_temp.who('ben'), 'online', 'waiting', null, null),
  (pg_temp.row_id('e000', 4), pg_temp.row_id('d000', 4), pg_temp.who('ben'), 'in_person', 'attended', now(), pg_temp.who('sid')),
  (pg_temp.row_id('e000', 5), pg_temp.row_id('d000', 4), pg_temp.who('max'), 'in_person', 'missed', null, null),
  (pg_temp.row_id('e000', 6), pg_temp.row_id('d000', 1), pg_temp.who('sid'), 'in_person', 'booked', null, null);
-- a place that is offered, and one that was not taken up in time
insert into portal.booking (id, workshop_id, person_id, mode, state, offered_at, expires_at, ended, ended_at) values
  (pg_temp.row_id('e000', 7), pg_temp.row_id('d000', 1), pg_temp.who('ben'), 'in_person', 'offered', now(), now() + interval '1 day', null, null),
  (pg_temp.row_id('e000', 8), pg_temp.row_id('d000', 1), pg_temp.who('max'), 'in_person', 'cancelled', now() - interval '3 days', now() - interval '1 day', 'lapsed', now() - interval '1 day');
-- a state that the booking is no longer in
insert into portal.booking_history (booking_id, state) values (pg_temp.row_id('e000', 1), 'waiting');

-- calendars: ann's says all of it and has an address, ben has an address only, sid has neither but a choice
insert into portal.calendar_choice (person_id, full_titles, with_links) values
  (pg_temp.who('ann'), true, true), (pg_temp.who('sid'), false, false);
insert into portal.calendar_feed (id, person_id, secret_hash, used_at) values
  (pg_temp.row_id('d200', 1), pg_temp.who('ann'), 'a', now()), (pg_temp.row_id('d200', 2), pg_temp.who('ben'), 'b', null);
insert into portal.workshop_revision (workshop_id, times) values
  (pg_temp.row_id('d000', 1), 1), (pg_temp.row_id('d000', 2), 2), (pg_temp.row_id('d000', 3), 2), (pg_temp.row_id('d000', 4), 2)
  on conflict (workshop_id) do update set times = excluded.times;

-- feedback, answers and changes
insert into portal.feedback (id, person_id, kind, about_kind, space_id, workshop_id, body, audience, shown_at, moderated_at, owner_id, state, given_at) values
  (pg_temp.row_id('f000', 1), pg_temp.who('ann'), 'problem', 'space', pg_temp.row_id('b000', 1), null, 'Ann says this to staff', 'staff', null, null, null, 'received', now()),
  (pg_temp.row_id('f000', 2), pg_temp.who('ben'), 'idea', 'portal', null, null, 'Ben says this to all', 'everyone', now(), now(), pg_temp.who('sid'), 'done', now() - interval '3 days'),
  (pg_temp.row_id('f000', 3), pg_temp.who('ben'), 'praise', 'workshop', null, pg_temp.row_id('d000', 4), 'Ben praises the past', 'everyone', null, null, null, 'received', now()),
  (pg_temp.row_id('f000', 4), pg_temp.who('sid'), 'idea', 'portal', null, null, 'Sid has an idea too', 'staff', null, null, null, 'received', now());
insert into portal.draft (person_id, form, content, other, other_kept_at, writer) values
  (pg_temp.who('ann'), 'feedback', '{"body": "half"}', '{"body": "a half"}', now(), 'w1'),
  (pg_temp.who('ben'), 'feedback', '{"body": "half"}', null, null, 'w2');
insert into portal.feedback_answer (feedback_id, state, reason, by) values
  (pg_temp.row_id('f000', 2), 'done', 'Because', pg_temp.who('sid')), (pg_temp.row_id('f000', 1), 'in_discussion', 'Soon', pg_temp.who('sid'));
insert into portal.feedback_moderation (feedback_id, decision, by) values
  (pg_temp.row_id('f000', 2), 'shown', pg_temp.who('sid'));
insert into portal.feedback_moderation (feedback_id, decision, reason, by) values
  (pg_temp.row_id('f000', 1), 'kept_for_staff', 'r', pg_temp.who('sid'));
insert into portal.feedback_moderation (feedback_id, decision, why, by) values
  (pg_temp.row_id('f000', 3), 'kept_for_staff', 'unkind', pg_temp.who('sid'));
insert into portal.feedback_appeal (moderation_id, words, asked_by)
  select m.id, 'Please look again', f.person_id
  from portal.feedback_moderation m join portal.feedback f on f.id = m.feedback_id where m.decision = 'kept_for_staff';
insert into portal.feedback_tag (feedback_id, tag, by) values
  (pg_temp.row_id('f000', 1), 'bus', pg_temp.who('ann')), (pg_temp.row_id('f000', 2), 'bus', pg_temp.who('sid')),
  (pg_temp.row_id('f000', 3), 'stairs', pg_temp.who('ben'));
insert into portal.feedback_support (feedback_id, person_id, tell) values
  (pg_temp.row_id('f000', 2), pg_temp.who('ann'), true), (pg_temp.row_id('f000', 2), pg_temp.who('max'), false);
insert into portal.feedback_handover (feedback_id, to_id, word, by) values
  (pg_temp.row_id('f000', 2), pg_temp.who('sid'), 'Please', pg_temp.who('sid')),
  (pg_temp.row_id('f000', 1), pg_temp.who('sid'), null, pg_temp.who('sid'));
insert into portal.feedback_merge (feedback_id, into_id, what, by) values
  (pg_temp.row_id('f000', 4), pg_temp.row_id('f000', 1), 'merged', pg_temp.who('sid')),
  (pg_temp.row_id('f000', 4), pg_temp.row_id('f000', 1), 'unmerged', pg_temp.who('sid'));
insert into portal.change (id, title, said, what, why, state, made_on, made_by, owner_id) values
  (pg_temp.row_id('c100', 1), 'One', 's', 'w', 'y', 'made', current_date, pg_temp.who('sid'), pg_temp.who('sid')),
  (pg_temp.row_id('c100', 2), 'Two', 's', 'w', 'y', 'planned', null, pg_temp.who('sid'), pg_temp.who('sid'));
insert into portal.change_status (change_id, state, by) values
  (pg_temp.row_id('c100', 1), 'made', pg_temp.who('sid')), (pg_temp.row_id('c100', 2), 'planned', pg_temp.who('sid'));
insert into portal.change_feedback (change_id, feedback_id, linked_by) values
  (pg_temp.row_id('c100', 1), pg_temp.row_id('f000', 1), pg_temp.who('sid')), (pg_temp.row_id('c100', 1), pg_temp.row_id('f000', 2), pg_temp.who('sid'));
insert into portal.change_workshop (change_id, workshop_id, linked_by) values
  (pg_temp.row_id('c100', 1), pg_temp.row_id('d000', 4), pg_temp.who('sid')), (pg_temp.row_id('c100', 2), pg_temp.row_id('d000', 1), pg_temp.who('sid'));

-- mentoring: max mentors ann; ben has offered and asked; sid once offered
insert into portal.mentor_offer (id, person_id, connection, relation, ways, times, languages, why, state, decided_by, decision_reason) values
  (pg_temp.row_id('a100', 1), pg_temp.who('max'), 'family', 'parent', '{phone}', '{mon_am}', '{english}', 'w', 'approved', pg_temp.who('sid'), 'r'),
  (pg_temp.row_id('a100', 2), pg_temp.who('ben'), 'recovery', null, '{phone}', '{mon_am}', '{english}', 'w', 'offered', null, null),
  (pg_temp.row_id('a100', 3), pg_temp.who('sid'), 'recovery', null, '{phone}', '{mon_am}', '{english}', 'w', 'offered', null, null),
  (pg_temp.row_id('a100', 4), pg_temp.who('ben'), 'recovery', null, '{phone}', '{mon_am}', '{english}', 'w', 'withdrawn', null, null),
  (pg_temp.row_id('a100', 5), pg_temp.who('ann'), 'recovery', null, '{phone}', '{mon_am}', '{english}', 'w', 'approved', pg_temp.who('sid'), 'r');
insert into portal.mentor (person_id, offer_id, state, rested_at) values
  (pg_temp.who('max'), pg_temp.row_id('a100', 1), 'active', null), (pg_temp.who('ann'), pg_temp.row_id('a100', 5), 'resting', now());
insert into portal.mentor_request (id, person_id, connection, relation, ways, times, languages, would_help, state, ended_at) values
  (pg_temp.row_id('a200', 1), pg_temp.who('ann'), 'family', 'parent', '{phone}', '{mon_am}', '{english}', 'w', 'waiting', null),
  (pg_temp.row_id('a200', 2), pg_temp.who('ben'), 'recovery', null, '{phone}', '{mon_am}', '{english}', 'w', 'matched', null),
  (pg_temp.row_id('a200', 3), pg_temp.who('sid'), 'recovery', null, '{phone}', '{mon_am}', '{english}', 'w', 'waiting', null),
  (pg_temp.row_id('a200', 4), pg_temp.who('max'), 'recovery', null, '{phone}', '{mon_am}', '{english}', 'w', 'ended', now());
insert into portal.match (id, request_id, family_id, mentor_id, state, score, reasons, why, proposed_by, closed_at, end_reason) values
  (pg_temp.row_id('a300', 1), pg_temp.row_id('a200', 1), pg_temp.who('ann'), pg_temp.who('max'), 'proposed', 60, '[]', 'w', pg_temp.who('sid'), null, null),
  (pg_temp.row_id('a300', 2), pg_temp.row_id('a200', 2), pg_temp.who('ben'), pg_temp.who('max'), 'active', 60, '[]', 'w', pg_temp.who('sid'), null, null),
  (pg_temp.row_id('a300', 3), pg_temp.row_id('a200', 4), pg_temp.who('max'), pg_temp.who('ann'), 'ended', 60, '[]', 'w', pg_temp.who('sid'), now(), 'we_are_done');
insert into portal.match_event (match_id, state, by_person) values
  (pg_temp.row_id('a300', 1), 'proposed', pg_temp.who('sid')), (pg_temp.row_id('a300', 2), 'active', pg_temp.who('max')),
  (pg_temp.row_id('a300', 2), 'family_said_yes', pg_temp.who('ben')), (pg_temp.row_id('a300', 1), 'family_said_yes', pg_temp.who('ann'));
insert into portal.exclusion (person_id, other_id, added_by) values
  (pg_temp.who('ann'), pg_temp.who('ben'), pg_temp.who('sid')), (pg_temp.who('ben'), pg_temp.who('max'), pg_temp.who('sid')),
  (pg_temp.who('ann'), pg_temp.who('sid'), pg_temp.who('adi'));

-- figures of two quarters long ago
insert into portal.figure_release (quarter, released_by) values ('2020-01-01', pg_temp.who('sid')), ('2020-04-01', pg_temp.who('adi'));
insert into portal.protected_figure (quarter, measure, dimension, position, group_name, counts_people, shown, hidden) values
  ('2020-01-01', 'took_part', 'everyone', 1, '', true, 25, null), ('2020-04-01', 'took_part', 'everyone', 1, '', true, null, 'small');
-- joining codes: staff gave three, one is used; ann cannot have given one
insert into portal.joining_code (person_id, code_hash, issued_by, expires_at, used_at) values
  (pg_temp.who('ben'), 'a', pg_temp.who('sid'), now() + interval '1 day', null),
  (pg_temp.who('ben'), 'b', pg_temp.who('sid'), now() + interval '1 day', now()),
  (pg_temp.who('ben'), 'c', pg_temp.who('ann'), now() + interval '1 day', null),
  (pg_temp.who('ann'), 'd', pg_temp.who('sid'), now() + interval '1 day', null);

-- the portal has been there since early 2020
update portal.person set joined_at = '2020-02-01' where id = pg_temp.who('ann');
-- notices: one that ann has read, one each that ben and sid have not
insert into portal.notice (person_id, kind, event, link, read_at) values
  (pg_temp.who('ann'), 'feedback_answered', 'f1', 'my-feedback', now()),
  (pg_temp.who('ben'), 'feedback_answered', 'f2', 'my-feedback', null),
  (pg_temp.who('sid'), 'roles_changed', 'r1', null, null);

-- e-mails: ann wants one a day and has a test that went; ben's did not go; sid's waits
insert into portal.mail_choice (person_id, how_often, left_out, full_details) values
  (pg_temp.who('ann'), 'daily', '{mentoring}', true), (pg_temp.who('ben'), 'at_once', '{}', false);
insert into portal.outbox (id, person_id, notice_id, message, state, urgent, not_before, useless_after, claimed_at, ended_at, problem, reply) values
  (pg_temp.row_id('e700', 1), pg_temp.who('ann'), null, pg_temp.row_id('e700', 1), 'sent', true, now(), now() + interval '1 hour', now(), now(), null, 250),
  (pg_temp.row_id('e700', 2), pg_temp.who('ben'), (select id from portal.notice where event = 'f2'), pg_temp.row_id('e700', 2), 'refused', false,
    now(), now() + interval '1 day', now(), now(), 'address_refused', 550),
  (pg_temp.row_id('e700', 3), pg_temp.who('sid'), (select id from portal.notice where event = 'r1'), null, 'waiting', false,
    now(), now() + interval '1 day', null, null, null, null);

-- requests and complaints about data: ann's and sid's are open, ben's are done; a visitor complained too
insert into portal.data_request (id, person_id, ready_at, reviewed_by) values
  (pg_temp.row_id('a500', 1), pg_temp.who('ann'), null, null), (pg_temp.row_id('a500', 2), pg_temp.who('ben'), now(), pg_temp.who('sid')),
  (pg_temp.row_id('a500', 3), pg_temp.who('sid'), null, null);
insert into portal.data_request_item (request_id, kind, row_id, words_hash, shown, because, reason, decided_by) values
  (pg_temp.row_id('a500', 1), 'match_why', pg_temp.row_id('a300', 1), 'a', true, 'about_them_alone', null, pg_temp.who('sid')),
  (pg_temp.row_id('a500', 2), 'match_why', pg_temp.row_id('a300', 2), 'a', false, null, 'r', pg_temp.who('sid')),
  (pg_temp.row_id('a500', 3), 'match_why', pg_temp.row_id('a300', 2), 'a', false, null, 'r', pg_temp.who('adi'));
insert into portal.correction (id, person_id, part, wrong, should_say, state, reason, answered_at, answered_by) values
  (pg_temp.row_id('a600', 1), pg_temp.who('ann'), 'details', 'w', 's', 'asked', null, null, null),
  (pg_temp.row_id('a600', 2), pg_temp.who('ben'), 'bookings', 'w', 's', 'accepted', 'r', now(), pg_temp.who('sid')),
  (pg_temp.row_id('a600', 3), pg_temp.who('sid'), 'details', 'w', 's', 'asked', null, null, null);
insert into portal.data_complaint (id, person_id, reach, about, acknowledged_at, acknowledged_by, answer, answered_at, answered_by) values
  (pg_temp.row_id('a700', 1), pg_temp.who('ann'), null, 'Ann complains of this', null, null, null, null, null),
  (pg_temp.row_id('a700', 2), pg_temp.who('ben'), null, 'Ben complains of this', now(), pg_temp.who('sid'), 'a', now(), pg_temp.who('sid')),
  (pg_temp.row_id('a700', 3), null, '01632 960 001', 'A visitor complains', null, null, null, null, null),
  (pg_temp.row_id('a700', 4), pg_temp.who('sid'), null, 'Sid complains of this', null, null, null, null, null);
-- what the worker did, lately and long ago
insert into portal.job_run (job, began_at, ended_at, changes, problem) values
  ('keep_bank_holidays', now() - interval '9 days', now() - interval '9 days', 3, null),
  ('keep_bank_holidays', now(), now(), 0, null), ('apply_retention', now(), now(), null, '55P03');

-- concerns: one of ann's that lea reads, one of ben's about the lead, one of a visitor's that is late
insert into portal.concern (id, reference, form_id, raised_at, reported_by, about_role, apart, state, acknowledge_by, acknowledged_at) values
  (pg_temp.row_id('a800', 1), 'AAAA-AAAA-AAAA', pg_temp.row_id('a801', 1), now() - interval '1 hour', pg_temp.who('ann'), null, false, 'new', now() + interval '9 days', null),
  (pg_temp.row_id('a800', 2), 'BBBB-BBBB-BBBB', pg_temp.row_id('a801', 2), now() - interval '9 days', pg_temp.who('ben'), 'safeguarding_lead', true, 'acknowledged', now() - interval '8 days', now()),
  (pg_temp.row_id('a800', 3), 'CCCC-CCCC-CCCC', pg_temp.row_id('a801', 3), now() - interval '9 days', null, null, false, 'new', now() - interval '8 days', null);
insert into portal.concern_report (concern_id, what_happened) values
  (pg_temp.row_id('a800', 1), 'Ann saw this'), (pg_temp.row_id('a800', 2), 'Ben saw that');
insert into portal.concern_person (concern_id, person_id, named_by) values
  (pg_temp.row_id('a800', 1), pg_temp.who('max'), pg_temp.who('ann')), (pg_temp.row_id('a800', 2), pg_temp.who('sid'), pg_temp.who('lea')),
  (pg_temp.row_id('a800', 3), pg_temp.who('ben'), pg_temp.who('lea'));
insert into portal.concern_event (concern_id, by_person, kind, state, words) values
  (pg_temp.row_id('a800', 1), pg_temp.who('ann'), 'raised', null, null), (pg_temp.row_id('a800', 1), pg_temp.who('lea'), 'note', null, 'w'),
  (pg_temp.row_id('a800', 2), pg_temp.who('ben'), 'raised', null, null), (pg_temp.row_id('a800', 2), pg_temp.who('lea'), 'moved', 'acknowledged', null);
insert into portal.concern_read (concern_id, person_id) values
  (pg_temp.row_id('a800', 1), pg_temp.who('lea')), (pg_temp.row_id('a800', 1), pg_temp.who('sid')), (pg_temp.row_id('a800', 2), pg_temp.who('lea'));
insert into portal.concern_escalation (concern_id, step) values
  (pg_temp.row_id('a800', 1), 'late'), (pg_temp.row_id('a800', 2), 'nobody'), (pg_temp.row_id('a800', 3), 'late');
-- two bank holidays are enough here: one that has been, one to come
delete from portal.bank_holiday where on_date is not null;
insert into portal.bank_holiday (nation, on_date, name) values
  ('england', current_date - 9, 'One that has been'), ('wales', current_date + 9, 'One to come');
-- helplines: one that staff took away, and what two of them were
update portal.helpline set removed_at = now() where position = 9;
insert into portal.helpline_version (helpline_id, was) select h.id, to_jsonb(h) from portal.helpline h where h.position in (9, 10);
-- decisions: sid's about ben, one about themselves, adi's about ann (adi is no staff); ben and ann ask again, max for sid;
-- sid, who decided first, decides again
insert into portal.moderation_decision (id, piece, feedback_id, person_id, shown_text, decision, reason, decided_by) values
  (pg_temp.row_id('a900', 1), 'feedback', pg_temp.row_id('f000', 2), pg_temp.who('ben'), 't', 'hide', 'r', pg_temp.who('sid')),
  (pg_temp.row_id('a900', 2), 'display_name', null, pg_temp.who('sid'), 't', 'hide', 'r', pg_temp.who('sid')),
  (pg_temp.row_id('a900', 3), 'display_name', null, pg_temp.who('ann'), 't', 'hide', 'r', pg_temp.who('adi'));
insert into portal.appeal (id, decision_id, words, asked_by) values
  (pg_temp.row_id('a910', 1), pg_temp.row_id('a900', 1), 'w', pg_temp.who('ben')),
  (pg_temp.row_id('a910', 2), pg_temp.row_id('a900', 3), 'w', pg_temp.who('ann')),
  (pg_temp.row_id('a910', 3), pg_temp.row_id('a900', 2), 'w', pg_temp.who('max'));
insert into portal.moderation_decision (id, piece, feedback_id, person_id, shown_text, decision, reason, appeal_id, decided_by) values
  (pg_temp.row_id('a900', 4), 'feedback', pg_temp.row_id('f000', 2), pg_temp.who('ben'), 't', 'keep', 'r', pg_temp.row_id('a910', 1), pg_temp.who('sid'));
-- reports: ann's of ben's words, a visitor's, and one that max makes of himself
insert into portal.report (id, piece, feedback_id, person_id, shown_text, reason, reporter, reported_by) values
  (pg_temp.row_id('a920', 1), 'feedback', pg_temp.row_id('f000', 2), pg_temp.who('ben'), 't', 'cruel', 'person', pg_temp.who('ann')),
  (pg_temp.row_id('a920', 2), 'feedback', pg_temp.row_id('f000', 2), pg_temp.who('ben'), 't', 'cruel', 'visitor', null),
  (pg_temp.row_id('a920', 3), 'display_name', null, pg_temp.who('max'), 't', 'cruel', 'person', pg_temp.who('max'));
insert into portal.block (id, person_id, other_id) values
  (pg_temp.row_id('a930', 1), pg_temp.who('ann'), pg_temp.who('ben')), (pg_temp.row_id('a930', 2), pg_temp.who('ben'), pg_temp.who('max'));

-- leaving: ann changed her mind, ben thinks about it, sus is due; and what retention removed
insert into portal.erasure (person_id, asked_by, administrator_id, reason, checked_how, due_at, taken_back_at) values
  (pg_temp.who('ann'), 'person', null, null, null, now() + interval '5 days', now()),
  (pg_temp.who('ben'), 'person', null, null, null, now() + interval '5 days', null),
  (pg_temp.who('sus'), 'administrator', pg_temp.who('adi'), 'asked_by_phone', 'we_know_them', now() - interval '1 day', null);
insert into portal.account_to_remove (account_id) values
  (pg_temp.row_id('a900', 1)), (pg_temp.who('ben'));
insert into portal.retention_run (removed, erased, finished) values ('{"notice": 3}', 0, true), ('{}', 1, true);

-- a series; roles, names and access needs of ann and ben at workshops
insert into portal.series (id, pattern, made_by) values
  (pg_temp.row_id('d500', 1), 'weekly', pg_temp.who('sid')), (pg_temp.row_id('d500', 2), 'monthly', pg_temp.who('adi'));
update portal.workshop set series_id = pg_temp.row_id('d500', 1), edited_by = pg_temp.who('sid')
  where id = pg_temp.row_id('d000', 1);
insert into portal.workshop_role (id, workshop_id, person_id, role, state, asked_by, answered_at, answered_by) values
  (pg_temp.row_id('d600', 1), pg_temp.row_id('d000', 1), pg_temp.who('ann'), 'chair', 'accepted', pg_temp.who('sid'), now(), pg_temp.who('ann')),
  (pg_temp.row_id('d600', 2), pg_temp.row_id('d000', 1), pg_temp.who('ben'), 'facilitator', 'accepted', pg_temp.who('sid'), now(), pg_temp.who('sid')),
  (pg_temp.row_id('d600', 3), pg_temp.row_id('d000', 4), pg_temp.who('max'), 'vote', 'asked', pg_temp.who('sid'), null, null);
insert into portal.name_choice (person_id, workshop_id, shown) values
  (pg_temp.who('ann'), pg_temp.row_id('d000', 1), true), (pg_temp.who('ann'), null, false),
  (pg_temp.who('ben'), null, true), (pg_temp.who('sid'), null, false);
insert into portal.access_need (id, workshop_id, person_id, shared, team_says, team_word, team_by, team_at,
  person_says, person_word, person_at, looked_at, looked_by) values
  (pg_temp.row_id('d700', 1), pg_temp.row_id('d000', 1), pg_temp.who('ann'), false, null, '', null, null, null, '', null, null, null),
  (pg_temp.row_id('d700', 2), pg_temp.row_id('d000', 4), pg_temp.who('ben'), true, 'met', 'The ramp', pg_temp.who('sid'), now(), 'not_met', 'Too steep', now(), null, null),
  (pg_temp.row_id('d700', 3), pg_temp.row_id('d000', 4), pg_temp.who('max'), true, 'not_met', 'None', pg_temp.who('sid'), now(), null, '', null, now(), pg_temp.who('sid'));

-- the door and the write-up: one workshop that is on, with a code; one that is closed; ann and max decide with sid
insert into portal.workshop (id, title, kind, space_id, starts_at, ends_at, rung, in_person_capacity, state, published_at, made_by) values
  (pg_temp.row_id('d000', 5), 'On now', 'meeting', pg_temp.row_id('b000', 1), now() - interval '9 minutes', now() + interval '2 hours', 5, 5, 'held', now() - interval '9 days', pg_temp.who('sid')),
  (pg_temp.row_id('d000', 6), 'Closed', 'meeting', pg_temp.row_id('b000', 2), now() - interval '9 hours', now() - interval '8 hours', 6, 5, 'closed', now() - interval '9 days', pg_temp.who('sid'));
insert into portal.check_in_code (id, workshop_id, code, walk_ins, made_by, ended_at) values
  (pg_temp.row_id('d800', 1), pg_temp.row_id('d000', 5), 'AAA222', true, pg_temp.who('sid'), null),
  (pg_temp.row_id('d800', 2), pg_temp.row_id('d000', 6), 'BBB333', false, pg_temp.who('adi'), now());
insert into portal.check_in_try (id, person_id, tried_at) values
  (pg_temp.row_id('d810', 1), pg_temp.who('ann'), now()), (pg_temp.row_id('d810', 2), pg_temp.who('ben'), now() - interval '2 days');
insert into portal.booking (id, workshop_id, person_id, mode, state, attended_at, entered_by) values
  (pg_temp.row_id('e000', 21), pg_temp.row_id('d000', 5), pg_temp.who('ann'), 'in_person', 'booked', null, null),
  (pg_temp.row_id('e000', 22), pg_temp.row_id('d000', 6), pg_temp.who('ann'), 'in_person', 'attended', now(), null),
  (pg_temp.row_id('e000', 23), pg_temp.row_id('d000', 6), pg_temp.who('ben'), 'in_person', 'missed', null, pg_temp.who('sid'));
insert into portal.workshop_closing (workshop_id, version, summary, audience, rung_reached, hours, begun_by, saved_by, closed_by, closed_at) values
  (pg_temp.row_id('d000', 5), 1, 'Half of it', 'everyone', null, null, pg_temp.who('sid'), pg_temp.who('sid'), null, null),
  (pg_temp.row_id('d000', 6), 2, 'All of it', 'came', 5, 1, pg_temp.who('adi'), pg_temp.who('sid'), pg_temp.who('sid'), now());
insert into portal.closing_log (workshop_id, action, columns, note, by) values
  (pg_temp.row_id('d000', 6), 'closed', '{}', null, pg_temp.who('sid')), (pg_temp.row_id('d000', 6), 'corrected', '{hours}', 'One hour', pg_temp.who('adi'));
insert into portal.decision (id, workshop_id, position, what, why, owner_id, owner_role, decided_on, review_on, made_by) values
  (pg_temp.row_id('d820', 1), pg_temp.row_id('d000', 5), 1, 'Not yet told', 'w', pg_temp.who('sid'), 'staff', current_date, current_date + 9, pg_temp.who('sid')),
  (pg_temp.row_id('d820', 2), pg_temp.row_id('d000', 6), 1, 'Told', 'w', pg_temp.who('ann'), 'chair', current_date - 1, current_date, pg_temp.who('sid')),
  (pg_temp.row_id('d820', 3), pg_temp.row_id('d000', 6), 2, 'Told too', 'w', null, 'staff', current_date - 1, current_date, pg_temp.who('adi'));
insert into portal.decision_review (decision_id, outcome, word, next_on, by) values
  (pg_temp.row_id('d820', 2), 'stands', 'It does', current_date, pg_temp.who('ann')), (pg_temp.row_id('d820', 3), 'done', null, null, pg_temp.who('sid'));
insert into portal.workshop_feedback (workshop_id, feedback_id, put_by, discussed) values
  (pg_temp.row_id('d000', 6), pg_temp.row_id('f000', 2), pg_temp.who('sid'), true), (pg_temp.row_id('d000', 1), pg_temp.row_id('f000', 1), pg_temp.who('adi'), false);

-- decisions behind changes, and what people answer: ann not yet (her words, no name), ben yes (he lets staff know)
insert into portal.change_decision (change_id, decision_id, linked_by) values
  (pg_temp.row_id('c100', 1), pg_temp.row_id('d820', 2), pg_temp.who('sid')), (pg_temp.row_id('c100', 2), pg_temp.row_id('d820', 3), pg_temp.who('adi'));
insert into portal.change_answer (id, change_id, person_id, answer, word, staff_may_know, is_current, reply, replied_by, replied_at) values
  (pg_temp.row_id('c200', 1), pg_temp.row_id('c100', 1), pg_temp.who('ann'), 'yes', 'Ann thought so', false, false, null, null, null),
  (pg_temp.row_id('c200', 2), pg_temp.row_id('c100', 1), pg_temp.who('ann'), 'not_yet', 'Ann does not any more', false, true, null, null, null),
  (pg_temp.row_id('c200', 3), pg_temp.row_id('c100', 1), pg_temp.who('ben'), 'not_yet', 'Ben wants more', true, true, 'Soon', pg_temp.who('sid'), now());
