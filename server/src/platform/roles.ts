// Who may do what in the cluster: the server's own role owns nothing, bypasses nothing and inherits nothing.
import type { ClientBase } from 'pg'

/**
 * Makes the roles, or brings those that exist to what they should be; changes nothing where all is well. PostgreSQL 15 to 18.
 * The connected role itself is left as it is. Throws PostgreSQL's 42501 if something must change and the connected role may not;
 * no error and no server log carries a password.
 */
export async function prepareRoles(
  superuserClient: ClientBase,
  passwords: { ownerPassword?: string; appPassword?: string },
): Promise<void> {
  await superuserClient.query('begin')
  try {
    await superuserClient.query("select set_config('wardkeep.owner_password', $1, true), set_config('wardkeep.app_password', $2, true)", [
      passwords.ownerPassword ?? '',
      passwords.appPassword ?? '',
    ])
    await superuserClient.query(roles)
    await superuserClient.query(grants)
    await superuserClient.query('commit')
  } catch (error) {
    await superuserClient.query('rollback')
    throw error
  }
}

/** What the owner cannot do for itself in its database: strangers kept out, the extension that exclusion constraints need. Run as a superuser connected to it. */
export async function prepareDatabase(superuserClient: ClientBase): Promise<void> {
  await superuserClient.query(database)
}

// The passwords come by setting, not by text, and an error about them is raised anew: text and context of a failed statement reach logs.
const roles = `do $$
declare
  wanted record;
  present pg_roles;
begin
  perform pg_advisory_xact_lock(hashtext('wardkeep roles'));
  for wanted in
    select * from (values
      ('wardkeep_owner',   'login',   'inherit',   current_setting('wardkeep.owner_password')),
      ('wardkeep_app',     'login',   'noinherit', current_setting('wardkeep.app_password')),
      ('wardkeep_auditor', 'nologin', 'inherit',   ''),
      ('wardkeep_backup',  'nologin', 'inherit',   ''),
      ('wardkeep_gate',    'nologin', 'inherit',   '')
    ) as roles (name, login, inherits, password)
  loop
    continue when wanted.name = current_user;
    select * into present from pg_roles where rolname = wanted.name;
    if present.rolname is null then
      execute format('create role %I %s %s', wanted.name, wanted.login, wanted.inherits);
    else
      if present.rolsuper or present.rolbypassrls or present.rolreplication or present.rolcreaterole or present.rolcreatedb then
        execute format('alter role %I nosuperuser nobypassrls noreplication nocreaterole nocreatedb', wanted.name);
      end if;
      if (present.rolcanlogin, present.rolinherit) is distinct from (wanted.login = 'login', wanted.inherits = 'inherit') then
        execute format('alter role %I %s %s', wanted.name, wanted.login, wanted.inherits);
      end if;
    end if;
    if wanted.password <> '' then
      begin
        execute format('alter role %I password %L', wanted.name, wanted.password);
      exception when insufficient_privilege then
        raise insufficient_privilege using message = format('permission denied to set the password of role %s', wanted.name);
      end;
    end if;
  end loop;
end $$`

// Since PostgreSQL 16 each membership says for itself whether it inherits; before, the member role said so.
const grants = `do $$
declare
  explicit constant boolean := current_setting('server_version_num')::int >= 160000;
  usable constant text := case when explicit then 'SET' else 'MEMBER' end;
begin
  if not pg_has_role('wardkeep_owner', 'wardkeep_gate', usable) then
    grant wardkeep_gate to wardkeep_owner;
  end if;
  if not pg_has_role('wardkeep_app', 'wardkeep_auditor', usable) or pg_has_role('wardkeep_app', 'wardkeep_auditor', 'USAGE') then
    execute 'grant wardkeep_auditor to wardkeep_app' || case when explicit then ' with inherit false, set true' else '' end;
  end if;
end $$`

const database = `do $$
begin
  if exists (select from pg_database where datname = current_database() and coalesce(array_to_string(datacl, ' '), '') !~ '(^| )wardkeep_app=c/') then
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to wardkeep_app', current_database());
  end if;
  if exists (select from pg_available_extensions where name = 'btree_gist' and installed_version is null) then
    create extension btree_gist;
  end if;
end $$`
