"""People, their organisations and roles, invitations, and the audit log."""
