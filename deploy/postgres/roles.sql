-- Roles and database of Wardkeep, as docs/operate/install.md tells them, for the first start of PostgreSQL 18 in a container.
-- psql reads each password from its file, so that none stands in an argument or in the environment.
\set owner_password `cat /run/secrets/owner-password`
\set app_password `cat /run/secrets/app-password`
create role wardkeep_owner login password :'owner_password';
create role wardkeep_app login noinherit password :'app_password';
create role wardkeep_auditor nologin;
create role wardkeep_backup nologin;
create role wardkeep_gate nologin;
grant wardkeep_gate to wardkeep_owner;
grant wardkeep_auditor to wardkeep_app with inherit false, set true;
create database wardkeep owner wardkeep_owner template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C';
revoke all on database wardkeep from public;
grant connect on database wardkeep to wardkeep_app;
