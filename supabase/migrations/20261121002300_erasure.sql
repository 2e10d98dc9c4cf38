-- Erasure: a person leaves, and nothing of theirs stays but what the law makes the organisation keep.
--
-- Each table decides for itself, in its foreign keys: the row goes with the person (on delete cascade),
-- or it is somebody else's and only the link is cut (on delete set null). So the keeper deletes one row,
-- and only that of the person who is being erased in the same transaction.

-- tables

create table portal.erasure (
  id uuid primary key default gen_random_uuid(),
  person_id uuid references portal.person on delete set null,
  asked_by text not null check (asked_by in ('person', 'administrator', 'unused')),
  administrator_id uuid references portal.person on delete set null,
  reason text check (reason in (
    'asked_by_phone', 'asked_in_person', 'asked_in_writing', 'entered_by_mistake', 'has_died')),
  checked_how text check (checked_how in ('we_know_them', 'called_them_back', 'saw_a_document', 'family_or_registrar')),
  asked_at timestamptz not null default now(),
  due_at timestamptz not null,
  taken_back_at timestamptz,
  done_at timestamptz,
  running_in xid8,
  check ((asked_by = 'administrator') = (reason is not null)),
  check ((asked_by = 'administrator') = (checked_how is not null)),
  check (taken_back_at is null or done_at is null)
);
comment on table portal.erasure is 'Somebody leaves: who asked, when it is due, whether it was taken back. Once it is done it leads to nobody; there are no words in it.';
comment on column portal.erasure.asked_by is 'The person, an administrator on their behalf, or nobody: the account was unused for longer than the organisation keeps it.';
comment on column portal.erasure.checked_how is 'How the administrator made sure who was asking.';
comment on column portal.erasure.running_in is 'The transaction that is erasing the person just now. What the keeper may touch hangs on it.';
create unique index one_open_erasure_each on portal.erasure (person_id) where taken_back_at is null and done_at is null;
create index on portal.erasure (person_id);
create index on portal.erasure (administrator_id);
create index on portal.erasure (due_at) where taken_back_at is null and done_at is null;

create table portal.account_to_remove (
  account_id uuid primary key,
  since timestamptz not null default now()
);
comment on table portal.account_to_remove is 'Supabase mode only: sign-in accounts of people who are erased. Only the role that migrates may delete them; see private.remove_accounts.';

alter table portal.erasure enable row level security;
alter table portal.account_to_remove enable row level security;

insert into portal.notice_kind (kind, topic, about) values
  ('match_left', 'mentoring', 'The other person of a match has left the portal.'),
  ('match_to_mend', 'work', 'For staff: a match that they arranged has ended, because one of the two has left.'),
  ('account_unused', 'account', 'The account was not used for a long time and will be deleted unless the person comes back.');

-- policies

grant select, insert (person_id, asked_by, administrator_id, reason, checked_how, due_at),
  update (due_at, taken_back_at, done_at, running_in) on portal.erasure to privacy_keeper;
create policy "The privacy keeper reads who is leaving" on portal.erasure
  for select to privacy_keeper using (true);
create policy "The privacy keeper lets the asker leave, or whom they may" on portal.erasure
  for insert to privacy_keeper with check (
    (asked_by = 'person' and person_id = (select private.me()))
    or (asked_by = 'administrator' and (select private.has_role('administrator'))
      and administrator_id = (select private.me()) and person_id <> (select private.me()))
    or (asked_by = 'unused' and (select private.me()) is null and due_at > now() + interval '6 days'));
create policy "The privacy keeper moves on what is open and due, or the asker's" on portal.erasure
  for update to privacy_keeper using (
    taken_back_at is null and done_at is null and (
      person_id = (select private.me()) or (select private.has_role('administrator')) or due_at <= now()))
  with check (true);

-- Who is being erased in this very transaction; null at any other time.
create function private.being_erased() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select e.person_id from portal.erasure e
    where e.running_in = pg_catalog.pg_current_xact_id_if_assigned() and e.done_at is null);
end $$;
alter function private.being_erased() owner to privacy_keeper;
grant execute on function private.being_erased() to privacy_keeper;

grant select (id, display_name, state, joined_at, joined_as, entered_by), update (state, entered_by), delete
  on portal.person to privacy_keeper;
create policy "The privacy keeper finds every person" on portal.person
  for select to privacy_keeper using (true);
create policy "The privacy keeper cuts the link to who brought somebody in" on portal.person
  for update to privacy_keeper
  using (id = (select private.being_erased()) or entered_by = (select private.being_erased()))
  with check (entered_by = id);
create policy "The privacy keeper deletes whoever is being erased" on portal.person
  for delete to privacy_keeper using (id = (select private.being_erased()));

-- The subject of the tokens of whoever is being erased, while they are there.
create function private.account_being_erased() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(p.joined_as, p.id) from portal.person p where p.id = private.being_erased());
end $$;
alter function private.account_being_erased() owner to privacy_keeper;
grant execute on function private.account_being_erased() to privacy_keeper;

grant select (person_id, role) on portal.role_grant to privacy_keeper;
create policy "The privacy keeper reads who holds which role" on portal.role_grant
  for select to privacy_keeper using (true);

grant select (id, subject, started_at, last_seen_at, idle_limit, expires_at, ended_at),
  update (subject, ended_at, token_hash, ticket_hash, refresh_cipher) on portal.web_session to privacy_keeper;
create policy "The privacy keeper reads when somebody was here" on portal.web_session
  for select to privacy_keeper using (true);
create policy "The privacy keeper ends sessions of whoever is being erased" on portal.web_session
  for update to privacy_keeper using (subject = (select private.account_being_erased()))
  with check (ended_at is not null and refresh_cipher is null and token_hash is null and ticket_hash is null);

grant select (subject), delete on portal.second_factor to privacy_keeper;
create policy "The privacy keeper sees the second factor of whoever is being erased" on portal.second_factor
  for select to privacy_keeper using (subject = (select private.account_being_erased()));
create policy "The privacy keeper removes that second factor" on portal.second_factor
  for delete to privacy_keeper using (subject = (select private.account_being_erased()));

grant select (subject), delete on portal.code_try to privacy_keeper;
create policy "The privacy keeper sees codes that whoever is being erased tried" on portal.code_try
  for select to privacy_keeper using (subject = (select private.account_being_erased()));
create policy "The privacy keeper removes those tries" on portal.code_try
  for delete to privacy_keeper using (subject = (select private.account_being_erased()));

grant select (person_id, state), update (state) on portal.mentor to privacy_keeper;
create policy "The privacy keeper reads who is a mentor" on portal.mentor
  for select to privacy_keeper using (true);
create policy "The privacy keeper holds fast the mentor who is being erased" on portal.mentor
  for update to privacy_keeper using (person_id = (select private.being_erased())) with check (false);

grant select (id, request_id, family_id, mentor_id, state, proposed_by, closed_at) on portal.match to privacy_keeper;
create policy "The privacy keeper reads who is matched" on portal.match
  for select to privacy_keeper using (true);

grant select (id, person_id, state, asked_at, matched_at, ended_at), update (state, matched_at)
  on portal.mentor_request to privacy_keeper;
create policy "The privacy keeper reads who asked for a mentor" on portal.mentor_request
  for select to privacy_keeper using (true);
create policy "The privacy keeper puts back in line who loses a mentor" on portal.mentor_request
  for update to privacy_keeper using (person_id = (select private.being_erased()) or exists (
    select from portal.match m where m.request_id = mentor_request.id and m.mentor_id = (select private.being_erased())))
  with check (state = 'waiting' and matched_at is null);

-- the constraints of a request ask these
grant execute on function private.mentoring_choices(text), private.all_known(text[], text) to privacy_keeper;

grant select (id, person_id, given_at, merged_into) on portal.feedback to privacy_keeper;
create policy "The privacy keeper reads who said something, not what" on portal.feedback
  for select to privacy_keeper using (true);
grant select (change_id, feedback_id), insert (change_id, feedback_id) on portal.change_feedback to privacy_keeper;
create policy "The privacy keeper reads what a change came from" on portal.change_feedback
  for select to privacy_keeper using (true);
create policy "The privacy keeper keeps a change linked to what says the same as words that go" on portal.change_feedback
  for insert to privacy_keeper with check (true); -- its grant holds no linked_by
grant select (feedback_id, person_id) on portal.feedback_support to privacy_keeper;
create policy "The privacy keeper reads who supports what a change came from" on portal.feedback_support
  for select to privacy_keeper using (true);
grant select (id, people_who_left), update (people_who_left) on portal.change to privacy_keeper;
create policy "The privacy keeper reads how many have left" on portal.change
  for select to privacy_keeper using (true);
create policy "The privacy keeper keeps the count behind a change" on portal.change
  for update to privacy_keeper using (exists (
    select from portal.change_feedback l where l.change_id = change.id)) with check (true);

grant insert (account_id), select on portal.account_to_remove to privacy_keeper;
create policy "The privacy keeper asks for the account of the one who left" on portal.account_to_remove
  for insert to privacy_keeper with check (not exists (
    select from portal.person p where coalesce(p.joined_as, p.id) = account_id));
create policy "The privacy keeper counts accounts to remove" on portal.account_to_remove
  for select to privacy_keeper using (true);

grant execute on function private.lock_roles() to privacy_keeper;

-- private: before

-- Whether nobody but this person could give out roles.
create function private.is_last_administrator(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from portal.role_grant g where g.person_id = person and g.role = 'administrator')
  and not exists (
    select from portal.role_grant g join portal.person p on p.id = g.person_id
    where g.role = 'administrator' and p.id <> person and p.state = 'active')
$$;
alter function private.is_last_administrator(uuid) owner to privacy_keeper;
grant execute on function private.is_last_administrator(uuid) to privacy_keeper;

-- Hold fast, in the order that everybody keeps (workshops by id), those to come where a person has a place
-- or a turn. Returns them.
create function private.hold_workshops_of(person uuid) returns uuid[]
language plpgsql security definer set search_path = '' as $$
begin
  return array(
    select w.id from portal.workshop w
    where w.state = 'published' and w.starts_at > now() and exists (
      select from portal.booking b
      where b.workshop_id = w.id and b.person_id = hold_workshops_of.person
        and b.state in ('booked', 'waiting', 'offered'))
    order by w.id for no key update);
end $$;
alter function private.hold_workshops_of(uuid) owner to portal_keeper;
grant execute on function private.hold_workshops_of(uuid) to privacy_keeper;

-- Places that came free go to the next in line. The caller holds the workshops.
create function private.give_places_on(workshop_ids uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  event portal.workshop;
begin
  for event in select w.* from portal.workshop w where w.id = any (workshop_ids) order by w.id loop
    perform private.settle_offers(event);
  end loop;
end $$;
alter function private.give_places_on(uuid[]) owner to portal_keeper;
grant execute on function private.give_places_on(uuid[]) to privacy_keeper;

-- Hold fast whatever mentoring a person is part of, in the order that everybody keeps: mentor, request.
create function private.hold_mentoring_of(person uuid) returns void
language plpgsql set search_path = '' as $$
begin
  perform from portal.mentor m where m.person_id = person for update;
  if not found and exists (select from portal.mentor m where m.person_id = person) then
    raise exception 'the mentor was not held';
  end if;
  perform from portal.mentor_request r
  where r.person_id = person or exists (
    select from portal.match m where m.request_id = r.id and m.mentor_id = person and m.closed_at is null)
  order by r.id for update;
end $$;
grant execute on function private.hold_mentoring_of(uuid) to privacy_keeper;

-- Tell the other side of each open match, and the member of staff who arranged it; put a family that
-- loses its mentor back in line, with its old place. The matches themselves go with the person.
create function private.leave_matches(person uuid) returns void
language plpgsql set search_path = '' as $$
declare
  ending record;
begin
  for ending in
    select m.id, m.request_id, m.family_id, m.mentor_id, m.state, m.proposed_by from portal.match m
    where m.closed_at is null and person in (m.family_id, m.mentor_id) order by m.id
  loop
    if ending.mentor_id = person then
      perform private.notify(ending.family_id, 'match_left', 'match_left:' || ending.id, 'mentoring');
      update portal.mentor_request r set state = 'waiting', matched_at = null
      where r.id = ending.request_id and r.state in ('waiting', 'matched');
      if not found then
        raise exception 'the request was not put back in line';
      end if;
    elsif ending.state <> 'proposed' then
      perform private.notify(ending.mentor_id, 'match_left', 'match_left:' || ending.id, 'my-matches');
    end if;
    perform private.notify(ending.proposed_by, 'match_to_mend', 'match_to_mend:' || ending.id, 'matching');
  end loop;
end $$;
grant execute on function private.leave_matches(uuid) to privacy_keeper;

-- The pieces behind a change: those that are linked, and those that are merged with them.
create function private.pieces_behind(change_id uuid) returns setof uuid
language sql stable set search_path = '' as $$
  select o.id from portal.change_feedback l join portal.feedback f on f.id = l.feedback_id
  join portal.feedback o on o.id = coalesce(f.merged_into, f.id)
  where l.change_id = pieces_behind.change_id
  union
  select o.id from portal.change_feedback l join portal.feedback f on f.id = l.feedback_id
  join portal.feedback o on o.merged_into = coalesce(f.merged_into, f.id)
  where l.change_id = pieces_behind.change_id
$$;
grant execute on function private.pieces_behind(uuid) to privacy_keeper;

-- Words that go were part of changes: each change keeps count of the people whose last words or support behind it
-- go, and stays linked to what was merged with them. leaving: whose support goes too.
create function private.keep_counts(going uuid[], leaving uuid default null) returns void
language plpgsql set search_path = '' as $$
declare
  touched record;
  pieces uuid[];
begin
  for touched in
    select distinct l.change_id from portal.change_feedback l join portal.feedback f on f.id = l.feedback_id
    where f.id = any (going)
      or f.merged_into in (select o.merged_into from portal.feedback o where o.id = any (going))
      or f.id in (select o.merged_into from portal.feedback o where o.id = any (going))
      or f.merged_into = any (going)
      or f.id in (select s.feedback_id from portal.feedback_support s where s.person_id = leaving)
      or f.merged_into in (select s.feedback_id from portal.feedback_support s where s.person_id = leaving)
  loop
    pieces := array(select private.pieces_behind(touched.change_id));
    update portal.change c set people_who_left = c.people_who_left + (
      select count(*) from (
        select f.person_id from portal.feedback f where f.id = any (pieces)
        union
        select s.person_id from portal.feedback_support s where s.feedback_id = any (pieces)
        except
        (select f.person_id from portal.feedback f
        where f.id = any (pieces) and f.id <> all (going) and f.person_id is distinct from leaving
        union
        select s.person_id from portal.feedback_support s
        where s.feedback_id = any (pieces) and s.feedback_id <> all (going) and s.person_id is distinct from leaving)) gone)
    where c.id = touched.change_id;
    insert into portal.change_feedback (change_id, feedback_id)
    select touched.change_id, p from unnest(pieces) p where p <> all (going) on conflict do nothing;
  end loop;
end $$;
grant execute on function private.keep_counts(uuid[], uuid) to privacy_keeper;

-- The account that somebody signed in with. An embedded portal keeps accounts itself and forgets it here;
-- on Supabase it is put down for the role that may delete it.
create function private.forget_account(account uuid) returns void
language plpgsql set search_path = '' as $$
begin
  if to_regnamespace('identity') is not null then
    execute 'select identity.forget_account($1)' using account;
  else
    insert into portal.account_to_remove (account_id) values (account) on conflict do nothing;
  end if;
end $$;
grant execute on function private.forget_account(uuid) to privacy_keeper;

-- Supabase mode: delete the accounts put down for it. Nobody is granted it: the role that migrates runs
-- `select private.remove_accounts()`, by hand or on a schedule. Returns how many.
create function private.remove_accounts() returns integer
language plpgsql set search_path = '' as $$
declare
  removed integer;
begin
  -- somebody may have joined anew with the same account before it was removed
  delete from portal.account_to_remove r
  where exists (select from portal.person p where coalesce(p.joined_as, p.id) = r.account_id);
  delete from auth.users u where u.id in (select r.account_id from portal.account_to_remove r);
  get diagnostics removed = row_count;
  delete from portal.account_to_remove r where true;
  return removed;
end $$;

-- private: erasing

-- Leave nothing that signs the person in: on no device, with no code.
create function private.close_doors(account uuid) returns void
language plpgsql set search_path = '' as $$
begin
  -- ended rather than deleted: a token of that session is refused for as long as it lives
  update portal.web_session s
  set subject = gen_random_uuid(), ended_at = coalesce(s.ended_at, now()),
    token_hash = null, ticket_hash = null, refresh_cipher = null
  where s.subject = account;
  delete from portal.second_factor f where f.subject = account;
  delete from portal.code_try t where t.subject = account;
end $$;
grant execute on function private.close_doors(uuid) to privacy_keeper;

-- Erase a person who asked for it, or for whom it is due. Once, however often and from wherever it is
-- called; all of it or nothing. Outcomes: erased, not_asked, not_due, last_administrator.
create function private.erase_person(person uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  leaving portal.erasure;
  account uuid;
  upcoming uuid[];
begin
  perform private.lock_roles();
  select e.* into leaving from portal.erasure e
  where e.person_id = person and e.taken_back_at is null and e.done_at is null;
  if not found then
    return jsonb_build_object('outcome', 'not_asked');
  elsif leaving.due_at > now() then
    return jsonb_build_object('outcome', 'not_due');
  elsif private.is_last_administrator(person) then
    return jsonb_build_object('outcome', 'last_administrator');
  end if;
  update portal.erasure e set running_in = pg_catalog.pg_current_xact_id() where e.id = leaving.id;
  perform private.hold_mentoring_of(person);
  upcoming := private.hold_workshops_of(person);
  select coalesce(p.joined_as, p.id) into strict account from portal.person p where p.id = person for update;
  -- asked once more: a place may have been booked until the line above
  upcoming := upcoming || private.hold_workshops_of(person);
  perform private.record('erase_person', 'person', person, '{}', person);
  perform private.leave_matches(person);
  perform private.keep_counts(array(select f.id from portal.feedback f where f.person_id = person), person);
  perform private.close_doors(account);
  -- a report of somebody else's words stays, without the words of the one who made it
  update portal.report r set words = null where r.reported_by = person;
  update portal.person p set entered_by = p.id where p.entered_by = person;
  delete from portal.person p where p.id = person;
  if not found then
    raise exception 'the person was not erased';
  end if;
  perform private.give_places_on(upcoming);
  perform private.forget_account(account);
  update portal.erasure e set done_at = now(), running_in = null where e.id = leaving.id;
  if not found then
    raise exception 'the erasure was not finished';
  end if;
  return jsonb_build_object('outcome', 'erased');
end $$;
alter function private.erase_person(uuid) owner to privacy_keeper;
grant execute on function private.erase_person(uuid) to privacy_keeper;

-- Everybody whose time has come, one by one. Who has been here since an account was found unused stays.
create function private.erase_due(most integer default 50) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  erased integer := 0;
  failed integer := 0;
begin
  for due in
    select e.id, e.person_id, e.asked_by, e.asked_at, coalesce(p.joined_as, p.id) as account
    from portal.erasure e join portal.person p on p.id = e.person_id
    where e.due_at <= now() and e.taken_back_at is null and e.done_at is null
    order by e.due_at limit most
  loop
    if due.asked_by = 'unused' and exists (
      select from portal.web_session s where s.subject = due.account and s.last_seen_at > due.asked_at
    ) then
      update portal.erasure e set taken_back_at = now() where e.id = due.id;
      continue;
    end if;
    begin
      if private.erase_person(due.person_id) ->> 'outcome' = 'erased' then
        erased := erased + 1;
      else
        failed := failed + 1;
      end if;
    exception when others then
      failed := failed + 1;
    end;
  end loop;
  return jsonb_build_object('erased', erased, 'failed', failed);
end $$;
alter function private.erase_due(integer) owner to privacy_keeper;
grant execute on function private.erase_due(integer) to privacy_keeper;

-- private: asking

-- How long somebody may change their mind.
create function private.time_to_think() returns interval
language plpgsql stable set search_path = '' as $$
begin
  return (select r.keep * interval '1 day' from portal.retention_rule r where r.kind = 'time_to_think');
end $$;
grant execute on function private.time_to_think() to privacy_keeper;

-- The open erasure of a person: put down now, or the one that is there, brought forward if it is to be now.
-- What is to be now is written in the audit once everything is held fast, so that nobody waits in a ring.
create function private.open_erasure(
  person uuid, asked_by text, at_once boolean, administrator uuid, reason text, checked_how text
) returns timestamptz
language plpgsql set search_path = '' as $$
declare
  due timestamptz := now() + case when at_once then interval '0' else private.time_to_think() end;
begin
  insert into portal.erasure (person_id, asked_by, administrator_id, reason, checked_how, due_at)
  values (person, open_erasure.asked_by, administrator, open_erasure.reason, open_erasure.checked_how, due)
  on conflict do nothing;
  if found and not at_once then
    perform private.record('ask_for_erasure', 'erasure', person, array['due_at'], person);
  elsif at_once then
    update portal.erasure e set due_at = now()
    where e.person_id = person and e.taken_back_at is null and e.done_at is null;
  end if;
  return (select e.due_at from portal.erasure e
    where e.person_id = person and e.taken_back_at is null and e.done_at is null);
end $$;
grant execute on function private.open_erasure(uuid, text, boolean, uuid, text, text) to privacy_keeper;

create function private.ask_for_erasure(at_once boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  due timestamptz;
begin
  perform private.lock_roles();
  -- asked again inside the lock: the asker may have left while waiting
  perform private.require_person();
  if private.is_last_administrator(asker) then
    return jsonb_build_object('outcome', 'last_administrator');
  end if;
  due := private.open_erasure(asker, 'person', coalesce(at_once, false), null, null, null);
  if at_once then
    return private.erase_person(asker);
  end if;
  return jsonb_build_object('outcome', 'waiting', 'due_at', due);
end $$;
alter function private.ask_for_erasure(boolean) owner to privacy_keeper;
grant execute on function private.ask_for_erasure(boolean) to authenticated;

-- Change one's mind: nothing has happened, and nothing will.
create function private.take_back_erasure(person uuid) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update portal.erasure e set taken_back_at = now()
  where e.person_id = person and e.taken_back_at is null and e.done_at is null;
  if not found then
    return jsonb_build_object('outcome', 'not_asked');
  end if;
  perform private.record('take_back_erasure', 'erasure', person, array['taken_back_at'], person);
  return jsonb_build_object('outcome', 'kept');
end $$;
grant execute on function private.take_back_erasure(uuid) to privacy_keeper;

create function private.keep_my_account() returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  return private.take_back_erasure(private.require_person());
end $$;
alter function private.keep_my_account() owner to privacy_keeper;
grant execute on function private.keep_my_account() to authenticated;

-- Where a person stands: whether they are leaving, when, and how long there is to think.
create function private.erasure_facts(person uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'days_to_think', extract(day from private.time_to_think())::integer,
    'last_administrator', private.is_last_administrator(person),
    'leaving', (
      select jsonb_build_object('asked_by', e.asked_by, 'asked_at', e.asked_at, 'due_at', e.due_at)
      from portal.erasure e where e.person_id = person and e.taken_back_at is null and e.done_at is null))
$$;
grant execute on function private.erasure_facts(uuid) to privacy_keeper;

create function private.my_erasure() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.erasure_facts(private.require_person());
end $$;
alter function private.my_erasure() owner to privacy_keeper;
grant execute on function private.my_erasure() to authenticated;

-- private: an administrator, for somebody who has no account or asks some other way

create function private.erasure_of(person_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
  name text := (select p.display_name from portal.person p where p.id = erasure_of.person_id);
begin
  if name is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  return private.erasure_facts(person_id) || jsonb_build_object('outcome', 'found', 'display_name', name,
    'is_me', person_id = asker);
end $$;
alter function private.erasure_of(uuid) owner to privacy_keeper;
grant execute on function private.erasure_of(uuid) to authenticated;

create function private.ask_for_erasure_of(person_id uuid, reason text, checked_how text, at_once boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
  due timestamptz;
begin
  perform private.lock_roles();
  -- asked again inside the lock: the asker may have lost the role, or left, while waiting
  perform private.require_role('administrator');
  if person_id = asker then
    return jsonb_build_object('outcome', 'not_yourself');
  elsif reason is null or reason not in (
    'asked_by_phone', 'asked_in_person', 'asked_in_writing', 'entered_by_mistake', 'has_died') then
    return private.invalid('reason', 'not_known');
  elsif checked_how is null or checked_how not in (
    'we_know_them', 'called_them_back', 'saw_a_document', 'family_or_registrar') then
    return private.invalid('checked_how', 'not_known');
  elsif not exists (select from portal.person p where p.id = ask_for_erasure_of.person_id) then
    return jsonb_build_object('outcome', 'not_found');
  elsif private.is_last_administrator(person_id) then
    return jsonb_build_object('outcome', 'last_administrator');
  end if;
  due := private.open_erasure(person_id, 'administrator', coalesce(at_once, false), asker, reason, checked_how);
  if at_once then
    return private.erase_person(person_id);
  end if;
  return jsonb_build_object('outcome', 'waiting', 'due_at', due);
end $$;
alter function private.ask_for_erasure_of(uuid, text, text, boolean) owner to privacy_keeper;
grant execute on function private.ask_for_erasure_of(uuid, text, text, boolean) to authenticated;

create function private.keep_account_of(person_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_role('administrator');
  return private.take_back_erasure(person_id);
end $$;
alter function private.keep_account_of(uuid) owner to privacy_keeper;
grant execute on function private.keep_account_of(uuid) to authenticated;

-- api

create function api.my_erasure() returns jsonb
language sql stable set search_path = '' as $$ select private.my_erasure() $$;
grant execute on function api.my_erasure() to authenticated;

-- Outcomes: waiting (with due_at), erased, last_administrator.
create function api.ask_for_erasure(at_once boolean default false) returns jsonb
language sql volatile set search_path = '' as $$ select private.ask_for_erasure(at_once) $$;
grant execute on function api.ask_for_erasure(boolean) to authenticated;

-- Outcomes: kept, not_asked.
create function api.keep_my_account() returns jsonb
language sql volatile set search_path = '' as $$ select private.keep_my_account() $$;
grant execute on function api.keep_my_account() to authenticated;

create function api.erasure_of(person_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.erasure_of(person_id) $$;
grant execute on function api.erasure_of(uuid) to authenticated;

-- Outcomes: waiting (with due_at), erased, invalid, not_yourself, not_found, last_administrator.
create function api.ask_for_erasure_of(
  person_id uuid, reason text, checked_how text, at_once boolean default false
) returns jsonb language sql volatile set search_path = '' as $$
  select private.ask_for_erasure_of(person_id, reason, checked_how, at_once)
$$;
grant execute on function api.ask_for_erasure_of(uuid, text, text, boolean) to authenticated;

-- Outcomes: kept, not_asked.
create function api.keep_account_of(person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.keep_account_of(person_id) $$;
grant execute on function api.keep_account_of(uuid) to authenticated;
