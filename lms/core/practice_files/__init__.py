"""Practice files of a school that does not exist, to use in class and to link from lessons.

Pure, and the same bytes each time, so that a file of last year and one of today can be compared; who writes them where
is the business of ``lms practice files``.
"""
