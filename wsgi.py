"""Checkout entry point for WSGI servers; an installed wheel uses ``lms.app:create_app()``."""

from lms.app import create_app

app = create_app()
