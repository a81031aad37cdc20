"""Tables of units, memberships and role grants."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.errors import N_
from lms.db import Instant, Model, where

HONORIFICS = ("cô", "thầy", "bác", "anh", "chị")
KINDS = {
    "province": N_("Tỉnh, thành phố"),
    "union": N_("Công đoàn xã, phường"),
    "school": N_("Trường"),
    "group": N_("Tổ, nhóm"),
}


class Unit(Model):
    """A node of the tree: province, union, school or group. ``path`` holds its ancestors' ids and its own."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), index=True, comment="such as /1/4/17/")
    name: Mapped[str] = mapped_column(String(160))
    search_name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("kind IN ('province', 'union', 'school', 'group')", name="kind"),)

    @property
    def depth(self) -> int:
        return self.path.count("/") - 2


class Membership(Model):
    """That a person belongs to a unit from one day to another; an exemption names its reason."""

    __tablename__ = "memberships"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    position: Mapped[str] = mapped_column(String(80), default="", comment="such as Tổ Toán–Tin")
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    exempt_reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (Index("uq_memberships_current", "user_id", unique=True, **where("to_on IS NULL")),)


class RoleGrant(Model):
    """That a person holds a role on a unit and all below it, until it is revoked."""

    __tablename__ = "role_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("role IN ('trainer', 'coordinator', 'safeguarding', 'admin')", name="role"),
    )
