-- Consents: what a person said yes to, in which words, and whether that still stands.
-- The ledger only ever grows. The newest entry for a purpose is what counts.

create table portal.consent_wording (
  purpose text not null check (purpose in (
    'matching', 'share_with_mentor', 'contact_email', 'contact_phone', 'contact_text',
    'check_in_questions', 'story', 'photo')),
  version integer not null check (version > 0),
  title text not null check (length(title) between 1 and 60),
  wording text not null check (length(wording) between 1 and 300),
  stops text not null check (length(stops) between 1 and 300),
  valid_for interval,
  position integer not null,
  primary key (purpose, version)
);
comment on table portal.consent_wording is 'The words in which each consent is asked. New words are a new version; the highest is the one in use.';
comment on column portal.consent_wording.stops is 'What a person is told when they take the consent back.';
comment on column portal.consent_wording.valid_for is 'How long a yes holds before it must be asked again; null: until it is taken back.';

create table portal.consent (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  person_id uuid not null references portal.person,
  purpose text not null,
  version integer not null,
  wording text not null check (length(wording) between 1 and 300),
  decision text not null check (decision in ('given', 'withdrawn')),
  how text not null check (how in ('portal', 'on_paper', 'by_phone', 'spreadsheet')),
  recorded_by uuid not null references portal.person,
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

alter table portal.consent_wording enable row level security;
alter table portal.consent enable row level security;

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
    from portal.consent c
    where c.person_id = consented.person and c.purpose = consented.purpose
    order by c.number desc limit 1), false);
end $$;
alter function private.consented(uuid, text) owner to portal_keeper;
grant execute on function private.consented(uuid, text) to portal_keeper, mentoring_keeper, figures_keeper;

-- The words in use for each purpose, in the order in which they are asked.
create function private.wordings_in_use() returns setof portal.consent_wording
language sql stable set search_path = '' as $$
  select distinct on (w.position, w.purpose) w.* from (
    select distinct on (v.purpose) v.* from portal.consent_wording v order by v.purpose, v.version desc
  ) w order by w.position, w.purpose
$$;
grant execute on function private.wordings_in_use() to authenticated, portal_keeper;

-- Every purpose with its words and where a person stands on it.
-- state: given, withdrawn, expired, not_asked
create function private.consents_of(person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'purpose', w.purpose, 'version', w.version, 'title', w.title, 'wording', w.wording, 'stops', w.stops,
    'state', case
      when newest.id is null then 'not_asked'
      when newest.decision = 'withdrawn' then 'withdrawn'
      when newest.expires_at <= now() then 'expired'
      else 'given' end,
    'said_version', newest.version, 'said_wording', newest.wording, 'how', newest.how,
    'recorded_at', newest.recorded_at, 'expires_at', newest.expires_at) order by w.position), '[]')
  from private.wordings_in_use() w
  left join lateral (
    select c.* from portal.consent c
    where c.person_id = consents_of.person and c.purpose = w.purpose order by c.number desc limit 1
  ) newest on true
$$;
alter function private.consents_of(uuid) owner to portal_keeper;
grant execute on function private.consents_of(uuid) to portal_keeper;

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
  if private.consented(asker, give_consent.purpose) and in_use = (
    select c.version from portal.consent c
    where c.person_id = asker and c.purpose = give_consent.purpose order by c.number desc limit 1
  ) then
    return jsonb_build_object('outcome', 'already_given', 'consents', private.consents_of(asker));
  end if;
  perform private.add_consent(asker, give_consent.purpose, in_use, 'given', 'portal');
  return jsonb_build_object('outcome', 'given', 'consents', private.consents_of(asker));
end $$;
alter function private.give_consent(text, integer) owner to portal_keeper;
grant execute on function private.give_consent(text, integer) to authenticated;

-- Take a consent back. It is recorded against the words that were agreed to, and holds at once.
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

-- api

create function api.my_consents() returns jsonb
language sql stable set search_path = '' as $$ select private.my_consents() $$;
grant execute on function api.my_consents() to authenticated;

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

insert into portal.consent_wording (purpose, version, title, wording, stops, valid_for, position) values
  ('matching', 1, 'Suggest people to me',
    'You may use what I tell you to suggest a peer mentor for me, or a person for me to support.',
    'We stop suggesting people to you, and stop suggesting you to others. We will ask you about anyone you already meet.',
    null, 1),
  ('share_with_mentor', 1, 'Share with my mentor',
    'You may show my peer mentor the things I choose to share with them, and nothing else.',
    'Your mentor cannot see what you shared any more. What they have already read, we cannot take back.',
    null, 2),
  ('contact_email', 1, 'Email me', 'You may email me about what I take part in.',
    'We stop emailing you. We cannot call back what was already sent.', null, 3),
  ('contact_phone', 1, 'Phone me', 'You may phone me about what I take part in.',
    'We stop phoning you.', null, 4),
  ('contact_text', 1, 'Text me', 'You may text me about what I take part in.',
    'We stop texting you. We cannot call back what was already sent.', null, 5),
  ('check_in_questions', 1, 'Ask me how I am',
    'You may ask me a few short questions about how life is, and keep my answers about my health.',
    'We stop asking. Your answers are not used in new figures. Figures already shared cannot be changed.',
    interval '1 year', 6),
  ('story', 1, 'My story',
    'You may talk with me about sharing my story. Nothing is shared until I have read it and said yes.',
    'We stop asking about your story. Tell us about anything already shared, and we will take it down where we can.',
    interval '1 year', 7),
  ('photo', 1, 'Photos of me',
    'You may take photos with me in them and use them to show what we do.',
    'We stop using photos of you. Printed copies that are already out cannot be called back.',
    interval '1 year', 8);
