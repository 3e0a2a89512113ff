"""Clients, session logs, reflections, ruptures, drafts, suggestions. Clinicians write here."""
