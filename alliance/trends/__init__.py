"""Ratings to scores, the personal baseline and its signals. Pure: standard library only."""
