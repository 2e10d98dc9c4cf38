-- Complaints about how people's data is used: anybody may make one, signed in or not.
-- Data (Use and Access) Act 2025, section 164A of the Data Protection Act 2018: acknowledged within 30 days,
-- then answered without undue delay.

create table portal.data_complaint (
  id uuid primary key default gen_random_uuid(),
  reference text not null unique default private.new_reference('C'),
  person_id uuid references portal.person on delete cascade,
  reach text check (length(btrim(reach)) between 5 and 200),
  about text not null check (length(btrim(about)) between 10 and 4000),
  wish text check (length(btrim(wish)) between 1 and 1000),
  received_at timestamptz not null default now(),
  acknowledge_by date not null default ((now() at time zone 'Europe/London')::date + 30),
  acknowledged_at timestamptz,
  acknowledged_by uuid references portal.person on delete set null,
  answer text check (length(btrim(answer)) between 1 and 4000),
  answered_at timestamptz,
  answered_by uuid references portal.person on delete set null,
  check (person_id is not null or reach is not null),
  check ((answer is null) = (answered_at is null)),
  check (answered_at is null or acknowledged_at is not null),
  check (person_id not in (acknowledged_by, answered_by))
);
comment on table portal.data_complaint is 'Somebody says that their data was not used well. received, then acknowledged, then answered.';
comment on column portal.data_complaint.reference is 'What the person can say on the phone. Drawn by lot.';
comment on column portal.data_complaint.person_id is 'Null: somebody who was not signed in.';
comment on column portal.data_complaint.reach is 'How somebody who was not signed in is reached.';
comment on column portal.data_complaint.wish is 'What would put it right, in their words.';
create index on portal.data_complaint (person_id);
create index on portal.data_complaint (acknowledged_by);
create index on portal.data_complaint (answered_by);
create index on portal.data_complaint (received_at);
create index on portal.data_complaint (acknowledge_by) where answered_at is null;

alter table portal.data_complaint enable row level security;

grant select on portal.data_complaint to my_data_keeper;
create policy "The my-data keeper reads the asker's complaints, any for staff" on portal.data_complaint
  for select to my_data_keeper using (
    person_id = (select private.me()) or (select private.has_role('staff')) or (select private.has_role('administrator')));
grant insert (id, reference, person_id, reach, about, wish) on portal.data_complaint to my_data_keeper;
create policy "The my-data keeper takes a complaint of whoever asks" on portal.data_complaint
  for insert to my_data_keeper with check (
    person_id is not distinct from (select private.me()) and acknowledged_at is null);
grant update (acknowledged_at, acknowledged_by, answer, answered_at, answered_by) on portal.data_complaint to my_data_keeper;
create policy "The my-data keeper moves another's complaint on for staff" on portal.data_complaint
  for update to my_data_keeper
  using (answered_at is null and person_id is distinct from (select private.me())
    and ((select private.has_role('staff')) or (select private.has_role('administrator'))))
  with check (coalesce(answered_by, acknowledged_by, (select private.me())) = (select private.me()));

-- What is due is watched by the keeper of the notices, who sees dates and no words.
grant select (id, person_id, received_at, acknowledge_by, acknowledged_at, answered_at) on portal.data_complaint
  to notice_keeper;
create policy "The notice keeper sees the dates of complaints" on portal.data_complaint
  for select to notice_keeper using (true);
grant select (id, due_on, ready_at) on portal.data_request to notice_keeper;
create policy "The notice keeper sees the dates of requests" on portal.data_request
  for select to notice_keeper using (true);
grant select (id, due_on, state) on portal.correction to notice_keeper;
create policy "The notice keeper sees the dates of corrections" on portal.correction
  for select to notice_keeper using (true);

-- private

create function private.complaints_of(asker uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('reference', c.reference, 'received_at', c.received_at,
    'about', c.about, 'wish', c.wish, 'acknowledge_by', c.acknowledge_by, 'acknowledged_at', c.acknowledged_at,
    'answered_at', c.answered_at, 'answer', c.answer) order by c.received_at), '[]')
  from portal.data_complaint c where c.person_id = asker
$$;
grant execute on function private.complaints_of(uuid) to my_data_keeper;

-- Whether so many visitors complained in the last hour that a machine is more likely than people.
create function private.many_visitors_complain() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select count(*) from portal.data_complaint c
    where c.person_id is null and c.received_at > now() - interval '1 hour') >= 20;
end $$;
alter function private.many_visitors_complain() owner to notice_keeper;
grant execute on function private.many_visitors_complain() to my_data_keeper;

create function private.complain_about_data(about text, wish text, reach text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.me();
  bad jsonb;
  made uuid := gen_random_uuid();
  drawn text := private.new_reference('C');
begin
  select private.invalid(f.field, f.problem) into bad from (values
    (1, 'about', coalesce(private.text_problem(complain_about_data.about, 4000),
      case when length(btrim(complain_about_data.about)) < 10 then 'too_short' end)),
    (2, 'wish', private.text_problem(complain_about_data.wish, 1000, false)),
    (3, 'reach', case when asker is null then coalesce(private.text_problem(complain_about_data.reach, 200),
      case when length(btrim(complain_about_data.reach)) < 5 then 'too_short' end) end)
  ) as f(place, field, problem) where f.problem is not null order by f.place limit 1;
  if bad is not null then
    return bad;
  elsif (case when asker is null then private.many_visitors_complain() else (
    select count(*) from portal.data_complaint c
    where c.person_id = asker and c.received_at > now() - interval '1 hour') >= 5 end)
  then
    return jsonb_build_object('outcome', 'try_later');
  end if;
  insert into portal.data_complaint (id, reference, person_id, about, wish, reach)
  values (made, drawn, asker, btrim(complain_about_data.about), nullif(btrim(complain_about_data.wish), ''),
    case when asker is null then btrim(complain_about_data.reach) end);
  perform private.record('complain_about_data', 'data_complaint', made, array['about', 'wish', 'reach'], asker);
  return jsonb_build_object('outcome', 'received', 'reference', drawn,
    'acknowledge_by', private.today_here() + 30);
end $$;
alter function private.complain_about_data(text, text, text) owner to my_data_keeper;
grant execute on function private.complain_about_data(text, text, text) to anon, authenticated;

-- The complaint that staff act on, or why they may not: it is their own, or there is none.
create function private.complaint_problem(complaint portal.data_complaint, asker uuid) returns text
language sql immutable set search_path = '' as $$
  select case when complaint.id is null then 'not_found' when complaint.person_id = asker then 'not_your_own'
    when complaint.answered_at is not null then 'already_answered' end
$$;
grant execute on function private.complaint_problem(portal.data_complaint, uuid) to my_data_keeper;

create function private.acknowledge_complaint(complaint_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  complaint portal.data_complaint;
begin
  select c.* into complaint from portal.data_complaint c where c.id = acknowledge_complaint.complaint_id;
  if private.complaint_problem(complaint, asker) is not null then
    return jsonb_build_object('outcome', private.complaint_problem(complaint, asker));
  end if;
  update portal.data_complaint c set acknowledged_at = now(), acknowledged_by = asker
  where c.id = complaint.id and c.acknowledged_at is null;
  if not found then
    return jsonb_build_object('outcome', 'already_acknowledged');
  end if;
  perform private.record('acknowledge_complaint', 'data_complaint', complaint.id, array['acknowledged_at'],
    complaint.person_id);
  perform private.notify(complaint.person_id, 'data_answered', 'complaint:' || complaint.id || ':acknowledged', 'your-data');
  return jsonb_build_object('outcome', 'acknowledged');
end $$;
alter function private.acknowledge_complaint(uuid) owner to my_data_keeper;
grant execute on function private.acknowledge_complaint(uuid) to authenticated;

-- Answer a complaint. Who has not heard from us yet is told that we have it by the same answer.
create function private.answer_complaint(complaint_id uuid, answer text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
  bad text := private.text_problem(answer, 4000);
  complaint portal.data_complaint;
begin
  select c.* into complaint from portal.data_complaint c where c.id = answer_complaint.complaint_id;
  if private.complaint_problem(complaint, asker) is not null then
    return jsonb_build_object('outcome', private.complaint_problem(complaint, asker));
  elsif bad is not null then
    return private.invalid('answer', bad);
  end if;
  update portal.data_complaint c
  set answer = btrim(answer_complaint.answer), answered_at = now(), answered_by = asker,
    acknowledged_by = case when c.acknowledged_at is null then asker else c.acknowledged_by end,
    acknowledged_at = coalesce(c.acknowledged_at, now())
  where c.id = complaint.id and c.answered_at is null;
  if not found then
    return jsonb_build_object('outcome', 'already_answered');
  end if;
  perform private.record('answer_complaint', 'data_complaint', complaint.id, array['answer'], complaint.person_id);
  perform private.notify(complaint.person_id, 'data_answered', 'complaint:' || complaint.id || ':answered', 'your-data');
  return jsonb_build_object('outcome', 'answered');
end $$;
alter function private.answer_complaint(uuid, text) owner to my_data_keeper;
grant execute on function private.answer_complaint(uuid, text) to authenticated;

-- private: what waits, and how long it may

-- Every open request, correction and complaint, the most urgent first. One's own is left to somebody else.
create function private.data_desk() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_any_role('staff', 'administrator');
begin
  return jsonb_build_object(
    'requests', (
      select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'reference', r.reference, 'is_mine', r.person_id = asker,
        'display_name', p.display_name, 'asked_at', r.asked_at, 'due_on', r.due_on,
        'days_left', r.due_on - private.today_here()) order by r.due_on, r.asked_at), '[]')
      from portal.data_request r join portal.person p on p.id = r.person_id where r.ready_at is null),
    'corrections', (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'reference', c.reference, 'is_mine', c.person_id = asker,
        'person_id', c.person_id, 'display_name', p.display_name, 'part', c.part, 'wrong', c.wrong,
        'should_say', c.should_say, 'asked_at', c.asked_at, 'due_on', c.due_on,
        'days_left', c.due_on - private.today_here()) order by c.due_on, c.asked_at), '[]')
      from portal.correction c join portal.person p on p.id = c.person_id where c.state = 'asked'),
    'complaints', (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'reference', c.reference,
        'is_mine', c.person_id is not distinct from asker, 'display_name', p.display_name, 'reach', c.reach,
        'about', c.about, 'wish', c.wish, 'received_at', c.received_at, 'acknowledge_by', c.acknowledge_by,
        'acknowledged_at', c.acknowledged_at, 'days_left', c.acknowledge_by - private.today_here())
        order by c.acknowledged_at nulls first, c.received_at), '[]')
      from portal.data_complaint c left join portal.person p on p.id = c.person_id where c.answered_at is null));
end $$;
alter function private.data_desk() owner to my_data_keeper;
grant execute on function private.data_desk() to authenticated;

-- How much waits on that desk, and how much of it is late: for staff's first screen.
create function private.data_waiting() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_any_role('staff', 'administrator');
  return (
    select jsonb_build_object('count', count(*), 'late', count(*) filter (where w.due_on < private.today_here()))
    from private.data_due() w);
end $$;
alter function private.data_waiting() owner to notice_keeper;

-- Everything open with the day by which somebody has to hear from us; a complaint that was acknowledged
-- has no such day, and counts as waiting only.
create function private.data_due() returns table (id uuid, due_on date)
language sql stable set search_path = '' as $$
  select r.id, r.due_on from portal.data_request r where r.ready_at is null
  union all
  select c.id, c.due_on from portal.correction c where c.state = 'asked'
  union all
  select c.id, case when c.acknowledged_at is null then c.acknowledge_by end
  from portal.data_complaint c where c.answered_at is null
$$;
grant execute on function private.data_due() to notice_keeper;
grant execute on function private.data_waiting() to authenticated;

grant select (person_id, role) on portal.role_grant to notice_keeper;
create policy "The notice keeper finds staff and administrators to remind" on portal.role_grant
  for select to notice_keeper using (role in ('staff', 'administrator'));

-- Tell staff and administrators, once for each, that something about data is due within a week, and once
-- more when it is late. For the worker, as often as it likes. Returns how many things are due or late.
create function private.remind_about_data() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  many integer := 0;
begin
  for due in
    select w.id, case when w.due_on < private.today_here() then 'late' else 'soon' end as how
    from private.data_due() w where w.due_on <= private.today_here() + 7
  loop
    perform private.notify(t.person_id, 'data_due', 'data:' || due.id || ':' || due.how, 'data-desk')
    from (select distinct g.person_id from portal.role_grant g where g.role in ('staff', 'administrator')) t;
    many := many + 1;
  end loop;
  return many;
end $$;
alter function private.remind_about_data() owner to notice_keeper;
grant execute on function private.remind_about_data() to worker;

-- api

-- Outcomes: received (with reference and acknowledge_by), invalid, try_later. `reach` is for a visitor.
create function api.complain_about_data(about text, wish text default null, reach text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.complain_about_data(about, wish, reach) $$;
grant execute on function api.complain_about_data(text, text, text) to anon, authenticated;

create function api.acknowledge_complaint(complaint_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.acknowledge_complaint(complaint_id) $$;
grant execute on function api.acknowledge_complaint(uuid) to authenticated;

create function api.answer_complaint(complaint_id uuid, answer text) returns jsonb
language sql volatile set search_path = '' as $$ select private.answer_complaint(complaint_id, answer) $$;
grant execute on function api.answer_complaint(uuid, text) to authenticated;

create function api.data_desk() returns jsonb
language sql stable set search_path = '' as $$ select private.data_desk() $$;
grant execute on function api.data_desk() to authenticated;
