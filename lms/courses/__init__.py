"""Courses, their revisions, media, glossary and local fields; the public pages and search."""
