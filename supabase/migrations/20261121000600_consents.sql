-- Consents: what a person said yes to, in which words, and whether that still stands.
-- The ledger only ever grows. The newest entry for a purpose is what counts.

create table portal.consent_purpose (
  purpose text primary key check (purpose ~ '^[a-z_]+$' or purpose = 'partner:' || partner_id),
  part text not null check (part in ('mentoring', 'workshops', 'contact', 'questions', 'story', 'photo', 'partner')),
  position integer not null,
  at_sign_up boolean not null default false,
  partner_id uuid unique,
  in_use boolean not null default true,
  check ((part = 'partner') = (partner_id is not null))
);
comment on table portal.consent_purpose is 'What is asked for, each apart from the others: a yes to one is never a yes to another.';
comment on column portal.consent_purpose.part is 'Which purposes stand beside one another on a screen.';
comment on column portal.consent_purpose.at_sign_up is 'Whether it is asked of a newcomer. The rest waits until they look for it.';
comment on column portal.consent_purpose.in_use is 'False: nobody is asked any more, and no yes to it counts.';

create table portal.consent_wording (
  purpose text not null references portal.consent_purpose,
  version integer not null check (version > 0),
  title text not null check (length(title) between 1 and 80),
  wording text not null check (length(wording) between 1 and 700),
  stops text not null check (length(stops) between 1 and 400),
  valid_for interval,
  asks_anew boolean not null default false,
  primary key (purpose, version)
);
comment on table portal.consent_wording is 'Append-only: the words in which each consent is asked. New words are a new version; the highest is the one in use.';
comment on column portal.consent_wording.stops is 'What taking the consent back stops, and what cannot be called back. Shown before and after.';
comment on column portal.consent_wording.valid_for is 'How long a yes holds before it must be asked again; null: until it is taken back.';
comment on column portal.consent_wording.asks_anew is 'These words mean something else: a yes to older ones counts no longer. False: it still counts, and we ask when it suits.';

create table portal.consent (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  person_id uuid not null references portal.person on delete cascade,
  purpose text not null,
  version integer not null,
  wording text not null check (length(wording) between 1 and 700),
  decision text not null check (decision in ('given', 'withdrawn')),
  how text not null check (how in ('portal', 'on_paper', 'by_phone', 'spreadsheet')),
  recorded_by uuid references portal.person on delete set null,
  recorded_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  foreign key (purpose, version) references portal.consent_wording
);
comment on table portal.consent is 'Append-only ledger: nobody may change or delete an entry.';
comment on column portal.consent.number is 'The order in which entries were made.';
comment on column portal.consent.wording is 'The exact words that the person saw or heard.';
create index on portal.consent (person_id, purpose, number);
create index on portal.consent (purpose, version);
create index on portal.consent (recorded_by);

-- What was said stays said: not even the owner of the tables changes an entry or deletes it. An entry
-- goes only with the person it is about, and the name of who wrote it down only with that person.
create function private.refuse_rewriting() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    if not exists (select from portal.person p where p.id = old.person_id) then
      return old;
    end if;
  elsif tg_op = 'UPDATE' then
    if new.recorded_by is null and to_jsonb(new) - 'recorded_by' = to_jsonb(old) - 'recorded_by'
      and not exists (select from portal.person p where p.id = old.recorded_by) then
      return new;
    end if;
  end if;
  raise exception 'what a person said is never rewritten' using errcode = '42501';
end $$;
create trigger an_entry_stays before update or delete on portal.consent
  for each row execute function private.refuse_rewriting();
create trigger the_ledger_stays before truncate on portal.consent
  for each statement execute function private.refuse_rewriting();

create function private.refuse_new_words() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'new words are a new version' using errcode = '42501';
end $$;
create trigger words_stay before update or delete or truncate on portal.consent_wording
  for each statement execute function private.refuse_new_words();

alter table portal.consent_purpose enable row level security;
alter table portal.consent_wording enable row level security;
alter table portal.consent enable row level security;

grant select on portal.consent_purpose to authenticated, portal_keeper;
create policy "Anybody signed in reads what there is to ask" on portal.consent_purpose
  for select to authenticated using (true);
create policy "The portal keeper reads every purpose" on portal.consent_purpose
  for select to portal_keeper using (true);

grant select on portal.consent_wording to authenticated, portal_keeper;
create policy "Anybody signed in reads what they may be asked" on portal.consent_wording
  for select to authenticated using (true);
create policy "The portal keeper reads the wordings" on portal.consent_wording
  for select to portal_keeper using (true);

grant select on portal.consent to authenticated, portal_keeper;
create policy "A person reads their own consents" on portal.consent
  for select to authenticated using (person_id = (select private.me()));
create policy "The portal keeper reads every consent" on portal.consent
  for select to portal_keeper using (true);
grant insert on portal.consent to portal_keeper;
create policy "The portal keeper records what the asker or staff say" on portal.consent
  for insert to portal_keeper with check (
    recorded_by = (select private.me())
    and ((person_id = (select private.me()) and how = 'portal')
      or ((select private.has_role('staff')) and person_id <> (select private.me()) and how <> 'portal')));

-- private

-- Whether a person's yes to a purpose stands at this moment. Everything that uses a consent asks here.
create function private.consented(person uuid, purpose text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((
    select c.decision = 'given' and (c.expires_at is null or c.expires_at > now())
      and (select u.in_use from portal.consent_purpose u where u.purpose = c.purpose)
      and not exists (
        select from portal.consent_wording w
        where w.purpose = c.purpose and w.version > c.version and w.asks_anew)
    from portal.consent c
    where c.person_id = consented.person and c.purpose = consented.purpose
    order by c.number desc limit 1), false);
end $$;
alter function private.consented(uuid, text) owner to portal_keeper;
grant execute on function private.consented(uuid, text) to
  portal_keeper, mentoring_keeper, figures_keeper, safeguarding_keeper, notice_keeper;

-- The words in use for each purpose that is in use, in the order in which they are asked.
create function private.wordings_in_use() returns table (
  purpose text, version integer, title text, wording text, stops text, valid_for interval,
  part text, at_sign_up boolean, place bigint)
language sql stable set search_path = '' as $$
  select w.purpose, w.version, w.title, w.wording, w.stops, w.valid_for, u.part, u.at_sign_up,
    row_number() over (order by u.position, w.title, w.purpose)
  from portal.consent_purpose u
  cross join lateral (
    select v.* from portal.consent_wording v where v.purpose = u.purpose order by v.version desc limit 1
  ) w
  where u.in_use
$$;
grant execute on function private.wordings_in_use() to authenticated, portal_keeper;

-- Every purpose with its words and where a person stands on it.
-- state: given, withdrawn, expired, changed (other words now, and the yes counts no longer), not_asked.
-- ask_again: there is a reason to ask once more, and none to hurry.
create function private.consents_of(person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'purpose', w.purpose, 'part', w.part, 'version', w.version, 'title', w.title, 'wording', w.wording,
    'stops', w.stops, 'state', s.state,
    'ask_again', s.state in ('expired', 'changed') or s.state = 'given' and (
      said.version < w.version or said.expires_at < now() + interval '14 days'),
    'said_version', said.version, 'said_wording', said.wording, 'how', said.how,
    'recorded_at', said.recorded_at, 'expires_at', said.expires_at) order by w.place), '[]')
  from private.wordings_in_use() w
  left join lateral (
    select c.* from portal.consent c
    where c.person_id = consents_of.person and c.purpose = w.purpose order by c.number desc limit 1
  ) said on true
  cross join lateral (
    select case
      when said.id is null then 'not_asked'
      when said.decision = 'withdrawn' then 'withdrawn'
      when said.expires_at <= now() then 'expired'
      when exists (
        select from portal.consent_wording v
        where v.purpose = w.purpose and v.version > said.version and v.asks_anew) then 'changed'
      else 'given' end as state) s
$$;
alter function private.consents_of(uuid) owner to portal_keeper;
grant execute on function private.consents_of(uuid) to portal_keeper;

-- Everything that a person ever said, the newest first. by_name: who wrote it
-- down for them. Staff read the name; the person reads that it was staff.
create function private.consent_history_of(person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('purpose', c.purpose, 'title', w.title, 'wording', c.wording,
    'version', c.version, 'decision', c.decision, 'how', c.how, 'recorded_at', c.recorded_at,
    'expires_at', c.expires_at, 'by_name', case when c.how <> 'portal' and c.person_id <> private.me() then p.display_name end)
    order by c.number desc), '[]')
  from portal.consent c
  join portal.consent_wording w on w.purpose = c.purpose and w.version = c.version
  left join portal.person p on p.id = c.recorded_by
  where c.person_id = consent_history_of.person
$$;
alter function private.consent_history_of(uuid) owner to portal_keeper;
grant execute on function private.consent_history_of(uuid) to portal_keeper;

-- Add an entry to the ledger in the words of a version.
create function private.add_consent(
  person uuid, purpose text, version integer, decision text, how text
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  added uuid;
begin
  insert into portal.consent (person_id, purpose, version, wording, decision, how, recorded_by, expires_at)
  select add_consent.person, w.purpose, w.version, w.wording, add_consent.decision, add_consent.how,
    private.me(), case when add_consent.decision = 'given' then now() + w.valid_for end
  from portal.consent_wording w
  where w.purpose = add_consent.purpose and w.version = add_consent.version
  returning id into strict added;
  perform private.record(
    case add_consent.decision when 'given' then 'give_consent' else 'withdraw_consent' end,
    'consent', added, array['purpose', 'decision'], add_consent.person);
  return added;
end $$;
alter function private.add_consent(uuid, text, integer, text, text) owner to portal_keeper;
grant execute on function private.add_consent(uuid, text, integer, text, text) to portal_keeper;

create function private.give_consent(purpose text, version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  in_use integer;
begin
  select w.version into in_use from private.wordings_in_use() w where w.purpose = give_consent.purpose;
  if in_use is null then
    return private.invalid('purpose', 'not_known');
  end if;
  if give_consent.version is distinct from in_use then
    return jsonb_build_object('outcome', 'wording_changed', 'consents', private.consents_of(asker));
  end if;
  if exists (
    select from jsonb_to_recordset(private.consents_of(asker)) as c(purpose text, state text, ask_again boolean)
    where c.purpose = give_consent.purpose and c.state = 'given' and not c.ask_again
  ) then
    return jsonb_build_object('outcome', 'already_given', 'consents', private.consents_of(asker));
  end if;
  perform private.add_consent(asker, give_consent.purpose, in_use, 'given', 'portal');
  return jsonb_build_object('outcome', 'given', 'consents', private.consents_of(asker));
end $$;
alter function private.give_consent(text, integer) owner to portal_keeper;
grant execute on function private.give_consent(text, integer) to authenticated;

-- Take a consent back, or leave one that ran out as it is. It is recorded against the words that were
-- agreed to, and holds at once.
create function private.withdraw_consent(purpose text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  agreed portal.consent;
begin
  select c.* into agreed from portal.consent c
  where c.person_id = asker and c.purpose = withdraw_consent.purpose order by c.number desc limit 1;
  if agreed.decision is distinct from 'given' then
    return jsonb_build_object('outcome', 'not_given', 'consents', private.consents_of(asker));
  end if;
  perform private.add_consent(asker, agreed.purpose, agreed.version, 'withdrawn', 'portal');
  return jsonb_build_object('outcome', 'withdrawn', 'consents', private.consents_of(asker));
end $$;
alter function private.withdraw_consent(text) owner to portal_keeper;
grant execute on function private.withdraw_consent(text) to authenticated;

-- Staff write down what a person told them on paper or by phone.
create function private.record_consent(person_id uuid, purpose text, decision text, how text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  in_use integer;
  bad jsonb;
begin
  select w.version into in_use from private.wordings_in_use() w where w.purpose = record_consent.purpose;
  select private.invalid(f.field, 'not_known') into bad from (values
    ('purpose', in_use is not null),
    ('decision', record_consent.decision in ('given', 'withdrawn')),
    ('how', record_consent.how in ('on_paper', 'by_phone'))
  ) as f(field, fine) where f.fine is not true limit 1;
  if bad is not null then
    return bad;
  end if;
  if record_consent.person_id = asker then
    return jsonb_build_object('outcome', 'not_your_own');
  end if;
  if not exists (select from portal.person p where p.id = record_consent.person_id) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.add_consent(record_consent.person_id, record_consent.purpose, in_use,
    record_consent.decision, record_consent.how);
  return jsonb_build_object('outcome', 'recorded');
end $$;
alter function private.record_consent(uuid, text, text, text) owner to portal_keeper;
grant execute on function private.record_consent(uuid, text, text, text) to authenticated;

create function private.my_consents() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.consents_of(private.require_person());
end $$;
alter function private.my_consents() owner to portal_keeper;
grant execute on function private.my_consents() to authenticated;

create function private.my_consent_history() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.consent_history_of(private.require_person());
end $$;
alter function private.my_consent_history() owner to portal_keeper;
grant execute on function private.my_consent_history() to authenticated;

-- api

create function api.my_consents() returns jsonb
language sql stable set search_path = '' as $$ select private.my_consents() $$;
grant execute on function api.my_consents() to authenticated;

create function api.my_consent_history() returns jsonb
language sql stable set search_path = '' as $$ select private.my_consent_history() $$;
grant execute on function api.my_consent_history() to authenticated;

create function api.give_consent(purpose text, version integer) returns jsonb
language sql volatile set search_path = '' as $$ select private.give_consent(purpose, version) $$;
grant execute on function api.give_consent(text, integer) to authenticated;

create function api.withdraw_consent(purpose text) returns jsonb
language sql volatile set search_path = '' as $$ select private.withdraw_consent(purpose) $$;
grant execute on function api.withdraw_consent(text) to authenticated;

create function api.record_consent(person_id uuid, purpose text, decision text, how text) returns jsonb
language sql volatile set search_path = '' as $$
  select private.record_consent(person_id, purpose, decision, how)
$$;
grant execute on function api.record_consent(uuid, text, text, text) to authenticated;

-- the words of today

insert into portal.consent_purpose (purpose, part, position, at_sign_up) values
  ('matching', 'mentoring', 10, true), ('share_with_mentor', 'mentoring', 11, true),
  ('share_access_needs', 'workshops', 15, false),
  ('contact_email', 'contact', 20, true), ('contact_phone', 'contact', 21, true), ('contact_text', 'contact', 22, true),
  ('check_in_questions', 'questions', 30, false),
  ('story_website', 'story', 40, false), ('story_printed', 'story', 41, false), ('story_talk', 'story', 42, false),
  ('story_social', 'story', 43, false), ('story_press', 'story', 44, false), ('story_training', 'story', 45, false),
  ('photo', 'photo', 50, false);

insert into portal.consent_wording (purpose, version, title, wording, stops, valid_for) values
  ('matching', 1, 'Suggest people to me',
    'You may use what I tell you to find a peer mentor for me, or someone for me to support.',
    'We stop suggesting people to you, and you to others. A suggestion that waits for an answer is closed. '
    'If you meet somebody already, that stops here too. Staff talk with you both.',
    null),
  ('share_with_mentor', 1, 'Share with my mentor',
    'You may show my peer mentor the things I choose to share with them, and nothing else.',
    'Your mentor cannot see what you shared any more. What they have already read, we cannot take back.',
    null),
  ('share_access_needs', 1, 'Say what I need to take part',
    'You may tell the people who run a workshop that I take part in what I need. I can say no for any workshop.',
    'The people who run your workshops no longer see what you need. What they have already read, we cannot take back.',
    null),
  ('contact_email', 1, 'Email me', 'You may email me about what I take part in.',
    'We stop emailing you. What was already sent, we cannot call back.', null),
  ('contact_phone', 1, 'Phone me', 'You may phone me about what I take part in.',
    'We stop phoning you, unless we fear for somebody''s safety.', null),
  ('contact_text', 1, 'Text me', 'You may text me about what I take part in.',
    'We stop texting you. What was already sent, we cannot call back.', null),
  ('check_in_questions', 1, 'Ask me how I am',
    'You may ask me a few short questions about how life is, and keep my answers about my health.',
    'We stop asking. Your answers are not used in new figures. Figures already shared cannot be changed.',
    interval '1 year'),
  ('story_website', 1, 'On our website',
    'You may show my story on your website. Only the words that I have read and said yes to.',
    'Your story leaves our website. Copies that others have made, we cannot call back.', interval '1 year'),
  ('story_printed', 1, 'In print',
    'You may print my story in leaflets and reports. Only the words that I have read and said yes to.',
    'We print it no more. Copies that are already out, we cannot call back.', interval '1 year'),
  ('story_talk', 1, 'At talks and events',
    'You may tell my story at talks and events. Only the words that I have read and said yes to.',
    'We tell it no more. What people have already heard, we cannot call back.', interval '1 year'),
  ('story_social', 1, 'On social media',
    'You may put my story on your social media pages. Only the words that I have read and said yes to.',
    'We take down what we posted. What others have copied or passed on, we cannot call back.', interval '1 year'),
  ('story_press', 1, 'In the news',
    'You may give my story to newspapers, radio and television. Only the words that I have read and said yes to.',
    'We give it to nobody else. What has been printed or broadcast, we cannot call back.', interval '1 year'),
  ('story_training', 1, 'To train staff and volunteers',
    'You may use my story to train staff and volunteers. Only the words that I have read and said yes to.',
    'We use it in no more training. What people have already learned from it, we cannot call back.', interval '1 year'),
  ('photo', 1, 'Photos of me',
    'You may take photos with me in them and use them to show what we do.',
    'We stop using photos of you. Printed copies that are already out, we cannot call back.', interval '1 year');
