-- Forgetting an account when its owner is erased, where the portal keeps the accounts itself.
-- Run by the superuser after 0002; saying it twice does no harm. Never run on Supabase.

grant usage on schema identity to privacy_keeper;

-- The account, its personas and every try to get in with its e-mail.
create or replace function identity.forget_account(account uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from identity.attempt t where t.account_id = account or t.account_key in (
    select identity.hashed(a.email) from identity.account a where a.id = account);
  delete from identity.account a where a.id = account;
end $$;
alter function identity.forget_account(uuid) owner to identity_owner;
revoke execute on function identity.forget_account(uuid) from public;
grant execute on function identity.forget_account(uuid) to privacy_keeper;

-- Accounts that nobody finished joining with: an e-mail and a password, made before a time, and no person.
-- How many there are, and the same again once they are forgotten.
create or replace function identity.unfinished(before timestamptz) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select a.id from identity.account a where a.created_at < before order by a.created_at
$$;
alter function identity.unfinished(timestamptz) owner to identity_owner;
revoke execute on function identity.unfinished(timestamptz) from public;
grant execute on function identity.unfinished(timestamptz) to privacy_keeper;
