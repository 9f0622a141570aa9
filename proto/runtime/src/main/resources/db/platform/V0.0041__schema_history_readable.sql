-- The startup probe compares the schema with the build, as the application's role.
grant select on flyway_schema_history to farol_app;
