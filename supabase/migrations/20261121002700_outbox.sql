-- The outbox: which notices also go by e-mail, when, and whether they went.
-- A row hangs on its notice and is written with it, in one transaction. It holds no address and no words:
-- both are looked up at the moment of sending, when it is asked once more whether the person still wants it.
--
-- waiting   it is to go, not before its time
-- sending   a worker has claimed it, and that is committed before the mail server is spoken to
-- sent      the mail server said that it has it
-- unsure    the worker ended, or the line broke, after the whole e-mail was handed over and before the answer:
--           it may have gone, so it is not sent again unless somebody decides so
-- refused   it cannot go: staff see why
-- dropped   it is no longer wanted, or no longer of use

do $$
begin
  if not exists (select from pg_catalog.pg_roles r where r.rolname = 'mail_keeper') then
    create role mail_keeper nologin noinherit;
  end if;
  grant mail_keeper to postgres;
end $$;
grant usage on schema portal, private to mail_keeper;
grant create on schema private to mail_keeper;

-- tables

alter table portal.notice_kind add column urgent boolean not null default false;
comment on column portal.notice_kind.urgent is 'Of no use in the one e-mail a day or a week: it goes at once, in the hours that the person calls safe.';
update portal.notice_kind k set urgent = true where k.kind in (
  'place_offered', 'workshop_cancelled', 'workshop_changed', 'booking_cancelled_for_you', 'sign_in_changed',
  'roles_changed', 'account_unused', 'something_waits', 'waits_too_long', 'ask_why_it_waits', 'ask_alternate_why',
  'nobody_can_read');
insert into portal.notice_kind (kind, topic, about, urgent) values
  ('workshop_reminder_two_days', 'reminders', 'A workshop at which the person has a place begins in two days.', true),
  ('workshop_reminder_two_hours', 'reminders', 'A workshop at which the person has a place begins in two hours.', true);

create table portal.mail_choice (
  person_id uuid primary key references portal.person on delete cascade,
  how_often text check (how_often in ('at_once', 'daily', 'weekly', 'never')),
  left_out text[] not null default '{}' check (
    left_out <@ array['bookings', 'reminders', 'workshops', 'feedback', 'changes', 'mentoring', 'account', 'work']),
  full_details boolean not null default false,
  days integer[] not null default '{1,2,3,4,5,6,7}' check (
    days <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(days) between 1 and 7),
  from_hour integer not null default 8 check (from_hour between 0 and 23),
  until_hour integer not null default 21 check (until_hour between 1 and 24),
  stop_key uuid not null unique default gen_random_uuid(),
  refusals integer not null default 0 check (refusals >= 0),
  not_working_since timestamptz,
  check (from_hour < until_hour)
);
comment on table portal.mail_choice is 'What a person wants by e-mail, how often, and when an e-mail may arrive.';
comment on column portal.mail_choice.how_often is 'Null: not chosen. Then e-mails go at once to whoever asked to be reached by e-mail, and to nobody else.';
comment on column portal.mail_choice.left_out is 'The topics that the person does not want. What is new later is wanted until they say no.';
comment on column portal.mail_choice.full_details is 'False: an e-mail says that something waits, and never what.';
comment on column portal.mail_choice.days is 'The days on which an e-mail may arrive, 1 is Monday, on the clock of the United Kingdom.';
comment on column portal.mail_choice.from_hour is 'From this hour on, until until_hour. The words about safe times in person_detail are for people to read.';
comment on column portal.mail_choice.stop_key is 'In every e-mail, to stop them all without signing in. It opens nothing else.';
comment on column portal.mail_choice.refusals is 'How often in a row the address was refused for good.';
comment on column portal.mail_choice.not_working_since is 'Set after three: nothing is sent until the address is changed, or a test gets through.';

create table portal.outbox (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person on delete cascade,
  notice_id uuid unique references portal.notice on delete cascade,
  message uuid,
  state text not null default 'waiting' check (state in (
    'waiting', 'sending', 'sent', 'unsure', 'refused', 'dropped')),
  urgent boolean not null,
  gathered text check (gathered in ('daily', 'weekly')),
  made_at timestamptz not null default now(),
  not_before timestamptz not null,
  useless_after timestamptz not null,
  tries integer not null default 0,
  claimed_at timestamptz,
  ended_at timestamptz,
  problem text check (problem ~ '^[a-z_]{1,40}$'),
  reply integer check (reply between 100 and 999),
  check ((ended_at is not null) = (state in ('sent', 'unsure', 'refused', 'dropped'))),
  check (state not in ('sending', 'sent', 'unsure') or (message is not null and claimed_at is not null)),
  check (gathered is null or not urgent)
);
comment on table portal.outbox is 'E-mails to go, and how each went. No address, no subject, no words.';
comment on column portal.outbox.notice_id is 'Null: a test that the person sent to themselves.';
comment on column portal.outbox.message is 'Those that go in one e-mail share it. It is the same at every try, and stands in the Message-ID.';
comment on column portal.outbox.gathered is 'It waits for the one e-mail of the day or the week.';
comment on column portal.outbox.useless_after is 'Not sent any more after this.';
comment on column portal.outbox.problem is 'Why it was refused or dropped, or not sent so far: a code, never what a mail server said.';
comment on column portal.outbox.reply is 'The number that the mail server answered with.';
create index on portal.outbox (person_id);
create index on portal.outbox (not_before) where state = 'waiting';
create index on portal.outbox (message);
create index on portal.outbox (claimed_at);
create index on portal.outbox (ended_at) where state in ('refused', 'unsure');

create table portal.mail_service (
  id boolean primary key default true check (id),
  ready boolean not null default false,
  problem text check (problem ~ '^[a-z_]{1,40}$'),
  since timestamptz not null default now(),
  looked_at timestamptz
);
comment on table portal.mail_service is 'Whether e-mail is set up and the mail server answers, as the worker found it.';
comment on column portal.mail_service.ready is 'False: no mail server is set up where the worker runs.';
insert into portal.mail_service default values;

alter table portal.mail_choice enable row level security;
alter table portal.outbox enable row level security;
alter table portal.mail_service enable row level security;

-- policies

grant select (person_id, how_often, left_out, full_details, days, from_hour, until_hour, not_working_since)
  on portal.mail_choice to authenticated;
create policy "A person reads what they chose about e-mails" on portal.mail_choice
  for select to authenticated using (person_id = (select private.me()));
grant select, insert, update on portal.mail_choice to mail_keeper;
create policy "The mail keeper reads what people chose" on portal.mail_choice
  for select to mail_keeper using (true);
create policy "The mail keeper begins the choices of a person" on portal.mail_choice
  for insert to mail_keeper with check (true);
create policy "The mail keeper changes choices, and notes refusals" on portal.mail_choice
  for update to mail_keeper using (true) with check (true);

grant select, insert, update, delete on portal.outbox to mail_keeper;
create policy "The mail keeper reads the outbox" on portal.outbox
  for select to mail_keeper using (true);
create policy "The mail keeper puts into the outbox what waits" on portal.outbox
  for insert to mail_keeper with check (state = 'waiting');
create policy "The mail keeper notes how an e-mail went" on portal.outbox
  for update to mail_keeper using (true) with check (true);
create policy "The mail keeper clears away the asker's tests" on portal.outbox
  for delete to mail_keeper using (notice_id is null and person_id = (select private.me()));

grant select on portal.mail_service to mail_keeper;
grant update on portal.mail_service to mail_keeper;
create policy "The mail keeper reads whether e-mail works" on portal.mail_service
  for select to mail_keeper using (true);
create policy "The mail keeper notes whether e-mail works" on portal.mail_service
  for update to mail_keeper using (true) with check (true);

grant select (id, display_name, state) on portal.person to mail_keeper;
create policy "The mail keeper reads who is here" on portal.person
  for select to mail_keeper using (true);
grant select (person_id, email, contact_channel) on portal.person_detail to mail_keeper;
create policy "The mail keeper reads where e-mails go" on portal.person_detail
  for select to mail_keeper using (true);
grant select on portal.notice, portal.notice_kind to mail_keeper;
create policy "The mail keeper reads every notice" on portal.notice
  for select to mail_keeper using (true);
create policy "The mail keeper reads every kind of notice" on portal.notice_kind
  for select to mail_keeper using (true);
grant select (id, title, starts_at, ends_at, space_id, meeting_point, state) on portal.workshop to mail_keeper;
create policy "The mail keeper reads when and where workshops are" on portal.workshop
  for select to mail_keeper using (true);
grant select (id, name) on portal.space to mail_keeper;
create policy "The mail keeper reads the names of the spaces" on portal.space
  for select to mail_keeper using (true);
grant select on portal.booking to mail_keeper;
create policy "The mail keeper reads who has a place, to remind them" on portal.booking
  for select to mail_keeper using (true);
grant select (booking_id, state, at) on portal.booking_history to mail_keeper;
create policy "The mail keeper reads since when somebody has a place" on portal.booking_history
  for select to mail_keeper using (true);
grant select (id, name, phone) on portal.organisation to mail_keeper;
create policy "The mail keeper reads who the e-mails are from" on portal.organisation
  for select to mail_keeper using (true);

grant execute on function private.claims(), private.my_session(), private.my_subject(), private.me(),
  private.has_role(text), private.require_person(), private.require_any_role(text[]), private.require_role(text),
  private.invalid(text, text), private.record(text, text, uuid, text[], uuid), private.consented(uuid, text),
  private.notify(uuid, text, text, text, uuid) to mail_keeper;

-- what a person downloads about themselves
grant select (person_id, how_often, left_out, full_details, days, from_hour, until_hour, not_working_since)
  on portal.mail_choice to my_data_keeper;
create policy "The my-data keeper reads what the asker chose about e-mails" on portal.mail_choice
  for select to my_data_keeper using (person_id = (select private.me()));
grant select (person_id, notice_id, made_at, state, ended_at) on portal.outbox to my_data_keeper;
create policy "The my-data keeper reads which e-mails the asker was sent" on portal.outbox
  for select to my_data_keeper using (person_id = (select private.me()));
grant select (id) on portal.notice to my_data_keeper;

-- private: when

-- The first moment from `earliest` on that lies in the hours and on the days that are safe, on the clock of the
-- United Kingdom. `at_the_start`: the first time after it that such hours begin.
create function private.safe_moment(
  choice portal.mail_choice, earliest timestamptz, at_the_start boolean default false
) returns timestamptz
language sql stable set search_path = '' as $$
  select greatest(hours.opens, earliest)
  from generate_series(0, 8) as ahead(days)
  cross join lateral (select (earliest at time zone 'Europe/London')::date + ahead.days as here) as day
  cross join lateral (select
    (day.here + make_interval(hours => choice.from_hour)) at time zone 'Europe/London' as opens,
    (day.here + make_interval(hours => choice.until_hour)) at time zone 'Europe/London' as closes) as hours
  where extract(isodow from day.here) = any (choice.days) and hours.closes > hours.opens
    and case when at_the_start then hours.opens >= earliest else hours.closes > earliest end
  order by hours.opens limit 1
$$;
grant execute on function private.safe_moment(portal.mail_choice, timestamptz, boolean) to mail_keeper;

-- What a person chose, or what holds until they do.
create function private.mail_choice_of(person uuid) returns portal.mail_choice
language plpgsql stable set search_path = '' as $$
declare
  choice portal.mail_choice;
begin
  select c.* into choice from portal.mail_choice c where c.person_id = person;
  if not found then
    choice.person_id := person;
    choice.left_out := '{}';
    choice.full_details := false;
    choice.days := '{1,2,3,4,5,6,7}';
    choice.from_hour := 8;
    choice.until_hour := 21;
    choice.refusals := 0;
  end if;
  choice.how_often := coalesce(choice.how_often, (
    select case d.contact_channel when 'email' then 'at_once' end
    from portal.person_detail d where d.person_id = person), 'never');
  return choice;
end $$;
grant execute on function private.mail_choice_of(uuid) to mail_keeper;

-- When an e-mail is to go: urgent ones as soon as it is safe, others with the one of the day or the week.
create function private.mail_time(choice portal.mail_choice, urgent boolean, told_at timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select case
    when urgent or choice.how_often in ('at_once', 'never') then private.safe_moment(choice, told_at)
    when choice.how_often = 'daily' then private.safe_moment(choice, told_at, true)
    else private.safe_moment(choice,
      (date_trunc('week', told_at at time zone 'Europe/London') + interval '7 days') at time zone 'Europe/London', true)
  end
$$;
grant execute on function private.mail_time(portal.mail_choice, boolean, timestamptz) to mail_keeper;

-- Why a person gets no e-mail about a topic, or null when they do. topic null: a test, which they asked for.
create function private.no_mail_because(choice portal.mail_choice, topic text) returns text
language sql stable set search_path = '' as $$
  select case
    when not exists (select from portal.person p where p.id = choice.person_id and p.state = 'active') then 'not_here'
    when not exists (select from portal.person_detail d
      where d.person_id = choice.person_id and btrim(d.email) <> '') then 'no_address'
    when not private.consented(choice.person_id, 'contact_email') then 'no_consent'
    when topic is null then null
    when choice.how_often = 'never' or topic = any (choice.left_out) then 'not_wanted'
    when choice.not_working_since is not null then 'address_not_working'
  end
$$;
grant execute on function private.no_mail_because(portal.mail_choice, text) to mail_keeper;

-- The event of a reminder: another time of the workshop is another event.
create function private.reminder_event(kind text, booking_id uuid, starts_at timestamptz) returns text
language sql immutable set search_path = '' as $$
  select kind || ':' || booking_id || ':' || extract(epoch from starts_at)::bigint
$$;
grant execute on function private.reminder_event(text, uuid, timestamptz) to mail_keeper;

-- Whether what was told still is so: a place that was offered may be taken or gone by now.
create function private.notice_is_over(told portal.notice) returns boolean
language sql stable set search_path = '' as $$
  select case
    when told.read_at is not null then true
    when told.kind = 'place_offered' then not exists (
      select from portal.booking b
      where b.workshop_id = told.workshop_id and b.person_id = told.person_id and b.state = 'offered'
        and b.expires_at > now())
    when told.kind in ('workshop_reminder_two_days', 'workshop_reminder_two_hours') then not exists (
      select from portal.booking b join portal.workshop w on w.id = b.workshop_id
      where b.workshop_id = told.workshop_id and b.person_id = told.person_id and b.state = 'booked'
        and w.state = 'published' and w.starts_at > now()
        and told.event = private.reminder_event(told.kind, b.id, w.starts_at))
    else false
  end
$$;
grant execute on function private.notice_is_over(portal.notice) to mail_keeper;

-- private: in

-- What a person wants by e-mail goes into the outbox with the notice.
create function private.put_in_outbox() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  choice portal.mail_choice := private.mail_choice_of(new.person_id);
  about portal.notice_kind;
  goes_at timestamptz;
  useless timestamptz;
begin
  select k.* into strict about from portal.notice_kind k where k.kind = new.kind;
  if private.no_mail_because(choice, about.topic) is not null then
    return null;
  end if;
  goes_at := private.mail_time(choice, about.urgent, new.made_at);
  useless := coalesce(
    (select w.starts_at from portal.workshop w where w.id = new.workshop_id and about.topic = 'reminders'),
    goes_at + interval '7 days');
  if goes_at >= useless then
    return null;
  end if;
  insert into portal.outbox (person_id, notice_id, urgent, gathered, made_at, not_before, useless_after)
  values (new.person_id, new.id, about.urgent,
    case when not about.urgent and choice.how_often in ('daily', 'weekly') then choice.how_often end,
    new.made_at, goes_at, useless);
  return null;
end $$;
alter function private.put_in_outbox() owner to mail_keeper;
create trigger told_by_email after insert on portal.notice
  for each row execute function private.put_in_outbox();

-- Another address is a new beginning.
create function private.forget_refusals() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update portal.mail_choice c set refusals = 0, not_working_since = null where c.person_id = new.person_id;
  return null;
end $$;
alter function private.forget_refusals() owner to mail_keeper;
create trigger address_changed after update of email on portal.person_detail
  for each row when (new.email is distinct from old.email) execute function private.forget_refusals();

-- Remind those who have a place two days and two hours before the start, if they had it by then.
create function private.remind_of_workshops() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  many integer := 0;
begin
  for due in
    select b.id, b.person_id, b.workshop_id, w.starts_at, r.kind
    from (values
      ('workshop_reminder_two_days', interval '48 hours', interval '12 hours'),
      ('workshop_reminder_two_hours', interval '2 hours', interval '0')
    ) as r(kind, before, not_after)
    join portal.workshop w on w.state = 'published'
      and w.starts_at > now() + r.not_after and w.starts_at <= now() + r.before
    join portal.booking b on b.workshop_id = w.id and b.state = 'booked'
    where coalesce((select max(h.at) from portal.booking_history h where h.booking_id = b.id and h.state = 'booked'),
        b.booked_at) <= w.starts_at - r.before
      and not exists (select from portal.notice n where n.person_id = b.person_id
        and n.event = private.reminder_event(r.kind, b.id, w.starts_at))
  loop
    perform private.notify(due.person_id, due.kind, private.reminder_event(due.kind, due.id, due.starts_at),
      'workshop?id=' || due.workshop_id, due.workshop_id);
    many := many + 1;
  end loop;
  return many;
end $$;
alter function private.remind_of_workshops() owner to mail_keeper;
grant execute on function private.remind_of_workshops() to worker;
insert into portal.job (job, every, position) values ('remind_of_workshops', '1 minute', 5), ('remind_of_due_feedback', '1 hour', 7);

-- private: out. Each is called by the worker in a transaction of its own, never while it speaks to a mail server.

-- Note whether e-mail is set up and the mail server answers. Without one, what is past its use is dropped.
create function private.note_mail_service(ready boolean, problem text default null) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update portal.mail_service s set ready = note_mail_service.ready, problem = note_mail_service.problem,
    since = case when (s.ready, s.problem) is distinct from (note_mail_service.ready, note_mail_service.problem)
      then now() else s.since end, looked_at = now()
  where s.id;
  if not note_mail_service.ready then
    update portal.outbox o set state = 'dropped', ended_at = now(), problem = 'not_set_up'
    where o.state = 'waiting' and o.useless_after < now();
  end if;
end $$;
alter function private.note_mail_service(boolean, text) owner to mail_keeper;
grant execute on function private.note_mail_service(boolean, text) to worker;

-- What was claimed so long ago that whoever claimed it has ended: longer than a worker waits for any answer.
create function private.settle_cut_short() returns void
language plpgsql set search_path = '' as $$
begin
  update portal.outbox o set state = 'unsure', ended_at = now(), problem = 'cut_short'
  where o.state = 'sending' and o.claimed_at < now() - interval '20 minutes';
  -- it waited in vain: staff see it, for the person was told in the portal only
  update portal.outbox o set state = 'refused', ended_at = now(), problem = 'too_late'
  where o.state = 'waiting' and o.useless_after < now();
end $$;
grant execute on function private.settle_cut_short() to mail_keeper;

-- Whether anything is to go now.
create function private.emails_wait() returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform private.settle_cut_short();
  return exists (select from portal.outbox o where o.state = 'waiting' and o.not_before <= now());
end $$;
alter function private.emails_wait() owner to mail_keeper;
grant execute on function private.emails_wait() to worker;

-- Why an e-mail in the outbox is not to go after all, or null.
create function private.not_now_because(waits portal.outbox, choice portal.mail_choice) returns text
language plpgsql stable set search_path = '' as $$
declare
  told portal.notice;
  topic text;
begin
  if waits.notice_id is not null then
    select n.* into told from portal.notice n where n.id = waits.notice_id;
    select k.topic into topic from portal.notice_kind k where k.kind = told.kind;
    if private.notice_is_over(told) then
      return case when told.read_at is not null then 'seen' else 'over' end;
    end if;
  end if;
  return private.no_mail_because(choice, topic);
end $$;
grant execute on function private.not_now_because(portal.outbox, portal.mail_choice) to mail_keeper;

-- What a notice says in an e-mail. Only somebody who asked for full e-mails is told of what it is.
create function private.told_in_email(told portal.notice, full_details boolean) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  until timestamptz;
begin
  if told.kind = 'place_offered' then
    until := private.offered_until(told.workshop_id, told.person_id);
  end if;
  if not full_details then
    return jsonb_build_object('until', until, 'reminder', told.kind like 'workshop\_reminder\_%');
  end if;
  return jsonb_build_object('kind', told.kind, 'link', told.link, 'until', until, 'workshop', (
    select jsonb_build_object('title', w.title, 'starts_at', w.starts_at, 'ends_at', w.ends_at,
      'space', s.name, 'meeting_point', w.meeting_point, 'mode', (
        select b.mode from portal.booking b
        where b.workshop_id = w.id and b.person_id = told.person_id order by b.turn desc limit 1))
    from portal.workshop w join portal.space s on s.id = w.space_id where w.id = told.workshop_id));
end $$;
grant execute on function private.told_in_email(portal.notice, boolean) to mail_keeper;

-- Until when the place that a person was offered is kept for them.
create function private.offered_until(workshop_id uuid, person_id uuid) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return (
    select b.expires_at from portal.booking b
    where b.workshop_id = offered_until.workshop_id and b.person_id = offered_until.person_id and b.state = 'offered');
end $$;
grant execute on function private.offered_until(uuid, uuid) to mail_keeper;

-- The e-mail that was claimed, with the address as it is now.
create function private.email_to_send(message uuid, choice portal.mail_choice) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('outcome', 'go', 'message', email_to_send.message,
    'to', (select d.email from portal.person_detail d where d.person_id = choice.person_id),
    'stop_key', choice.stop_key, 'full_details', choice.full_details,
    'gathered', min(o.gathered), 'is_test', bool_and(o.notice_id is null),
    'organisation', (select jsonb_build_object('name', g.name, 'phone', g.phone) from portal.organisation g where g.id),
    'told', coalesce(jsonb_agg(private.told_in_email(n, choice.full_details) order by n.made_at, n.id)
      filter (where n.id is not null), '[]'))
  from portal.outbox o left join portal.notice n on n.id = o.notice_id
  where o.message = email_to_send.message and o.state = 'sending'
$$;
grant execute on function private.email_to_send(uuid, portal.mail_choice) to mail_keeper;

-- Claim what goes in one e-mail with this row: itself, or all that waits for the one of the day or the week.
-- A repeat holds what the first try held, under the same name.
create function private.claim_with(first portal.outbox, choice portal.mail_choice) returns uuid
language plpgsql set search_path = '' as $$
declare
  together uuid := coalesce(first.message, first.id);
begin
  update portal.outbox o set state = 'sending', message = together, claimed_at = now(), tries = o.tries + 1
  where o.id in (
    select w.id from portal.outbox w
    where w.state = 'waiting' and w.person_id = first.person_id
      and (w.id = first.id or (first.message is not null and w.message = first.message)
        or (first.message is null and w.message is null and first.gathered is not null
          and w.gathered is not null and w.not_before <= now()
          and private.not_now_because(w, choice) is null))
    limit 100);
  return together;
end $$;
grant execute on function private.claim_with(portal.outbox, portal.mail_choice) to mail_keeper;

-- Claim the next e-mail: urgent ones first, then by age. One claim at a time, so that several workers keep the
-- limit of the minute together. outcome: go, none, wait (the minute is full)
create function private.claim_email(per_minute integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  first portal.outbox;
  choice portal.mail_choice;
  because text;
  safe_at timestamptz;
  claimed uuid;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('portal.outbox', 0));
  perform private.settle_cut_short();
  if (select count(distinct o.message) from portal.outbox o
      where o.claimed_at > clock_timestamp() - interval '1 minute') >= per_minute then
    return jsonb_build_object('outcome', 'wait');
  end if;
  loop
    select o.* into first from portal.outbox o
    where o.state = 'waiting' and o.not_before <= now()
    order by o.urgent desc, o.made_at, o.id limit 1 for update;
    if not found then
      return jsonb_build_object('outcome', 'none');
    end if;
    insert into portal.mail_choice (person_id) values (first.person_id) on conflict do nothing;
    choice := private.mail_choice_of(first.person_id);
    because := private.not_now_because(first, choice);
    safe_at := private.safe_moment(choice, now());
    if because is not null then
      update portal.outbox o set state = 'dropped', ended_at = now(), problem = because where o.id = first.id;
    elsif first.notice_id is not null and safe_at > now() then
      update portal.outbox o set not_before = safe_at where o.id = first.id;
    else
      claimed := private.claim_with(first, choice);
      exit;
    end if;
  end loop;
  return private.email_to_send(claimed, choice);
end $$;
alter function private.claim_email(integer) owner to mail_keeper;
grant execute on function private.claim_email(integer) to worker;

-- Note how an e-mail went: sent, later (refused for now), refused (for good), unsure. Later means after 1, 2, 4 ...
-- minutes, at most 4 hours, and not for ever.
create function private.record_email(message uuid, result text, problem text default null, reply integer default null)
returns void language plpgsql security definer set search_path = '' as $$
declare
  one portal.outbox;
  again_at timestamptz;
  ends_as text := result;
begin
  select o.* into one from portal.outbox o
  where o.message = record_email.message and o.state in ('sending', 'unsure')
  order by o.useless_after desc, o.id limit 1 for update;
  if not found then
    return;
  end if;
  if result = 'later' then
    again_at := now() + least(interval '4 hours', interval '1 minute' * power(2, least(one.tries, 12) - 1));
    if again_at >= one.useless_after or one.tries >= 12 then
      ends_as := 'refused';
    end if;
  end if;
  update portal.outbox o set state = case ends_as when 'later' then 'waiting' else ends_as end,
    not_before = coalesce(again_at, o.not_before), ended_at = case when ends_as <> 'later' then now() end,
    problem = record_email.problem, reply = record_email.reply
  where o.message = record_email.message and o.state in ('sending', 'unsure');
  update portal.mail_choice c set
    refusals = case result when 'sent' then 0 else c.refusals + 1 end,
    not_working_since = case when result <> 'sent' and c.refusals >= 2 then coalesce(c.not_working_since, now()) end
  where c.person_id = one.person_id and (result = 'sent' or record_email.problem = 'address_refused');
end $$;
alter function private.record_email(uuid, text, text, integer) owner to mail_keeper;
grant execute on function private.record_email(uuid, text, text, integer) to worker;

-- private: what a person chooses

create function private.my_emails() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  choice portal.mail_choice := private.mail_choice_of(asker);
begin
  return jsonb_build_object(
    'address', (select nullif(btrim(d.email), '') from portal.person_detail d where d.person_id = asker),
    'how_often', choice.how_often, 'full_details', choice.full_details, 'left_out', to_jsonb(choice.left_out),
    'days', to_jsonb(choice.days), 'from_hour', choice.from_hour, 'until_hour', choice.until_hour,
    'not_working_since', choice.not_working_since,
    'set_up', (select s.ready from portal.mail_service s where s.id),
    'last_test', (
      select jsonb_build_object('state', o.state, 'at', coalesce(o.ended_at, o.made_at)) from portal.outbox o
      where o.person_id = asker and o.notice_id is null order by o.made_at desc limit 1));
end $$;
alter function private.my_emails() owner to mail_keeper;
grant execute on function private.my_emails() to authenticated;

-- What waits already goes by the new choice.
create function private.save_my_emails(
  how_often text, left_out text[], full_details boolean, days integer[], from_hour integer, until_hour integer
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  bad jsonb;
begin
  select private.invalid(f.field, f.problem) into bad from (values
    ('how_often', 'not_known', how_often in ('at_once', 'daily', 'weekly', 'never')),
    ('left_out', 'not_known', left_out <@ array(
      select distinct k.topic from portal.notice_kind k) and array_position(left_out, null) is null),
    ('full_details', 'missing', full_details is not null),
    ('days', 'missing', cardinality(days) between 1 and 7),
    ('days', 'not_known', days <@ array[1, 2, 3, 4, 5, 6, 7] and array_position(days, null) is null),
    ('from_hour', 'out_of_range', from_hour between 0 and 23),
    ('until_hour', 'out_of_range', until_hour between 1 and 24 and until_hour > from_hour)
  ) as f(field, problem, fine) where f.fine is not true limit 1;
  if bad is not null then
    return bad;
  end if;
  insert into portal.mail_choice as c (person_id, how_often, left_out, full_details, days, from_hour, until_hour)
  values (asker, save_my_emails.how_often, save_my_emails.left_out, save_my_emails.full_details,
    save_my_emails.days, save_my_emails.from_hour, save_my_emails.until_hour)
  on conflict (person_id) do update set how_often = excluded.how_often, left_out = excluded.left_out,
    full_details = excluded.full_details, days = excluded.days, from_hour = excluded.from_hour,
    until_hour = excluded.until_hour;
  update portal.outbox o set
    gathered = case when not o.urgent and save_my_emails.how_often in ('daily', 'weekly') then save_my_emails.how_often end,
    not_before = private.mail_time(private.mail_choice_of(asker), o.urgent, now())
  where o.person_id = asker and o.state = 'waiting' and o.notice_id is not null and o.tries = 0;
  perform private.record('save_my_emails', 'mail_choice', asker,
    array['how_often', 'left_out', 'full_details', 'days', 'from_hour', 'until_hour'], asker);
  return jsonb_build_object('outcome', 'saved');
end $$;
alter function private.save_my_emails(text, text[], boolean, integer[], integer, integer) owner to mail_keeper;
grant execute on function private.save_my_emails(text, text[], boolean, integer[], integer, integer) to authenticated;

-- A test to oneself, at most once in five minutes. It goes now: whoever asks is at the screen.
create function private.send_test_email() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_person();
  because text := private.no_mail_because(private.mail_choice_of(asker), null);
begin
  if not (select s.ready from portal.mail_service s where s.id) then
    because := 'not_set_up';
  elsif because is null and exists (
    select from portal.outbox o
    where o.person_id = asker and o.notice_id is null and o.made_at > now() - interval '5 minutes'
  ) then
    because := 'just_sent';
  end if;
  if because is not null then
    return jsonb_build_object('outcome', because);
  end if;
  delete from portal.outbox o where o.person_id = asker and o.notice_id is null and o.ended_at is not null;
  insert into portal.outbox (person_id, urgent, not_before, useless_after)
  values (asker, true, now(), now() + interval '1 hour');
  perform private.record('send_test_email', 'outbox', asker, '{}', asker);
  return jsonb_build_object('outcome', 'on_its_way');
end $$;
alter function private.send_test_email() owner to mail_keeper;
grant execute on function private.send_test_email() to authenticated;

-- Stop all e-mails to whoever got one with this key. Nobody needs to sign in to be left alone.
create function private.stop_emails(stop_key uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  stopped uuid;
begin
  update portal.mail_choice c set how_often = 'never'
  where c.stop_key = stop_emails.stop_key returning c.person_id into stopped;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record('stop_emails', 'mail_choice', stopped, array['how_often'], stopped);
  return jsonb_build_object('outcome', 'stopped');
end $$;
alter function private.stop_emails(uuid) owner to mail_keeper;
grant execute on function private.stop_emails(uuid) to anon, authenticated;

-- private: for staff

-- E-mails that did not go, or may not have: to whom, about which topic, when and why. Never what they said.
create function private.emails_in_trouble(page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  before bigint := 10 * (greatest(coalesce(page, 1), 1)::bigint - 1);
begin
  perform private.require_any_role('staff', 'administrator');
  return (
    with stuck as (
      select coalesce(o.message, o.id) as message, o.person_id, o.state, o.problem, o.reply,
        max(o.ended_at) as ended_at, max(o.tries) as tries,
        array_agg(distinct coalesce(k.topic, 'test') order by coalesce(k.topic, 'test')) as topics
      from portal.outbox o
      left join portal.notice n on n.id = o.notice_id
      left join portal.notice_kind k on k.kind = n.kind
      where o.state in ('refused', 'unsure')
      group by 1, 2, 3, 4, 5
    ), shown as (
      select s.* from stuck s order by s.ended_at desc, s.message limit 10 offset before
    )
    select jsonb_build_object('total', (select count(*) from stuck), 'page_size', 10,
      'service', (select jsonb_build_object('set_up', s.ready, 'problem', s.problem, 'since', s.since,
        'looked_at', s.looked_at) from portal.mail_service s where s.id),
      'waiting', (select count(*) from portal.outbox o where o.state = 'waiting'),
      'sent_this_week', (select count(distinct o.message) from portal.outbox o
        where o.state = 'sent' and o.ended_at > now() - interval '7 days'),
      'rows', (select coalesce(jsonb_agg(jsonb_build_object('email_id', s.message, 'person_id', s.person_id,
        'display_name', p.display_name, 'state', s.state, 'problem', s.problem, 'reply', s.reply,
        'ended_at', s.ended_at, 'tries', s.tries, 'topics', s.topics) order by s.ended_at desc, s.message), '[]')
        from shown s join portal.person p on p.id = s.person_id)));
end $$;
alter function private.emails_in_trouble(integer) owner to mail_keeper;
grant execute on function private.emails_in_trouble(integer) to authenticated;

-- Today's count of them.
create function private.emails_waiting_for_staff() returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_role('staff');
  return (select count(distinct coalesce(o.message, o.id)) from portal.outbox o where o.state in ('refused', 'unsure'));
end $$;
alter function private.emails_waiting_for_staff() owner to mail_keeper;
grant execute on function private.emails_waiting_for_staff() to authenticated;

-- Send it again, under the same Message-ID, or leave it. One that may have arrived can come twice then.
create function private.decide_email(email_id uuid, decision text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  decided portal.outbox;
begin
  perform private.require_any_role('staff', 'administrator');
  if decision is null or decision not in ('try_again', 'give_up') then
    return private.invalid('decision', 'not_known');
  end if;
  update portal.outbox o set state = case decision when 'try_again' then 'waiting' else 'dropped' end,
    ended_at = case decision when 'give_up' then now() end,
    problem = case decision when 'give_up' then 'given_up' end, reply = null, tries = 0, not_before = now(),
    useless_after = case decision when 'try_again' then greatest(o.useless_after, now() + interval '1 day')
      else o.useless_after end
  where coalesce(o.message, o.id) = decide_email.email_id and o.state in ('refused', 'unsure')
  returning o.* into decided;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform private.record(case decision when 'try_again' then 'send_email_again' else 'give_up_email' end,
    'outbox', decided.id, array['state'], decided.person_id);
  return jsonb_build_object('outcome', case decision when 'try_again' then 'tried_again' else 'given_up' end);
end $$;
alter function private.decide_email(uuid, text) owner to mail_keeper;
grant execute on function private.decide_email(uuid, text) to authenticated;

-- api

-- What the person asking chose about e-mails, and whether they said yes to them.
create function api.my_emails() returns jsonb
language sql stable set search_path = '' as $$
  select private.my_emails() || jsonb_build_object('consent', (
    select c from jsonb_array_elements(private.my_consents()) c where c ->> 'purpose' = 'contact_email'))
$$;
grant execute on function api.my_emails() to authenticated;

create function api.save_my_emails(
  how_often text, left_out text[] default '{}', full_details boolean default false,
  days integer[] default '{1,2,3,4,5,6,7}', from_hour integer default 8, until_hour integer default 21
) returns jsonb
language sql volatile set search_path = '' as $$
  select private.save_my_emails(how_often, left_out, full_details, days, from_hour, until_hour)
$$;
grant execute on function api.save_my_emails(text, text[], boolean, integer[], integer, integer) to authenticated;

-- Outcomes: on_its_way, not_set_up, no_address, no_consent, just_sent.
create function api.send_test_email() returns jsonb
language sql volatile set search_path = '' as $$ select private.send_test_email() $$;
grant execute on function api.send_test_email() to authenticated;

-- Outcomes: stopped, not_found.
create function api.stop_emails(stop_key uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.stop_emails(stop_key) $$;
grant execute on function api.stop_emails(uuid) to anon, authenticated;

create function api.emails_in_trouble(page integer default 1) returns jsonb
language sql stable set search_path = '' as $$ select private.emails_in_trouble(page) $$;
grant execute on function api.emails_in_trouble(integer) to authenticated;

-- decision: try_again, give_up. Outcomes: tried_again, given_up, not_found.
create function api.decide_email(email_id uuid, decision text) returns jsonb
language sql volatile set search_path = '' as $$ select private.decide_email(email_id, decision) $$;
grant execute on function api.decide_email(uuid, text) to authenticated;
