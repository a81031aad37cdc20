"""What each operation must and ought to stay under: the ceilings that the figures are judged by."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """Two bounds on one figure. ``is_floor`` turns them round: the figure has to reach them."""

    must: float
    aim: float
    unit: str = "ms"
    is_floor: bool = False

    def verdict(self, figure: float) -> str:
        """Return "aim", "must" or "missed"."""
        for name, bound in (("aim", self.aim), ("must", self.must)):
            if figure >= bound if self.is_floor else figure <= bound:
                return name
        return "missed"


LESSON = Budget(2.0, 1.4)
HOME = Budget(2.5, 1.7)
SAVE = Budget(2.5, 1.5)
QUIZ = Budget(13, 8)
MENTOR = Budget(50, 20)
AGAINST_F1 = Budget(100, 150, "%", is_floor=True)
AGAINST_F0 = Budget(12, 25, "%", is_floor=True)
MEMORY = Budget(150, 125, "MB")
START = Budget(2, 1.5, "times")
