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
  set_up_at timestamptz
);
comment on table portal.organisation is 'One row: what a visitor is told about who runs this portal.';
comment on column portal.organisation.set_up_at is 'Null until an administrator has saved the settings once.';

create table portal.helpline (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 80),
  phone text check (length(phone) <= 40),
  text_to text check (length(text_to) <= 60),
  web text check (length(web) <= 200),
  hours text check (length(hours) <= 120),
  who_for text not null check (length(who_for) <= 200),
  need text not null check (need in ('danger', 'crisis', 'family', 'drugs_and_alcohol', 'child', 'abuse')),
  nations text[] not null default '{england,scotland,wales,northern_ireland}',
  source text not null,
  verified_on date,
  position integer not null
);
comment on table portal.helpline is 'Where to get help now. A line that nobody here has checked says so on the screen.';
comment on column portal.helpline.verified_on is 'The day on which somebody of this organisation called or looked the number up.';

alter table portal.organisation enable row level security;
alter table portal.helpline enable row level security;

grant select on portal.organisation, portal.helpline to anon, authenticated, identity_keeper;
create policy "Anybody reads about the organisation" on portal.organisation
  for select to anon, authenticated using (true);
create policy "The identity keeper reads about the organisation" on portal.organisation
  for select to identity_keeper using (true);
create policy "Anybody reads the helplines" on portal.helpline
  for select to anon, authenticated using (true);
create policy "The identity keeper reads the helplines" on portal.helpline
  for select to identity_keeper using (true);
grant update (name, region, phone, hours, email, nation, privacy_notice, privacy_updated_on, set_up_at)
  on portal.organisation to identity_keeper;
create policy "The identity keeper changes the settings for an administrator" on portal.organisation
  for update to identity_keeper using ((select private.has_role('administrator')))
  with check ((select private.has_role('administrator')));
grant update (phone, text_to, hours, verified_on) on portal.helpline to identity_keeper;
create policy "The identity keeper changes a helpline for staff" on portal.helpline
  for update to identity_keeper using ((select private.has_role('staff')))
  with check ((select private.has_role('staff')));

insert into portal.organisation (privacy_notice) values (
$notice$We keep as little about you as we can.

**What we keep.** The name you choose to be known by, how addiction has touched your life, the space nearest to you, how to reach you safely, the workshops you book, and what you tell us. You can leave out anything that is not needed.

**What we never ask.** We never ask for the name of your loved one.

**Who can see it.** Other members see the name you choose, and only where you say so. Staff see what they need to run workshops, answer you and find you a peer mentor. A peer mentor sees only what you agree to share with them.

**Why we may keep it.** You say yes to each use, one at a time. You can say no and still take part. You can change your mind at any time under Account, and we stop at once.

**How long.** For as long as you use the portal. Ask us to delete your account and we will.

**Your rights.** You can ask to see what we hold, put it right, take a copy or have it deleted. You can complain to us, and to the Information Commissioner at ico.org.uk.$notice$);

-- Numbers as given by each source. None counts as checked until somebody here has checked it.
insert into portal.helpline (name, phone, text_to, web, hours, who_for, need, nations, source, position) values
  ('Emergency services', '999', null, null, 'Any time', 'Someone is in danger right now', 'danger', default, 'gov.uk', 1),
  ('NHS mental health crisis line', '111, then press 2', null, '111.nhs.uk', 'Any time', 'You or someone else cannot stay safe', 'crisis', '{england}', 'tewv.nhs.uk', 2),
  ('Samaritans', '116 123', null, 'samaritans.org', 'Any time, free', 'Anyone who needs to talk', 'crisis', default, 'samaritans.org', 3),
  ('Shout', null, 'Text SHOUT to 85258', 'giveusashout.org', 'Any time, free', 'Anyone who would rather text than talk', 'crisis', default, 'giveusashout.org', 4),
  ('PAPYRUS HOPELINE247', '0800 068 4141', null, 'papyrus-uk.org', 'Any time', 'People under 35 thinking about suicide, and anyone worried about them', 'crisis', default, 'papyrus-uk.org', 5),
  ('FRANK', '0300 123 6600', 'Text 82111', 'talktofrank.com', 'Any time', 'Anyone with a question about drugs', 'drugs_and_alcohol', '{england,wales}', 'talktofrank.com', 6),
  ('Addiction Family Support', '0300 888 3853', null, 'addictionfamilysupport.org.uk', null, 'Families and friends of someone who uses drugs or alcohol', 'family', default, 'addictionfamilysupport.org.uk', 7),
  ('Al-Anon Family Groups', '0800 0086 811', null, 'al-anonuk.org.uk', '10am to 10pm', 'Families and friends of someone who drinks', 'family', default, 'al-anonuk.org.uk', 8),
  ('Families Anonymous', '020 7498 4680', null, 'famanon.org.uk', null, 'Families of someone who uses drugs', 'family', default, 'famanon.org.uk', 9),
  ('Scottish Families Affected by Alcohol and Drugs', '08080 10 10 11', null, 'sfad.org.uk', null, 'Families in Scotland', 'family', '{scotland}', 'sfad.org.uk', 10),
  ('Nacoa', '0800 358 3456', null, 'nacoa.org.uk', null, 'Anyone affected by a parent''s drinking', 'child', default, 'nacoa.org.uk', 11),
  ('Childline', '0800 1111', null, 'childline.org.uk', 'Any time, free', 'Anyone under 19', 'child', default, 'childline.org.uk', 12),
  ('NSPCC', '0808 800 5000', null, 'nspcc.org.uk', null, 'Adults worried about a child', 'child', default, 'nspcc.org.uk', 13),
  ('National Domestic Abuse Helpline', '0808 2000 247', null, 'nationaldahelpline.org.uk', 'Any time, free', 'Anyone who is afraid of a partner or someone at home', 'abuse', '{england}', 'nationaldahelpline.org.uk', 14),
  ('Lifeline', '0808 808 8000', null, 'lifelinehelpline.info', 'Any time, free', 'People in distress in Northern Ireland', 'crisis', '{northern_ireland}', 'lifelinehelpline.info', 15);

-- private

-- What the frame of every page shows: the organisation, who is asking, and how much waits for them.
create function private.frame_for(subject uuid, signed_in boolean) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object(
    'organisation', (
      select jsonb_build_object('name', o.name, 'region', o.region, 'phone', o.phone, 'hours', o.hours,
        'email', o.email, 'nation', o.nation, 'set_up', o.set_up_at is not null)
      from portal.organisation o where o.id),
    'has_administrator', exists (select from portal.role_grant g where g.role = 'administrator'),
    'signed_in', signed_in,
    'person', (
      select jsonb_build_object('id', p.id, 'display_name', p.display_name, 'connection', p.connection,
        'relation', p.relation, 'space_id', p.space_id,
        'unread', (select count(*) from portal.notice n where n.person_id = p.id and n.read_at is null),
        'roles', (
          select coalesce(jsonb_agg(g.role order by g.role), '[]')
          from portal.role_grant g where g.person_id = p.id))
      from portal.person p where coalesce(p.joined_as, p.id) = frame_for.subject and p.state = 'active'));
end $$;
alter function private.frame_for(uuid, boolean) owner to identity_keeper;

grant execute on function private.frame_for(uuid, boolean) to identity_keeper;

-- Who is asking, for the frame of a page. A session that is being used is seen, at most once a minute.
create function private.frame() returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  update portal.web_session s set last_seen_at = now()
  where s.id = private.my_session() and private.my_subject() is not null
    and s.last_seen_at < now() - interval '1 minute';
  return private.frame_for(private.my_subject(), private.my_subject() is not null);
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
    return jsonb_build_object('outcome', 'ended', 'frame', private.frame_for(null, false));
  end if;
  update portal.web_session s set last_seen_at = now()
  where s.id = resumed.id and s.last_seen_at < now() - interval '1 minute';
  return jsonb_build_object('outcome', 'resumed', 'person_id', resumed.subject, 'session_id', resumed.id,
    'kept', resumed.kept, 'refresh_version', resumed.refresh_version,
    'refresh_cipher', resumed.refresh_cipher, 'frame', private.frame_for(resumed.subject, true));
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

create function private.confirm_helpline(helpline_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
begin
  update portal.helpline h set verified_on = current_date where h.id = confirm_helpline.helpline_id;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('confirm_helpline', 'helpline', helpline_id, array['verified_on'], asker);
  return jsonb_build_object('outcome', 'confirmed', 'verified_on', current_date);
end $$;
alter function private.confirm_helpline(uuid) owner to identity_keeper;
grant execute on function private.confirm_helpline(uuid) to authenticated;

-- api

create function api.frame() returns jsonb
language sql volatile set search_path = '' as $$ select private.frame() $$;
grant execute on function api.frame() to anon, authenticated;

create function api.resume_session(token text) returns jsonb
language sql volatile set search_path = '' as $$ select private.resume_session(token) $$;
grant execute on function api.resume_session(text) to anon, authenticated;

-- Helplines, the most urgent first. Lines of other nations are left out.
create function api.help_now(nation text default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'organisation', jsonb_build_object('name', o.name, 'phone', o.phone, 'hours', o.hours, 'nation', o.nation),
    'helplines', (
      select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'name', h.name, 'phone', h.phone,
        'text_to', h.text_to, 'web', h.web, 'hours', h.hours, 'who_for', h.who_for, 'need', h.need,
        'source', h.source, 'verified_on', h.verified_on) order by h.position), '[]')
      from portal.helpline h where coalesce(help_now.nation, o.nation) = any (h.nations)))
  from portal.organisation o where o.id
$$;
grant execute on function api.help_now(text) to anon, authenticated;

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

create function api.confirm_helpline(helpline_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.confirm_helpline(helpline_id) $$;
grant execute on function api.confirm_helpline(uuid) to authenticated;
