"""How a number has changed from year to year, as a small drawing and as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hemvist.core.numbers import in_figures

WIDTH, HEIGHT, MARGIN = 160, 40, 4


@dataclass(frozen=True)
class Trend:
    """The numbers by year, and the points of the line; where nothing changes it is level."""

    years: list[tuple[str, str]]
    points: list[tuple[float, float]]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)

    @property
    def end(self) -> tuple[float, float]:
        """Where the line ends: the newest year."""
        return self.points[-1]


def trend_of(series: Mapping[str, str]) -> Trend | None:
    """The years stand where they belong, so one that is missing leaves a gap."""
    known = sorted((int(year), Decimal(value)) for year, value in series.items())
    if len(known) < 2:
        return None
    first, last = known[0][0], known[-1][0]
    least, most = min(value for _y, value in known), max(value for _y, value in known)
    wide, high = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    points = []
    for year, value in known:
        share = float((value - least) / (most - least)) if most > least else 0.5
        x = MARGIN + wide * (year - first) / (last - first)
        points.append((round(x, 1), round(HEIGHT - MARGIN - high * share, 1)))
    return Trend([(str(year), in_figures(str(value))) for year, value in known], points)
