-- Drafts: what somebody is writing and has not sent. It is kept on the server, since phones are shared and a
-- browser would show it to the next person. Nobody but its writer reads it, staff neither.

create table portal.draft (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  form text not null check (form in ('feedback', 'answer', 'closing')),
  feedback_id uuid references portal.feedback on delete cascade,
  workshop_id uuid references portal.workshop on delete cascade,
  content jsonb not null check (jsonb_typeof(content) = 'object' and length(content::text) <= 60000),
  other jsonb check (jsonb_typeof(other) = 'object' and length(other::text) <= 60000),
  other_kept_at timestamptz,
  writer text check (length(writer) between 1 and 40),
  version integer not null default 1,
  begun_at timestamptz not null default now(),
  kept_at timestamptz not null default now(),
  unique nulls not distinct (person_id, form, feedback_id, workshop_id),
  check ((form = 'answer') = (feedback_id is not null)),
  check ((form = 'closing') = (workshop_id is not null)),
  check ((other is null) = (other_kept_at is null))
);
comment on table portal.draft is 'What a person is writing and has not sent. Only they read it.';
comment on column portal.draft.form is 'Which form it belongs to: feedback, an answer to feedback, the closing of a workshop.';
comment on column portal.draft.feedback_id is 'For an answer: what is being answered.';
comment on column portal.draft.workshop_id is 'For a closing: the workshop.';
comment on column portal.draft.content is 'The fields of the form by name.';
comment on column portal.draft.other is 'What stood here when the person wrote on at another page that had not seen it.';
comment on column portal.draft.writer is 'Which open page wrote last: a random word that the page makes up.';
comment on column portal.draft.version is 'How often it was kept. A page says which one it has seen.';
create index on portal.draft (feedback_id);
create index on portal.draft (workshop_id);
create index on portal.draft (kept_at);

alter table portal.draft enable row level security;

grant select on portal.draft to authenticated;
create policy "A person reads what they are writing" on portal.draft
  for select to authenticated using (person_id = (select private.me()));
grant select, insert (person_id, form, feedback_id, workshop_id, content, writer),
  update (content, other, other_kept_at, writer, version, kept_at), delete on portal.draft to portal_keeper;
create policy "The portal keeper reads what the asker is writing" on portal.draft
  for select to portal_keeper using (person_id = (select private.me()));
create policy "The portal keeper keeps what the asker is writing" on portal.draft
  for insert to portal_keeper with check (person_id = (select private.me()));
create policy "The portal keeper keeps more of what the asker is writing" on portal.draft
  for update to portal_keeper using (person_id = (select private.me())) with check (person_id = (select private.me()));
create policy "The portal keeper drops what the asker has sent or thrown away" on portal.draft
  for delete to portal_keeper using (person_id = (select private.me()));

-- private

-- The names of the fields that a form has; null: there is no such form.
create function private.draft_fields(form text) returns text[]
language sql immutable set search_path = '' as $$
  select case form
    when 'feedback' then array['body', 'kind', 'about_kind', 'theme_id', 'space_id', 'workshop_id', 'service',
      'audience', 'tags', 'on_behalf_of']
    when 'answer' then array['reason', 'state']
    when 'closing' then array['summary'] end
$$;
grant execute on function private.draft_fields(text) to portal_keeper;

-- The long text of a draft, whichever form it is of.
create function private.draft_words(content jsonb) returns text
language sql immutable set search_path = '' as $$
  select coalesce(content ->> 'body', content ->> 'reason', content ->> 'summary', '')
$$;
grant execute on function private.draft_words(jsonb) to portal_keeper;

-- What cannot be kept, or null. The form's own limits are lower: a draft may be too long to send.
create function private.draft_problem(form text, content jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when private.draft_fields(form) is null then private.invalid('form', 'not_known')
    when content is null or jsonb_typeof(content) <> 'object' then private.invalid('content', 'missing')
    else (
      select private.invalid(e.key, case when e.key <> all (private.draft_fields(form)) then 'not_known' else 'too_long' end)
      from jsonb_each(content) e
      where e.key <> all (private.draft_fields(form)) or length(e.value #>> '{}') > 20000
      order by e.key limit 1) end
$$;
grant execute on function private.draft_problem(text, jsonb) to portal_keeper;

-- The asker's own draft, or a row of nulls.
create function private.draft_of(asker uuid, form text, subject uuid) returns portal.draft
language sql stable set search_path = '' as $$
  select d.* from portal.draft d
  where d.person_id = draft_of.asker and d.form = draft_of.form
    and coalesce(d.feedback_id, d.workshop_id) is not distinct from draft_of.subject
$$;
grant execute on function private.draft_of(uuid, text, uuid) to portal_keeper;

-- Whether the subject is one that the form has. Answers and closings are staff's work.
create function private.can_draft(form text, subject uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  if form = 'feedback' then
    return subject is null;
  end if;
  perform private.require_role('staff');
  return case form
    when 'answer' then exists (select from portal.feedback f where f.id = subject)
    else exists (select from portal.workshop w where w.id = subject) end;
end $$;
grant execute on function private.can_draft(text, uuid) to portal_keeper;

-- A page that did not see the last words writes others: the newer ones stand, the older are kept beside them.
create function private.keep_more(held portal.draft, content jsonb, writer text, base integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  before text := rtrim(private.draft_words(held.content));
  apart boolean := writer is not null and held.writer is distinct from writer and base is distinct from held.version
    and before <> '' and not starts_with(private.draft_words(content), before);
  now_version integer;
begin
  update portal.draft d
  set content = held.content || keep_more.content, kept_at = now(),
    other = case when apart then held.content else held.other end,
    other_kept_at = case when apart then held.kept_at else held.other_kept_at end,
    writer = coalesce(keep_more.writer, held.writer),
    version = held.version + case when keep_more.writer is null then 0 else 1 end
  where d.id = held.id returning d.version into now_version;
  return jsonb_build_object('outcome', 'kept', 'version', now_version, 'apart', apart);
end $$;
grant execute on function private.keep_more(portal.draft, jsonb, text, integer) to portal_keeper;

-- `base` is the version that the page has seen: 0 for none. Fields that are not named stay as they are.
create function private.keep_draft(form text, content jsonb, subject uuid, writer text, base integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  bad jsonb := private.draft_problem(form, content);
  held portal.draft;
begin
  if bad is not null then
    return bad;
  elsif length(writer) not between 1 and 40 then
    return private.invalid('writer', 'too_long');
  elsif not private.can_draft(form, subject) then
    return private.invalid('subject', 'not_known');
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('draft:' || asker, 0));
  if form = 'feedback' and (private.said_just_now(asker, content ->> 'body')).id is not null then
    return jsonb_build_object('outcome', 'sent');  -- words that were on their way when Send was pressed
  end if;
  held := private.draft_of(asker, form, subject);
  if held.id is not null then
    return private.keep_more(held, content, writer, base);
  elsif base > 0 then
    return jsonb_build_object('outcome', 'gone');
  elsif not exists (select from jsonb_each_text(content) e where btrim(e.value) <> '') then
    return jsonb_build_object('outcome', 'nothing');
  elsif (select count(*) from portal.draft d where d.person_id = asker) >= 50 then
    return jsonb_build_object('outcome', 'too_many');
  end if;
  insert into portal.draft (person_id, form, feedback_id, workshop_id, content, writer)
  values (asker, keep_draft.form, case form when 'answer' then subject end, case form when 'closing' then subject end,
    keep_draft.content, keep_draft.writer);
  return jsonb_build_object('outcome', 'kept', 'version', 1, 'apart', false);
end $$;
alter function private.keep_draft(text, jsonb, uuid, text, integer) owner to portal_keeper;
grant execute on function private.keep_draft(text, jsonb, uuid, text, integer) to authenticated;

create function private.my_draft(form text, subject uuid default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  held portal.draft := private.draft_of(private.require_person(), form, subject);
begin
  return case when held.id is not null then jsonb_build_object('content', held.content, 'kept_at', held.kept_at,
    'version', held.version, 'other', held.other, 'other_kept_at', held.other_kept_at) end;
end $$;
alter function private.my_draft(text, uuid) owner to portal_keeper;
grant execute on function private.my_draft(text, uuid) to authenticated, portal_keeper;

-- Forget a draft, since it was sent or thrown away. Returns what was in it, for an undo.
create function private.drop_draft(form text, subject uuid default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  dropped jsonb;
begin
  delete from portal.draft d where d.id = (private.draft_of(asker, drop_draft.form, drop_draft.subject)).id
  returning d.content into dropped;
  return case when found then jsonb_build_object('outcome', 'dropped', 'content', dropped)
    else jsonb_build_object('outcome', 'not_found') end;
end $$;
alter function private.drop_draft(text, uuid) owner to portal_keeper;
grant execute on function private.drop_draft(text, uuid) to authenticated, portal_keeper;

-- Go on with what was written at the other page; what stood here is kept in its place.
create function private.swap_draft(form text, subject uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  held portal.draft := private.draft_of(private.require_person(), form, subject);
begin
  if held.other is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  update portal.draft d
  set content = held.other, other = held.content, other_kept_at = held.kept_at, kept_at = now(), writer = null,
    version = held.version + 1
  where d.id = held.id;
  return jsonb_build_object('outcome', 'swapped', 'content', held.other);
end $$;
alter function private.swap_draft(text, uuid) owner to portal_keeper;
grant execute on function private.swap_draft(text, uuid) to authenticated;

-- api

-- Outcomes: kept (version, apart), sent, gone, nothing, too_many, invalid.
create function api.keep_draft(
  form text, content jsonb, subject uuid default null, writer text default null, base integer default null
) returns jsonb language sql volatile set search_path = '' as $$
  select private.keep_draft(form, content, subject, writer, base)
$$;
grant execute on function api.keep_draft(text, jsonb, uuid, text, integer) to authenticated;

-- The asker's own: content, kept_at, version, other, other_kept_at; or null.
create function api.my_draft(form text, subject uuid default null) returns jsonb
language sql stable set search_path = '' as $$ select private.my_draft(form, subject) $$;
grant execute on function api.my_draft(text, uuid) to authenticated;

-- Outcomes: dropped (content), not_found.
create function api.drop_draft(form text, subject uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.drop_draft(form, subject) $$;
grant execute on function api.drop_draft(text, uuid) to authenticated;

-- Outcomes: swapped (content), not_found.
create function api.swap_draft(form text, subject uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.swap_draft(form, subject) $$;
grant execute on function api.swap_draft(text, uuid) to authenticated;

-- What the form to say something offers, and what the asker has begun to write in it.
create function api.feedback_form(workshop_id uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select private.feedback_choices(workshop_id) || jsonb_build_object('draft', private.my_draft('feedback'))
$$;
grant execute on function api.feedback_form(uuid) to authenticated;
