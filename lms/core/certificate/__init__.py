"""The certificate as a designed A4 page: who, which course, what the person can do, and how that is known.

``layout`` decides where the words go, ``drawing`` draws them. Who has earned a certificate, and under which code it is
checked, is decided elsewhere.
"""

from lms.core.certificate.drawing import CONTENT_TYPE, FontsMissingError, draw_certificate
from lms.core.certificate.layout import CertificateFace, SkillLine, date_in_words

__all__ = [
    "CONTENT_TYPE",
    "CertificateFace",
    "FontsMissingError",
    "SkillLine",
    "date_in_words",
    "draw_certificate",
]
