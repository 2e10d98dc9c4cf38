-- What people are told of their feedback and of what they support, and staff of what is due.

insert into portal.notice_kind (kind, topic, about) values
  ('feedback_merged', 'feedback', 'Something that the person told us is answered together with a piece like it.'),
  ('support_answered', 'feedback', 'Staff answered something that the person supports.'),
  ('appeal_answered', 'feedback', 'Somebody else looked again at who may read what the person told us.'),
  ('feedback_handed_over', 'work', 'A colleague gave the person a piece of feedback to see to.'),
  ('feedback_due', 'work', 'A piece of feedback on the person''s list is due, or late.');

-- Tell each owner of what is due tomorrow or before, once for each day that was set. How many were told.
create function private.remind_of_due_feedback() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due record;
  told integer := 0;
begin
  for due in
    select f.owner_id, f.id, 'feedback_due:' || f.id || ':' || f.due_on as event from portal.feedback f
    where f.due_on <= current_date + 1 and f.state not in ('done', 'not_now') and f.merged_into is null
      and f.owner_id = any (private.staff_now())
  loop
    if private.notify(due.owner_id, 'feedback_due', due.event, 'answer-feedback?id=' || due.id) then
      told := told + 1;
    end if;
  end loop;
  return told;
end $$;
alter function private.remind_of_due_feedback() owner to figures_keeper;
grant execute on function private.remind_of_due_feedback() to worker;

-- For the first screen of staff: what is due on the asker's list, and what nobody has or sees to in time.
create function private.feedback_today() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker uuid := private.require_role('staff');
  counts jsonb := private.feedback_counts(asker);
begin
  return (
    with due as (
      select f.id, left(f.body, 120) as opening, f.due_on, current_date - f.due_on as days_late, f.kind
      from portal.feedback f
      where f.owner_id = asker and f.due_on <= current_date + 7 and f.state not in ('done', 'not_now')
        and f.merged_into is null)
    select jsonb_build_object(
      'count', (select count(*) from due), 'overdue', counts -> 'overdue', 'nobody', counts -> 'nobody',
      'appeals', counts -> 'appeals',
      'rows', (select coalesce(jsonb_agg(to_jsonb(d) order by d.due_on), '[]')
        from (select * from due order by due_on limit 5) d)));
end $$;
alter function private.feedback_today() owner to portal_keeper;
grant execute on function private.feedback_today() to authenticated;
