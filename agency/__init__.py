"""The office that runs the service: settings, database, staff, permissions, audit, documents."""
