"""Requests about what is kept, and its end: packages, holds, erasure, retention, executors."""
