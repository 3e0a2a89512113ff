"""Django's PostgreSQL, told for whom it is asked: what DATABASES names as its ENGINE."""
