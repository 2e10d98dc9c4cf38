-- What a visitor sees first: what is on next, what has changed lately, where people meet.

create function api.welcome() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'workshops', api.whats_on(how_many => 3) -> 'workshops',
    'changes', private.newest_changes(),
    'spaces', api.spaces())
$$;
grant execute on function api.welcome() to anon, authenticated;
