"""What is kept: tables, named queries, migrations."""
