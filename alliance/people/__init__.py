"""Users, clinics, memberships with their roles, supervision."""
