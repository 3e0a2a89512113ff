"""The second wall: on PostgreSQL the database itself keeps one clinic's rows from another's."""
