-- What a visitor sees first: what is on next, what has changed lately, where people meet.

create function api.welcome() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'workshops', api.whats_on(how_many => 3) -> 'workshops',
    'changes', (
      select coalesce(jsonb_agg(recent.change order by recent.place), '[]')
      from (
        select c.change, c.place
        from jsonb_array_elements(api.changes() -> 'rows') with ordinality as c(change, place)
        where c.change ->> 'state' = 'made' order by c.place limit 3
      ) recent),
    'spaces', api.spaces())
$$;
grant execute on function api.welcome() to anon, authenticated;
