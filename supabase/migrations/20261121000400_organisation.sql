-- The organisation that runs this portal, its privacy notice, and where to get help now.

create table portal.organisation (
  id boolean primary key default true check (id),
  name text not null default '' check (length(name) <= 80),
  region text not null default '' check (length(region) <= 80),
  phone text not null default '' check (length(phone) <= 40),
  hours text not null default '' check (length(hours) <= 200),
  email text not null default '' check (length(email) <= 254),
  nation text not null default 'england'
    check (nation in ('england', 'scotland', 'wales', 'northern_ireland')),
  privacy_notice text not null check (length(privacy_notice) between 1 and 20000),
  privacy_updated_on date not null default current_date,
  set_up_at timestamptz,
  second_factor_needed boolean not null default true
);
comment on table portal.organisation is 'One row: what a visitor is told about who runs this portal.';
comment on column portal.organisation.set_up_at is 'Null until an administrator has saved the settings once.';

create table portal.helpline (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(btrim(name)) between 1 and 80),
  phone text check (length(phone) <= 40 and phone ~ '^[0-9][0-9 ]{2,}(,.*)?$'),
  text_to text check (text_to ~ '^[0-9][0-9 ]{3,19}$'),
  text_word text check (text_word ~ '^[A-Za-z0-9]{1,20}$'),
  web text check (length(web) <= 200 and web ~ '^[a-z0-9-]+([.][a-z0-9-]+)+(/[A-Za-z0-9._/-]*)?$'),
  hours text check (length(hours) <= 120),
  who_for text not null check (length(btrim(who_for)) between 1 and 200),
  need text not null check (need in (
    'danger', 'crisis', 'family', 'drugs_and_alcohol', 'child', 'abuse', 'gambling', 'grief', 'other')),
  nations text[] not null default '{england,scotland,wales,northern_ireland}'
    check (nations <> '{}' and nations <@ '{england,scotland,wales,northern_ireland}'),
  source text not null check (length(btrim(source)) between 1 and 200),
  verified_on date,
  position integer not null,
  removed_at timestamptz,
  check (phone is not null or text_to is not null or web is not null),
  check (text_word is null or text_to is not null)
);
comment on table portal.helpline is 'Where to get help now. A line that nobody here has checked says so on the screen.';
comment on column portal.helpline.verified_on is 'The day on which somebody of this organisation called or looked the number up.';
comment on column portal.helpline.phone is 'As people read it. What stands before a comma is dialled.';
comment on column portal.helpline.text_word is 'The word to send to text_to, if a certain one is asked for.';
comment on column portal.helpline.removed_at is 'Taken away by staff, who can put it back.';

create table portal.helpline_version (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  helpline_id uuid not null references portal.helpline,
  was jsonb not null
);
comment on table portal.helpline_version is 'A helpline as it was before each change, so that a change can be undone.';
create index on portal.helpline_version (helpline_id, number);

comment on column portal.organisation.second_factor_needed is 'Whether every role but peer mentor asks for a second factor.';

alter table portal.organisation enable row level security;
alter table portal.helpline enable row level security;
alter table portal.helpline_version enable row level security;

grant select on portal.organisation, portal.helpline to anon, authenticated, identity_keeper;
create policy "Anybody reads about the organisation" on portal.organisation
  for select to anon, authenticated using (true);
create policy "The identity keeper reads about the organisation" on portal.organisation
  for select to identity_keeper using (true);
create policy "Anybody reads the helplines that are in use" on portal.helpline
  for select to anon using (removed_at is null);
create policy "Staff also read the helplines that were taken away" on portal.helpline
  for select to authenticated using (removed_at is null or (select private.has_role('staff')));
create policy "The identity keeper reads the helplines" on portal.helpline
  for select to identity_keeper using (true);
grant update (name, region, phone, hours, email, nation, privacy_notice, privacy_updated_on, set_up_at)
  on portal.organisation to identity_keeper;
create policy "The identity keeper changes the settings for an administrator" on portal.organisation
  for update to identity_keeper using ((select private.has_role('administrator')))
  with check ((select private.has_role('administrator')));
grant insert, update on portal.helpline to identity_keeper;
create policy "The identity keeper adds a helpline for staff" on portal.helpline
  for insert to identity_keeper with check ((select private.has_role('staff')));
create policy "The identity keeper changes a helpline for staff" on portal.helpline
  for update to identity_keeper using ((select private.has_role('staff')))
  with check ((select private.has_role('staff')));
grant select, insert (helpline_id, was), delete on portal.helpline_version to identity_keeper;
create policy "The identity keeper reads what a helpline was for staff" on portal.helpline_version
  for select to identity_keeper using ((select private.has_role('staff')));
create policy "The identity keeper keeps what a helpline was for staff" on portal.helpline_version
  for insert to identity_keeper with check ((select private.has_role('staff')));
create policy "The identity keeper takes back a change for staff" on portal.helpline_version
  for delete to identity_keeper using ((select private.has_role('staff')));

insert into portal.organisation (privacy_notice) values (
$notice$We keep as little about you as we can.

**What we keep.** The name you choose to be known by, how addiction has touched your life, the space nearest to you, how to reach you safely, the workshops you book, and what you tell us. You can leave out anything that is not needed.

**What we never ask.** We never ask for the name of your loved one.

**Who can see it.** Other members see the name you choose, and only where you say so. Staff see what they need to run workshops, answer you and find you a peer mentor. A peer mentor sees only what you agree to share with them.

**Why we may keep it.** You say yes to each use, one at a time. You can say no and still take part. You can change your mind at any time under Account, and we stop at once.

**How long.** For as long as you use the portal. Ask us to delete your account and we will.

**Your rights.** You can ask to see what we hold, put it right, take a copy or have it deleted. You can complain to us, and to the Information Commissioner at ico.org.uk.$notice$);

-- Numbers as given by each source: where they were read, which is not always the line's own site.
-- None counts as checked until somebody here has checked it.
insert into portal.helpline
  (name, phone, text_to, text_word, web, hours, who_for, need, nations, source, position) values
  ('Emergency services', '999', null, null, null, 'Any time', 'Someone is in danger right now', 'danger', default, 'gov.uk', 1),
  ('NHS mental health crisis line', '111, then press 2', null, null, '111.nhs.uk', 'Any time', 'You or someone else cannot stay safe', 'crisis', '{england}', 'tewv.nhs.uk', 2),
  ('Samaritans', '116 123', null, null, 'samaritans.org', 'Any time, free', 'Anyone who needs to talk', 'crisis', default, 'samaritans.org', 3),
  ('Shout', null, '85258', 'SHOUT', 'giveusashout.org', 'Any time, free', 'Anyone who would rather text than talk', 'crisis', default, 'giveusashout.org', 4),
  ('PAPYRUS HOPELINE247', '0800 068 4141', null, null, 'papyrus-uk.org', 'Any time', 'People under 35 thinking about suicide, and anyone worried about them', 'crisis', default, 'kickstherapy.com', 5),
  ('FRANK', '0300 123 6600', '82111', null, 'talktofrank.com', 'Any time', 'Anyone with a question about drugs', 'drugs_and_alcohol', '{england,wales}', 'reportandsupport.nulondon.ac.uk', 6),
  ('Addiction Family Support', '0300 888 3853', null, null, 'addictionfamilysupport.org.uk', null, 'Families and friends of someone who uses drugs or alcohol', 'family', default, 'reportandsupport.nulondon.ac.uk', 7),
  ('Al-Anon Family Groups', '0800 0086 811', null, null, 'al-anonuk.org.uk', '10am to 10pm', 'Families and friends of someone who drinks', 'family', default, 'Not confirmed. Older pages show another number. Ask al-anonuk.org.uk', 8),
  ('Families Anonymous', '020 7498 4680', null, null, 'famanon.org.uk', null, 'Families of someone who uses drugs', 'family', default, 'reportandsupport.nulondon.ac.uk', 9),
  ('Scottish Families Affected by Alcohol and Drugs', '08080 10 10 11', null, null, 'sfad.org.uk', null, 'Families in Scotland', 'family', '{scotland}', 'Not confirmed. Ask sfad.org.uk', 10),
  ('Nacoa', '0800 358 3456', null, null, 'nacoa.org.uk', null, 'Anyone affected by a parent''s drinking', 'child', default, 'coaweek.org, 2018', 11),
  ('Childline', '0800 1111', null, null, 'childline.org.uk', 'Any time, free', 'Anyone under 19', 'child', default, 'norwoodmc.co.uk', 12),
  ('NSPCC', '0808 800 5000', null, null, 'nspcc.org.uk', null, 'Adults worried about a child', 'child', default, 'Not confirmed. Ask nspcc.org.uk', 13),
  ('National Domestic Abuse Helpline', '0808 2000 247', null, null, 'nationaldahelpline.org.uk', 'Any time, free', 'Anyone who is afraid of a partner or someone at home', 'abuse', '{england}', 'Not confirmed. Ask nationaldahelpline.org.uk', 14),
  ('Lifeline', '0808 808 8000', null, null, 'lifelinehelpline.info', 'Any time, free', 'People in distress in Northern Ireland', 'crisis', '{northern_ireland}', 'Not confirmed. Ask lifelinehelpline.info', 15);

-- private

-- What the frame of every page shows: the organisation, who is asking, and how much waits for them.
-- Roles that do not count yet are left out; second_factor says what is missing: 'show' it, or 'set_up'.
create function private.frame_for(subject uuid, signed_in boolean, shown boolean) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  missing text := private.second_factor_missing(subject, shown);
begin
  return jsonb_build_object(
    'organisation', (
      select jsonb_build_object('name', o.name, 'region', o.region, 'phone', o.phone, 'hours', o.hours,
        'email', o.email, 'nation', o.nation, 'set_up', o.set_up_at is not null)
      from portal.organisation o where o.id),
    'has_administrator', exists (select from portal.role_grant g where g.role = 'administrator'),
    'signed_in', signed_in,
    'second_factor', missing,
    'roles_due', case when shown or missing is null then private.roles_due(subject) else 0 end,
    'person', (
      select jsonb_build_object('id', p.id, 'display_name', p.display_name, 'connection', p.connection,
        'relation', p.relation, 'space_id', p.space_id,
        'unread', (select count(*) from portal.notice n where n.person_id = p.id and n.read_at is null),
        'roles', (
          select coalesce(jsonb_agg(g.role order by g.role), '[]')
          from portal.role_grant g where g.person_id = p.id and private.role_counts(g.role, shown)))
      from portal.person p
      where coalesce(p.joined_as, p.id) = frame_for.subject and p.state = 'active'
        and missing is distinct from 'show'));
end $$;
alter function private.frame_for(uuid, boolean, boolean) owner to identity_keeper;
grant execute on function private.frame_for(uuid, boolean, boolean) to identity_keeper;

-- Who is asking, for the frame of a page. A session that is being used is seen, at most once a minute.
create function private.frame() returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  update portal.web_session s set last_seen_at = now()
  where s.id = private.my_session() and private.my_subject() is not null
    and s.last_seen_at < now() - interval '1 minute';
  return private.frame_for(private.my_subject(), private.my_subject() is not null, private.second_factor_shown());
end $$;
alter function private.frame() owner to identity_keeper;
grant execute on function private.frame() to anon, authenticated;

-- The session behind a cookie, and the frame with it.
create function private.resume_session(token text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  resumed portal.web_session;
begin
  select s.* into resumed from portal.web_session s
  where s.token_hash = private.hashed(resume_session.token)
    and s.ended_at is null and s.expires_at > now() and s.last_seen_at + s.idle_limit > now();
  if not found then
    return jsonb_build_object('outcome', 'ended', 'frame', private.frame_for(null, false, false));
  end if;
  update portal.web_session s set last_seen_at = now()
  where s.id = resumed.id and s.last_seen_at < now() - interval '1 minute';
  return jsonb_build_object('outcome', 'resumed', 'person_id', resumed.subject, 'session_id', resumed.id,
    'kept', resumed.kept, 'refresh_version', resumed.refresh_version,
    'refresh_cipher', resumed.refresh_cipher,
    'frame', private.frame_for(resumed.subject, true, resumed.second_factor_at is not null));
end $$;
alter function private.resume_session(text) owner to identity_keeper;
grant execute on function private.resume_session(text) to anon, authenticated;

create function private.save_settings(
  name text, region text, phone text, hours text, email text, nation text, privacy_notice text
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('administrator');
  bad jsonb;
begin
  select private.invalid(f.field, f.problem) into bad from (values
    ('name', private.text_problem(save_settings.name, 80)),
    ('region', private.text_problem(save_settings.region, 80, false)),
    ('phone', private.text_problem(save_settings.phone, 40)),
    ('hours', private.text_problem(save_settings.hours, 200)),
    ('email', private.text_problem(save_settings.email, 254, false)),
    ('nation', case when save_settings.nation in ('england', 'scotland', 'wales', 'northern_ireland')
      then null else 'not_known' end),
    ('privacy_notice', private.text_problem(save_settings.privacy_notice, 20000))
  ) as f(field, problem) where f.problem is not null limit 1;
  if bad is not null then
    return bad;
  end if;
  update portal.organisation o
  set name = btrim(save_settings.name), region = coalesce(btrim(save_settings.region), ''),
    phone = btrim(save_settings.phone), hours = btrim(save_settings.hours),
    email = coalesce(btrim(save_settings.email), ''), nation = save_settings.nation,
    privacy_updated_on = case when o.privacy_notice = save_settings.privacy_notice
      then o.privacy_updated_on else current_date end,
    privacy_notice = save_settings.privacy_notice, set_up_at = coalesce(o.set_up_at, now())
  where o.id;
  if not found then
    raise exception 'the settings were not saved';
  end if;
  perform private.record('save_settings', 'organisation', null,
    array['name', 'region', 'phone', 'hours', 'email', 'nation', 'privacy_notice'], asker);
  return jsonb_build_object('outcome', 'saved');
end $$;
alter function private.save_settings(text, text, text, text, text, text, text) owner to identity_keeper;
grant execute on function private.save_settings(text, text, text, text, text, text, text) to authenticated;

-- private: helplines

-- Whether a number is to be checked: never, or not for 180 days. Nobody calls 999 to see if it is right.
create function private.is_due(line portal.helpline) returns boolean
language sql stable set search_path = '' as $$
  select line.phone is distinct from '999' and (line.verified_on is null or line.verified_on < current_date - 180)
$$;
grant execute on function private.is_due(portal.helpline) to anon, authenticated;

-- Keep a helpline as it is now, and lock it: what comes next can be undone.
create function private.keep_helpline(helpline_id uuid) returns portal.helpline
language plpgsql set search_path = '' as $$
declare
  line portal.helpline;
begin
  select h.* into line from portal.helpline h where h.id = keep_helpline.helpline_id for update;
  if found then
    insert into portal.helpline_version (helpline_id, was) values (line.id, to_jsonb(line));
  end if;
  return line;
end $$;
grant execute on function private.keep_helpline(uuid) to identity_keeper;

create function private.confirm_helpline(helpline_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  line portal.helpline := private.keep_helpline(helpline_id);
begin
  if line.id is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  update portal.helpline h set verified_on = current_date where h.id = line.id;
  perform private.record('confirm_helpline', 'helpline', line.id, array['verified_on'], asker);
  return jsonb_build_object('outcome', 'confirmed', 'verified_on', current_date);
end $$;
alter function private.confirm_helpline(uuid) owner to identity_keeper;
grant execute on function private.confirm_helpline(uuid) to authenticated;

-- The first thing wrong with a helpline as it was filled in, or null.
create function private.helpline_problem(given portal.helpline) returns jsonb
language sql immutable set search_path = '' as $$
  select private.invalid(f.field, f.problem) from (values
    (1, 'name', private.text_problem(given.name, 80)),
    (2, 'phone', case when given.phone !~ '^[0-9][0-9 ]{2,}(,.*)?$' or length(given.phone) > 40 then 'not_a_number'
      when given.phone is null and given.text_to is null and given.web is null then 'missing' end),
    (3, 'text_to', case when given.text_to !~ '^[0-9][0-9 ]{3,19}$' then 'not_a_number'
      when given.text_word is not null and given.text_to is null then 'missing' end),
    (4, 'text_word', case when given.text_word !~ '^[A-Za-z0-9]{1,20}$' then 'not_known' end),
    (5, 'web', case when given.web !~ '^[a-z0-9-]+([.][a-z0-9-]+)+(/[A-Za-z0-9._/-]*)?$' or length(given.web) > 200
      then 'not_an_address' end),
    (6, 'hours', private.text_problem(given.hours, 120, false)),
    (7, 'who_for', private.text_problem(given.who_for, 200)),
    (8, 'need', case when given.need in ('danger', 'crisis', 'family', 'drugs_and_alcohol', 'child', 'abuse',
      'gambling', 'grief', 'other') then null else 'not_known' end),
    (9, 'nations', case when coalesce(given.nations, '{}') = '{}' then 'missing'
      when not given.nations <@ '{england,scotland,wales,northern_ireland}' then 'not_known' end),
    (10, 'source', private.text_problem(given.source, 200))
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1
$$;
grant execute on function private.helpline_problem(portal.helpline) to identity_keeper;

-- Add a helpline, or change one. Another number counts as not checked, unless it was checked just now.
create function private.save_helpline(helpline_id uuid, line jsonb, checked boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  given portal.helpline;
  kept portal.helpline;
  bad jsonb;
begin
  select r.* into given
  from jsonb_populate_record(null::portal.helpline, (
    select jsonb_object_agg(f.key, case jsonb_typeof(f.value)
      when 'string' then to_jsonb(nullif(btrim(f.value #>> '{}'), '')) else f.value end)
    from jsonb_each(line) f)) r;
  bad := private.helpline_problem(given);
  if bad is not null then
    return bad;
  end if;
  if save_helpline.helpline_id is null then
    insert into portal.helpline (name, phone, text_to, text_word, web, hours, who_for, need, nations, source,
      verified_on, position)
    select given.name, given.phone, given.text_to, given.text_word, given.web, given.hours, given.who_for,
      given.need, given.nations, given.source, case when checked then current_date end, coalesce(max(h.position), 0) + 1
    from portal.helpline h returning * into kept;
    perform private.record('add_helpline', 'helpline', kept.id, array['phone', 'text_to', 'web'], asker);
    return jsonb_build_object('outcome', 'added', 'helpline_id', kept.id);
  end if;
  kept := private.keep_helpline(save_helpline.helpline_id);
  if kept.id is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if kept.phone = '999' and given.phone is distinct from '999' then
    return jsonb_build_object('outcome', 'needed');
  end if;
  update portal.helpline h
  set name = given.name, phone = given.phone, text_to = given.text_to, text_word = given.text_word, web = given.web,
    hours = given.hours, who_for = given.who_for, need = given.need, nations = given.nations, source = given.source,
    verified_on = case when checked then current_date
      when (h.phone, h.text_to, h.text_word) is not distinct from (given.phone, given.text_to, given.text_word)
      then h.verified_on end
  where h.id = kept.id;
  perform private.record('save_helpline', 'helpline', kept.id, array['phone', 'text_to', 'web', 'hours'], asker);
  return jsonb_build_object('outcome', 'changed', 'helpline_id', kept.id);
end $$;
alter function private.save_helpline(uuid, jsonb, boolean) owner to identity_keeper;
grant execute on function private.save_helpline(uuid, jsonb, boolean) to authenticated;

create function private.remove_helpline(helpline_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  line portal.helpline;
begin
  select h.* into line from portal.helpline h where h.id = remove_helpline.helpline_id and h.removed_at is null;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if line.phone = '999' then
    return jsonb_build_object('outcome', 'needed');
  end if;
  line := private.keep_helpline(line.id);
  update portal.helpline h set removed_at = now() where h.id = line.id;
  perform private.record('remove_helpline', 'helpline', line.id, array['removed_at'], asker);
  return jsonb_build_object('outcome', 'removed');
end $$;
alter function private.remove_helpline(uuid) owner to identity_keeper;
grant execute on function private.remove_helpline(uuid) to authenticated;

-- Take back the last change to a helpline.
create function private.undo_helpline(helpline_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  last portal.helpline_version;
begin
  perform from portal.helpline h where h.id = undo_helpline.helpline_id for update;
  select v.* into last from portal.helpline_version v
  where v.helpline_id = undo_helpline.helpline_id order by v.number desc limit 1;
  if not found then
    return jsonb_build_object('outcome', 'nothing_to_undo');
  end if;
  update portal.helpline h
  set (name, phone, text_to, text_word, web, hours, who_for, need, nations, source, verified_on, removed_at) = (
    select w.name, w.phone, w.text_to, w.text_word, w.web, w.hours, w.who_for, w.need, w.nations, w.source,
      w.verified_on, w.removed_at
    from jsonb_populate_record(null::portal.helpline, last.was) w)
  where h.id = last.helpline_id;
  delete from portal.helpline_version v where v.id = last.id;
  perform private.record('undo_helpline', 'helpline', last.helpline_id, array['phone', 'text_to', 'web'], asker);
  return jsonb_build_object('outcome', 'undone');
end $$;
alter function private.undo_helpline(uuid) owner to identity_keeper;
grant execute on function private.undo_helpline(uuid) to authenticated;

-- api

create function api.frame() returns jsonb
language sql volatile set search_path = '' as $$ select private.frame() $$;
grant execute on function api.frame() to anon, authenticated;

create function api.resume_session(token text) returns jsonb
language sql volatile set search_path = '' as $$ select private.resume_session(token) $$;
grant execute on function api.resume_session(text) to anon, authenticated;

-- Helplines, the most urgent first, of the organisation's nation or of the one asked for.
create function api.help_now(nation text default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'organisation', jsonb_build_object('name', o.name, 'phone', o.phone, 'hours', o.hours, 'nation', o.nation),
    'nation', n.wanted,
    'helplines', (
      select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'name', h.name, 'phone', h.phone,
        'text_to', h.text_to, 'text_word', h.text_word, 'web', h.web, 'hours', h.hours, 'who_for', h.who_for,
        'need', h.need, 'verified_on', h.verified_on, 'due', private.is_due(h)) order by h.position), '[]')
      from portal.helpline h where h.removed_at is null and n.wanted = any (h.nations)))
  from portal.organisation o
  cross join lateral (select case when help_now.nation in ('england', 'scotland', 'wales', 'northern_ireland')
    then help_now.nation else o.nation end as wanted) n
  where o.id
$$;
grant execute on function api.help_now(text) to anon, authenticated;

-- Every helpline of every nation, and those that were taken away, for staff.
create function api.helplines() returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform private.require_role('staff');
  return (
    select coalesce(jsonb_agg(to_jsonb(h) - 'position' || jsonb_build_object('due', private.is_due(h))
      order by h.removed_at nulls first, h.position), '[]')
    from portal.helpline h);
end $$;
grant execute on function api.helplines() to authenticated;

create function api.privacy_notice() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('text', o.privacy_notice, 'updated_on', o.privacy_updated_on,
    'organisation', o.name, 'email', o.email, 'phone', o.phone)
  from portal.organisation o where o.id
$$;
grant execute on function api.privacy_notice() to anon, authenticated;

create function api.settings() returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  perform private.require_role('administrator');
  return (select to_jsonb(o) - 'id' from portal.organisation o where o.id);
end $$;
grant execute on function api.settings() to authenticated;

create function api.save_settings(
  name text, phone text, hours text, nation text, privacy_notice text,
  region text default '', email text default ''
) returns jsonb language sql volatile set search_path = '' as $$
  select private.save_settings(name, region, phone, hours, email, nation, privacy_notice)
$$;
grant execute on function api.save_settings(text, text, text, text, text, text, text) to authenticated;

-- line: name, phone, text_to, text_word, web, hours, who_for, need, nations, source.
-- Outcomes: added, changed, invalid, needed (999 stays), not_found.
create function api.save_helpline(line jsonb, helpline_id uuid default null, checked boolean default false) returns jsonb
language sql volatile set search_path = '' as $$ select private.save_helpline(helpline_id, line, checked) $$;
grant execute on function api.save_helpline(jsonb, uuid, boolean) to authenticated;

-- Outcomes: removed, needed, not_found.
create function api.remove_helpline(helpline_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.remove_helpline(helpline_id) $$;
grant execute on function api.remove_helpline(uuid) to authenticated;

-- Outcomes: undone, nothing_to_undo.
create function api.undo_helpline(helpline_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.undo_helpline(helpline_id) $$;
grant execute on function api.undo_helpline(uuid) to authenticated;

create function api.confirm_helpline(helpline_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.confirm_helpline(helpline_id) $$;
grant execute on function api.confirm_helpline(uuid) to authenticated;
