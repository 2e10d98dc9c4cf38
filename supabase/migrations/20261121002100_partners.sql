-- Partners: organisations that we work with. Each is asked for on its own, and never as part of another yes.

create table portal.partner (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 60),
  what_they_do text not null check (length(what_they_do) between 1 and 200),
  what_is_shared text not null check (length(what_is_shared) between 1 and 300),
  state text not null default 'in_use' check (state in ('in_use', 'ended')),
  made_by uuid references portal.person on delete set null,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
comment on table portal.partner is 'Another organisation, and what we would share with it about a person who says yes.';
comment on column portal.partner.what_is_shared is 'In the words in which people are asked. Other words mean that everybody is asked anew.';
comment on column portal.partner.state is 'ended: nobody is asked, and no yes counts any more.';
create unique index partner_name on portal.partner (lower(name));
create index on portal.partner (made_by);

alter table portal.consent_purpose add foreign key (partner_id) references portal.partner;

alter table portal.partner enable row level security;

grant select on portal.partner to authenticated, portal_keeper;
create policy "Staff see every partner, everybody else those in use" on portal.partner
  for select to authenticated using (
    (select private.has_role('staff')) or (state = 'in_use' and (select private.me()) is not null));
create policy "The portal keeper reads every partner" on portal.partner
  for select to portal_keeper using (true);
grant insert (id, name, what_they_do, what_is_shared, made_by) on portal.partner to portal_keeper;
create policy "The portal keeper adds a partner for staff" on portal.partner
  for insert to portal_keeper with check (
    (select private.has_role('staff')) and made_by = (select private.me()));
grant update (name, what_they_do, what_is_shared, state, changed_at) on portal.partner to portal_keeper;
create policy "The portal keeper changes a partner for staff" on portal.partner
  for update to portal_keeper using ((select private.has_role('staff')))
  with check ((select private.has_role('staff')));

grant insert on portal.consent_purpose to portal_keeper;
create policy "The portal keeper adds only partners to what is asked, for staff" on portal.consent_purpose
  for insert to portal_keeper with check (part = 'partner' and (select private.has_role('staff')));
grant update (in_use) on portal.consent_purpose to portal_keeper;
create policy "The portal keeper stops asking for a partner, for staff" on portal.consent_purpose
  for update to portal_keeper using (part = 'partner' and (select private.has_role('staff')))
  with check (part = 'partner' and (select private.has_role('staff')));
grant insert on portal.consent_wording to portal_keeper;
create policy "The portal keeper words only partners, for staff" on portal.consent_wording
  for insert to portal_keeper with check (purpose like 'partner:%' and (select private.has_role('staff')));

insert into portal.notice_kind (kind, topic, about) values
  ('consent_changed', 'work', 'Somebody in a match took back a consent: staff talk with both of them.');

-- private

-- The words in which a partner is asked for, as a new version of them. A yes to older words counts no longer:
-- it was a yes to something else.
create function private.word_partner(partner portal.partner) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into portal.consent_wording (purpose, version, title, wording, stops, valid_for, asks_anew)
  select 'partner:' || partner.id, coalesce(max(w.version), 0) + 1, 'Share with ' || partner.name,
    format('You may share this with %s, and nothing else: %s. What they do: %s.', partner.name,
      rtrim(partner.what_is_shared, '. '), rtrim(partner.what_they_do, '. ')),
    format('We share nothing more with %s. What they already have, we cannot call back. You can ask them to delete it.',
      partner.name),
    interval '1 year', true
  from portal.consent_wording w where w.purpose = 'partner:' || partner.id;
end $$;
alter function private.word_partner(portal.partner) owner to portal_keeper;
grant execute on function private.word_partner(portal.partner) to portal_keeper;

create function private.partner_problem(partner_id uuid, name text, what_they_do text, what_is_shared text) returns jsonb
language sql stable set search_path = '' as $$
  select private.invalid(f.field, f.problem) from (values
    (1, 'name', coalesce(private.text_problem(name, 60), case when exists (
      select from portal.partner p
      where lower(p.name) = lower(btrim(partner_problem.name)) and p.id is distinct from partner_problem.partner_id)
      then 'taken' end)),
    (2, 'what_they_do', private.text_problem(what_they_do, 200)),
    (3, 'what_is_shared', private.text_problem(what_is_shared, 300))
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1
$$;
grant execute on function private.partner_problem(uuid, text, text, text) to portal_keeper;

-- Add a partner, or change one. Whoever said yes to other words is asked anew.
create function private.save_partner(partner_id uuid, name text, what_they_do text, what_is_shared text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  bad jsonb := private.partner_problem(partner_id, name, what_they_do, what_is_shared);
  saved portal.partner;
begin
  if bad is not null then
    return bad;
  end if;
  if partner_id is null then
    insert into portal.partner (name, what_they_do, what_is_shared, made_by)
    values (btrim(save_partner.name), btrim(save_partner.what_they_do), btrim(save_partner.what_is_shared), asker)
    returning * into saved;
    insert into portal.consent_purpose (purpose, part, position, partner_id)
    values ('partner:' || saved.id, 'partner', 60, saved.id);
  else
    if not exists (select from portal.partner p where p.id = save_partner.partner_id) then
      return jsonb_build_object('outcome', 'not_found');
    end if;
    update portal.partner p set name = btrim(save_partner.name), what_they_do = btrim(save_partner.what_they_do),
      what_is_shared = btrim(save_partner.what_is_shared), changed_at = now()
    where p.id = save_partner.partner_id and (p.name, p.what_they_do, p.what_is_shared) is distinct from
      (btrim(save_partner.name), btrim(save_partner.what_they_do), btrim(save_partner.what_is_shared))
    returning p.* into saved;
    if not found then
      return jsonb_build_object('outcome', 'nothing_changed', 'partner_id', save_partner.partner_id);
    end if;
  end if;
  perform private.word_partner(saved);
  perform private.record('save_partner', 'partner', saved.id, array['name', 'what_they_do', 'what_is_shared']);
  return jsonb_build_object('outcome', 'saved', 'partner_id', saved.id);
end $$;
alter function private.save_partner(uuid, text, text, text) owner to portal_keeper;
grant execute on function private.save_partner(uuid, text, text, text) to authenticated;

-- Stop working with a partner: every yes to it stops at once. Starting again asks everybody anew.
create function private.move_partner(partner_id uuid, new_state text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  moved portal.partner;
begin
  perform private.require_role('staff');
  update portal.partner p set state = new_state, changed_at = now()
  where p.id = move_partner.partner_id and p.state <> new_state returning p.* into moved;
  if not found then
    return jsonb_build_object('outcome', case
      when exists (select from portal.partner p where p.id = move_partner.partner_id) then 'already_' || new_state
      else 'not_found' end);
  end if;
  update portal.consent_purpose u set in_use = new_state = 'in_use' where u.partner_id = moved.id;
  if not found then
    raise exception 'the purpose of the partner was not moved';
  end if;
  if new_state = 'in_use' then
    perform private.word_partner(moved);
  end if;
  perform private.record('partner:' || new_state, 'partner', moved.id, array['state']);
  return jsonb_build_object('outcome', new_state);
end $$;
alter function private.move_partner(uuid, text) owner to portal_keeper;
grant execute on function private.move_partner(uuid, text) to authenticated;

-- Every partner for staff, with the words in which people are asked and how many yeses stand.
create function private.partners() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('partner_id', p.id, 'name', p.name, 'what_they_do', p.what_they_do,
      'what_is_shared', p.what_is_shared, 'state', p.state, 'changed_at', p.changed_at,
      'wording', (
        select w.wording from portal.consent_wording w
        where w.purpose = 'partner:' || p.id order by w.version desc limit 1),
      'said_yes', (
        select count(*) from (
          select distinct c.person_id from portal.consent c where c.purpose = 'partner:' || p.id
        ) asked where private.consented(asked.person_id, 'partner:' || p.id)))
      order by p.state desc, lower(p.name)), '[]')
    from portal.partner p);
end $$;
alter function private.partners() owner to portal_keeper;
grant execute on function private.partners() to authenticated;

-- api

create function api.partners() returns jsonb
language sql stable set search_path = '' as $$ select private.partners() $$;
grant execute on function api.partners() to authenticated;

create function api.save_partner(name text, what_they_do text, what_is_shared text, partner_id uuid default null)
returns jsonb language sql volatile set search_path = '' as $$
  select private.save_partner(partner_id, name, what_they_do, what_is_shared)
$$;
grant execute on function api.save_partner(text, text, text, uuid) to authenticated;

create function api.end_partner(partner_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.move_partner(partner_id, 'ended') $$;
grant execute on function api.end_partner(uuid) to authenticated;

create function api.restart_partner(partner_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.move_partner(partner_id, 'in_use') $$;
grant execute on function api.restart_partner(uuid) to authenticated;
