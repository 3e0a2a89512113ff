"""The landing page, first use, health, demo."""
