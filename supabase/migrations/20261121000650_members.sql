-- Members: signing up, one's own details, and how staff find a person.

-- policies

create policy "The portal keeper reads roles for staff" on portal.role_grant
  for select to portal_keeper using (
    (select private.has_role('staff')) or (select private.has_role('administrator')));
grant select on portal.role_grant to portal_keeper;

grant update (state, joined_as) on portal.person to identity_keeper;
create policy "The identity keeper suspends, or joins an account" on portal.person
  for update to identity_keeper using (
    ((select private.has_role('administrator')) and id <> (select private.me()))
    or (entered_by is not null and joined_as is null and state = 'active'))
  with check (
    ((select private.has_role('administrator')) and id <> (select private.me()))
    or joined_as = (select private.my_subject()));

-- private

-- Text that somebody typed, with nothing round it; null when nothing is left.
create function private.tidy(value text) returns text
language sql immutable set search_path = '' as $$ select nullif(btrim(value), '') $$;
grant execute on function private.tidy(text) to portal_keeper;

-- Everything wrong with a profile and its details, in the order of the form.
create function private.profile_problems(given jsonb)
returns table (place integer, field text, problem text)
language sql stable set search_path = '' as $$
  select f.* from (values
    (1, 'display_name', private.text_problem(given ->> 'display_name', 60)),
    (2, 'connection', case when given ->> 'connection' in ('recovery', 'family', 'worker') then null else 'not_known' end),
    (3, 'relation', case
      when given ->> 'connection' <> 'family' then null
      when given ->> 'relation' is null then 'missing'
      when given ->> 'relation' in ('partner', 'parent', 'sibling', 'adult_child', 'aunt_or_uncle', 'grandparent',
        'friend', 'carer') then null else 'not_known' end),
    (4, 'space_id', case when given ->> 'space_id' is null or exists (
      select from portal.space s where s.id::text = lower(given ->> 'space_id')) then null else 'not_known' end),
    (5, 'contact_channel', case when given ->> 'contact_channel' in ('portal', 'email', 'phone', 'text')
      then null else 'not_known' end),
    (6, 'email', coalesce(
      private.text_problem(given ->> 'email', 254, given ->> 'contact_channel' = 'email'),
      case when given ->> 'email' !~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$' then 'not_an_email' end)),
    (7, 'phone', coalesce(
      private.text_problem(given ->> 'phone', 40, given ->> 'contact_channel' in ('phone', 'text')),
      case when given ->> 'phone' !~ '^[-+() 0-9]{6,}$' then 'not_a_phone' end)),
    (8, 'safe_times', private.text_problem(given ->> 'safe_times', 300, false)),
    (9, 'legal_name', private.text_problem(given ->> 'legal_name', 120, false)),
    (10, 'access_needs', private.text_problem(given ->> 'access_needs', 1000, false))
  ) as f(place, field, problem) where f.problem is not null order by f.place
$$;
grant execute on function private.profile_problems(jsonb) to portal_keeper;

-- The first of them, or null.
create function private.profile_problem(given jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(p.field, p.problem) from private.profile_problems(given) p order by p.place limit 1
$$;
grant execute on function private.profile_problem(jsonb) to portal_keeper;

-- How a name that others see gives its owner away: 'email', 'full_name', 'legal_name', or null.
create function private.name_gives_away(display_name text, email text, legal_name text) returns text
language sql immutable set search_path = '' as $$
  with said as (select lower(regexp_replace(display_name, '[^[:alnum:]]', '', 'g')) as name)
  select case
    when length(name) > 2 and name = lower(regexp_replace(split_part(email, '@', 1), '[^[:alnum:]]', '', 'g')) then 'email'
    when lower(btrim(legal_name)) = lower(btrim(display_name)) then 'legal_name'
    when btrim(display_name) ~ '^[[:upper:]][[:lower:]]+ [[:upper:]][[:lower:]]+$' then 'full_name'
  end from said
$$;
grant execute on function private.name_gives_away(text, text, text) to portal_keeper;

-- What is wrong with a list of consents as somebody ticked them, or null.
create function private.consents_problem(consents jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if jsonb_typeof(consents) is distinct from 'array' then
    return private.invalid('consents', 'not_known');
  end if;
  if exists (
    select from jsonb_array_elements(consents) c where not exists (
      select from private.wordings_in_use() w
      where w.purpose = c ->> 'purpose' and w.version::text = c ->> 'version')
  ) then
    return jsonb_build_object('outcome', 'wording_changed');
  end if;
  return null;
end $$;
grant execute on function private.consents_problem(jsonb) to portal_keeper;

-- Record a yes to each, leaving out those that stand already.
create function private.add_consents(person uuid, consents jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  agreed record;
begin
  for agreed in
    select distinct c ->> 'purpose' as purpose, (c ->> 'version')::integer as version
    from jsonb_array_elements(consents) c
    where not private.consented(person, c ->> 'purpose')
  loop
    perform private.add_consent(person, agreed.purpose, agreed.version, 'given', 'portal');
  end loop;
end $$;
grant execute on function private.add_consents(uuid, jsonb) to portal_keeper;

-- Sign up the owner of the token: profile, details, consents and audit, or nothing at all.
create function private.sign_up(given jsonb, adult boolean, name_is_fine boolean, consents jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  subject uuid := private.my_subject();
  problem jsonb := coalesce(private.profile_problem(given), private.consents_problem(consents));
  gives_away text := private.name_gives_away(given ->> 'display_name', given ->> 'email', null);
begin
  if subject is null then
    raise exception 'sign_in_first' using errcode = '28000';
  end if;
  if exists (select from portal.person p where coalesce(p.joined_as, p.id) = subject) then
    return jsonb_build_object('outcome', 'already_signed_up');
  end if;
  if adult is not true then
    return jsonb_build_object('outcome', 'adults_only');
  end if;
  if problem is not null then
    return problem;
  end if;
  if gives_away is not null and name_is_fine is not true then
    return jsonb_build_object('outcome', 'name_gives_you_away', 'why', gives_away);
  end if;
  insert into portal.person (id, display_name, connection, relation, space_id)
  values (subject, btrim(given ->> 'display_name'), given ->> 'connection',
    case when given ->> 'connection' = 'family' then given ->> 'relation' end, (given ->> 'space_id')::uuid)
  on conflict do nothing;
  if not found then
    return jsonb_build_object('outcome', 'already_signed_up');
  end if;
  insert into portal.person_detail (person_id, email, phone, contact_channel, safe_times, message_ok)
  values (subject, private.tidy(given ->> 'email'), private.tidy(given ->> 'phone'), given ->> 'contact_channel',
    private.tidy(given ->> 'safe_times'), coalesce((given ->> 'message_ok')::boolean, false));
  perform private.add_consents(subject, consents);
  perform private.record('sign_up', 'person', subject,
    array['display_name', 'connection', 'relation', 'space_id', 'email', 'phone', 'contact_channel', 'safe_times',
      'message_ok'], subject);
  return jsonb_build_object('outcome', 'welcome');
end $$;
alter function private.sign_up(jsonb, boolean, boolean, jsonb) owner to portal_keeper;
grant execute on function private.sign_up(jsonb, boolean, boolean, jsonb) to authenticated;

-- What a person is asked for when they sign up: the spaces, and each consent in its words.
create function private.sign_up_form() returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.my_subject() is null then
    raise exception 'sign_in_first' using errcode = '28000';
  end if;
  return jsonb_build_object(
    'spaces', private.space_names(),
    'consents', (
      select coalesce(jsonb_agg(jsonb_build_object('purpose', w.purpose, 'version', w.version, 'title', w.title,
        'wording', w.wording) order by w.place), '[]')
      from private.wordings_in_use() w where w.at_sign_up));
end $$;
grant execute on function private.sign_up_form() to authenticated;

-- A profile with its private details in one object.
create function private.details_of(person uuid) returns jsonb
language sql stable set search_path = '' as $$
  select (to_jsonb(p) - 'joined_as') || jsonb_build_object(
    'legal_name', d.legal_name, 'email', d.email, 'phone', d.phone,
    'contact_channel', coalesce(d.contact_channel, 'portal'), 'safe_times', d.safe_times,
    'message_ok', coalesce(d.message_ok, false), 'access_needs', d.access_needs, 'member_number', d.member_number,
    'space_name', (select s.name from portal.space s where s.id = p.space_id),
    'brought_in', p.entered_by is not null, 'has_account', p.entered_by is null or p.joined_as is not null)
  from portal.person p
  left join portal.person_detail d on d.person_id = p.id
  where p.id = details_of.person
$$;
grant execute on function private.details_of(uuid) to portal_keeper;

create function private.my_account() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
begin
  return jsonb_build_object(
    'details', private.details_of(asker), 'consents', private.consents_of(asker),
    'spaces', private.space_names());
end $$;
alter function private.my_account() owner to portal_keeper;
grant execute on function private.my_account() to authenticated;

-- Change one's own details. `consents` holds the yes that came with a way of being reached.
create function private.save_my_details(given jsonb, consents jsonb, name_is_fine boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  before jsonb := private.details_of(asker);
  problem jsonb := coalesce(private.profile_problem(given), private.consents_problem(consents));
  gives_away text := private.name_gives_away(given ->> 'display_name', given ->> 'email', given ->> 'legal_name');
  changed text[];
begin
  if problem is not null then
    return problem;
  end if;
  if gives_away is not null and name_is_fine is not true
    and (before ->> 'display_name', before ->> 'email', before ->> 'legal_name') is distinct from
      (btrim(given ->> 'display_name'), private.tidy(given ->> 'email'), private.tidy(given ->> 'legal_name')) then
    return jsonb_build_object('outcome', 'name_gives_you_away', 'why', gives_away);
  end if;
  update portal.person p
  set display_name = btrim(given ->> 'display_name'), connection = given ->> 'connection',
    relation = case when given ->> 'connection' = 'family' then given ->> 'relation' end,
    space_id = (given ->> 'space_id')::uuid
  where p.id = asker;
  -- somebody who was brought in has details already, and may not add any
  insert into portal.person_detail (person_id)
  select asker where not exists (select from portal.person_detail d where d.person_id = asker) on conflict do nothing;
  update portal.person_detail d
  set legal_name = private.tidy(given ->> 'legal_name'), email = private.tidy(given ->> 'email'),
    phone = private.tidy(given ->> 'phone'), contact_channel = given ->> 'contact_channel',
    safe_times = private.tidy(given ->> 'safe_times'), access_needs = private.tidy(given ->> 'access_needs'),
    message_ok = coalesce((given ->> 'message_ok')::boolean, false)
  where d.person_id = asker;
  if not found then
    raise exception 'the details were not saved';
  end if;
  perform private.add_consents(asker, consents);
  select coalesce(array_agg(now_has.key order by now_has.key), '{}') into changed
  from jsonb_each(private.details_of(asker)) now_has
  where now_has.key <> 'space_name' and now_has.value is distinct from before -> now_has.key;
  if changed = '{}' then
    return jsonb_build_object('outcome', 'nothing_changed');
  end if;
  perform private.record('save_my_details', 'person', asker, changed, asker);
  return jsonb_build_object('outcome', 'saved');
end $$;
alter function private.save_my_details(jsonb, jsonb, boolean) owner to portal_keeper;
grant execute on function private.save_my_details(jsonb, jsonb, boolean) to authenticated;

-- People whose name, e-mail, phone or legal name holds the words; 50 at most, and how many there are.
-- Private details are searched for staff only, and never returned from here.
create function private.find_people(search text, space_id uuid, role text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  words text := lower(btrim(coalesce(search, '')));
begin
  return (
    with found as (
      select p.id, p.display_name, p.connection, p.relation, p.state, p.joined_at, s.name as space_name,
        p.id = asker as is_me, p.entered_by is null or p.joined_as is not null as has_account,
        (select coalesce(jsonb_agg(g.role order by g.role), '[]') from portal.role_grant g where g.person_id = p.id) as roles
      from portal.person p
      left join portal.space s on s.id = p.space_id
      left join portal.person_detail d on d.person_id = p.id
      where (find_people.space_id is null or p.space_id = find_people.space_id)
        and (find_people.role is null or exists (
          select from portal.role_grant g where g.person_id = p.id and g.role = find_people.role))
        and (words = '' or position(words in lower(concat_ws(' ', p.display_name, d.legal_name, d.email, d.member_number))) > 0
          or (words ~ '^[0-9 ]{4,}$' and position(replace(words, ' ', '') in replace(d.phone, ' ', '')) > 0))
    ), shown as (
      select f.* from found f order by lower(f.display_name), f.id limit 50
    )
    select jsonb_build_object('count', (select count(*) from found), 'spaces', private.space_names(), 'people', (
      select coalesce(jsonb_agg(to_jsonb(h) order by lower(h.display_name), h.id), '[]') from shown h)));
end $$;
alter function private.find_people(text, uuid, text) owner to portal_keeper;
grant execute on function private.find_people(text, uuid, text) to authenticated;

-- An email address or phone number that is there, but whose owner has not said yes to being reached by it.
create function private.held_back(person uuid, details jsonb) returns text[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(h.detail order by h.detail), '{}') from (values
    ('email', private.consented(person, 'contact_email')),
    ('phone', private.consented(person, 'contact_phone') or private.consented(person, 'contact_text'))
  ) as h(detail, agreed) where not h.agreed and details ->> h.detail is not null
$$;
grant execute on function private.held_back(uuid, jsonb) to portal_keeper;

-- One person for staff: private details as far as they said yes, what they said, and with whom we may speak
-- about them. The read is written to the audit. An administrator who is not staff sees the profile and roles.
create function private.person(person_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  sees_details boolean := private.has_role('staff');
  found_person jsonb := private.details_of(person_id);
  private_columns text[] := array['legal_name', 'email', 'phone', 'contact_channel', 'safe_times', 'message_ok',
    'access_needs', 'member_number'];
  held_back text[] := private.held_back(person_id, found_person);
begin
  if found_person is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if sees_details and person.person_id <> asker then
    perform private.record_look('read_details', 'person_detail', person.person_id, (
      select array_agg(c) from unnest(private_columns) c where c <> all (held_back)), person.person_id);
  end if;
  return jsonb_build_object('outcome', 'found', 'sees_details', sees_details, 'is_me', person.person_id = asker,
    'person', case when sees_details then found_person || (
        select coalesce(jsonb_object_agg(h, null), '{}') from unnest(held_back) h)
      else found_person - private_columns end,
    'held_back', case when sees_details then held_back else '{}' end,
    'entered_by_name', (select e.display_name from portal.person e where e.id = (found_person ->> 'entered_by')::uuid),
    'roles', (select coalesce(jsonb_agg(g.role order by g.role), '[]') from portal.role_grant g where g.person_id = person.person_id),
    'consents', case when sees_details then private.consents_of(person.person_id) else '[]' end,
    'history', case when sees_details then private.consent_history_of(person.person_id) else '[]' end,
    'talk', case when sees_details then private.talk_permissions_of(person.person_id) || private.talk_choices() end);
end $$;
alter function private.person(uuid) owner to portal_keeper;
grant execute on function private.person(uuid) to authenticated;

-- An email address or phone number without the yes, for a reason that is written down where its owner sees it.
create function private.reach_anyway(person_id uuid, detail text, reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  details jsonb := private.details_of(person_id);
begin
  perform private.require_role('staff');
  if detail is null or detail not in ('email', 'phone') then
    return private.invalid('detail', 'not_known');
  elsif reason is null or reason not in ('safety', 'they_asked', 'called_off') then
    return private.invalid('reason', 'not_known');
  elsif details is null then
    return jsonb_build_object('outcome', 'not_found');
  elsif details ->> detail is null then
    return jsonb_build_object('outcome', 'not_there');
  end if;
  perform private.record('reach_anyway:' || reason, 'person_detail', person_id, array[detail], person_id);
  return jsonb_build_object('outcome', 'shown', 'value', details -> detail);
end $$;
alter function private.reach_anyway(uuid, text, text) owner to portal_keeper;
grant execute on function private.reach_anyway(uuid, text, text) to authenticated;

-- A suspended person can do nothing and is signed out everywhere. For an administrator, about others.
create function private.suspend(person_id uuid, suspended boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
  wanted text := case when suspended then 'suspended' else 'active' end;
  account uuid;
begin
  perform private.lock_roles();
  -- asked again inside the lock: another administrator may have suspended the asker meanwhile
  perform private.require_role('administrator');
  if suspend.person_id = asker then
    return jsonb_build_object('outcome', 'not_yourself');
  end if;
  select coalesce(p.joined_as, p.id) into account from portal.person p where p.id = suspend.person_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  update portal.person p set state = wanted where p.id = suspend.person_id and p.state <> wanted;
  if not found then
    return jsonb_build_object('outcome', 'already_' || wanted);
  end if;
  if suspended then
    update portal.web_session w set ended_at = now(), refresh_cipher = null
    where w.subject = account and w.ended_at is null;
  end if;
  perform private.record(case when suspended then 'suspend' else 'unsuspend' end, 'person', suspend.person_id,
    array['state'], suspend.person_id);
  return jsonb_build_object('outcome', wanted);
end $$;
alter function private.suspend(uuid, boolean) owner to identity_keeper;
grant execute on function private.suspend(uuid, boolean) to authenticated;

-- api

create function api.sign_up_form() returns jsonb
language sql stable set search_path = '' as $$ select private.sign_up_form() $$;
grant execute on function api.sign_up_form() to authenticated;

create function api.sign_up(
  display_name text, connection text, adult boolean, relation text default null, space_id uuid default null,
  contact_channel text default 'portal', safe_times text default null, message_ok boolean default false,
  email text default null, phone text default null, consents jsonb default '[]', name_is_fine boolean default false
) returns jsonb language sql volatile set search_path = '' as $$
  select private.sign_up(jsonb_build_object('display_name', display_name, 'connection', connection,
    'relation', relation, 'space_id', space_id, 'contact_channel', contact_channel, 'safe_times', safe_times,
    'message_ok', message_ok, 'email', email, 'phone', phone), adult, name_is_fine, consents)
$$;
grant execute on function api.sign_up(text, text, boolean, text, uuid, text, text, boolean, text, text, jsonb, boolean)
  to authenticated;

create function api.my_account() returns jsonb
language sql stable set search_path = '' as $$ select private.my_account() $$;
grant execute on function api.my_account() to authenticated;

create function api.save_my_details(
  display_name text, connection text, relation text default null, space_id uuid default null,
  contact_channel text default 'portal', safe_times text default null, message_ok boolean default false,
  email text default null, phone text default null, legal_name text default null, access_needs text default null,
  consents jsonb default '[]', name_is_fine boolean default false
) returns jsonb language sql volatile set search_path = '' as $$
  select private.save_my_details(jsonb_build_object('display_name', display_name, 'connection', connection,
    'relation', relation, 'space_id', space_id, 'contact_channel', contact_channel, 'safe_times', safe_times,
    'message_ok', message_ok, 'email', email, 'phone', phone, 'legal_name', legal_name,
    'access_needs', access_needs), consents, name_is_fine)
$$;
grant execute on function api.save_my_details(
  text, text, text, uuid, text, text, boolean, text, text, text, text, jsonb, boolean) to authenticated;

create function api.find_people(search text default '', space_id uuid default null, role text default null) returns jsonb
language sql stable set search_path = '' as $$ select private.find_people(search, space_id, role) $$;
grant execute on function api.find_people(text, uuid, text) to authenticated;

create function api.person(person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.person(person_id) $$;
grant execute on function api.person(uuid) to authenticated;

create function api.reach_anyway(person_id uuid, detail text, reason text) returns jsonb
language sql volatile set search_path = '' as $$ select private.reach_anyway(person_id, detail, reason) $$;
grant execute on function api.reach_anyway(uuid, text, text) to authenticated;

create function api.suspend(person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.suspend(person_id, true) $$;
grant execute on function api.suspend(uuid) to authenticated;

create function api.unsuspend(person_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.suspend(person_id, false) $$;
grant execute on function api.unsuspend(uuid) to authenticated;
