-- A portal that has been used for years, invented: how much of each is set by the four settings.
create temporary table wanted as
select current_setting('grown.workshops')::integer as workshops, current_setting('grown.feedback')::integer as feedback,
  current_setting('grown.changes')::integer as changes, current_setting('grown.people')::integer as people;

insert into portal.space (name, kind, position)
select 'Place ' || n, 'place', n from generate_series(1, 5) n;

insert into portal.person (id, display_name, connection)
select gen_random_uuid(), 'Person ' || n, (array['recovery', 'family'])[1 + n % 2]
from wanted, generate_series(1, wanted.people) n;
create temporary table person_no as
select p.id, row_number() over (order by p.id) as no from portal.person p;

-- one in five is still to come
insert into portal.workshop (title, kind, space_id, starts_at, ends_at, rung, contribution_type,
  in_person_capacity, what_to_expect, state, published_at)
select 'Workshop ' || n, 'design_workshop', s.id, t.starts_at, t.starts_at + interval '2 hours', 1 + n % 7,
  'design_workshop', 20, repeat('We talk about what we want to change. ', 4),
  case when t.starts_at < now() then 'closed' else 'published' end, t.starts_at - interval '60 days'
from wanted, generate_series(1, wanted.workshops) n
join portal.space s on s.position = 1 + n % 5
cross join lateral (select now() + (n - 0.8 * wanted.workshops) * (interval '700 days' / wanted.workshops) as starts_at) t;
create temporary table workshop_no as
select w.id, w.starts_at, w.state, row_number() over (order by w.starts_at) as no from portal.workshop w;

insert into portal.booking (workshop_id, person_id, mode, state, booked_at, attended_at)
select w.id, p.id, 'in_person', case when w.state = 'closed' then 'attended' else 'booked' end,
  w.starts_at - interval '61 days', case when w.state = 'closed' then w.starts_at end
from workshop_no w, generate_series(1, 15) place, wanted
join person_no p on true
where p.no = 1 + (w.no * 31 + place) % wanted.people;

insert into portal.workshop_closing (workshop_id, summary, rung_reached, closed_at)
select w.id, 'We talked about evenings and weekends.', 5, w.starts_at from workshop_no w where w.state = 'closed';
insert into portal.decision (workshop_id, position, what, why, decided_on)
select w.id, 1, 'Open on two evenings', 'Most people work in the day.', w.starts_at::date
from workshop_no w where w.state = 'closed';

insert into portal.feedback (person_id, kind, theme_id, about_kind, space_id, body, audience, state,
  given_at, answered_at, moderated_at, shown_at)
select p.id, (array['idea', 'problem', 'praise', 'question'])[1 + n % 4], t.id, 'space', s.id,
  'What I would like to say, number ' || n || ': ' || repeat('more evenings, please. ', 1 + n % 9),
  case when n % 5 < 3 then 'everyone' else 'staff' end, 'received',
  d.given_at, d.given_at + interval '9 days', d.given_at + interval '2 days',
  case when n % 5 < 3 then d.given_at + interval '2 days' end
from wanted cross join generate_series(1, wanted.feedback) n
join person_no p on p.no = 1 + n % wanted.people
join portal.space s on s.position = 1 + n % 5
join portal.theme t on t.position = 1 + n % 10
cross join lateral (select now() - n * (interval '700 days' / wanted.feedback) as given_at) d;
create temporary table feedback_no as
select f.id, row_number() over (order by f.given_at desc) as no from portal.feedback f;

insert into portal.change (title, said, what, why, state, space_id, theme_id, made_on, dated_on)
select 'Change ' || n, 'People asked for evenings.', 'We open on two evenings.', 'Most people work in the day.',
  'made', s.id, t.id, d.made_on, d.made_on
from wanted cross join generate_series(1, wanted.changes) n
join portal.space s on s.position = 1 + n % 5
join portal.theme t on t.position = 1 + n % 10
cross join lateral (select (now() - n * (interval '700 days' / wanted.changes))::date as made_on) d;
create temporary table change_no as
select c.id, row_number() over (order by c.dated_on desc, c.id) as no from portal.change c;

-- behind each change 8 pieces of feedback, one workshop and its decision
insert into portal.change_feedback (change_id, feedback_id)
select c.id, f.id from change_no c, generate_series(0, 7) place, feedback_no f
where f.no = 1 + (c.no - 1) * 8 + place;
insert into portal.change_workshop (change_id, workshop_id)
select c.id, w.id from change_no c join workshop_no w on w.no = c.no where w.state = 'closed';
insert into portal.change_decision (change_id, decision_id)
select l.change_id, d.id from portal.change_workshop l join portal.decision d on d.workshop_id = l.workshop_id;

analyze;
